import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { arch, platform, release } from 'node:os';
import { inspect } from 'node:util';
import type { Clock } from '../platform/clock.ts';
import type { Redactor } from '../platform/secrets-redact.ts';
import { version } from '../platform/version.ts';

export interface CrashLog {
  readonly folder: string;
  /** Never throws: it runs when everything else may be broken. @returns the file, where it could be written */
  record(what: string, details: unknown): string | undefined;
}

const mostFiles = 20;
const mostCharacters = 200_000;

/** Keeps what led to a crash on this machine, where the operator can read it and hand it on. Nothing is sent. */
export function createCrashLog(options: {
  readonly folder: string;
  readonly clock: Clock;
  readonly redactor: Redactor;
}): CrashLog {
  const { folder, clock, redactor } = options;
  let count = 0;
  return {
    folder,
    record(what, details) {
      try {
        const now = clock.now();
        count += 1;
        const file = join(
          folder,
          `crash-${now.replaceAll(/[^0-9]/g, '')}-${String(count).padStart(3, '0')}.log`,
        );
        const text = [
          `${now} ${what}`,
          `datacenter-docs ${version}, Electron ${process.versions['electron'] ?? '–'}, Node ${process.versions.node}, ${platform()} ${release()} ${arch()}`,
          '',
          describe(details),
          '',
        ].join('\n');
        mkdirSync(folder, { recursive: true, mode: 0o700 });
        writeFileSync(file, redactor.redact(text).slice(0, mostCharacters), { mode: 0o600 });
        forgetOldest(folder);
        return file;
      } catch {
        return undefined;
      }
    },
  };
}

function describe(details: unknown): string {
  if (!(details instanceof Error)) {
    return typeof details === 'string' ? details : inspect(details, { depth: 8, breakLength: 100 });
  }
  const own = details.stack ?? `${details.name}: ${details.message}`;
  return details.cause === undefined ? own : `${own}\ncaused by ${describe(details.cause)}`;
}

/** Names begin with the moment, so that their order is that of the crashes. */
function forgetOldest(folder: string): void {
  const files = readdirSync(folder)
    .filter((name) => /^crash-.*\.log$/.test(name))
    .toSorted();
  for (const name of files.slice(0, -mostFiles)) rmSync(join(folder, name), { force: true });
}
