import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../../test/support/temporary-folder.ts';
import { systemClock, type Clock } from '../platform/clock.ts';
import { lockDataDir } from './data-dir-lock.ts';

const lock = (dataDir: string, clock: Clock = systemClock) => lockDataDir({ dataDir, what: 'test', clock });

/** Another program asks whether the operating system holds the guard. */
function guardIsHeld(dataDir: string): boolean {
  const script = `
    const { DatabaseSync } = require('node:sqlite');
    try { new DatabaseSync(process.argv[1], { timeout: 0 }).exec('BEGIN EXCLUSIVE'); process.exit(0); }
    catch { process.exit(1); }`;
  return spawnSync(process.execPath, ['-e', script, join(dataDir, 'lock.guard')]).status === 1;
}

test('one that only looked at the guard in passing does not keep anybody out', async () => {
  using folder = temporaryFolder();
  (await lock(folder.path)).release();
  const passerby = new DatabaseSync(join(folder.path, 'lock.guard'));
  passerby.exec('BEGIN; SELECT * FROM sqlite_schema');
  const clock: Clock = {
    ...systemClock,
    sleep: async () => {
      passerby.exec('COMMIT');
    },
  };
  const taken = await lock(folder.path, clock);
  expect(taken.owner.pid).toBe(process.pid);
  taken.release();
  passerby.close();
});

test('a guard that stays held without an owner is said, after a while', async () => {
  using folder = temporaryFolder();
  (await lock(folder.path)).release();
  const silent = new DatabaseSync(join(folder.path, 'lock.guard'));
  silent.exec('BEGIN EXCLUSIVE');
  let elapsed = 0;
  const clock: Clock = {
    ...systemClock,
    monotonicMs: () => elapsed,
    sleep: async (ms) => {
      elapsed += ms;
    },
  };
  await expect(lock(folder.path, clock)).rejects.toThrow('has not said which it is');
  expect(elapsed).toBeGreaterThanOrEqual(1000);
  silent.close();
});

test('being refused in the process that holds the directory leaves its hold as it was', async () => {
  using folder = temporaryFolder();
  const held = await lock(folder.path);
  expect(guardIsHeld(folder.path)).toBe(true);
  await expect(lock(folder.path)).rejects.toMatchObject({ code: 'data-dir-locked' });
  expect(guardIsHeld(folder.path)).toBe(true);
  held.release();
  expect(guardIsHeld(folder.path)).toBe(false);
});
