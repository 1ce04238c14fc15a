import { DomainError } from '../../platform/errors.ts';

/** Primary result codes of SQLite (the low byte of `errcode`), https://sqlite.org/rescode.html */
const resultCode = {
  busy: 5,
  readonly: 8,
  ioError: 10,
  corrupt: 11,
  full: 13,
  cantOpen: 14,
  notADatabase: 26,
} as const;

interface SqliteError extends Error {
  readonly code: 'ERR_SQLITE_ERROR';
  readonly errcode: number;
}

export function isSqliteError(error: unknown): error is SqliteError {
  return error instanceof Error && 'code' in error && error.code === 'ERR_SQLITE_ERROR' && 'errcode' in error;
}

export function isCorruption(error: unknown): boolean {
  if (!isSqliteError(error)) return false;
  const code = error.errcode & 0xff;
  return code === resultCode.corrupt || code === resultCode.notADatabase;
}

/** What a failed read or write means to an operator. Errors that are not SQLite's pass through. */
export function storeError(error: unknown, file: string): unknown {
  if (error instanceof SyntaxError) {
    return new DomainError('store-corrupt', `A document in ${file} is not JSON any more: ${error.message}.`, {
      hint: 'Check the disk. Stop the application and move the file away to start afresh, or restore a copy.',
      cause: error,
    });
  }
  if (!isSqliteError(error)) return error;
  const came = `${error.message} (SQLite ${error.errcode})`;
  switch (error.errcode & 0xff) {
    case resultCode.full:
      return new DomainError(
        'store-full',
        `No room to write to ${file}: ${came}. Nothing of this write was kept.`,
        {
          hint: 'Free space on that disk, then repeat. What was stored before stays readable.',
          cause: error,
        },
      );
    case resultCode.ioError:
      return new DomainError('store-io', `Reading or writing ${file} failed: ${came}.`, {
        hint: 'Check that the disk is there, has room and is healthy, then repeat.',
        cause: error,
      });
    case resultCode.readonly:
      return new DomainError('store-read-only', `${file} cannot be written: ${came}.`, {
        hint: 'Give this user write permission on the file and on its folder.',
        cause: error,
      });
    case resultCode.cantOpen:
      return new DomainError('store-unopenable', `${file} cannot be opened: ${came}.`, {
        hint: 'Check that the folder exists and that this user may read and write it.',
        cause: error,
      });
    case resultCode.corrupt:
    case resultCode.notADatabase:
      return new DomainError('store-corrupt', `${file} is damaged: ${came}.`, {
        hint: 'Restart: opening checks the file, sets a damaged one aside and starts a fresh one.',
        cause: error,
      });
    case resultCode.busy:
      return new DomainError('store-busy', `${file} is locked by another process: ${came}.`, {
        hint: 'Close other programs that have this file open.',
        cause: error,
      });
    default:
      return new DomainError('store-failed', `${file}: ${came}.`, { cause: error });
  }
}
