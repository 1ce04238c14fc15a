import type { z } from 'zod';
import type { bridgeVlansSchema, RawLink } from './kernel.ts';
import type { VlanMembership } from './open-vswitch.ts';

/** All that there are, but for those that are used otherwise: nobody lists them. */
const everyVlan = 4_000;

/** Of ports of bridges that look at VLANs: the others pass every frame on as it is. */
export function bridgeVlansOf(
  said: z.output<typeof bridgeVlansSchema>,
  links: ReadonlyMap<string, RawLink>,
): ReadonlyMap<string, VlanMembership> {
  const aware = (link: RawLink | undefined) => link?.linkinfo?.info_data?.vlan_filtering === 1;
  return new Map(
    said
      .filter(({ ifname }) => {
        const link = links.get(ifname);
        return aware(link) || (link?.master !== undefined && aware(links.get(link.master)));
      })
      .map(({ ifname, vlans }) => {
        const untagged = vlans.find(({ flags }) => flags.includes('PVID'));
        const ids = vlans
          .filter(({ flags }) => !flags.includes('Egress Untagged'))
          .flatMap(({ vlan, vlanEnd = vlan }) =>
            Array.from({ length: vlanEnd - vlan + 1 }, (_, at) => vlan + at),
          );
        const tagged = [...new Set(ids)].toSorted((a, b) => a - b);
        const all = tagged.length >= everyVlan;
        const mode = all ? 'trunk-all' : tagged.length > 0 ? 'trunk' : untagged ? 'access' : undefined;
        return [ifname, { mode, nativeVlan: untagged?.vlan, taggedVlans: all ? [] : tagged }] as const;
      }),
  );
}
