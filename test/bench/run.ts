import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';

/**
 * `npm run bench [NAME…] [-- --json]`: runs every benchmark of this folder in a process of its own and prints each
 * figure beside its floor, measured in the same run. Nothing here is a test: figures are for people to judge.
 */
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

const json = process.argv.includes('--json');
const wanted = process.argv.slice(2).filter((word) => !word.startsWith('-'));
const files = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.bench.ts'))
  .filter((file) => wanted.length === 0 || wanted.some((name) => file.startsWith(name)))
  .toSorted();

const figures: Figure[] = [];
for (const file of files) {
  console.error(`running ${file} …`);
  const run = spawnSync(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', '--expose-gc', join(import.meta.dirname, file)],
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], maxBuffer: 2 ** 26, timeout: 1_200_000 },
  );
  if (run.status !== 0) {
    console.error(`${file} ended with ${run.status ?? run.signal}`);
    process.exitCode = 1;
    continue;
  }
  figures.push(...z.array(figureSchema).parse(JSON.parse(run.stdout)));
}
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

function round(value: number): string {
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}
