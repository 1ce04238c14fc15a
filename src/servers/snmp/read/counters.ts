import { z } from 'zod';
import type { Cells } from '../reading.ts';
import { bigintIn, type SnmpValue } from '../protocol/value.ts';

const ifEntry = '1.3.6.1.2.1.2.2.1';
const ifXEntry = '1.3.6.1.2.1.31.1.1.1';

/** Counters of interfaces. Where a device has the one of 64 bits, the one of 32 is asked for in vain and not used. */
export const counterColumns = {
  ifHCInOctets: `${ifXEntry}.6`,
  ifHCOutOctets: `${ifXEntry}.10`,
  ifHCInUcastPkts: `${ifXEntry}.7`,
  ifHCOutUcastPkts: `${ifXEntry}.11`,
  ifInOctets: `${ifEntry}.10`,
  ifOutOctets: `${ifEntry}.16`,
  ifInUcastPkts: `${ifEntry}.11`,
  ifOutUcastPkts: `${ifEntry}.17`,
  ifInDiscards: `${ifEntry}.13`,
  ifInErrors: `${ifEntry}.14`,
  ifOutDiscards: `${ifEntry}.19`,
  ifOutErrors: `${ifEntry}.20`,
  ifCounterDiscontinuityTime: `${ifXEntry}.19`,
};
export type CounterColumn = keyof typeof counterColumns;

const count = z.number().optional();
export const countersSchema = z
  .object({
    bits: z.number().describe('64, or 32 where the device has no wider octet counters'),
    inOctets: count,
    outOctets: count,
    inUcastPkts: count,
    outUcastPkts: count,
    inErrors: count,
    outErrors: count,
    inDiscards: count,
    outDiscards: count,
  })
  .describe('since the device started counting; above 2⁵³ rounded to what JSON numbers hold');

/** Exact, for differences. */
export interface Counters {
  readonly wide: boolean;
  readonly values: Readonly<Partial<Record<CounterName, bigint>>>;
  readonly discontinuity: bigint | undefined;
}

export const counterNames = [
  'inOctets',
  'outOctets',
  'inUcastPkts',
  'outUcastPkts',
  'inErrors',
  'outErrors',
  'inDiscards',
  'outDiscards',
] as const;
export type CounterName = (typeof counterNames)[number];

/** Counters that there is a wide one of. */
export const widened: ReadonlySet<CounterName> = new Set([
  'inOctets',
  'outOctets',
  'inUcastPkts',
  'outUcastPkts',
]);

export function countersOf(cells: Cells<CounterColumn>): Counters {
  const wide = cells.ifHCInOctets !== undefined || cells.ifHCOutOctets !== undefined;
  const values: Partial<Record<CounterName, bigint>> = {};
  for (const name of counterNames) {
    const column = name.charAt(0).toUpperCase() + name.slice(1);
    const cell = (cells as Readonly<Record<string, SnmpValue | undefined>>)[
      wide && widened.has(name) ? `ifHC${column}` : `if${column}`
    ];
    const value = bigintIn(cell);
    if (value !== undefined) values[name] = value;
  }
  return { wide, values, discontinuity: bigintIn(cells.ifCounterDiscontinuityTime) };
}

export function readCounterCells(cells: Cells<CounterColumn>): z.input<typeof countersSchema> {
  const { wide, values } = countersOf(cells);
  return {
    bits: wide ? 64 : 32,
    ...Object.fromEntries(Object.entries(values).map(([name, value]) => [name, Number(value)])),
  };
}
