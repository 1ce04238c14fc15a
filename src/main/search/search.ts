import type { Entity } from '../../shared/model/entity.ts';
import type { EntityId, Instant } from '../../shared/model/ids.ts';
import type { Inventory } from '../inventory/inventory.ts';
import type { Logger } from '../platform/logger.ts';
import type { InventoryView } from '../inventory/view.ts';
import { DocumentIndex, type FoundDocument, type SearchedDocument } from './document-index.ts';
import { EntityIndex } from './entity-index.ts';
import { namedEntities, type NamedEntityMatch } from './named-entities.ts';
import { queryWords } from './query-words.ts';
import type { SearchField } from './text-index.ts';

export interface SearchPorts {
  readonly inventory: Pick<Inventory, 'view' | 'onChanged'>;
  readonly documents: {
    list(): Promise<readonly SearchedDocument[]>;
    onChanged(listener: () => void): () => void;
  };
  /** Lets others have their turn, between two pieces of work. */
  readonly pause: () => Promise<void>;
  readonly logger: Logger;
}

export interface SearchQuery {
  readonly text: string;
  /** Of entities, and of documents. */
  readonly limit: number;
  readonly at?: Instant;
}

export interface FoundEntity {
  readonly entity: Entity;
  readonly score: number;
  /** What was found in it, and where; the name when it is the name. */
  readonly match: { readonly field: SearchField; readonly text: string };
}

export interface SearchResult {
  readonly view: InventoryView;
  /** Best first. */
  readonly entities: readonly FoundEntity[];
  /** All that match, beyond those that are given. */
  readonly total: number;
  readonly documents: readonly FoundDocument[];
  /** Nothing or little fitted as it was typed: one error in a word was allowed. */
  readonly corrected: boolean;
}

export interface Search {
  find(query: SearchQuery): Promise<SearchResult>;
  /** Entities that a text names: exactly, by a short or qualified name, an address or a serial, or with one error. */
  named(text: string): Promise<readonly NamedEntityMatch[]>;
  /** Has everything ready before somebody types. */
  warm(): Promise<void>;
  close(): void;
}

/** Fewer than this, and words are also tried with an error in them. */
const enough = 5;

/** Finds entities and documents by words, as they are typed; the index follows the inventory by itself. */
export function createSearch({ inventory, documents, pause, logger }: SearchPorts): Search {
  const current = new EntityIndex(pause);
  let past: { readonly at: Instant; readonly index: EntityIndex } | undefined;
  const documentIndex = new DocumentIndex(() => documents.list());
  const stop = [
    documents.onChanged(() => documentIndex.outdate()),
    // What was looked for once will be looked for again: it is made ready before that.
    inventory.onChanged(() => {
      if (!current.isUsed) return;
      inventory
        .view()
        .then((view) => current.follow(view))
        .catch((error: unknown) => logger.error({ err: error }, 'the search index could not be made anew'));
    }),
  ];

  async function indexFor(view: InventoryView, at: Instant | undefined): Promise<EntityIndex> {
    if (at === undefined) {
      await current.ready(view);
      return current;
    }
    if (past?.at !== at) past = { at, index: new EntityIndex(pause) };
    const { index } = past;
    await index.ready(view);
    return index;
  }

  return {
    async find({ text, limit, at }) {
      const view = await inventory.view(at);
      const words = queryWords(text);
      const index = await indexFor(view, at);
      if (words.length === 0) return { view, entities: [], total: 0, documents: [], corrected: false };
      let found = index.find(words, limit, false);
      const mayCorrect = words.some((word) => word.mayHaveError);
      const corrected = mayCorrect && found.total < enough;
      if (corrected) found = index.find(words, limit, true);
      return {
        view,
        // The index may be a moment older than the view: what is gone since is left out.
        entities: found.best.flatMap(({ id, score, field, text: matched }) => {
          const entity = view.get(id as EntityId);
          return entity === undefined ? [] : [{ entity, score, match: { field, text: matched } }];
        }),
        total: found.total,
        documents: await documentIndex.find(words, limit),
        corrected,
      };
    },
    async named(text) {
      const view = await inventory.view();
      return namedEntities(text, view, await indexFor(view, undefined));
    },
    async warm() {
      await Promise.all([indexFor(await inventory.view(), undefined), documentIndex.find([], 0)]);
    },
    close() {
      for (const end of stop) end();
    },
  };
}
