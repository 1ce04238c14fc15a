import { setImmediate } from 'node:timers/promises';
import type { Llm } from '../../llm/llm.ts';
import { openVectorStore, type VectorStore } from './vector-store.ts';

export interface PassageVectorsPorts {
  /** Where vectors are kept; can be removed at any time. */
  readonly folder: string;
  readonly llm: Pick<Llm, 'state' | 'embed'>;
  readonly changed: () => void;
}

export interface VectorState {
  /** Absent: no embedding model is set, or none was needed yet. */
  readonly model?: string;
  readonly embedded: number;
  /** Why there are fewer than passages. */
  readonly problem?: string;
}

/** Texts that are embedded in one request, and how many vectors are written together. */
const requestSize = 32;
const writeSize = 256;

/** Vectors of passages, made by the embedding model that is set, if one is. */
export interface PassageVectors {
  readonly state: VectorState;
  /** Makes what is missing and removes what is gone; what is there answers meanwhile. */
  follow(
    passages: () => Iterable<readonly { readonly id: string; readonly text: string }[]>,
    signal: AbortSignal,
  ): Promise<void>;
  /** Nothing when no model is set, it cannot be reached, or nothing is embedded yet. */
  nearest(question: string, count: number, signal?: AbortSignal): Promise<readonly { readonly id: string }[]>;
  clear(): void;
}

export function createPassageVectors({ folder, llm, changed }: PassageVectorsPorts): PassageVectors {
  let store: { readonly model: string; readonly opened: Promise<VectorStore> } | undefined;
  let state: VectorState = { embedded: 0 };
  const set = (next: VectorState) => {
    state = next;
    changed();
  };

  async function current(): Promise<{ readonly model: string; readonly store: VectorStore } | undefined> {
    const { configured, embeddingModel: model } = llm.state;
    if (!configured || model === undefined) {
      if (state.model !== undefined || state.problem !== undefined) set({ embedded: 0 });
      store = undefined;
      return undefined;
    }
    if (store?.model !== model) {
      store = { model, opened: openVectorStore(folder, model) };
      store.opened.catch(() => {
        store = undefined;
      });
    }
    return { model, store: await store.opened };
  }

  return {
    get state() {
      return state;
    },
    clear() {
      store = undefined;
    },
    async follow(passages, signal) {
      const now = await current();
      if (now === undefined) return;
      const { model, store: vectors } = now;
      set({ model, embedded: vectors.ids.size });
      const present = new Set<string>();
      let waiting: { id: string; vector: Float32Array }[] = [];
      const write = async () => {
        await vectors.add(waiting);
        waiting = [];
        set({ model, embedded: vectors.ids.size });
      };
      try {
        for (const batch of passages()) {
          const missing = batch.filter(({ id }) => {
            present.add(id);
            return !vectors.ids.has(id);
          });
          for (let at = 0; at < missing.length; at += requestSize) {
            signal.throwIfAborted();
            if (llm.state.embeddingModel !== model) return;
            const request = missing.slice(at, at + requestSize);
            const made = await llm.embed(
              request.map(({ text }) => text),
              { signal },
            );
            request.forEach(({ id }, index) => {
              const vector = made[index];
              if (vector !== undefined) waiting.push({ id, vector });
            });
            if (waiting.length >= writeSize) await write();
          }
          await setImmediate();
        }
        await write();
        await vectors.remove([...vectors.ids.keys()].filter((id) => !present.has(id)));
        set({ model, embedded: vectors.ids.size });
      } catch (error) {
        if (waiting.length > 0) await write().catch(() => {});
        if (signal.aborted) return;
        set({
          model,
          embedded: vectors.ids.size,
          problem: error instanceof Error ? error.message : String(error),
        });
      }
    },
    async nearest(question, count, signal) {
      try {
        const now = await current();
        if (now === undefined || now.store.ids.size === 0) return [];
        const [vector] = await llm.embed([question], signal && { signal });
        return vector === undefined ? [] : await now.store.nearest(vector, count);
      } catch (error) {
        if (signal?.aborted) throw error;
        // Words answer alone; the state says why.
        const { model, embedded } = state;
        set({
          ...(model !== undefined && { model }),
          embedded,
          problem: error instanceof Error ? error.message : String(error),
        });
        return [];
      }
    },
  };
}
