import { z } from 'zod';
import type { Reading } from '../reading.ts';
import { numberIn } from '../protocol/value.ts';
import { counterColumns, countersOf, widened, type CounterName, type Counters } from './counters.ts';

const rate = z.number().optional();
export const ratesSchema = z
  .object({
    seconds: z.number().describe('between the two readings, by the clock of the device'),
    inBitsPerSecond: rate,
    outBitsPerSecond: rate,
    inPacketsPerSecond: rate,
    outPacketsPerSecond: rate,
    inErrorsPerSecond: rate,
    outErrorsPerSecond: rate,
    inDiscardsPerSecond: rate,
    outDiscardsPerSecond: rate,
  })
  .describe('mean over two readings');
export type Rates = z.input<typeof ratesSchema>;

export interface CounterReading {
  /** Hundredths of a second. */
  readonly sysUpTime: number | undefined;
  readonly byIndex: ReadonlyMap<string, Counters>;
}

/** Every counter of every interface, with the device's own time right before. */
export async function readCounters(reading: Reading): Promise<CounterReading> {
  const time = await reading.scalars('SNMPv2-MIB', { sysUpTime: '1.3.6.1.2.1.1.3' });
  const rows = await reading.table('IF-MIB', 'counters of interfaces', counterColumns);
  return {
    sysUpTime: numberIn(time.sysUpTime),
    byIndex: new Map(rows.map(({ index, cells }) => [index, countersOf(cells)])),
  };
}

export type RatesBetween =
  | { readonly ok: true; readonly byIndex: ReadonlyMap<string, Rates> }
  | { readonly ok: false; readonly reason: string };

/**
 * Rates by two readings. A device that gave the very same counters twice keeps them for a while (our own questions are
 * traffic as well): then nothing is known, rather than that nothing moves.
 */
export function ratesBetween(first: CounterReading, second: CounterReading): RatesBetween {
  if (first.sysUpTime === undefined || second.sysUpTime === undefined)
    return { ok: false, reason: 'the device gives no sysUpTime' };
  const hundredths = second.sysUpTime - first.sysUpTime;
  if (hundredths <= 0) return { ok: false, reason: 'the device started anew between the two readings' };
  const seconds = hundredths / 100;
  const moved = [...second.byIndex].some(([index, { values }]) => {
    const before = first.byIndex.get(index)?.values;
    return (
      before !== undefined &&
      Object.entries(values).some(([name, value]) => before[name as CounterName] !== value)
    );
  });
  if (!moved)
    return {
      ok: false,
      reason: `the device gave the same counters twice within ${seconds} s: it keeps them for longer than that`,
    };
  const byIndex = new Map<string, Rates>();
  for (const [index, after] of second.byIndex) {
    const before = first.byIndex.get(index);
    if (before === undefined || before.wide !== after.wide || before.discontinuity !== after.discontinuity)
      continue;
    const of = (name: CounterName, factor = 1) => {
      const delta = difference(name, before, after);
      return delta === undefined ? undefined : Math.round((factor * delta * 100) / seconds) / 100;
    };
    byIndex.set(index, {
      seconds,
      inBitsPerSecond: of('inOctets', 8),
      outBitsPerSecond: of('outOctets', 8),
      inPacketsPerSecond: of('inUcastPkts'),
      outPacketsPerSecond: of('outUcastPkts'),
      inErrorsPerSecond: of('inErrors'),
      outErrorsPerSecond: of('outErrors'),
      inDiscardsPerSecond: of('inDiscards'),
      outDiscardsPerSecond: of('outDiscards'),
    });
  }
  return { ok: true, byIndex };
}

/** A counter of 32 bits that is lower than before went over its end once; one of 64 bits was set back. */
function difference(name: CounterName, before: Counters, after: Counters): number | undefined {
  const [from, to] = [before.values[name], after.values[name]];
  if (from === undefined || to === undefined) return undefined;
  if (to >= from) return Number(to - from);
  return after.wide && widened.has(name) ? undefined : Number(to + (1n << 32n) - from);
}
