import { z } from 'zod';
import type { PortSecurity } from '../../../shared/model/kinds/vmware/parts.ts';
import { defineRule, type FindingRule } from '../rule.ts';
import { breach, notGiven } from './judge.ts';

function accepted(security: PortSecurity): string[] {
  return [
    ...(security.promiscuous === true ? ['promiscuous mode'] : []),
    ...(security.forgedTransmits === true ? ['forged transmits'] : []),
    ...(security.macChanges === true ? ['MAC address changes'] : []),
  ];
}

const portSecurity = defineRule({
  id: 'VS25',
  domain: 'vmware',
  title: 'Port group accepts what it should reject',
  why: 'A VM can read traffic of others, or send under an address that is not its own.',
  remedy:
    'Set promiscuous mode, forged transmits and MAC address changes to reject, unless the workload needs them.',
  source: 'vCheck-vSphere',
  reads: ['network', 'dv-switch', 'host'],
  thresholds: z.object({}),
  *evaluate(view) {
    const threshold = 'reject';
    for (const network of view.all('network')) {
      const { security, type, uplink } = network.attributes;
      // Uplink port groups of distributed switches accept by design; standard ones are judged on their hosts.
      if (uplink === true || type === 'standard') continue;
      if (security === undefined) {
        yield notGiven(network, 'security', 'security policy');
        continue;
      }
      const accepts = accepted(security);
      if (accepts.length > 0)
        yield breach(network, 'warning', { value: `${accepts.join(', ')} accepted`, threshold });
    }
    for (const dvSwitch of view.all('dv-switch')) {
      const { security } = dvSwitch.attributes;
      if (security === undefined) {
        yield notGiven(dvSwitch, 'security', 'default security policy');
        continue;
      }
      const accepts = accepted(security);
      if (accepts.length > 0)
        yield breach(dvSwitch, 'warning', { value: `${accepts.join(', ')} accepted by default`, threshold });
    }
    for (const host of view.all('host')) {
      const { vswitches, portGroups } = host.attributes;
      if (vswitches === undefined) yield notGiven(host, 'vswitches', 'standard switches');
      for (const [what, list] of [
        ['switch', vswitches],
        ['port group', portGroups],
      ] as const) {
        for (const { name, security } of list ?? []) {
          const accepts = security === undefined ? [] : accepted(security);
          if (accepts.length > 0)
            yield breach(host, 'warning', {
              value: `${what} ${name}: ${accepts.join(', ')} accepted`,
              threshold,
              discriminator: `${what} ${name}`,
            });
        }
      }
    }
  },
});

export const networkRules: readonly FindingRule[] = [portSecurity];
