import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import writeFileAtomic from 'write-file-atomic';
import { DomainError, isSystemError } from '../platform/errors.ts';
import { makeFolder } from '../platform/make-folder.ts';

export interface ExportedFile {
  /** Relative, with `/`. */
  readonly path: string;
  readonly text: string;
}

export interface ExportReport {
  readonly directory: string;
  /** The page to open first. */
  readonly index: string;
  /** Relative to the directory, in the order of the contents. */
  readonly files: readonly string[];
  /** Files of an earlier export whose documents are no longer there. */
  readonly removed: readonly string[];
}

/** Which files an export wrote, so that the next one into the same directory removes its own leftovers only. */
const manifestName = '.datacenter-docs-export.json';
const manifestSchema = z.object({ files: z.array(z.string()) });

/**
 * Writes an export into a directory, and takes out what an earlier one left there.
 * @throws DomainError export-failed when the directory cannot be written to
 */
export async function writeExportFolder(
  exported: AsyncIterable<ExportedFile> | Iterable<ExportedFile>,
  { directory, index, signal }: { directory: string; index: string; signal?: AbortSignal | undefined },
): Promise<ExportReport> {
  const files: string[] = [];
  try {
    const earlier = await readManifest(directory);
    for await (const file of exported) {
      signal?.throwIfAborted();
      if (!isInside(file.path)) throw new TypeError(`${file.path} leads out of the export`);
      const target = path.join(directory, ...file.path.split('/'));
      makeFolder(path.dirname(target));
      await writeFileAtomic(target, file.text, 'utf8');
      files.push(file.path);
    }
    const removed = earlier.filter((file) => !files.includes(file));
    for (const file of removed) await rm(path.join(directory, ...file.split('/')), { force: true });
    await writeFileAtomic(path.join(directory, manifestName), `${JSON.stringify({ files }, null, 1)}\n`);
    return { directory, index: path.join(directory, index), files, removed };
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw new DomainError(
      'export-failed',
      `documents could not be written to ${directory}: ${error.message}`,
      { hint: 'name a directory that exists or can be made and that may be written to', cause: error },
    );
  }
}

async function readManifest(directory: string): Promise<readonly string[]> {
  let text: string;
  try {
    text = await readFile(path.join(directory, manifestName), 'utf8');
  } catch {
    return [];
  }
  try {
    // A file name that leads out of the directory is not one that an export wrote.
    return manifestSchema.parse(JSON.parse(text)).files.filter(isInside);
  } catch {
    return [];
  }
}

function isInside(file: string): boolean {
  return !path.isAbsolute(file) && !file.split(/[\\/]/).includes('..');
}
