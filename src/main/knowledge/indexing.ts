import type { Clock } from '../platform/clock.ts';
import type { PendingItem } from './chunks/document-items.ts';
import { itemKey } from './index/indexed-item.ts';
import type { KnowledgeIndex } from './index/knowledge-index.ts';

/** How long indexing may keep others from their turn. */
const sliceMs = 10;
/** Items that are written before a transaction ends: short enough that its end is no long step itself. */
const transactionSlices = 6;
/** Steps that are merged after each transaction: as much as it added. */
const tidyAfter = 2;

/** Writes to the index in slices, with turns for everybody else between them. */
export interface IndexWriter {
  /** @param remove keys that are there no longer */
  write(items: Iterable<PendingItem>, remove?: Iterable<string>): Promise<void>;
  /** Ends the transaction that is open, and puts together what it left in parts. */
  finish(): Promise<void>;
}

export function createIndexWriter({
  index,
  clock,
  pause,
  signal,
}: {
  readonly index: KnowledgeIndex;
  readonly clock: Pick<Clock, 'monotonicMs'>;
  readonly pause: () => Promise<void>;
  readonly signal: AbortSignal;
}): IndexWriter {
  let open = false;
  let slices = 0;
  let began = 0;
  const settle = () => {
    if (open) index.commit();
    open = false;
  };
  const breathe = async () => {
    if (clock.monotonicMs() - began < sliceMs) return;
    if (++slices % transactionSlices === 0) {
      settle();
      for (let step = 0; step < tidyAfter; step++) {
        await pause();
        if (!index.tidy()) break;
      }
    }
    await pause();
    signal.throwIfAborted();
    began = clock.monotonicMs();
  };
  async function run(steps: Generator<void, void>): Promise<void> {
    if (!open) {
      index.begin();
      open = true;
    }
    for (const _ of steps) {
      await breathe();
      if (!open) {
        index.begin();
        open = true;
      }
    }
    await breathe();
  }
  return {
    async finish() {
      settle();
      while (index.tidy()) {
        await pause();
        signal.throwIfAborted();
      }
    },
    async write(items, remove = []) {
      signal.throwIfAborted();
      began = clock.monotonicMs();
      try {
        for (const key of remove) await run(index.removing(key));
        for (const item of items) await run(index.write(item.write()));
      } catch (error) {
        // What was finished stays; an item that was not has no digest and is written again.
        if (signal.aborted) settle();
        else if (open) index.rollback();
        open = false;
        throw error;
      }
    },
  };
}

/** What of `items` is another than what is indexed. */
export function changedItems(
  items: readonly PendingItem[],
  known: ReadonlyMap<string, string>,
): PendingItem[] {
  return items.filter(({ origin, digest }) => known.get(itemKey(origin)) !== digest);
}
