import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { loadNow, printFigures, type Figure } from './figures.ts';
import { firstScreenFigures } from './ui-first-screen.ts';
import { inventoryFigures } from './ui-inventory.ts';
import { paletteFigures } from './ui-palette.ts';
import { readinessFigures } from './ui-readiness.ts';
import { screenFigures } from './ui-screens.ts';
import { install, labData } from './ui-server.ts';

/**
 * `npm run bench:ui [-- PART… --data DIR --built DIR --json]`: how quick the console is, in a real browser against a
 * real server over a real data directory. Nothing here is a test: figures are for people to judge.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    /** Where the simulated datacenters are kept from run to run; without it they are collected anew. */
    data: { type: 'string' },
    /** A build to measure instead of `out`, which is built first when a source is newer. */
    built: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});

using folder = temporaryFolder();
const data = values.data ?? join(folder.path, 'data');
mkdirSync(data, { recursive: true });
console.error(loadNow());
const installation = await install(folder.path, values.built);
const ports = {
  installation,
  folder: folder.path,
  data: (size: Parameters<typeof labData>[1]) => labData(data, size),
};

const parts: Readonly<Record<string, () => Promise<Figure[]>>> = {
  readiness: () => readinessFigures({ ...ports, dataDir: ports.data('large') }),
  'first-screen': () => firstScreenFigures(ports),
  inventory: () => inventoryFigures(ports),
  palette: () => paletteFigures(ports),
  screens: () => screenFigures(ports),
};
const unknown = positionals.filter((name) => !Object.hasOwn(parts, name));
if (unknown.length > 0)
  throw new Error(`no part ${unknown.join(', ')}; parts are ${Object.keys(parts).join(', ')}`);

const figures: Figure[] = [];
for (const [name, measure] of Object.entries(parts)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue;
  console.error(`measuring ${name} …`);
  figures.push(...(await measure()));
  console.error(loadNow());
}
printFigures(figures, values.json);
