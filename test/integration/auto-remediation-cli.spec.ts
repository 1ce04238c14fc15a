import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runCli } from '../support/cli.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder[Symbol.dispose]());

const run = (...words: string[]) => runCli(['--data-dir', folder.path, 'auto-remediation', ...words]);
const policyFile = () => join(folder.path, 'policy.yaml');

test('an action runs by itself when it is enabled and everything is; the file keeps its comments', async () => {
  expect((await run('status')).stdout).toContain('nothing: every remediation waits for a person');
  const one = await run('enable', 'vm.restart', '--reason', 'CHG-1');
  expect(one.stdout).toContain('Nothing does yet');
  expect((await run('enable')).code).toBe(0);
  const status = (await run('status', '--json')).json() as {
    values: { automatic: boolean };
    actions: { id: string; automatic: boolean }[];
  };
  expect(status.values.automatic).toBe(true);
  expect(status.actions.filter(({ automatic }) => automatic).map(({ id }) => id)).toEqual(['vm.restart']);
  expect(readFileSync(policyFile(), 'utf8')).toContain('# On, nothing that changes anything runs');
  expect((await run('disable')).stdout).toContain('no longer runs by itself');
  expect((await run('enable', 'vm.explode')).code).toBe(4);
}, 60_000);

test('a policy is checked, compared and applied from a file', async () => {
  const file = join(folder.path, 'new.yaml');
  writeFileSync(file, 'minimumReliability: 300\n');
  const wrong = await run('policy', 'check', file);
  expect(wrong.code).toBe(1);
  expect(wrong.stdout).toContain(`${file}:1:21: minimumReliability`);
  expect((await run('policy', 'apply', file)).code).toBe(1);

  writeFileSync(file, 'minimumReliability: 60\n');
  expect((await run('policy', 'check', file)).code).toBe(0);
  expect((await run('policy', 'diff', file)).stdout).toContain('permits more');
  const early = await run('policy', 'apply', file, '--base', 'another');
  expect(early).toMatchObject({ code: 1 });
  expect((await run('policy', 'apply', file, '--reason', 'CHG-2')).stdout).toContain('is in force');
  expect((await run('policy', 'show')).stdout).toBe('minimumReliability: 60\n');
  expect((await run('policy', 'history')).stdout).toContain('CHG-2');
  expect((await run('policy', 'dry-run', file)).stdout).toContain('Nothing was decided');
  expect((await run('policy', 'check', join(folder.path, 'none.yaml'))).code).toBe(2);
}, 60_000);

test('the kill switch works while the policy file is broken', async () => {
  await run('enable');
  writeFileSync(policyFile(), 'automatic: [');
  const thrown = await run('kill', '--reason', 'fire');
  expect(thrown).toMatchObject({ code: 0 });
  const status = await run('status');
  expect(status.stdout).toMatch(/kill switch {2}ON .*fire/);
  expect(status.stdout).toContain('problem');
  expect((await run('release', '--reason', 'out')).code).toBe(0);
  expect((await run('kill')).code).toBe(2);
}, 60_000);
