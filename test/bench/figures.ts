import { cpus, totalmem } from 'node:os';
import { z } from 'zod';

/** One measured figure beside its floor, taken in the same run. */
export const figureSchema = z.object({
  name: z.string(),
  value: z.number(),
  unit: z.string(),
  /** What the same work costs at least, measured in the same process run. */
  floor: z.number().optional(),
  floorIs: z.string().optional(),
  /** What the project aims at, as a text. */
  aim: z.string().optional(),
});
export type Figure = z.output<typeof figureSchema>;

/** As a Markdown table for `docs/performance.md`, or as JSON. */
export function printFigures(figures: readonly Figure[], json: boolean): void {
  const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, ${(totalmem() / 2 ** 30).toFixed(0)} GiB, Node ${process.versions.node}, ${process.platform}`;
  if (json) {
    console.log(JSON.stringify({ machine, date: new Date().toISOString(), figures }, null, 2));
  } else {
    console.log(`${machine}, ${new Date().toISOString().slice(0, 10)}\n`);
    console.log('| figure | value | floor | ratio | aim |\n|---|---:|---:|---:|---|');
    for (const { name, value, unit, floor, floorIs, aim } of figures) {
      const ratio = floor === undefined ? '' : `${(value / floor).toFixed(2)} ×`;
      const beside =
        floor === undefined ? '' : `${round(floor)} ${unit}${floorIs === undefined ? '' : ` (${floorIs})`}`;
      console.log(`| ${name} | ${round(value)} ${unit} | ${beside} | ${ratio} | ${aim ?? ''} |`);
    }
  }
}

function round(value: number): string {
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}
