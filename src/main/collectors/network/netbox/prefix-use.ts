import {
  compareIp,
  containsIp,
  networkAddress,
  parseIp,
  sizeOf,
  usableHosts,
  type IpNetwork,
} from '../../../../shared/model/ip-network.ts';

export interface PrefixSpace {
  readonly id: number;
  readonly vrf: number | undefined;
  readonly container: boolean;
  readonly network: IpNetwork;
}
export interface UsedAddress {
  readonly vrf: number | undefined;
  readonly first: IpNetwork;
  readonly count: bigint;
}
export interface PrefixUse {
  readonly percent: number;
  readonly count: number;
  readonly parent: number | undefined;
}

/**
 * How full each prefix is, as NetBox itself reckons: a container by the space of the prefixes right below it, a
 * network by the addresses and ranges documented in it, out of those that hosts can have. Prefixes of one VRF nest
 * only in each other. One pass over everything in address order, with the open prefixes on a stack.
 */
export function prefixUse(
  prefixes: readonly PrefixSpace[],
  used: readonly UsedAddress[],
): ReadonlyMap<number, PrefixUse> {
  const result = new Map<number, PrefixUse>();
  const vrfs = new Set([...prefixes.map((prefix) => prefix.vrf), ...used.map((one) => one.vrf)]);
  for (const vrf of vrfs) {
    const ofVrf = prefixes
      .filter((prefix) => prefix.vrf === vrf)
      .map((prefix) => ({
        ...prefix,
        network: { ...prefix.network, address: networkAddress(prefix.network) },
      }))
      .toSorted((a, b) => compareIp(a.network, b.network));
    const usedInVrf = used.filter((one) => one.vrf === vrf).toSorted((a, b) => compareIp(a.first, b.first));
    const below = new Map<number, bigint>();
    const hosts = new Map<number, bigint>();
    const parents = new Map<number, number>();
    const open: PrefixSpace[] = [];
    let next = 0;
    const add = (map: Map<number, bigint>, id: number, amount: bigint) =>
      map.set(id, (map.get(id) ?? 0n) + amount);
    const closeBefore = (network: IpNetwork) => {
      while (open.length > 0) {
        const top = open.at(-1);
        if (top && containsIp(top.network, network)) return;
        open.pop();
      }
    };
    const countUntil = (limit: IpNetwork | undefined) => {
      for (let one = usedInVrf[next]; one !== undefined; one = usedInVrf[next]) {
        if (limit && compareIp(one.first, limit) >= 0) return;
        next += 1;
        closeBefore({ ...one.first, length: one.first.family === 4 ? 32 : 128 });
        for (const prefix of open) add(hosts, prefix.id, one.count);
      }
    };
    for (const prefix of ofVrf) {
      countUntil(prefix.network);
      closeBefore(prefix.network);
      const parent = open.at(-1);
      if (parent) {
        parents.set(prefix.id, parent.id);
        add(below, parent.id, sizeOf(prefix.network));
      }
      open.push(prefix);
    }
    countUntil(undefined);
    for (const prefix of ofVrf) {
      const taken = prefix.container ? (below.get(prefix.id) ?? 0n) : (hosts.get(prefix.id) ?? 0n);
      const room = prefix.container ? sizeOf(prefix.network) : usableHosts(prefix.network);
      result.set(prefix.id, {
        percent: Math.min(100, Number((taken * 10_000n) / room) / 100),
        count: Number(prefix.container ? (below.get(prefix.id) ?? 0n) : taken),
        parent: parents.get(prefix.id),
      });
    }
  }
  return result;
}

/** Reads the address part only: a documented `10.0.0.9/22` uses one address. */
export function usedAddress(
  address: string,
  vrf: number | undefined,
  last?: string,
): UsedAddress | undefined {
  const first = parseIp(address);
  if (!first) return undefined;
  const end = last === undefined ? first : parseIp(last);
  const count = end && end.address >= first.address ? end.address - first.address + 1n : 1n;
  return { vrf, first: { ...first, length: first.family === 4 ? 32 : 128 }, count };
}
