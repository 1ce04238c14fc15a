import { join } from 'node:path';
import { instant } from '../../../shared/model/ids.ts';
import { inTurns, type Turns } from '../../platform/turns.ts';
import { itemKey } from '../index/indexed-item.ts';
import type { KnowledgeIndex } from '../index/knowledge-index.ts';
import type { IndexWriter } from '../indexing.ts';
import { fileItemSteps, pathWords } from './file-item.ts';
import type { ImportedFolder } from './folder-list.ts';
import { notUtf8, readTextFile } from './read-text-file.ts';
import { reasonOf, scanFolder, type FileProblem } from './scan-folder.ts';

export interface FolderReport {
  readonly files: number;
  readonly written: number;
  readonly removed: number;
  readonly problems: readonly FileProblem[];
  /** Every folder in it, itself first; none when it cannot be seen. */
  readonly folders: readonly string[];
  /** Nothing of it can be seen: what was indexed of it stays. */
  readonly missing: boolean;
}

/** Brings what is indexed of a folder to what is in it. Only files whose size or time is another are read. */
export async function indexFolder(
  folder: ImportedFolder,
  index: KnowledgeIndex,
  writer: IndexWriter,
  options: {
    readonly signal: AbortSignal;
    readonly progress: (done: number, total: number) => void;
    readonly turns: Turns;
    /** The index that this one is to replace: what cannot be seen or read now is taken over from it. */
    readonly previous?: KnowledgeIndex;
  },
): Promise<FolderReport> {
  const { home, files, problems: found, folders, unseen } = await scanFolder(folder.path, options.signal);
  const problems = [...found];
  const { turns } = options;
  const known = await inTurns(index.digestsOfFolder(folder.name), turns);
  const isUnseen = (file: string) =>
    unseen.some((place) => place === '' || place === file || (place.endsWith('/') && file.startsWith(place)));
  const gone = new Map<string, string>();
  for (const key of known.keys()) {
    if (turns.isOver) await turns.next();
    const file = fileOf(key);
    if (!isUnseen(file)) gone.set(key, file);
  }
  const unread = new Set<string>();
  let written = 0;
  for (const [done, { path, size, modifiedMs }] of files.entries()) {
    if (turns.isOver) await turns.next();
    const key = itemKey({ is: 'file', folder: folder.name, file: path });
    const stamp = `${modifiedMs}:${size}:`;
    if (known.get(key)?.startsWith(stamp)) {
      // What was said of its encoding is said again as long as the file is the same.
      if (known.get(key)?.startsWith(`${stamp}!`)) problems.push({ file: path, reason: notUtf8 });
      gone.delete(key);
      continue;
    }
    try {
      const read = await readTextFile(join(folder.path, path), home ?? folder.path);
      if ('problem' in read) {
        problems.push({ file: path, reason: read.problem });
        continue;
      }
      gone.delete(key);
      if (read.note !== undefined) problems.push({ file: path, reason: read.note });
      const { text } = read;
      const steps = fileItemSteps({ folder: folder.name, file: path, text, at: instant(modifiedMs) });
      const item = await inTurns(steps, turns);
      const digest = `${stamp}${read.note === undefined ? '' : '!'}${item.digest}`;
      await writer.write([{ origin: item.origin, digest, write: () => ({ ...item, digest }) }]);
      written += 1;
    } catch (error) {
      if (options.signal.aborted) throw error;
      const reason = reasonOf(error);
      if (!isReadFailure(error)) throw error;
      // Perhaps it can be read again tomorrow: what was known of it stays.
      if (reason !== 'is not there') {
        gone.delete(key);
        unread.add(key);
        problems.push({ file: path, reason });
      }
    }
    options.progress(done + 1, files.length);
  }
  await writer.write([], gone.keys());
  const { previous } = options;
  if (previous) {
    for (const key of (await inTurns(previous.digestsOfFolder(folder.name), turns)).keys()) {
      if (turns.isOver) await turns.next();
      const file = fileOf(key);
      if (!unread.has(key) && !isUnseen(file)) continue;
      const kept = previous.item(key);
      if (kept) await writer.write([{ ...kept, write: () => ({ ...kept, path: pathWords(file) }) }]);
    }
  }
  return {
    files: files.length,
    written,
    removed: gone.size,
    problems,
    folders,
    missing: unseen.includes(''),
  };
}

const fileOf = (key: string) => key.split('\n').slice(2).join('\n');

function isReadFailure(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}
