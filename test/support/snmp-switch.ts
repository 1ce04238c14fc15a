import type { SnmpObjects } from './snmp-agent.ts';

type Cell = SnmpObjects[string];

/** A switch as its MIBs show it: `ports` of ethernet, a management interface, a LAG, VLANs, neighbours, parts. */
export interface SwitchShape {
  readonly name: string;
  readonly ports: number;
  /** Address that it says it has on its management interface. */
  readonly address?: string;
  /** Local port → the neighbour's system and port. */
  readonly neighbours?: Readonly<Record<number, { readonly system: string; readonly port: string }>>;
  readonly counters32?: boolean;
}

const text = (value: string): Cell => ['OctetString', value];
const int = (value: number): Cell => ['Integer', value];
const bytes = (...list: number[]): Cell => ['OctetString', Buffer.from(list)];
const wide = (value: bigint): Cell => {
  const hex = value.toString(16);
  return ['Counter64', Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex')];
};

export const mac = (port: number): readonly number[] => [2, 0, 0, 0, port >> 8, port & 255];
/** ifIndex of a port, of the management interface and of the LAG: numbers that count nothing else. */
export const ifIndexOf = (port: number): number => 1_000 + port;
export const managementIndex = 9;
export const lagIndex = 5_001;

export function switchObjects(shape: SwitchShape): SnmpObjects {
  const { name, ports, address = '127.0.0.1' } = shape;
  const all: Record<string, Cell> = {
    '1.3.6.1.2.1.1.1.0': text('Example switch, version 4.2'),
    '1.3.6.1.2.1.1.2.0': ['OID', '1.3.6.1.4.1.99999.1'],
    '1.3.6.1.2.1.1.3.0': ['TimeTicks', 8_640_000],
    '1.3.6.1.2.1.1.4.0': text('noc@example.net'),
    '1.3.6.1.2.1.1.5.0': text(name),
    '1.3.6.1.2.1.1.6.0': text('row 3'),
    '1.3.6.1.2.1.1.7.0': int(2),
    '1.3.6.1.2.1.2.1.0': int(ports + 2),
    '1.3.6.1.2.1.4.1.0': int(2),
    '1.3.6.1.2.1.17.1.2.0': int(ports),
    [`1.3.6.1.2.1.4.34.1.3.1.4.${address}`]: int(managementIndex),
    [`1.3.6.1.2.1.4.34.1.4.1.4.${address}`]: int(1),
    [`1.3.6.1.2.1.4.34.1.5.1.4.${address}`]: [
      'OID',
      `1.3.6.1.2.1.4.32.1.5.${managementIndex}.1.4.${address.split('.').slice(0, 3).join('.')}.0.24`,
    ],
  };
  const port = (ifIndex: number, ifName: string, type: number, hardware: readonly number[]) => {
    const entry = (column: number, cell: Cell) => (all[`1.3.6.1.2.1.2.2.1.${column}.${ifIndex}`] = cell);
    const extra = (column: number, cell: Cell) => (all[`1.3.6.1.2.1.31.1.1.1.${column}.${ifIndex}`] = cell);
    entry(1, int(ifIndex));
    entry(2, text(ifName.replace(/^Gi/, 'GigabitEthernet')));
    entry(3, int(type));
    entry(4, int(1_500));
    entry(5, ['Gauge', 1_000_000_000]);
    entry(6, bytes(...hardware));
    entry(7, int(1));
    entry(8, int(1));
    entry(9, ['TimeTicks', 1_000 + ifIndex]);
    entry(10, ['Counter', 4_000_000_000]);
    entry(11, ['Counter', 100]);
    entry(13, ['Counter', 0]);
    entry(14, ['Counter', 3]);
    entry(16, ['Counter', 1_000]);
    entry(17, ['Counter', 100]);
    entry(19, ['Counter', 0]);
    entry(20, ['Counter', 0]);
    extra(1, text(ifName));
    extra(18, text(''));
    if (shape.counters32 === true) return;
    extra(6, wide(12_000_000_000n));
    extra(7, wide(1_000n));
    extra(10, wide(1_000n));
    extra(11, wide(1_000n));
    extra(15, ['Gauge', 1_000]);
    extra(17, int(type === 6 ? 1 : 2));
    extra(19, ['TimeTicks', 0]);
  };
  for (let number = 1; number <= ports; number += 1) {
    const index = ifIndexOf(number);
    port(index, `Gi0/${number}`, 6, mac(number));
    all[`1.3.6.1.2.1.10.7.2.1.19.${index}`] = int(3);
    all[`1.3.6.1.2.1.17.1.4.1.2.${number}`] = int(index);
    all[`1.3.6.1.2.1.17.7.1.4.5.1.1.${number}`] = ['Gauge', number % 2 === 0 ? 20 : 10];
    all[`1.0.8802.1.1.2.1.3.7.1.2.${number}`] = int(5);
    all[`1.0.8802.1.1.2.1.3.7.1.3.${number}`] = text(`Gi0/${number}`);
    all[`1.0.8802.1.1.2.1.3.7.1.4.${number}`] = text(`GigabitEthernet0/${number}`);
  }
  port(managementIndex, 'mgmt0', 6, [2, 0, 0, 0, 255, 255]);
  port(lagIndex, 'Po1', 161, [2, 0, 0, 0, 255, 1]);
  // The last two ports are one link.
  for (const number of [ports - 1, ports])
    all[`1.2.840.10006.300.43.1.2.1.1.13.${ifIndexOf(number)}`] = int(lagIndex);

  const list = (fits: (number: number) => boolean) => {
    const bits = Buffer.alloc(Math.ceil(ports / 8));
    for (let number = 1; number <= ports; number += 1)
      if (fits(number))
        bits[(number - 1) >> 3] = (bits[(number - 1) >> 3] ?? 0) | (0x80 >> ((number - 1) & 7));
    return ['OctetString', bits] as const;
  };
  for (const [vid, label, parity] of [
    [10, 'servers', 1],
    [20, 'storage', 0],
  ] as const) {
    // The first port is a trunk: it carries both.
    const carries = (number: number) => number === 1 || number % 2 === parity;
    const plain = (number: number) => number % 2 === parity;
    all[`1.3.6.1.2.1.17.7.1.4.2.1.3.0.${vid}`] = ['Gauge', vid + 100];
    all[`1.3.6.1.2.1.17.7.1.4.2.1.4.0.${vid}`] = list(carries);
    all[`1.3.6.1.2.1.17.7.1.4.2.1.5.0.${vid}`] = list(plain);
    all[`1.3.6.1.2.1.17.7.1.4.2.1.6.0.${vid}`] = int(2);
    all[`1.3.6.1.2.1.17.7.1.4.3.1.1.${vid}`] = text(label);
    all[`1.3.6.1.2.1.17.7.1.4.3.1.2.${vid}`] = list(carries);
    all[`1.3.6.1.2.1.17.7.1.4.3.1.4.${vid}`] = list(plain);
    const host = mac(2_000 + vid).join('.');
    all[`1.3.6.1.2.1.17.7.1.2.2.1.2.${vid + 100}.${host}`] = int(2);
    all[`1.3.6.1.2.1.17.7.1.2.2.1.3.${vid + 100}.${host}`] = int(3);
  }

  all['1.0.8802.1.1.2.1.3.1.0'] = int(4);
  all['1.0.8802.1.1.2.1.3.2.0'] = bytes(2, 0, 0, 0, 255, 255);
  all['1.0.8802.1.1.2.1.3.3.0'] = text(name);
  all['1.0.8802.1.1.2.1.3.6.0'] = bytes(0x28);
  for (const [local, { system, port: far }] of Object.entries(shape.neighbours ?? {})) {
    const cell = (column: number, value: Cell) =>
      (all[`1.0.8802.1.1.2.1.4.1.1.${column}.70.${local}.1`] = value);
    cell(4, int(4));
    cell(5, bytes(2, 0, 0, 1, 0, 0));
    cell(6, int(5));
    cell(7, text(far));
    cell(8, text(far));
    cell(9, text(system));
    cell(12, bytes(0x28));
    all[`1.0.8802.1.1.2.1.4.2.1.3.70.${local}.1.1.4.192.0.2.7`] = int(2);
  }

  const part = (index: number, parts: Readonly<Record<number, Cell>>) => {
    for (const [column, cell] of Object.entries(parts))
      all[`1.3.6.1.2.1.47.1.1.1.1.${column}.${index}`] = cell;
  };
  part(1, {
    2: text('Example chassis'),
    4: int(0),
    5: int(3),
    7: text('chassis'),
    10: text('4.2'),
    11: text(`SN-${name}`),
    12: text('Example Networks'),
    13: text('EX-48'),
    16: int(1),
  });
  part(2, {
    2: text('Power supply A'),
    4: int(1),
    5: int(6),
    7: text('PSU A'),
    11: text('PSU-1'),
    16: int(1),
  });
  part(3, { 2: text('Fan tray'), 4: int(1), 5: int(7), 7: text('Fan 1'), 16: int(1) });
  part(4, {
    2: text('Uplink module'),
    4: int(1),
    5: int(9),
    7: text('Slot 1'),
    11: text('MOD-1'),
    13: text('UP-4'),
  });

  all['1.3.6.1.2.1.25.1.1.0'] = ['TimeTicks', 9_000_000];
  all['1.3.6.1.2.1.25.1.2.0'] = bytes(0x07, 0xea, 11, 23, 18, 5, 0, 0, 0x2b, 2, 0);
  all['1.3.6.1.2.1.25.1.6.0'] = ['Gauge', 88];
  all['1.3.6.1.2.1.25.2.2.0'] = int(2_000_000);
  all['1.3.6.1.2.1.25.3.3.1.2.1'] = int(12);
  all['1.3.6.1.2.1.25.3.3.1.2.2'] = int(18);
  all['1.3.6.1.2.1.25.2.3.1.2.1'] = ['OID', '1.3.6.1.2.1.25.2.1.2'];
  all['1.3.6.1.2.1.25.2.3.1.3.1'] = text('Memory');
  all['1.3.6.1.2.1.25.2.3.1.4.1'] = int(1024);
  all['1.3.6.1.2.1.25.2.3.1.5.1'] = int(2_000_000);
  all['1.3.6.1.2.1.25.2.3.1.6.1'] = int(500_000);
  return all;
}
