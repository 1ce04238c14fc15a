import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { figureSchema, printFigures, type Figure } from './figures.ts';

/**
 * `npm run bench [NAME…] [-- --json]`: runs every benchmark of this folder in a process of its own and prints each
 * figure beside its floor, measured in the same run. Nothing here is a test: figures are for people to judge.
 */
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
printFigures(figures, json);
