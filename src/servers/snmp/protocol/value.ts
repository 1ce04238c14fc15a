import { ObjectType, type Varbind } from 'net-snmp';

/** One value as it came: its ASN.1 type and what the library made of it. */
export type SnmpValue = Pick<Varbind, 'type' | 'value'>;

const absentTypes: ReadonlySet<number | undefined> = new Set([
  ObjectType.NoSuchObject,
  ObjectType.NoSuchInstance,
  ObjectType.EndOfMibView,
]);

/** Whether the device says that it has nothing there. */
export const isAbsent = ({ type }: SnmpValue): boolean => absentTypes.has(type);

/** Of counters above 2⁵³ the nearest number that a double holds. */
export function numberIn(given: SnmpValue | undefined): number | undefined {
  const exact = bigintIn(given);
  return exact === undefined ? undefined : Number(exact);
}

export function bigintIn(given: SnmpValue | undefined): bigint | undefined {
  const value = given?.value;
  if (typeof value === 'number' && Number.isInteger(value)) return BigInt(value);
  if (typeof value === 'bigint') return value;
  // Sixty-four bits come as the bytes they were sent in.
  if (given?.type === ObjectType.Counter64 && Buffer.isBuffer(value))
    return value.length === 0 ? 0n : BigInt(`0x${value.toString('hex')}`);
  return undefined;
}

export function bytesIn(given: SnmpValue | undefined): Buffer | undefined {
  return Buffer.isBuffer(given?.value) && given.type === ObjectType.OctetString ? given.value : undefined;
}

/** Text without what ends or pads it; an empty one is none. Old devices write Latin-1. */
export function textIn(given: SnmpValue | undefined): string | undefined {
  const bytes = bytesIn(given);
  return bytes === undefined ? undefined : textOf(bytes);
}

export function textOf(bytes: Buffer): string | undefined {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    text = bytes.toString('latin1');
  }
  const plain = text
    // oxlint-disable-next-line no-control-regex -- what devices pad with
    .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, '')
    .trim();
  return plain === '' ? undefined : plain;
}

export function oidIn(given: SnmpValue | undefined): string | undefined {
  return given?.type === ObjectType.OID && typeof given.value === 'string' ? given.value : undefined;
}

export function addressIn(given: SnmpValue | undefined): string | undefined {
  return given?.type === ObjectType.IpAddress && typeof given.value === 'string' ? given.value : undefined;
}

/** `aa:bb:cc:dd:ee:ff` for six bytes; nothing for an adapter without an address. */
export function macIn(given: SnmpValue | undefined): string | undefined {
  const bytes = bytesIn(given);
  return bytes?.length === 6 && bytes.some((byte) => byte !== 0) ? macOf(bytes) : undefined;
}

export function macOf(bytes: Iterable<number>): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(':');
}

/** DateAndTime (SNMPv2-TC) as an ISO instant; undefined where it has no zone or is none. */
export function instantIn(given: SnmpValue | undefined): string | undefined {
  const bytes = bytesIn(given);
  if (bytes?.length !== 11) return undefined;
  const [month = 0, day = 0, hour = 0, minute = 0, second = 0, tenth = 0] = bytes.subarray(2, 8);
  const offset =
    (bytes.readUInt8(9) * 60 + bytes.readUInt8(10)) * (bytes.toString('latin1', 8, 9) === '-' ? -1 : 1);
  const moment = Date.UTC(bytes.readUInt16BE(0), month - 1, day, hour, minute, second, tenth * 100);
  const date = new Date(moment - offset * 60_000);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}

/** The numbers of the set bits of a PortList, counted from 1. */
export function portsIn(given: SnmpValue | undefined): number[] {
  const bytes = bytesIn(given);
  if (bytes === undefined) return [];
  return [...bytes].flatMap((byte, place) =>
    Array.from({ length: 8 }, (_, bit) => ((byte & (0x80 >> bit)) === 0 ? [] : [place * 8 + bit + 1])).flat(),
  );
}

/** Names of the set bits of a BITS value, counted from 0. */
export function bitsIn(given: SnmpValue | undefined, names: readonly string[]): string[] {
  const set = new Set(portsIn(given));
  return names.filter((_, bit) => set.has(bit + 1));
}
