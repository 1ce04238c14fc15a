import { constants } from 'node:fs';
import { open, realpath, stat, type FileHandle } from 'node:fs/promises';
import { sep } from 'node:path';

/** Longer files are lists and logs rather than texts. */
export const largestFile = 2 * 1024 * 1024;

/** Said of a file that is readable all the same. */
export const notUtf8 = 'is not UTF-8 and was read as Windows-1252; save it as UTF-8 when letters are wrong';

export type ReadText = { readonly text: string; readonly note?: string } | { readonly problem: string };

/**
 * The text of a file in whatever encoding its bytes show, or why it is none. What it was when the folder was looked at
 * it need not be any more: it may have grown, or be a pipe that nobody writes to, or a link out of the folder.
 * @param home the folder's own path, without links
 */
export async function readTextFile(path: string, home: string): Promise<ReadText> {
  // A pipe is opened without waiting for whoever would write to it.
  const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  let bytes: Buffer;
  try {
    const opened = await file.stat();
    if (!opened.isFile()) return { problem: 'is no file any more and was not read' };
    const real = await realpath(path);
    const there = await stat(real);
    if (!real.startsWith(home + sep) || there.ino !== opened.ino || there.dev !== opened.dev) {
      return { problem: 'is a link that leads out of the folder and was not followed' };
    }
    bytes = await beginningOf(file, largestFile + 1);
    if (bytes.length > largestFile) return { problem: tooLarge(Math.max(opened.size, bytes.length)) };
  } finally {
    await file.close();
  }
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { text: new TextDecoder('utf-16le').decode(bytes) };
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { text: new TextDecoder('utf-16be').decode(bytes) };
  if (bytes.subarray(0, 65_536).includes(0)) return { problem: 'is not text: it has zero bytes' };
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    return {
      text: new TextDecoder('windows-1252').decode(bytes),
      note: notUtf8,
    };
  }
}

/** Never more, however much is there. */
async function beginningOf(file: FileHandle, most: number): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let length = 0;
  while (length < most) {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(Math.min(65_536, most - length)));
    if (bytesRead === 0) break;
    pieces.push(buffer.subarray(0, bytesRead));
    length += bytesRead;
  }
  return Buffer.concat(pieces);
}

export function tooLarge(size: number): string {
  return `is ${(size / 2 ** 20).toFixed(1)} MiB; files up to ${largestFile / 2 ** 20} MiB are indexed`;
}
