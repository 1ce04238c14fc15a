import {
  closeSync,
  constants,
  fstatSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { DomainError } from '../platform/errors.ts';

/** How a command reaches the process that holds a data directory. The token is as good as the operator's password. */
export interface Attachment {
  readonly pid: number;
  readonly host: string;
  /** What that process is, as in its lock: `datacenter-docs worker`, `desktop`, … */
  readonly what: string;
  /** WebSocket address on loopback, without the token. */
  readonly url: string;
  readonly token: string;
  /** The contract that it speaks; a client of another one is not served. */
  readonly contract: string;
  readonly version: string;
  /** Where a browser finds the console, with the token in its fragment; absent where none is served. */
  readonly console?: string;
}

export interface AttachFile {
  /** Takes the file away, unless it is another's by now. */
  remove(): void;
}

const attachmentSchema = z.strictObject({
  pid: z.number().int().positive(),
  host: z.string(),
  what: z.string(),
  url: z.string(),
  token: z.string().min(1),
  contract: z.string(),
  version: z.string(),
  console: z.url({ protocol: /^https?$/ }).exactOptional(),
});

/** What others than the owner may do with the file. */
const permissionsOfOthers = 0o077;

export function attachFilePath(dataDir: string): string {
  return join(dataDir, 'attach.json');
}

/**
 * Says where this process can be reached, for as long as it holds the directory's lock. Nobody but this user can read
 * it, and nobody ever sees half of it.
 */
export function writeAttachFile(dataDir: string, attachment: Attachment): AttachFile {
  const file = attachFilePath(dataDir);
  const unfinished = `${file}.${attachment.pid}`;
  rmSync(unfinished, { force: true });
  const handle = openSync(unfinished, 'wx', 0o600);
  try {
    writeSync(handle, `${JSON.stringify(attachment, undefined, 2)}\n`);
  } finally {
    closeSync(handle);
  }
  renameSync(unfinished, file);
  return {
    remove() {
      try {
        if (readAttachFile(dataDir)?.token !== attachment.token) return;
      } catch {
        return;
      }
      rmSync(file, { force: true });
    },
  };
}

/**
 * @returns undefined when there is none, or when what stands there is none of ours.
 * @throws DomainError attach-file-unsafe when somebody else could have written or read it: a command would tell its
 *   questions to, and believe the answers of, whatever it names
 */
export function readAttachFile(dataDir: string): Attachment | undefined {
  const file = attachFilePath(dataDir);
  let handle: number;
  try {
    handle = openSync(file, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    if (code === 'ELOOP') throw unsafe(file, 'it is a link to another file');
    throw unsafe(file, `it cannot be read (${code ?? String(error)})`);
  }
  try {
    rejectUnsafe(file, handle);
    const parsed = attachmentSchema.safeParse(parseJson(readFileSync(handle, 'utf8')));
    return parsed.success ? parsed.data : undefined;
  } finally {
    closeSync(handle);
  }
}

/** Windows keeps a user's application data from other users by the folder's own list of rights. */
function rejectUnsafe(file: string, handle: number): void {
  const { getuid } = process;
  if (getuid === undefined) return;
  const { uid, mode } = fstatSync(handle);
  if (uid !== getuid()) throw unsafe(file, `it belongs to user ${uid}, and this is user ${getuid()}`);
  if ((mode & permissionsOfOthers) !== 0) {
    throw unsafe(
      file,
      `expected that only its owner may use it (0600), its mode is 0${(mode & 0o777).toString(8)}`,
    );
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function unsafe(file: string, reason: string): DomainError {
  return new DomainError('attach-file-unsafe', `${file} is not trusted: ${reason}.`, {
    hint:
      'It says how to reach the process that works in this directory. Run the command as the user whose process that ' +
      'is; or end that process, remove the file, and look who else can write to the directory.',
  });
}
