import type { Stats } from 'node:fs';
import { lstat, readdir, realpath, stat } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { isSystemError } from '../../platform/errors.ts';
import { largestFile, tooLarge } from './read-text-file.ts';

/** What is read of a folder; everything else in it is left alone. */
const endings = new Set(['.md', '.markdown', '.mdx', '.txt', '.text', '.adoc', '.asciidoc', '.rst']);
const skipped = new Set(['node_modules', '__pycache__']);
const mostFiles = 50_000;
const deepest = 40;

export interface ScannedFile {
  /** Below the folder, with `/`. */
  readonly path: string;
  readonly size: number;
  readonly modifiedMs: number;
}

export interface FileProblem {
  readonly file: string;
  readonly reason: string;
}

export interface Scan {
  /** The folder without links; undefined when it cannot be seen. */
  readonly home?: string;
  readonly files: readonly ScannedFile[];
  readonly problems: readonly FileProblem[];
  /** Every folder that was looked into, itself first, without links. */
  readonly folders: readonly string[];
  /** Folders, with `/` at the end, and files that could not be looked at: what was known of them stays. '' is all. */
  readonly unseen: readonly string[];
}

/** Looks at every file below a folder without reading one. Never fails: what cannot be looked at is a problem. */
export async function scanFolder(root: string, signal?: AbortSignal): Promise<Scan> {
  const files: ScannedFile[] = [];
  const problems: FileProblem[] = [];
  const unseen: string[] = [];
  const visited = new Set<string>();
  let home: string;
  try {
    home = await realpath(root);
    if (!(await stat(home)).isDirectory()) {
      return {
        files,
        problems: [{ file: '', reason: 'is a file; a folder was expected' }],
        folders: [],
        unseen: [''],
      };
    }
  } catch (error) {
    return { files, problems: [{ file: '', reason: reasonOf(error) }], folders: [], unseen: [''] };
  }
  await walk('', home, 0);
  return { home, files, problems, folders: [...visited], unseen };

  async function walk(path: string, real: string, depth: number): Promise<void> {
    if (signal?.aborted) throw signal.reason as Error;
    if (visited.has(real)) {
      problems.push({
        file: path,
        reason: 'leads back to a folder that is already indexed and was left out',
      });
      return;
    }
    visited.add(real);
    if (depth > deepest) {
      problems.push({ file: path, reason: `is more than ${deepest} folders deep and was left out` });
      return;
    }
    let names;
    try {
      names = (await readdir(real)).toSorted();
    } catch (error) {
      problems.push({ file: path, reason: reasonOf(error) });
      unseen.push(path === '' ? '' : `${path}/`);
      return;
    }
    for (const name of names) {
      if (name.startsWith('.') || skipped.has(name)) continue;
      if (files.length >= mostFiles) {
        const already = problems.some(({ file }) => file === '');
        if (!already)
          problems.push({ file: '', reason: `has more than ${mostFiles} texts; the rest is left out` });
        return;
      }
      await look(path === '' ? name : `${path}/${name}`, join(real, name), depth);
    }
  }

  async function look(path: string, file: string, depth: number): Promise<void> {
    try {
      let found: Stats = await lstat(file);
      let real = file;
      if (found.isSymbolicLink()) {
        real = await realpath(file);
        if (real !== home && !real.startsWith(home + sep)) {
          problems.push({
            file: path,
            reason: 'is a link that leads out of the folder and was not followed',
          });
          return;
        }
        found = await stat(real);
      }
      if (found.isDirectory()) {
        await walk(path, real, depth + 1);
      } else if (found.isFile() && endings.has(extname(path).toLowerCase())) {
        if (found.size > largestFile) problems.push({ file: path, reason: tooLarge(found.size) });
        else files.push({ path, size: found.size, modifiedMs: Math.round(found.mtimeMs) });
      }
    } catch (error) {
      if (signal?.aborted) throw error;
      // Gone between the list and the look: nothing to say about it.
      if (isSystemError(error) && error.code === 'ENOENT') {
        if ((await lstat(file).catch(() => undefined)) === undefined) return;
        problems.push({ file: path, reason: 'is a link that leads nowhere' });
        return;
      }
      problems.push({ file: path, reason: reasonOf(error) });
      unseen.push(path);
    }
  }
}

/** What the operating system said, for people. */
export function reasonOf(error: unknown): string {
  if (!isSystemError(error)) return error instanceof Error ? error.message : String(error);
  switch (error.code) {
    case 'ENOENT':
      return 'is not there';
    case 'EACCES':
    case 'EPERM':
      return 'must not be read by this user';
    case 'ELOOP':
      return 'is a link that leads to itself';
    case undefined:
    default:
      return `cannot be read: ${error.code ?? error.message}`;
  }
}
