import type { Store } from '../store/store.ts';

export interface Forgotten {
  readonly entities: number;
  readonly changes: number;
  readonly runs: number;
}

/** Documents taken out at once. */
const batchSize = 5_000;

/** Takes everything that came of a source out of the store: its entities, also those long gone, their changes, its runs. */
export async function forgetSourceInStore(store: Store, source: string): Promise<Forgotten> {
  // Changes first: history without its entities would be shown, entities without history only lose it.
  const changes = await removeAll(store.changes, await store.changes.find({ selector: { source } }));
  const entities = await removeAll(store.entities, await store.entities.find({ selector: { source } }));
  const runs = await removeAll(
    store.runs,
    await store.runs.find({ selector: { type: 'collection', source } }),
  );
  return { entities, changes, runs };
}

async function removeAll(
  collection: { remove(ids: readonly string[]): Promise<void> },
  documents: readonly { readonly id: string }[],
): Promise<number> {
  for (let i = 0; i < documents.length; i += batchSize) {
    await collection.remove(documents.slice(i, i + batchSize).map(({ id }) => id));
  }
  return documents.length;
}
