import {
  chmodSync,
  closeSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname, uptime } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { instantSchema, type Instant } from '../../shared/model/ids.ts';
import type { Clock } from '../platform/clock.ts';
import { DomainError } from '../platform/errors.ts';
import { makeFolder } from '../platform/make-folder.ts';
import { isSqliteError } from './sqlite/sqlite-errors.ts';

/** Who works in a data directory. */
export interface LockOwner {
  readonly pid: number;
  readonly host: string;
  /** What that process is: 'worker', 'desktop', 'cli collect', … */
  readonly what: string;
  readonly startedAt: Instant;
  /** When the process began, as its system counts; tells it from a later process with the same number. */
  readonly processStart?: string | undefined;
}

export interface DataDirLock {
  readonly owner: LockOwner;
  /** Another's lock that was found without a living owner and taken over. */
  readonly tookOver?: LockOwner;
  release(): void;
}

const ownerSchema = z.object({
  pid: z.number().int().positive(),
  host: z.string(),
  what: z.string(),
  startedAt: instantSchema,
  processStart: z.string().optional(),
});

/** A lock is refreshed this often; one of another machine counts as abandoned after ten times that. */
const refreshMs = 30_000;
const abandonedMs = 10 * refreshMs;
/** How long to wait for an owner that holds the lock and has not yet said who it is. */
const introductionMs = 1000;
const retryMs = 20;

/**
 * Makes this process the only one in `dataDir`, or throws `data-dir-locked` saying who is there since when.
 *
 * Two files: `lock` says who the owner is, for people and for machines that share the folder over a network.
 * `lock.guard` is an SQLite database in an exclusive transaction, which is the operating system's own lock: of two
 * processes that come at once one gets it, and it goes with its process however that ends. Whoever holds the guard
 * alone may judge whether the owner in `lock` still lives.
 */
export async function lockDataDir(options: {
  readonly dataDir: string;
  readonly what: string;
  readonly clock: Clock;
}): Promise<DataDirLock> {
  const { dataDir, clock } = options;
  const lockFile = join(dataDir, 'lock');
  createPrivateFolder(dataDir);
  const guard = await takeGuard(dataDir, lockFile, clock);
  try {
    const before = readOwner(lockFile);
    if (before && before.pid !== process.pid && isAlive(before, lockFile, clock))
      throw locked(dataDir, before, clock);
    const owner: LockOwner = {
      pid: process.pid,
      host: hostname(),
      what: options.what,
      startedAt: clock.now(),
      processStart: processStart(process.pid),
    };
    writeFileSync(lockFile, `${JSON.stringify(owner)}\n`, { mode: 0o600 });
    const refresh = setInterval(() => {
      touch(lockFile, clock);
    }, refreshMs).unref();
    let released = false;
    return {
      owner,
      ...(before && { tookOver: before }),
      release: () => {
        if (released) return;
        released = true;
        clearInterval(refresh);
        rmSync(lockFile, { force: true });
        guard.close();
      },
    };
  } catch (error) {
    guard.close();
    throw error;
  }
}

/** Who holds the directory, without taking it; for `doctor`. */
export function dataDirOwner(dataDir: string, clock: Clock): LockOwner | undefined {
  const lockFile = join(dataDir, 'lock');
  const owner = readOwner(lockFile);
  return owner && isAlive(owner, lockFile, clock) ? owner : undefined;
}

function createPrivateFolder(folder: string): void {
  try {
    if (makeFolder(folder, 0o700)) chmodSync(folder, 0o700);
  } catch (error) {
    throw new DomainError(
      'data-dir-unusable',
      `The data directory ${folder} cannot be made: ${messageOf(error)}.`,
      {
        hint: 'Choose a folder this user may write to, with --data-dir or DATACENTER_DOCS_HOME.',
        cause: error,
      },
    );
  }
}

/**
 * Processes that come at once meet in SQLite's own steps towards an exclusive lock and may all be told that it is
 * busy. Each therefore tries again until one of them has it and has said who it is.
 */
async function takeGuard(dataDir: string, lockFile: string, clock: Clock): Promise<DatabaseSync> {
  const guardFile = join(dataDir, 'lock.guard');
  createGuardFile(guardFile, dataDir);
  const until = clock.monotonicMs() + introductionMs;
  for (;;) {
    const guard = tryGuard(guardFile, dataDir);
    if (guard) return guard;
    const owner = readOwner(lockFile);
    if (owner && isAlive(owner, lockFile, clock)) throw locked(dataDir, owner, clock);
    if (clock.monotonicMs() >= until) throw locked(dataDir, undefined, clock);
    await clock.sleep(retryMs);
  }
}

/** Never opens a guard that is there: closing a file lets go of every lock that this process holds on it. */
function createGuardFile(guardFile: string, dataDir: string): void {
  try {
    closeSync(openSync(guardFile, 'wx', 0o600));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw unusable(dataDir, error);
  }
}

/** @returns undefined when it is busy. */
function tryGuard(guardFile: string, dataDir: string): DatabaseSync | undefined {
  let guard: DatabaseSync | undefined;
  try {
    guard = new DatabaseSync(guardFile, { timeout: 0 });
    guard.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
    return guard;
  } catch (error) {
    guard?.close();
    if (isSqliteError(error) && (error.errcode & 0xff) === 5) return undefined;
    throw unusable(dataDir, error);
  }
}

function unusable(dataDir: string, error: unknown): DomainError {
  return new DomainError(
    'data-dir-unusable',
    `The data directory ${dataDir} cannot be written to: ${messageOf(error)}.`,
    {
      hint: 'Even reading needs its lock: make it writable for this user, or copy it and name the copy with --data-dir.',
      cause: error,
    },
  );
}

function locked(dataDir: string, owner: LockOwner | undefined, clock: Clock): DomainError {
  if (!owner) {
    return new DomainError(
      'data-dir-locked',
      `Another process is using ${dataDir} and has not said which it is.`,
      {
        hint: 'Wait a moment and try again, or use another folder with --data-dir.',
      },
    );
  }
  const age = describeAge(Date.parse(clock.now()) - Date.parse(owner.startedAt));
  const who = `${owner.what} (process ${owner.pid} on ${owner.host})`;
  return new DomainError(
    'data-dir-locked',
    `${dataDir} is in use by ${who} since ${owner.startedAt}, ${age}.`,
    {
      hint:
        owner.host === hostname()
          ? `Stop it (kill ${owner.pid}) or let it do the work, or use another folder with --data-dir.`
          : `Stop it there, or use another folder with --data-dir. If ${owner.host} is off, this resolves itself ` +
            `${abandonedMs / 60_000} minutes after it went.`,
    },
  );
}

function describeAge(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 120) return `${seconds} s ago`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 120) return `${minutes} min ago`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} h ago` : `${Math.round(hours / 24)} days ago`;
}

function isAlive(owner: LockOwner, lockFile: string, clock: Clock): boolean {
  if (owner.host !== hostname()) {
    const refreshed = statSync(lockFile, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    return Date.parse(clock.now()) - refreshed < abandonedMs;
  }
  if (!exists(owner.pid)) return false;
  const start = processStart(owner.pid);
  if (start !== undefined && owner.processStart !== undefined) return start === owner.processStart;
  // Without a process start to compare, a lock from before this machine started cannot be a living process's.
  return Date.parse(owner.startedAt) > Date.parse(clock.now()) - uptime() * 1000;
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it is there and belongs to somebody else.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Field 22 of /proc/PID/stat: start in clock ticks since boot; with the boot's id it is unique. Linux only. */
function processStart(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim();
    return ticks === undefined ? undefined : `${boot}:${ticks}`;
  } catch {
    return undefined;
  }
}

function readOwner(lockFile: string): LockOwner | undefined {
  try {
    const parsed = ownerSchema.safeParse(JSON.parse(readFileSync(lockFile, 'utf8')));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

function touch(lockFile: string, clock: Clock): void {
  const now = new Date(clock.now());
  try {
    utimesSync(lockFile, now, now);
  } catch {
    // Somebody removed the file by hand; the guard still holds.
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
