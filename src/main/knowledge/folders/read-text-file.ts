import { readFile } from 'node:fs/promises';

/** Longer files are lists and logs rather than texts. */
export const largestFile = 2 * 1024 * 1024;

/** Said of a file that is readable all the same. */
export const notUtf8 = 'is not UTF-8 and was read as Windows-1252; save it as UTF-8 when letters are wrong';

export type ReadText = { readonly text: string; readonly note?: string } | { readonly problem: string };

/** The text of a file in whatever encoding its bytes show, or why it is none. */
export async function readTextFile(path: string): Promise<ReadText> {
  const bytes = await readFile(path);
  if (bytes.length > largestFile) return { problem: tooLarge(bytes.length) };
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

export function tooLarge(size: number): string {
  return `is ${(size / 2 ** 20).toFixed(1)} MiB; files up to ${largestFile / 2 ** 20} MiB are indexed`;
}
