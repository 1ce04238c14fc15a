import type { Reading } from '../reading.ts';
import { addressIn, numberIn, oidIn } from '../protocol/value.ts';

export interface InterfaceAddress {
  readonly ifIndex: number;
  /** With its prefix length where the device says it: `192.0.2.1/24`. */
  readonly address: string;
  readonly type: string;
}

/** IP-MIB addresses; of old agents the table that knows IPv4 alone. */
export async function readAddresses(reading: Reading): Promise<InterfaceAddress[]> {
  const base = '1.3.6.1.2.1.4.34.1';
  const rows = await reading.table('IP-MIB', 'ipAddressTable', {
    ifIndex: `${base}.3`,
    type: `${base}.4`,
    prefix: `${base}.5`,
  });
  if (rows.length === 0) return readOldAddresses(reading);
  return rows.flatMap(({ numbers, cells }) => {
    const address = inetAddress(numbers);
    const ifIndex = numberIn(cells.ifIndex);
    if (address === undefined || ifIndex === undefined) return [];
    // The prefix is a row of another table, whose index ends with its length: 0.0 where there is none.
    const length =
      oidIn(cells.prefix)?.startsWith('1.3.6.1.2.1.4.32.') === true ? lastOf(oidIn(cells.prefix)) : undefined;
    return [
      {
        ifIndex,
        address: length === undefined ? address : `${address}/${length}`,
        type: addressTypes[numberIn(cells.type) ?? 0] ?? 'unicast',
      },
    ];
  });
}

const addressTypes = ['', 'unicast', 'anycast', 'broadcast'];

async function readOldAddresses(reading: Reading): Promise<InterfaceAddress[]> {
  const base = '1.3.6.1.2.1.4.20.1';
  const rows = await reading.table('IP-MIB', 'ipAddrTable', { ifIndex: `${base}.2`, mask: `${base}.3` });
  return rows.flatMap(({ numbers, cells }) => {
    const ifIndex = numberIn(cells.ifIndex);
    if (ifIndex === undefined || numbers.length !== 4) return [];
    const length = maskLength(addressIn(cells.mask));
    const address = numbers.join('.');
    return [{ ifIndex, address: length === undefined ? address : `${address}/${length}`, type: 'unicast' }];
  });
}

function maskLength(mask: string | undefined): number | undefined {
  if (mask === undefined) return undefined;
  const bits = mask
    .split('.')
    .map((part) => Number(part).toString(2).padStart(8, '0'))
    .join('');
  return /^1*0*$/.test(bits) ? (bits.indexOf('0') < 0 ? 32 : bits.indexOf('0')) : undefined;
}

function lastOf(oid: string | undefined): string | undefined {
  return oid?.split('.').at(-1);
}

/** InetAddressType, length and bytes as an index has them: IPv4 and IPv6, with a zone or without. */
export function inetAddress(numbers: readonly number[]): string | undefined {
  const [type, length, ...bytes] = numbers;
  if (length === undefined || bytes.length !== length) return undefined;
  if ((type === 1 || type === 3) && (length === 4 || length === 8)) return bytes.slice(0, 4).join('.');
  if ((type === 2 || type === 4) && (length === 16 || length === 20)) return ipv6(bytes.slice(0, 16));
  return undefined;
}

/** As RFC 5952 writes it. */
export function ipv6(bytes: readonly number[]): string {
  const groups = Array.from({ length: 8 }, (_, at) =>
    (((bytes[at * 2] ?? 0) << 8) | (bytes[at * 2 + 1] ?? 0)).toString(16),
  );
  let best = { start: -1, length: 1 };
  for (let start = 0; start < 8; start += 1) {
    let length = 0;
    while (groups[start + length] === '0') length += 1;
    if (length > best.length) best = { start, length };
  }
  if (best.start < 0) return groups.join(':');
  return `${groups.slice(0, best.start).join(':')}::${groups.slice(best.start + best.length).join(':')}`;
}
