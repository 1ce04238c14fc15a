import { setImmediate } from 'node:timers/promises';
import type { Llm } from '../../llm/llm.ts';
import { beginGeneration, completeGeneration, readGenerations, type Generation } from './generations.ts';
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
  /** All of them are made anew; what answers meanwhile: vectors of this model, or words alone. */
  readonly making?: { readonly meanwhile?: string };
  /** Why there are fewer than passages. */
  readonly problem?: string;
}

/** Texts that are embedded in one request, and how many vectors are written together. */
const requestSize = 32;
const writeSize = 256;

/** Vectors of passages, made by the embedding model that is set, if one is. */
export interface PassageVectors {
  readonly state: VectorState;
  /**
   * Makes what is missing and removes what is gone. All of them are made anew, beside those that answer, for another
   * model, for vectors of another length, and when `renew` was called: those answer until every passage has a new one,
   * since a few vectors would only push up the passages that happen to have one.
   */
  follow(
    passages: () => Iterable<readonly { readonly id: string; readonly text: string }[]>,
    signal: AbortSignal,
  ): Promise<void>;
  /** Nothing when no model is set, it cannot be reached, or nothing is embedded yet. */
  nearest(question: string, count: number, signal?: AbortSignal): Promise<readonly { readonly id: string }[]>;
  /** Makes all of them anew the next time. */
  renew(): void;
}

interface Opened {
  readonly generation: Generation;
  readonly store: VectorStore;
}

export function createPassageVectors({ folder, llm, changed }: PassageVectorsPorts): PassageVectors {
  /** What answers, and what is made to take its place. */
  let standing: Opened | undefined;
  let making: Opened | undefined;
  let reading: Promise<void> | undefined;
  let renewal = false;
  /** A model that made what answers and is no longer there: words answer, and it is not asked at each question. */
  let lost: string | undefined;
  let state: VectorState = { embedded: 0 };
  const set = (next: VectorState) => {
    state = next;
    changed();
  };

  async function read(): Promise<void> {
    const known = await readGenerations(folder);
    const opened = async (generation: Generation | undefined): Promise<Opened | undefined> =>
      generation && { generation, store: await openVectorStore(generation.folder) };
    standing = await opened(known.findLast(({ complete }) => complete));
    making = await opened(known.findLast(({ complete }) => !complete));
  }

  /** @returns the model that is set, once what is kept is read */
  async function current(): Promise<string | undefined> {
    const { configured, embeddingModel: model } = llm.state;
    if (!configured || model === undefined) {
      if (state.model !== undefined || state.problem !== undefined) set({ embedded: 0 });
      return undefined;
    }
    reading ??= read().catch((error: unknown) => {
      reading = undefined;
      throw error;
    });
    await reading;
    return model;
  }

  async function wanted(model: string): Promise<Opened> {
    if (!renewal && standing?.generation.model === model) {
      making = undefined;
      return standing;
    }
    if (!renewal && making?.generation.model === model) return making;
    renewal = false;
    lost = undefined;
    const generation = await beginGeneration(folder, model, await readGenerations(folder));
    making = { generation, store: await openVectorStore(generation.folder) };
    return making;
  }

  const stateOf = ({ store, generation }: Opened): VectorState => ({
    model: generation.model,
    embedded: store.ids.size,
    ...(!generation.complete && {
      making: {
        ...(standing && standing.generation.model !== lost && { meanwhile: standing.generation.model }),
      },
    }),
  });

  /** Gives every passage its vector, and makes what is complete the one that answers. */
  async function fill(
    target: Opened,
    passages: Parameters<PassageVectors['follow']>[0],
    signal: AbortSignal,
  ): Promise<'filled' | 'left' | 'another-length'> {
    const { store, generation } = target;
    const present = new Set<string>();
    let waiting: { id: string; vector: Float32Array }[] = [];
    const write = async () => {
      const ready = waiting;
      waiting = [];
      await store.add(ready);
    };
    try {
      for (const batch of passages()) {
        const missing = batch.filter(({ id }) => {
          present.add(id);
          return !store.ids.has(id);
        });
        for (let at = 0; at < missing.length; at += requestSize) {
          signal.throwIfAborted();
          if (llm.state.embeddingModel !== generation.model) return 'left';
          const request = missing.slice(at, at + requestSize);
          const made = await llm.embed(
            request.map(({ text }) => text),
            { signal },
          );
          const length = store.dimensions ?? waiting[0]?.vector.length ?? made[0]?.length;
          if (made.some((vector) => vector.length !== length)) return 'another-length';
          request.forEach(({ id }, index) => {
            const vector = made[index];
            if (vector !== undefined) waiting.push({ id, vector });
          });
          if (waiting.length < writeSize) continue;
          await write();
          set(stateOf(target));
        }
        await setImmediate();
      }
      signal.throwIfAborted();
    } finally {
      // What was made is kept, however it ended.
      await write();
    }
    await store.remove([...store.ids.keys()].filter((id) => !present.has(id)));
    if (!generation.complete) {
      standing = { store, generation: await completeGeneration(folder, generation) };
      making = undefined;
      set(stateOf(standing));
    } else set(stateOf(target));
    return 'filled';
  }

  return {
    get state() {
      return state;
    },
    renew() {
      renewal = true;
    },
    async follow(passages, signal) {
      const model = await current();
      if (model === undefined) return;
      const target = await wanted(model);
      set(stateOf(target));
      try {
        const ended = await fill(target, passages, signal);
        // The model has become another one behind its name: once is a reason to begin anew.
        if (ended === 'another-length') {
          renewal = true;
          if ((await fill(await wanted(model), passages, signal)) === 'another-length') {
            throw new Error(`${model} gives vectors of several lengths`);
          }
        }
      } catch (error) {
        if (signal.aborted) return;
        const problem = error instanceof Error ? error.message : String(error);
        set({ ...stateOf(making ?? target), problem });
      }
    },
    async nearest(question, count, signal) {
      const model = await current().catch(() => undefined);
      if (model === undefined || standing === undefined || standing.store.ids.size === 0) return [];
      const { generation, store } = standing;
      if (generation.model === lost) return [];
      try {
        const other = generation.model === model ? {} : { model: generation.model };
        const [vector] = await llm.embed([question], { ...(signal && { signal }), ...other });
        return vector === undefined ? [] : await store.nearest(vector, count);
      } catch (error) {
        if (signal?.aborted) throw error;
        // Words answer alone; the state says why.
        if (generation.model !== model) {
          lost = generation.model;
          if (making) set(stateOf(making));
          return [];
        }
        set({ ...state, problem: error instanceof Error ? error.message : String(error) });
        return [];
      }
    },
  };
}
