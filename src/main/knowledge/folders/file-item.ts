import { createHash } from 'node:crypto';
import type { Instant } from '../../../shared/model/ids.ts';
import { atOnce } from '../../platform/turns.ts';
import { chunkSteps } from '../chunks/chunk.ts';
import type { IndexedItem } from '../index/indexed-item.ts';

interface FoundText {
  readonly folder: string;
  readonly file: string;
  readonly text: string;
  readonly at: Instant;
}

/** A file of an imported folder as it is indexed. */
export function fileItem(found: FoundText): IndexedItem {
  return atOnce(fileItemSteps(found));
}

/** The same, with places where others may have their turn. */
export function* fileItemSteps({ folder, file, text, at }: FoundText): Generator<void, IndexedItem> {
  const withoutEnding = pathWords(file);
  const name = withoutEnding.slice(withoutEnding.lastIndexOf('/') + 1);
  const { title, chunks } = yield* chunkSteps(text, name);
  return {
    origin: { is: 'file', folder, file },
    digest: createHash('sha256').update(text).digest('base64url'),
    title,
    path: withoutEnding,
    at,
    retired: false,
    chunks: chunks.map(({ headings, text: own }) => ({ headings, text: own, entities: new Map() })),
  };
}

/** What a file's path says of it. */
export function pathWords(file: string): string {
  return file.replace(/\.[A-Za-z]{1,8}$/, '');
}
