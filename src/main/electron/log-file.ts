import { mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { pino } from 'pino';
import type { Logger } from '../platform/logger.ts';
import type { Redactor } from '../platform/secrets-redact.ts';

export interface LogFile {
  readonly logger: Logger;
  /** What was logged so far is in the file. */
  readonly flush: () => void;
}

/** Characters at which a log begins anew at the next start; the one before is kept. */
const longestBytes = 10_000_000;

/** The desktop's log: one JSON object a line, without any secret that this process has seen. */
export function openLogFile(file: string, redactor: Redactor): LogFile {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > longestBytes) {
    renameSync(file, file.replace(/\.log$/, '.1.log'));
  }
  const destination = pino.destination({ dest: file, sync: true, mode: 0o600 });
  const logger = pino(
    { level: 'info', base: null, hooks: { streamWrite: (line) => redactor.redact(line) } },
    destination,
  );
  return { logger, flush: () => destination.flushSync() };
}
