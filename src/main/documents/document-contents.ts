import { setImmediate } from 'node:timers/promises';
import type { DocumentRecord } from '../../shared/model/document.ts';
import type { EntityId } from '../../shared/model/ids.ts';
import type { Logger } from '../platform/logger.ts';
import type { StoreCollection } from '../store/store.ts';
import { indexContent, type IndexedContent } from './content-index.ts';

/** What all documents say, in memory: read when it is first asked for, kept as documents are written. */
export interface DocumentContents {
  /** Reads what is not read yet, while others get their turns. */
  ready(): Promise<ReadonlyMap<string, IndexedContent>>;
  /** These were written by somebody. */
  changed(ids: readonly string[]): void;
}

/** Documents that are read together before everything else that waits gets its turn. */
const batchSize = 2;

export function createDocumentContents(
  documents: StoreCollection<DocumentRecord>,
  logger: Logger,
): DocumentContents {
  const contents = new Map<string, IndexedContent>();
  const dirty = new Set<string>();
  let loading: Promise<void> | undefined;
  let catchingUp: Promise<void> | undefined;

  async function load(): Promise<void> {
    for await (const batch of documents.each(batchSize)) {
      for (const record of batch) contents.set(record.id, indexContent(record));
      await setImmediate();
    }
  }

  async function catchUp(): Promise<void> {
    while (dirty.size > 0) {
      const batch = [...dirty].slice(0, batchSize);
      for (const id of batch) dirty.delete(id);
      try {
        const found = await documents.getMany(batch);
        for (const id of batch) contents.delete(id);
        for (const record of found) contents.set(record.id, indexContent(record));
      } catch (error) {
        for (const id of batch) dirty.add(id);
        throw error;
      }
      await setImmediate();
    }
  }

  const caughtUp = () =>
    (catchingUp ??= catchUp().finally(() => {
      catchingUp = undefined;
    }));

  return {
    async ready() {
      loading ??= load().catch((error: unknown) => {
        loading = undefined;
        throw error;
      });
      await loading;
      // Whoever catches up now may have begun before the newest was told.
      do await caughtUp();
      while (dirty.size > 0);
      return contents;
    },
    changed(ids) {
      // Whoever reads the first time reads these as well.
      if (loading === undefined) return;
      for (const id of ids) dirty.add(id);
      loading.then(caughtUp).catch((error: unknown) => {
        logger.debug(
          { err: error },
          'documents could not be read for finding things in them; the next question reads them',
        );
      });
    },
  };
}

export interface Mention {
  readonly id: string;
  readonly title: string;
  readonly domain: IndexedContent['domain'];
  readonly home?: true;
  readonly sections: { readonly key: string; readonly title: string }[];
}

/** The documents that carry an entity, its home first. */
export function mentionsOf(contents: Iterable<IndexedContent>, entity: EntityId): Mention[] {
  const mentions: Mention[] = [];
  for (const { id, title, domain, retired, sections, homes } of contents) {
    if (retired) continue;
    const carrying = sections.filter(({ entities }) => entities.has(entity));
    if (carrying.length === 0) continue;
    mentions.push({
      id,
      title,
      domain,
      ...(homes.has(entity) ? { home: true as const } : {}),
      sections: carrying.map((section) => ({ key: section.key, title: section.title })),
    });
  }
  return mentions.toSorted((a, b) => Number(b.home === true) - Number(a.home === true));
}
