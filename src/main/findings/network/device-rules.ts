import { z } from 'zod';
import { defineRule } from '../rule.ts';
import { networkDevices, notGiven } from './verdicts.ts';

export const silentDevice = defineRule({
  id: 'NW01',
  domain: 'network',
  title: 'Device does not answer',
  why: 'Everything behind the device may be cut off, and it cannot be managed.',
  remedy: 'Check power and uplinks on site; use the out-of-band console.',
  source: 'LibreNMS alert rules',
  reads: ['switch', 'router', 'firewall', 'device'],
  thresholds: z.object({}),
  *evaluate(view) {
    for (const device of networkDevices(view)) {
      const { reachable, lastSeenAt } = device.attributes;
      if (reachable === undefined) yield notGiven(device, 'reachable', 'reachability');
      if (reachable === false)
        yield {
          type: 'breach',
          entity: device,
          severity: 'critical',
          value: 'no answer',
          threshold: 'answers ICMP or SNMP',
          ...(lastSeenAt === undefined ? {} : { evidence: `last seen ${lastSeenAt}` }),
        };
    }
  },
});

export const failedComponent = defineRule({
  id: 'NW07',
  domain: 'network',
  title: 'Power supply or fan failed',
  why: 'Redundancy is lost: the next failure stops the device.',
  remedy: 'Replace the part; check the feed of a power supply first.',
  source: 'LibreNMS alert rules',
  reads: ['switch', 'router', 'firewall', 'device'],
  thresholds: z.object({}),
  *evaluate(view) {
    for (const device of networkDevices(view)) {
      const { powerSupplies, fans } = device.attributes;
      if (powerSupplies === undefined && fans === undefined) {
        // Patch panels, PDUs and the like have neither; what carries packets has both.
        if (device.kind !== 'device') yield notGiven(device, 'powerSupplies', 'power supply and fan state');
        continue;
      }
      for (const part of [...(powerSupplies ?? []), ...(fans ?? [])])
        if (part.state === 'critical')
          yield {
            type: 'breach',
            entity: device,
            severity: 'critical',
            value: `${part.name} critical`,
            threshold: 'ok',
            discriminator: part.name,
          };
    }
  },
});
