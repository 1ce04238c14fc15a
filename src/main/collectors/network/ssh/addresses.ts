import type { RawLink } from '../../../ssh/answers/kernel.ts';
import type { HostReading } from './read-host.ts';

export interface PortAddress {
  readonly port: string;
  /** With its length. */
  readonly address: string;
  readonly family: 4 | 6;
  readonly vrf: string;
}

/** What is the same on every host says nothing: loopback, and what a link gives itself. */
export function addressesOf({ addresses, links }: HostReading): PortAddress[] {
  if (addresses.is !== 'answered') return [];
  const byName = new Map(links.is === 'answered' ? links.value.map((link) => [link.ifname, link]) : []);
  return addresses.value.flatMap(({ ifname, addr_info: all }) =>
    all.flatMap(({ family, local, prefixlen, scope }): PortAddress[] => {
      if (ifname === undefined || local === undefined || prefixlen === undefined) return [];
      if (scope === 'host' || scope === 'link' || (family !== 'inet' && family !== 'inet6')) return [];
      return [
        {
          port: ifname,
          address: `${local}/${prefixlen}`,
          family: family === 'inet' ? 4 : 6,
          vrf: vrfOf(byName.get(ifname), byName),
        },
      ];
    }),
  );
}

/** The VRF whose device it is enslaved to, or is. */
export function vrfOf(link: RawLink | undefined, links: ReadonlyMap<string, RawLink>): string {
  if (link?.linkinfo?.info_kind === 'vrf') return link.ifname;
  const master = link?.master === undefined ? undefined : links.get(link.master);
  if (master === undefined) return 'default';
  return master.linkinfo?.info_kind === 'vrf' ? master.ifname : vrfOf(master, links);
}
