import { closeSync, fstatSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DomainError } from '../platform/errors.ts';
import type { Random } from '../platform/random.ts';

/** 32 characters of base32: 160 bits. */
const generatedLength = 32;
const tokenPattern = /^[A-Za-z0-9._~-]{32,512}$/;
const permissionsOfOthers = 0o077;

/**
 * The token of this data directory's server: made at the first start and kept, so that a browser that was let in stays
 * so over a restart.
 * @param options.renew Makes another one: everybody who was let in has to be given it.
 */
export function keptToken(
  dataDir: string,
  random: Random,
  options: { readonly renew?: boolean } = {},
): string {
  const file = join(dataDir, 'server-token');
  const kept = options.renew === true ? undefined : readToken(file, { mayBeMissing: true });
  if (kept !== undefined) return kept;
  const token = random.id(generatedLength);
  const unfinished = `${file}.${process.pid}`;
  rmSync(unfinished, { force: true });
  writeFileSync(unfinished, `${token}\n`, { mode: 0o600, flag: 'wx' });
  renameSync(unfinished, file);
  return token;
}

/**
 * A token that the site gives.
 * @throws DomainError token-file-unsafe when others than its owner may read it, or it is too short to be one
 */
export function tokenFrom(file: string): string {
  const token = readToken(file, { mayBeMissing: false });
  if (token === undefined) throw unsafe(file, 'there is no such file');
  return token;
}

function readToken(file: string, options: { readonly mayBeMissing: boolean }): string | undefined {
  let handle: number;
  try {
    handle = openSync(file, 'r');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' && options.mayBeMissing) return undefined;
    throw unsafe(file, `it cannot be read (${code ?? String(error)})`);
  }
  try {
    const { mode } = fstatSync(handle);
    // On Windows a mode says nothing; the user's own folder is closed to others there.
    if (process.platform !== 'win32' && (mode & permissionsOfOthers) !== 0) {
      throw unsafe(
        file,
        `expected that only its owner may read it (0600), its mode is 0${(mode & 0o777).toString(8)}`,
      );
    }
    const token = readFileSync(handle, 'utf8').trim();
    if (!tokenPattern.test(token)) {
      throw unsafe(file, 'expected one line of 32 to 512 letters, digits, ".", "_", "~" or "-"');
    }
    return token;
  } finally {
    closeSync(handle);
  }
}

function unsafe(file: string, reason: string): DomainError {
  return new DomainError('token-file-unsafe', `The token in ${file} cannot be used: ${reason}.`, {
    hint: 'chmod 600 FILE closes it to others; `openssl rand -hex 32` makes a token; --new-token makes a kept one anew.',
  });
}
