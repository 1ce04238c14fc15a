import { z } from 'zod';
import type { Cells, Reading, Row } from '../reading.ts';
import { macIn, numberIn, textIn } from '../protocol/value.ts';
import { readAddresses } from './addresses.ts';
import { counterColumns, type CounterColumn, countersSchema, readCounterCells } from './counters.ts';
import { ratesSchema } from './rates.ts';

export const adminStatuses = ['', 'up', 'down', 'testing'] as const;
const operStatuses = ['', 'up', 'down', 'testing', 'unknown', 'dormant', 'notPresent', 'lowerLayerDown'];
const duplexes = ['', 'unknown', 'halfDuplex', 'fullDuplex'];
/** IANAifType-MIB, what networks are made of; others are shown by their number. */
const types: Readonly<Record<number, string>> = {
  1: 'other',
  6: 'ethernetCsmacd',
  23: 'ppp',
  24: 'softwareLoopback',
  37: 'atm',
  53: 'propVirtual',
  62: 'fastEther',
  71: 'ieee80211',
  117: 'gigabitEthernet',
  131: 'tunnel',
  135: 'l2vlan',
  136: 'l3ipvlan',
  150: 'mplsTunnel',
  161: 'ieee8023adLag',
  166: 'mpls',
  209: 'bridge',
};

export const interfaceSchema = z.object({
  ifIndex: z.number(),
  ifName: z.string().optional(),
  ifDescr: z.string().optional(),
  ifAlias: z.string().optional(),
  ifType: z.number().optional().describe('number of IANAifType-MIB'),
  ifTypeName: z.string().optional(),
  ifMtu: z.number().optional(),
  ifHighSpeed: z.number().optional().describe('Mbit/s'),
  ifPhysAddress: z.string().optional(),
  ifAdminStatus: z.string().optional().describe('up, down or testing'),
  ifOperStatus: z.string().optional().describe('up, down, dormant, notPresent, lowerLayerDown …'),
  ifLastChange: z
    .number()
    .optional()
    .describe('sysUpTime when it came into its state, in hundredths of a second'),
  ifConnectorPresent: z.boolean().optional(),
  dot3StatsDuplexStatus: z.string().optional(),
  addresses: z
    .array(z.object({ address: z.string(), type: z.string() }))
    .optional()
    .describe('absent: they were not asked for'),
  lowerLayers: z.array(z.number()).optional().describe('ifIndex of what it runs on, from ifStackTable'),
  aggregate: z.number().optional().describe('ifIndex of the link aggregation that it is attached to'),
  neverShutDown: z
    .string()
    .optional()
    .describe(
      'why set_interface_admin_status would not shut it down; absent: it would, or addresses were not asked for',
    ),
  counters: countersSchema.optional(),
  rates: ratesSchema.optional(),
});
export type InterfaceReading = z.input<typeof interfaceSchema>;

const ifEntry = '1.3.6.1.2.1.2.2.1';
const ifXEntry = '1.3.6.1.2.1.31.1.1.1';
export const stateColumns = {
  ifDescr: `${ifEntry}.2`,
  ifType: `${ifEntry}.3`,
  ifMtu: `${ifEntry}.4`,
  ifSpeed: `${ifEntry}.5`,
  ifPhysAddress: `${ifEntry}.6`,
  ifAdminStatus: `${ifEntry}.7`,
  ifOperStatus: `${ifEntry}.8`,
  ifLastChange: `${ifEntry}.9`,
  ifName: `${ifXEntry}.1`,
  ifHighSpeed: `${ifXEntry}.15`,
  ifConnectorPresent: `${ifXEntry}.17`,
  ifAlias: `${ifXEntry}.18`,
};
type StateColumn = keyof typeof stateColumns;

export async function readInterfaces(
  reading: Reading,
  options: { readonly counters: boolean; readonly addresses: boolean },
): Promise<InterfaceReading[]> {
  const rows: readonly Row<CounterColumn | StateColumn>[] = await reading.table(
    'IF-MIB',
    'ifTable',
    (options.counters ? { ...stateColumns, ...counterColumns } : stateColumns) as Record<
      CounterColumn | StateColumn,
      string
    >,
  );
  const duplex = await reading.table('EtherLike-MIB', 'dot3StatsTable', {
    status: '1.3.6.1.2.1.10.7.2.1.19',
  });
  const stack = await reading.table('IF-MIB', 'ifStackTable', { status: '1.3.6.1.2.1.31.1.2.1.3' });
  const attached = await reading.table('IEEE8023-LAG-MIB', 'dot3adAggPortTable', {
    aggregate: '1.2.840.10006.300.43.1.2.1.1.13',
  });
  const addresses = options.addresses ? await readAddresses(reading) : undefined;
  return rows.flatMap((row) => {
    const [ifIndex] = row.numbers;
    if (ifIndex === undefined || row.numbers.length !== 1) return [];
    const duplexStatus = numberIn(duplex.find(({ index }) => index === row.index)?.cells.status);
    // 0 stands for "nothing below" and "nothing above".
    const lowerLayers = stack
      .filter(({ numbers }) => numbers[0] === ifIndex && (numbers[1] ?? 0) !== 0)
      .map(({ numbers }) => numbers[1] ?? 0);
    const aggregate = numberIn(attached.find(({ index }) => index === row.index)?.cells.aggregate);
    return [
      {
        ...stateOf(row, ifIndex),
        dot3StatsDuplexStatus: duplexes[duplexStatus ?? 0] || undefined,
        addresses: addresses
          ?.filter((one) => one.ifIndex === ifIndex)
          .map(({ address, type }) => ({ address, type })),
        lowerLayers: lowerLayers.length === 0 ? undefined : lowerLayers,
        aggregate: aggregate === 0 || aggregate === ifIndex ? undefined : aggregate,
        counters: options.counters ? readCounterCells(row.cells) : undefined,
      },
    ];
  });
}

function stateOf({ cells }: Row<StateColumn>, ifIndex: number): InterfaceReading {
  const ifType = numberIn(cells.ifType);
  const connector = numberIn(cells.ifConnectorPresent);
  return {
    ifIndex,
    ifName: textIn(cells.ifName),
    ifDescr: textIn(cells.ifDescr),
    ifAlias: textIn(cells.ifAlias),
    ifType,
    ifTypeName: ifType === undefined ? undefined : types[ifType],
    ifMtu: numberIn(cells.ifMtu),
    ifHighSpeed: speedOf(cells),
    ifPhysAddress: macIn(cells.ifPhysAddress),
    ifAdminStatus: statusOf(adminStatuses, numberIn(cells.ifAdminStatus)),
    ifOperStatus: statusOf(operStatuses, numberIn(cells.ifOperStatus)),
    ifLastChange: numberIn(cells.ifLastChange),
    ifConnectorPresent: connector === undefined ? undefined : connector === 1,
  };
}

/** What ifSpeed cannot say, more than 4.3 Gbit/s, only ifHighSpeed does. */
function speedOf(cells: Cells<'ifHighSpeed' | 'ifSpeed'>): number | undefined {
  const high = numberIn(cells.ifHighSpeed);
  if (high !== undefined && high > 0) return high;
  const bits = numberIn(cells.ifSpeed);
  return bits === undefined || bits === 0 || bits === 0xff_ff_ff_ff ? high : bits / 1e6;
}

export function statusOf(names: readonly string[], value: number | undefined): string | undefined {
  if (value === undefined) return undefined;
  return names[value] || `${value}`;
}
