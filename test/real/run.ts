import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { runSystem, type SystemResult } from './run-system.ts';
import { realSystems } from './systems/registry.ts';

/**
 * `npm run test:real [-- system …]`: brings real systems up on loopback, collects them through MCP servers, holds what
 * was found against what the systems themselves say, writes documents, and plays remediations from ticket to end.
 */
const packages = join(import.meta.dirname, 'node_modules');
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    report: { type: 'string', default: 'out/real.json' },
    keep: { type: 'boolean', default: false },
  },
});
const unknown = positionals.filter((name) => !realSystems.some(({ id }) => id === name));
if (unknown.length > 0) {
  console.error(
    `There is no ${unknown.join(', ')}; there are ${realSystems.map(({ id }) => id).join(', ')}.`,
  );
  process.exit(2);
}
if (!existsSync(packages)) {
  console.log('Installing the MCP servers of others …');
  // `npm ci` would want the programs of other platforms in the lock file, which npm leaves out of it.
  const { status } = spawnSync('npm', ['install', '--no-save', '--ignore-scripts'], {
    cwd: import.meta.dirname,
    stdio: 'inherit',
  });
  if (status !== 0) process.exit(1);
}

const chosen = realSystems.filter(({ id }) => positionals.length === 0 || positionals.includes(id));
const results: SystemResult[] = [];
for (const system of chosen) {
  console.log(`\n${system.title}`);
  using folder = temporaryFolder();
  results.push(
    await runSystem(system, {
      folder: folder.path,
      bin: (name) => join(packages, '.bin', name),
      say: (line) => console.log(`  ${line}`),
    }),
  );
}

const table = new Table({
  head: ['system', 'server', 'tools', 'entities', 'values', 'documents', 'actions', 'checks'],
  style: { head: [], border: [], compact: true },
  wordWrap: true,
});
const faults: string[] = [];
for (const result of results) {
  if (result.is === 'not-brought-up') {
    table.push([result.title, { content: `not brought up: ${result.reason}`, colSpan: 7 }]);
    if (result.broken) faults.push(`${result.title}: ${result.reason}`);
    continue;
  }
  for (const source of result.sources) {
    const good = source.trials.filter(({ wrong }) => wrong === undefined);
    table.push([
      `${result.title} ${result.version}`,
      source.server,
      source.tools.length,
      source.compared ? `${source.compared.found} of ${source.compared.there}` : '–',
      source.compared?.values ?? '–',
      result.documents,
      `${good.length} of ${source.trials.length}`,
      source.checks === 0 ? '–' : `${source.checks - source.failedChecks} of ${source.checks}`,
    ]);
    faults.push(...source.wrong.map((line) => `${result.title}, ${source.name}: ${line}`));
  }
}
console.log(`\n${table.toString()}`);
for (const result of results)
  if (result.is === 'ran')
    for (const source of result.sources) {
      console.log(`\n${result.title}, ${source.server}: ${source.tools.join(', ')}`);
      for (const { title, action, ended, seconds, wrong } of source.trials)
        console.log(
          `  ${wrong === undefined ? 'ok    ' : 'FAILED'} ${action}: ${title}: ${ended} after ${seconds.toFixed(1)} s`,
        );
    }
if (faults.length > 0) console.log(`\n${faults.map((fault) => `FAILED ${fault}`).join('\n')}`);
const ran = results.filter(({ is }) => is === 'ran').length;
console.log(`\n${ran} of ${results.length} systems were brought up; ${faults.length} faults.`);
mkdirSync(join(values.report, '..'), { recursive: true });
writeFileSync(values.report, `${JSON.stringify({ at: new Date().toISOString(), results }, undefined, 2)}\n`);
process.exitCode = faults.length > 0 ? 1 : 0;
