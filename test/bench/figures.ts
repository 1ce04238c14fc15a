import { cpus, loadavg, totalmem } from 'node:os';
import { z } from 'zod';

/** One measured figure beside its floor, taken in the same run. */
export const figureSchema = z.object({
  name: z.string(),
  /** Of several measurements, their median. */
  value: z.number(),
  unit: z.string(),
  /** How far several measurements lie apart. */
  spread: z.object({ p95: z.number(), max: z.number(), count: z.number() }).optional(),
  /** What the same work costs at least, measured in the same process run. */
  floor: z.number().optional(),
  floorIs: z.string().optional(),
  /** What the project aims at, as a text. */
  aim: z.string().optional(),
});
export type Figure = z.output<typeof figureSchema>;

/** Several measurements of one thing: their median, with how far they lie apart. */
export function measured(values: readonly number[]): Pick<Figure, 'value' | 'spread'> {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (part: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
  return { value: at(0.5), spread: { p95: at(0.95), max: at(1), count: sorted.length } };
}

/** As a Markdown table for `docs/performance.md`, or as JSON. */
export function printFigures(figures: readonly Figure[], json: boolean): void {
  const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, ${(totalmem() / 2 ** 30).toFixed(0)} GiB, Node ${process.versions.node}, ${process.platform}`;
  if (json) {
    console.log(JSON.stringify({ machine, date: new Date().toISOString(), figures }, null, 2));
  } else {
    console.log(`${machine}, ${new Date().toISOString().slice(0, 10)}\n`);
    const hasSpread = figures.some(({ spread }) => spread !== undefined);
    console.log(
      hasSpread
        ? '| figure | median | p95 | max | of | floor | ratio | aim |\n|---|---:|---:|---:|---:|---:|---:|---|'
        : '| figure | value | floor | ratio | aim |\n|---|---:|---:|---:|---|',
    );
    for (const { name, value, unit, spread, floor, floorIs, aim } of figures) {
      const ratio = floor === undefined || floor === 0 ? '' : `${(value / floor).toFixed(2)} ×`;
      const beside =
        floor === undefined ? '' : `${round(floor)} ${unit}${floorIs === undefined ? '' : ` (${floorIs})`}`;
      const spreads = !hasSpread
        ? []
        : spread
          ? [round(spread.p95), round(spread.max), String(spread.count)]
          : ['', '', ''];
      const cells = [name, `${round(value)} ${unit}`, ...spreads, beside, ratio, aim ?? ''];
      console.log(`| ${cells.join(' | ')} |`);
    }
  }
}

/** What else the machine is busy with: figures of a busy one say little. */
export function loadNow(): string {
  return `load ${loadavg()
    .map((load) => load.toFixed(2))
    .join(' ')} on ${cpus().length} cores`;
}

function round(value: number): string {
  if (value === 0) return '0';
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}
