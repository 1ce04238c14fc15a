import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { LocalIndex } from 'vectra';

/** Vectors kept together: a file that is written whole must not take long to write. */
const shardSize = 2_000;

export interface StoredVector {
  readonly id: string;
  readonly vector: Float32Array;
}

/**
 * Vectors of one embedding model, in several small vectra indexes. Vectors of another length are not comparable: they
 * are not taken.
 */
export interface VectorStore {
  readonly ids: ReadonlyMap<string, number>;
  readonly dimensions: number | undefined;
  add(vectors: readonly StoredVector[]): Promise<void>;
  remove(ids: Iterable<string>): Promise<void>;
  nearest(vector: Float32Array, count: number): Promise<{ readonly id: string; readonly score: number }[]>;
}

/** @param own the folder of these vectors, and of nothing else */
export async function openVectorStore(own: string): Promise<VectorStore> {
  const { LocalIndex, ProtobufCodec } = await import('vectra');
  await mkdir(own, { recursive: true });
  const shards: (LocalIndex | undefined)[] = [];
  const ids = new Map<string, number>();
  const sizes: number[] = [];
  let dimensions: number | undefined;

  const shard = async (number: number): Promise<LocalIndex> => {
    const known = shards[number];
    if (known) return known;
    const index = new LocalIndex(join(own, `${number}`), undefined, undefined, new ProtobufCodec());
    if (!(await index.isIndexCreated())) await index.createIndex({ version: 1 });
    shards[number] = index;
    sizes[number] ??= 0;
    return index;
  };

  const load = async () => {
    const found = (await readdir(own, { withFileTypes: true }))
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => Number(name))
      .filter((number) => Number.isInteger(number));
    for (const number of found.toSorted((a, b) => a - b)) {
      try {
        const items = await (await shard(number)).listItems();
        sizes[number] = items.length;
        for (const { id, vector } of items) {
          ids.set(id, number);
          dimensions ??= vector.length;
        }
      } catch {
        // A damaged file costs a new embedding of what was in it, nothing more.
        await rm(join(own, `${number}`), { recursive: true, force: true });
        for (const [id, place] of ids) if (place === number) ids.delete(id);
        sizes[number] = 0;
        Reflect.deleteProperty(shards, number);
      }
    }
  };
  await load();

  return {
    ids,
    get dimensions() {
      return dimensions;
    },
    async add(vectors) {
      const [first] = vectors;
      if (first === undefined) return;
      dimensions ??= first.vector.length;
      let waiting = vectors.filter(({ id, vector }) => !ids.has(id) && vector.length === dimensions);
      for (let number = 0; waiting.length > 0; number++) {
        const index = await shard(number);
        const room = shardSize - (sizes[number] ?? 0);
        if (room <= 0) continue;
        const here = waiting.slice(0, room);
        waiting = waiting.slice(room);
        await index.beginUpdate();
        try {
          for (const { id, vector } of here)
            await index.insertItem({ id, vector: Array.from(vector), metadata: {} });
          await index.endUpdate();
        } catch (error) {
          index.cancelUpdate();
          throw error;
        }
        for (const { id } of here) ids.set(id, number);
        sizes[number] = (sizes[number] ?? 0) + here.length;
      }
    },
    async remove(gone) {
      const byShard = new Map<number, string[]>();
      for (const id of gone) {
        const number = ids.get(id);
        if (number === undefined) continue;
        const own = byShard.get(number);
        if (own) own.push(id);
        else byShard.set(number, [id]);
      }
      for (const [number, own] of byShard) {
        const index = await shard(number);
        await index.deleteItems(own);
        for (const id of own) ids.delete(id);
        sizes[number] = (sizes[number] ?? 0) - own.length;
      }
    },
    async nearest(vector, count) {
      if (dimensions !== vector.length) return [];
      const found: { id: string; score: number }[] = [];
      const query = Array.from(vector);
      for (const index of shards) {
        // One that was damaged may not have been written again.
        if (index === undefined) continue;
        for (const { item, score } of await index.queryItems(query, '', count))
          found.push({ id: item.id, score });
      }
      return found.toSorted((a, b) => b.score - a.score).slice(0, count);
    },
  };
}
