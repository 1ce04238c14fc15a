import type { MangoQuery, RxCollection } from 'rxdb';
import { SqliteStorageInstance } from './sqlite/instance.ts';
import { PlainAccess } from './sqlite/plain-access.ts';
import type { StoreCollection } from './store.ts';

/** What change events of these writes say as their origin. */
const context = 'store';
const defaultBatch = 500;

export function storeCollection<T extends { readonly id: string }>(rx: RxCollection<T>): StoreCollection<T> {
  const instance: unknown = rx.internalStorageInstance;
  if (!(instance instanceof SqliteStorageInstance)) {
    throw new TypeError(`Collection ${rx.name} is not stored by this application's own storage.`);
  }
  const plain = new PlainAccess<T>(instance as SqliteStorageInstance<T>, rx.database.token);
  return {
    name: rx.name,
    rx,
    get: async (id) => plain.getMany([id])[0],
    getMany: async (ids) => plain.getMany(ids),
    put: (documents) => plain.put(documents, context),
    insert: (document) => plain.insert(document, context),
    update: (id, change) => plain.update(id, change, context),
    remove: (ids) => plain.remove(ids, context),
    purge: async (minimumAgeMs) => {
      while (!(await instance.cleanup(minimumAgeMs)));
    },
    find: async (query: MangoQuery<T>) => plain.find(query),
    count: async (query: MangoQuery<T>) => plain.count(query),
    each: (batchSize = defaultBatch) => batches(plain, batchSize),
  };
}

async function* batches<T extends { readonly id: string }>(plain: PlainAccess<T>, batchSize: number) {
  let last: string | undefined = '';
  while (last !== undefined) {
    const batch: T[] = plain.after(last, batchSize);
    if (batch.length > 0) yield batch;
    last = batch.length < batchSize ? undefined : batch.at(-1)?.id;
  }
}
