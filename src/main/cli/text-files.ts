import { open } from 'node:fs/promises';
import { DomainError, isSystemError } from '../platform/errors.ts';
import { readAll } from './terminal.ts';

/** `-` stands for stdin. */
export async function textOrStdin(text: string): Promise<string> {
  return text === '-' ? readAll(process.stdin) : text;
}

const longestAttachment = 200_000;

export async function attachment(file: string): Promise<{ name: string; text: string }> {
  return { name: file.split(/[\\/]/).at(-1) ?? file, text: await textOf(file, longestAttachment) };
}

/** @throws DomainError usage when it cannot be read, is no text, or is too large */
export async function textOf(file: string, most: number): Promise<string> {
  try {
    await using handle = await open(file);
    const { size } = await handle.stat();
    if (size > most) {
      throw new DomainError('usage', `${file}: expected at most ${most} bytes, it has ${size}`);
    }
    const bytes = await handle.readFile();
    if (bytes.includes(0)) throw new DomainError('usage', `${file}: expected text, it holds binary data`);
    return bytes.toString('utf8');
  } catch (error) {
    if (isSystemError(error)) throw new DomainError('usage', `${file} cannot be read: ${error.message}`);
    throw error;
  }
}
