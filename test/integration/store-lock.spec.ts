import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { systemClock } from '../../src/main/platform/clock.ts';
import { dataDirOwner, lockDataDir, type LockOwner } from '../../src/main/store/data-dir-lock.ts';
import { longRun } from '../support/property.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

interface Answer {
  readonly got?: LockOwner;
  readonly tookOver?: LockOwner;
  readonly refused?: { readonly code: string; readonly message: string; readonly hint: string };
}

interface Locker {
  readonly pid: number;
  take(): Promise<Answer>;
  kill(signal: 'SIGKILL' | 'SIGTERM'): Promise<void>;
}

const children: ChildProcess[] = [];
afterEach(async () => {
  for (const child of children.splice(0)) await end(child, 'SIGKILL');
});

async function end(child: ChildProcess, signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill(signal);
  await gone;
}

async function startLocker(dataDir: string, what: string): Promise<Locker> {
  const script = fileURLToPath(new URL('store/locker.ts', import.meta.url));
  const child = spawn(process.execPath, [script, dataDir, what], { stdio: ['pipe', 'pipe', 'inherit'] });
  children.push(child);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  await lines.next();
  return {
    pid: child.pid ?? 0,
    take: async () => {
      child.stdin.write('take\n');
      return JSON.parse(String((await lines.next()).value)) as Answer;
    },
    kill: (signal) => end(child, signal),
  };
}

const lock = (dataDir: string) => lockDataDir({ dataDir, what: 'test', clock: systemClock });
const writeLock = (dataDir: string, owner: Partial<LockOwner>) => {
  const whole = { pid: 1, host: hostname(), what: 'worker', startedAt: systemClock.now(), ...owner };
  writeFileSync(join(dataDir, 'lock'), JSON.stringify(whole));
};

test('of processes that come at once exactly one gets the directory, and the others hear which', async () => {
  for (let round = 0; round < (longRun ? 40 : 4); round++) {
    using folder = temporaryFolder();
    const lockers = await Promise.all(['a', 'b', 'c', 'd'].map((what) => startLocker(folder.path, what)));
    const answers = await Promise.all(lockers.map((locker) => locker.take()));
    const winners = answers.flatMap((answer) => (answer.got ? [answer.got] : []));
    expect(winners).toHaveLength(1);
    const [winner] = winners;
    for (const { refused } of answers.filter((answer) => !answer.got)) {
      expect(refused).toMatchObject({ code: 'data-dir-locked' });
      expect(refused?.message).toContain(`${winner?.what} (process ${winner?.pid} on ${hostname()}) since`);
      expect(refused?.hint).toContain(`kill ${winner?.pid}`);
    }
    await Promise.all(lockers.map((locker) => locker.kill('SIGKILL')));
  }
});

test('of processes that come at once upon the lock of a dead one exactly one takes it over', async () => {
  for (let round = 0; round < (longRun ? 40 : 4); round++) {
    using folder = temporaryFolder();
    const dead = await startLocker(folder.path, 'dead');
    expect((await dead.take()).got?.pid).toBe(dead.pid);
    const lockers = await Promise.all(['a', 'b', 'c'].map((what) => startLocker(folder.path, what)));
    await dead.kill('SIGKILL');
    const answers = await Promise.all(lockers.map((locker) => locker.take()));
    expect(answers.flatMap((answer) => (answer.got ? [answer.tookOver?.what] : []))).toEqual(['dead']);
    await Promise.all(lockers.map((locker) => locker.kill('SIGKILL')));
  }
});

test('a lock that was released leaves nothing behind to take over', async () => {
  using folder = temporaryFolder();
  const first = await lock(folder.path);
  expect(dataDirOwner(folder.path, systemClock)).toMatchObject({ what: 'test', pid: process.pid });
  await expect(lock(folder.path)).rejects.toMatchObject({ code: 'data-dir-locked' });
  first.release();
  first.release();
  expect(existsSync(join(folder.path, 'lock'))).toBe(false);
  expect(dataDirOwner(folder.path, systemClock)).toBeUndefined();
  const second = await lock(folder.path);
  expect(second.tookOver).toBeUndefined();
  second.release();
});

test('a lock of a process number that now belongs to another process is taken over', async () => {
  using folder = temporaryFolder();
  const other = await startLocker(folder.path, 'unrelated');
  writeLock(folder.path, { pid: other.pid, processStart: 'another boot:1' });
  const taken = await lock(folder.path);
  expect(taken.tookOver?.pid).toBe(other.pid);
  taken.release();
});

test('a lock from before this machine started is taken over where process starts cannot be compared', async () => {
  using folder = temporaryFolder();
  const other = await startLocker(folder.path, 'unrelated');
  writeLock(folder.path, { pid: other.pid, startedAt: '2020-01-01T00:00:00.000Z' as never });
  const taken = await lock(folder.path);
  expect(taken.tookOver?.pid).toBe(other.pid);
  taken.release();
});

test('the lock of a living process counts even where the operating system does not hold it', async () => {
  using folder = temporaryFolder();
  const other = await startLocker(folder.path, 'other');
  writeLock(folder.path, { pid: other.pid });
  await expect(lock(folder.path)).rejects.toMatchObject({ code: 'data-dir-locked' });
  await other.kill('SIGKILL');
  (await lock(folder.path)).release();
});

test('the lock of another machine counts while that machine refreshes it', async () => {
  using folder = temporaryFolder();
  writeLock(folder.path, { host: 'elsewhere' });
  await expect(lock(folder.path)).rejects.toMatchObject({
    code: 'data-dir-locked',
    message: expect.stringContaining('on elsewhere'),
    hint: expect.stringContaining('If elsewhere is off'),
  });
  const tenMinutesAgo = new Date(Date.now() - 600_000);
  utimesSync(join(folder.path, 'lock'), tenMinutesAgo, tenMinutesAgo);
  const taken = await lock(folder.path);
  expect(taken.tookOver?.host).toBe('elsewhere');
  taken.release();
});

test('a lock file that cannot be read stops nobody', async () => {
  using folder = temporaryFolder();
  writeFileSync(join(folder.path, 'lock'), '{"pid":');
  const taken = await lock(folder.path);
  expect(JSON.parse(readFileSync(join(folder.path, 'lock'), 'utf8'))).toMatchObject({ pid: process.pid });
  taken.release();
});

test('a directory whose lock cannot be written says so, and what to do', async () => {
  using folder = temporaryFolder();
  mkdirSync(join(folder.path, 'lock.guard'));
  await expect(lockDataDir({ dataDir: folder.path, what: 'test', clock: systemClock })).rejects.toMatchObject(
    {
      code: 'data-dir-unusable',
      hint: expect.stringContaining('writable') as string,
    },
  );
});
