import type { DocumentRecord } from '../../shared/model/document.ts';
import type { StoreCollection } from '../store/store.ts';
import { documentItems } from './chunks/document-items.ts';
import { itemKey } from './index/indexed-item.ts';
import type { KnowledgeIndex } from './index/knowledge-index.ts';
import { changedItems, type IndexWriter } from './indexing.ts';

type Records = Pick<StoreCollection<DocumentRecord>, 'each' | 'getMany'>;

/** Documents that are read together. */
const batchSize = 8;
const origins = ['document', 'note'] as const;

/** Compares every document with the index: what changed while nobody looked is written, what is gone removed. */
export async function indexAllDocuments(
  records: Records,
  index: KnowledgeIndex,
  writer: IndexWriter,
  progress: (done: number) => void,
): Promise<void> {
  const known = index.digests(origins);
  const gone = new Set(known.keys());
  let done = 0;
  for await (const batch of records.each(batchSize)) {
    for (const record of batch) {
      const items = documentItems(record);
      for (const { origin } of items) gone.delete(itemKey(origin));
      await writer.write(changedItems(items, known));
    }
    done += batch.length;
    progress(done);
  }
  await writer.write([], gone);
}

/** The same for documents that are known to have changed. */
export async function indexDocuments(
  records: Records,
  ids: readonly string[],
  index: KnowledgeIndex,
  writer: IndexWriter,
): Promise<void> {
  for (let at = 0; at < ids.length; at += batchSize) {
    const batch = ids.slice(at, at + batchSize);
    const found = new Map((await records.getMany(batch)).map((record) => [record.id, record]));
    for (const id of batch) {
      const record = found.get(id);
      const own = index.digests(origins, id);
      const items = record === undefined ? [] : documentItems(record);
      const present = new Set(items.map(({ origin }) => itemKey(origin)));
      await writer.write(
        changedItems(items, own),
        [...own.keys()].filter((key) => !present.has(key)),
      );
    }
  }
}
