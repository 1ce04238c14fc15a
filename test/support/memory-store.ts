import type { MangoQuery } from 'rxdb';
import type { Store, StoreCollection } from '../../src/main/store/store.ts';

/** What a test can see and disturb of a store in memory. */
export interface MemoryStore extends Store {
  /** Every `put`, `insert` and `remove` so far, as `collection: number of documents`. */
  readonly writes: { readonly collection: string; readonly documents: number }[];
  /** Called before each write; what it throws is what the write throws, and nothing is written. */
  beforeWrite: ((collection: string) => void) | undefined;
  /** The same content in a new store: what a restart after a crash finds. */
  reopen(): MemoryStore;
}

type Document = { readonly id: string };

/** The store's contract over plain maps. Documents are copied on the way in and out, as a real store does. */
export function createMemoryStore(initial?: ReadonlyMap<string, ReadonlyMap<string, Document>>): MemoryStore {
  const tables = new Map<string, Map<string, Document>>();
  const writes: { collection: string; documents: number }[] = [];
  const table = (name: string) => {
    const found = tables.get(name) ?? new Map(initial?.get(name));
    tables.set(name, found);
    return found;
  };
  const collection = <T extends Document>(name: string): StoreCollection<T> => {
    const documents = table(name) as unknown as Map<string, T>;
    const writing = (count: number) => {
      store.beforeWrite?.(name);
      writes.push({ collection: name, documents: count });
    };
    const found = (query: MangoQuery<T>): T[] => {
      const all = [...documents.values()].filter((document) => matches(document, query.selector ?? {}));
      const sorted = all.toSorted((a, b) => {
        for (const part of query.sort ?? []) {
          for (const [field, direction] of Object.entries(part)) {
            const order = compare(read(a, field), read(b, field));
            if (order !== 0) return direction === 'desc' ? -order : order;
          }
        }
        return compare(a.id, b.id);
      });
      const skip = query.skip ?? 0;
      return sorted.slice(skip, query.limit === undefined ? undefined : skip + query.limit);
    };
    return {
      name,
      get rx(): never {
        throw new Error('a store in memory has no RxDB collection');
      },
      get: async (id) => structuredClone(documents.get(id)),
      getMany: async (ids) =>
        structuredClone(ids.map((id) => documents.get(id)).filter((document) => document !== undefined)),
      put: async (list) => {
        writing(list.length);
        for (const document of list) documents.set(document.id, structuredClone(document));
      },
      insert: async (document) => {
        writing(1);
        if (documents.has(document.id)) return false;
        documents.set(document.id, structuredClone(document));
        return true;
      },
      update: async (id, change) => {
        const now = documents.get(id);
        const changed = now && change(structuredClone(now));
        if (changed === undefined) return undefined;
        writing(1);
        documents.set(id, structuredClone(changed));
        return changed;
      },
      remove: async (ids) => {
        writing(ids.length);
        for (const id of ids) documents.delete(id);
      },
      purge: async () => {},
      find: async (query) => structuredClone(found(query)),
      count: async (query) => found(query).length,
      async *each(batchSize = 500) {
        const ids = [...documents.keys()].toSorted();
        for (let i = 0; i < ids.length; i += batchSize) {
          yield structuredClone(
            ids
              .slice(i, i + batchSize)
              .map((id) => documents.get(id))
              .filter((document) => document !== undefined),
          );
        }
      },
    };
  };
  const store: MemoryStore = {
    entities: collection('entities'),
    changes: collection('changes'),
    runs: collection('runs'),
    documents: collection('documents'),
    documentVersions: collection('document-versions'),
    conversations: collection('conversations'),
    tickets: collection('tickets'),
    remediations: collection('remediations'),
    feedback: collection('feedback'),
    audit: collection('audit'),
    policies: collection('policies'),
    presence: collection('presence'),
    file: ':memory:',
    close: async () => {},
    writes,
    beforeWrite: undefined,
    reopen: () => createMemoryStore(tables),
  };
  return store;
}

function read(document: unknown, path: string): unknown {
  let value: unknown = document;
  for (const name of path.split('.'))
    value = (value as Readonly<Record<string, unknown>> | undefined)?.[name];
  return value;
}

function compare(a: unknown, b: unknown): number {
  if (a === b) return 0;
  if (a === undefined) return -1;
  if (b === undefined) return 1;
  return (a as string) < (b as string) ? -1 : 1;
}

function matches(document: unknown, selector: object): boolean {
  return Object.entries(selector).every(([path, condition]) => {
    const value = read(document, path);
    if (typeof condition !== 'object' || condition === null) return value === condition;
    return Object.entries(condition as Record<string, unknown>).every(([operator, operand]) =>
      holds(operator, value, operand),
    );
  });
}

function holds(operator: string, value: unknown, operand: unknown): boolean {
  switch (operator) {
    case '$eq':
      return value === operand;
    case '$ne':
      return value !== operand;
    case '$gt':
      return value !== undefined && compare(value, operand) > 0;
    case '$gte':
      return value !== undefined && compare(value, operand) >= 0;
    case '$lt':
      return value !== undefined && compare(value, operand) < 0;
    case '$lte':
      return value !== undefined && compare(value, operand) <= 0;
    case '$in':
      return (operand as readonly unknown[]).includes(value);
    case '$exists':
      return (value !== undefined) === operand;
    default:
      throw new Error(`the store in memory knows no ${operator}`);
  }
}
