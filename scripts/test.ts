import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { chromiumMissing, findChromium } from '../test/support/chromium.ts';

/**
 * `npm test`: every check and every test, in the order in which a failure is cheapest to find. All steps run even
 * when one fails, so that one run tells everything. The last line counts the tests.
 */
const reports = mkdtempSync(join(tmpdir(), 'datacenter-docs-test-'));
const steps: { name: string; command: string[]; report?: string }[] = [
  { name: 'format', command: ['prettier', '--check', '.', '--log-level', 'warn'] },
  { name: 'lint', command: ['oxlint', '--type-aware', '--deny-warnings'] },
  { name: 'types', command: ['tsc', '-b'] },
  { name: 'dead code', command: ['knip'] },
  { name: 'build', command: ['electron-vite', 'build', '--logLevel', 'warn'] },
  ...['unit', 'renderer', 'integration', 'electron'].map((project) => {
    const report = join(reports, `${project}.json`);
    return {
      name: project,
      report,
      command: [
        'vitest',
        'run',
        '--project',
        project,
        '--reporter',
        'default',
        '--reporter',
        'json',
        `--outputFile.json=${report}`,
      ],
    };
  }),
];

const consoleReport = join(reports, 'console.json');
const consoleCounts = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number(), skipped: z.number() }),
});

const counted = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
});

const failed: string[] = [];
const total = { passed: 0, failed: 0, skipped: 0, flaky: 0 };
for (const { name, command, report } of steps) {
  const started = performance.now();
  const [program = '', ...args] = command;
  const { status } = spawnSync(program, args, { stdio: 'inherit' });
  console.log(
    `${status === 0 ? 'ok    ' : 'FAILED'} ${name} (${((performance.now() - started) / 1000).toFixed(1)} s)`,
  );
  if (status !== 0) failed.push(name);
  if (report !== undefined && existsSync(report)) {
    const counts = counted.parse(JSON.parse(readFileSync(report, 'utf8')));
    total.passed += counts.numPassedTests;
    total.failed += counts.numFailedTests;
    total.skipped += counts.numPendingTests + counts.numTodoTests;
  }
}
if (findChromium() === undefined) {
  console.log(`skipped console: ${chromiumMissing}`);
  total.skipped += 1;
} else {
  const started = performance.now();
  const { status } = spawnSync('playwright', ['test', '--reporter=list,json'], {
    stdio: 'inherit',
    env: { ...process.env, PLAYWRIGHT_JSON_OUTPUT_FILE: consoleReport },
  });
  console.log(
    `${status === 0 ? 'ok    ' : 'FAILED'} console (${((performance.now() - started) / 1000).toFixed(1)} s)`,
  );
  if (status !== 0) failed.push('console');
  if (existsSync(consoleReport)) {
    const { stats } = consoleCounts.parse(JSON.parse(readFileSync(consoleReport, 'utf8')));
    total.passed += stats.expected;
    total.failed += stats.unexpected;
    total.flaky += stats.flaky;
    total.skipped += stats.skipped;
  }
}
rmSync(reports, { recursive: true, force: true });
if (failed.length > 0) console.log(`\nfailed: ${failed.join(', ')}`);
const flaky = total.flaky === 0 ? '' : `, ${total.flaky} passed at the second try`;
console.log(`tests: ${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped${flaky}`);
process.exit(failed.length === 0 ? 0 : 1);
