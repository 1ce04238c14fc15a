import { createHash } from 'node:crypto';
import type { Instant } from '../../../shared/model/ids.ts';
import { chunkText } from '../chunks/chunk.ts';
import type { IndexedItem } from '../index/indexed-item.ts';

/** A file of an imported folder as it is indexed. */
export function fileItem({
  folder,
  file,
  text,
  at,
}: {
  readonly folder: string;
  readonly file: string;
  readonly text: string;
  readonly at: Instant;
}): IndexedItem {
  const withoutEnding = file.replace(/\.[A-Za-z]{1,8}$/, '');
  const { title, chunks } = chunkText(text, withoutEnding.slice(withoutEnding.lastIndexOf('/') + 1));
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
