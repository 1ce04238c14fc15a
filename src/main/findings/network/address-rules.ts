import { z } from 'zod';
import type { EntityOf } from '../../../shared/model/entity.ts';
import { parseIp } from '../../../shared/model/ip-network.ts';
import { defineRule } from '../rule.ts';

type Address = EntityOf<'ip-address'>;

/** Several devices have such an address on purpose. */
const sharedRoles = new Set(['anycast', 'vip', 'vrrp', 'hsrp', 'glbp', 'carp']);

export const addressConflicts = defineRule({
  id: 'NW10',
  domain: 'network',
  title: 'Duplicate address, or mask that is not its prefix’s',
  why: 'Two owners of one address disturb each other; a wrong mask hides neighbours.',
  remedy: 'Correct the address or mask on the device or in the documentation.',
  source: 'netbox-community/reports',
  reads: ['ip-address', 'prefix'],
  thresholds: z.object({}),
  *evaluate(view) {
    const owners = new Map<string, Address[]>();
    for (const ip of view.all('ip-address')) {
      const parsed = parseIp(ip.attributes.address);
      if (!parsed) {
        yield { type: 'unknown', entity: ip, reason: `${ip.attributes.address} is not an address` };
        continue;
      }
      // What one system observes and another documents is the same address, not a second one.
      const key = `${ip.source} ${ip.attributes.vrf ?? ''} ${parsed.family} ${parsed.address}`;
      const same = owners.get(key);
      if (same) same.push(ip);
      else owners.set(key, [ip]);

      const host = parsed.length === (parsed.family === 4 ? 32 : 128);
      const prefix = view.outbound(ip, 'part-of').find((one) => one.kind === 'prefix');
      if (host) continue;
      if (prefix?.kind !== 'prefix') {
        yield { type: 'unknown', entity: ip, reason: 'no known prefix contains it' };
        continue;
      }
      const length = parseIp(prefix.attributes.prefix)?.length;
      if (prefix.attributes.type === 'network' && length !== parsed.length)
        yield {
          type: 'breach',
          entity: ip,
          severity: 'warning',
          value: `mask /${parsed.length}`,
          threshold: `/${length} as ${prefix.attributes.prefix}`,
          discriminator: 'mask',
        };
    }
    for (const same of owners.values()) {
      const conflicting = same.filter((ip) => !sharedRoles.has(ip.attributes.role ?? ''));
      if (conflicting.length < 2) continue;
      for (const ip of conflicting)
        yield {
          type: 'breach',
          entity: ip,
          severity: 'warning',
          value: `${conflicting.length} owners`,
          threshold: '1 owner',
          evidence: conflicting
            .map((one) => one.attributes.assignedTo ?? `${one.name} (not assigned)`)
            .join('; '),
          discriminator: 'duplicate',
        };
    }
  },
});
