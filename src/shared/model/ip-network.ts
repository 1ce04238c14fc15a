/** Addresses and prefixes as numbers, for order, containment and size. */
export interface IpNetwork {
  readonly family: 4 | 6;
  /** The address itself, host bits included. */
  readonly address: bigint;
  /** Mask length in bits. */
  readonly length: number;
}

/** Reads `10.0.0.1`, `10.0.0.1/24`, `2001:db8::1/64`; undefined when it is neither an address nor a prefix. */
export function parseIp(text: string): IpNetwork | undefined {
  const [address = '', mask, ...rest] = text.trim().split('/');
  if (rest.length > 0) return undefined;
  const family = address.includes(':') ? 6 : 4;
  const bits = family === 4 ? 32 : 128;
  const value = family === 4 ? parseIpv4(address) : parseIpv6(address);
  if (value === undefined) return undefined;
  const length = mask === undefined ? bits : /^\d{1,3}$/.test(mask) ? Number(mask) : -1;
  return length >= 0 && length <= bits ? { family, address: value, length } : undefined;
}

function parseIpv4(text: string): bigint | undefined {
  const parts = text.split('.');
  if (parts.length !== 4) return undefined;
  let value = 0n;
  for (const part of parts) {
    if (!/^\d{1,3}$/.test(part) || Number(part) > 255) return undefined;
    value = value * 256n + BigInt(part);
  }
  return value;
}

function parseIpv6(text: string): bigint | undefined {
  const halves = text.replace(/%.*$/, '').split('::');
  if (halves.length > 2) return undefined;
  const groups = (half: string | undefined) => (half === undefined || half === '' ? [] : half.split(':'));
  const [head, tail] = [groups(halves[0]), groups(halves[1])];
  const missing = 8 - head.length - tail.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  const all = [...head, ...Array.from({ length: missing }, () => '0'), ...tail];
  if (!all.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  return all.reduce((value, group) => value * 65_536n + BigInt(Number.parseInt(group, 16)), 0n);
}

const widthOf = (network: IpNetwork) => (network.family === 4 ? 32 : 128);

/** Addresses in the prefix, network and broadcast included. */
export function sizeOf(network: IpNetwork): bigint {
  return 1n << BigInt(widthOf(network) - network.length);
}

/** The first address of the prefix that the address lies in. */
export function networkAddress(network: IpNetwork): bigint {
  const hostBits = BigInt(widthOf(network) - network.length);
  return (network.address >> hostBits) << hostBits;
}

/** True when `inner` lies in `outer`; a prefix contains itself. */
export function containsIp(outer: IpNetwork, inner: IpNetwork): boolean {
  if (outer.family !== inner.family || inner.length < outer.length) return false;
  const hostBits = BigInt(widthOf(outer) - outer.length);
  return outer.address >> hostBits === inner.address >> hostBits;
}

/** IPv4 before IPv6, then by address, then wider prefixes first. */
export function compareIp(a: IpNetwork, b: IpNetwork): number {
  if (a.family !== b.family) return a.family - b.family;
  if (a.address !== b.address) return a.address < b.address ? -1 : 1;
  return a.length - b.length;
}

/** Addresses that hosts can have: IPv4 prefixes up to /30 lose network and broadcast (RFC 3021 keeps both in a /31). */
export function usableHosts(network: IpNetwork): bigint {
  const size = sizeOf(network);
  return network.family === 4 && network.length <= 30 ? size - 2n : size;
}

/** The prefix of an interface address: `10.0.0.9/24` lies in `10.0.0.0/24`. */
export function formatNetwork(network: IpNetwork): string {
  return `${formatAddress(network.family, networkAddress(network))}/${network.length}`;
}

function formatAddress(family: 4 | 6, value: bigint): string {
  if (family === 4) return [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 255n).join('.');
  const groups = Array.from({ length: 8 }, (_, i) => (value >> BigInt(112 - 16 * i)) & 0xffffn);
  const zeros = groups.map((group) => (group === 0n ? '0' : ' ')).join('');
  const run = [...zeros.matchAll(/0{2,}/g)].toSorted((a, b) => b[0].length - a[0].length)[0];
  const hex = (part: readonly bigint[]) => part.map((group) => group.toString(16)).join(':');
  if (run === undefined) return hex(groups);
  return `${hex(groups.slice(0, run.index))}::${hex(groups.slice(run.index + run[0].length))}`;
}
