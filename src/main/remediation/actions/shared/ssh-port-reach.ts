import type { RawLink, RawRoute } from '../../../ssh/answers/kernel.ts';
import type { OpenVSwitch } from '../../../ssh/answers/open-vswitch.ts';

export interface Ground {
  /** By which address or name the host is reached. */
  readonly address: string;
  readonly links: readonly RawLink[];
  readonly addressesOf: ReadonlyMap<string, readonly string[]>;
  readonly routes: readonly RawRoute[];
  readonly openVSwitch: OpenVSwitch | undefined;
}

/**
 * What a host is reached over, each with why: the interface with the address of the connection, those of the default
 * routes, and everything that these stand on. Nobody could bring such a port back over the connection that it carries.
 * Where no interface has that address (it is a name, or translated on the way) it may be each that has one.
 */
export function carriersOf({
  address,
  links,
  addressesOf,
  routes,
  openVSwitch,
}: Ground): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const add = (name: string, why: string) => {
    if (found.has(name)) return;
    found.set(name, why);
    for (const below of beneath(name, links, openVSwitch)) add(below, `${name}, which stands on it: ${why}`);
  };
  for (const [name, all] of addressesOf)
    if (all.includes(address)) add(name, `the connection comes in over its address ${address}`);
  const isOwn = [...addressesOf.values()].some((all) => all.includes(address));
  for (const [name, all] of isOwn ? [] : addressesOf) {
    const [first] = all.filter((one) => !nobodysWay.test(one));
    if (first !== undefined)
      add(
        name,
        `none has the address ${address} of the connection, so it may come in over its address ${first}`,
      );
  }
  for (const { dst, dev, nexthops, type } of routes) {
    if (dst !== 'default' || (type !== undefined && type !== 'unicast')) continue;
    for (const name of [dev, ...(nexthops ?? []).map((hop) => hop.dev)])
      if (name !== undefined) add(name, 'the default route leads over it');
  }
  return found;
}

/** Of a host's own, and of a link that has no other. */
const nobodysWay = /^(?:127\.|::1$|fe80:)/i;

/** Members of a bond, ports of a bridge but for those of virtual machines, and what a VLAN interface is on. */
function beneath(name: string, links: readonly RawLink[], openVSwitch: OpenVSwitch | undefined): string[] {
  const own = links.find(({ ifname }) => ifname === name);
  const kind = own?.linkinfo?.info_kind;
  const parent =
    kind !== 'veth' && own?.link !== undefined && own.link_netnsid === undefined ? [own.link] : [];
  const members = links
    .filter(({ master, linkinfo }) => master === name && !ofMachine.has(linkinfo?.info_kind ?? ''))
    .map(({ ifname }) => ifname);
  const guest = (port: string) =>
    ofMachine.has(links.find(({ ifname }) => ifname === port)?.linkinfo?.info_kind ?? '');
  const switched = (openVSwitch?.ports ?? [])
    .filter(({ bridge, name: port }) => bridge === name && port !== name)
    .flatMap((port) => port.members.map((member) => member.name))
    .filter((port) => !guest(port));
  return [...parent, ...members, ...switched];
}

/** The host itself is not behind them. */
const ofMachine: ReadonlySet<string> = new Set(['tun', 'veth']);
