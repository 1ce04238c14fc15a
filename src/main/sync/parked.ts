import { readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';
import { instantSchema } from '../../shared/model/ids.ts';
import { sharedCollectionSchema, type SharedCollection } from '../../shared/model/sync.ts';
import type { Clock } from '../platform/clock.ts';
import type { Logger } from '../platform/logger.ts';
import type { ParkedDocuments } from './replication/replicate-collection.ts';

const entrySchema = z.strictObject({
  collection: sharedCollectionSchema,
  id: z.string(),
  reason: z.string(),
  at: instantSchema,
  /** refused: the server will not have what stands here; not-understood: what stands there is none of ours. */
  is: z.enum(['refused', 'not-understood']),
});
export type ParkedEntry = z.output<typeof entrySchema>;
const fileSchema = z.strictObject({ parked: z.array(entrySchema) });

/** A hostile server could have all of its documents refused; what is parked must not fill the memory. */
const mostNotUnderstood = 1_000;
const longestReason = 1_000;

/** Documents that one side will not have, with the reason, over restarts. */
export interface Parked {
  list(): readonly ParkedEntry[];
  count(collection: SharedCollection): number;
  refused(collection: SharedCollection): ParkedDocuments;
  notUnderstood(
    collection: SharedCollection,
    received: { readonly id: string; readonly reason: string },
  ): void;
  understood(collection: SharedCollection, ids: readonly string[]): void;
  hasNotUnderstood(collection: SharedCollection): boolean;
  /** All that was received and not understood is forgotten: it is read anew. */
  forgetNotUnderstood(collection: SharedCollection): void;
  flush(): Promise<void>;
}

export function openParked(
  dataDir: string,
  { clock, logger, onChanged }: { clock: Clock; logger: Logger; onChanged: () => void },
): Parked {
  const file = join(dataDir, 'sync-parked.json');
  const entries = new Map(read(file, logger).map((entry) => [keyOf(entry), entry]));
  let dirty = false;
  let writing: Promise<void> = Promise.resolve();

  function changed(): void {
    dirty = true;
    onChanged();
  }
  function flush(): Promise<void> {
    if (!dirty) return writing;
    dirty = false;
    writing = writing
      .catch(() => undefined)
      .then(() =>
        writeFileAtomic(file, `${JSON.stringify({ parked: [...entries.values()] })}\n`, { mode: 0o600 }),
      )
      .catch((error: unknown) => {
        dirty = true;
        throw error;
      });
    return writing;
  }
  function put(entry: ParkedEntry): void {
    const key = keyOf(entry);
    const before = entries.get(key);
    if (before?.reason === entry.reason) return;
    entries.delete(key);
    entries.set(key, entry);
    changed();
  }
  function remove(is: ParkedEntry['is'], collection: SharedCollection, id: string): void {
    if (entries.delete(keyOf({ is, collection, id }))) changed();
  }
  const of = (collection: SharedCollection, is?: ParkedEntry['is']) =>
    [...entries.values()].filter(
      (one) => one.collection === collection && (is === undefined || one.is === is),
    );

  return {
    list: () => [...entries.values()].toReversed(),
    count: (collection) => of(collection).length,
    refused: (collection) => ({
      has: (id) => entries.has(keyOf({ is: 'refused', collection, id })),
      set: ({ id, reason }) =>
        put({ is: 'refused', collection, id, reason: reason.slice(0, longestReason), at: clock.now() }),
      delete: (id) => remove('refused', collection, id),
      ids: () => of(collection, 'refused').map(({ id }) => id),
      kept: flush,
    }),
    notUnderstood(collection, { id, reason }) {
      if (of(collection, 'not-understood').length >= mostNotUnderstood) return;
      put({
        is: 'not-understood',
        collection,
        id: id.slice(0, 400),
        reason: `received, not understood: ${reason}`.slice(0, longestReason),
        at: clock.now(),
      });
    },
    understood(collection, ids) {
      for (const id of ids) remove('not-understood', collection, id);
    },
    hasNotUnderstood: (collection) => of(collection, 'not-understood').length > 0,
    forgetNotUnderstood(collection) {
      for (const { id } of of(collection, 'not-understood')) remove('not-understood', collection, id);
    },
    flush,
  };
}

const keyOf = ({ is, collection, id }: Pick<ParkedEntry, 'is' | 'collection' | 'id'>): string =>
  `${is}\n${collection}\n${id}`;

function read(file: string, logger: Logger): readonly ParkedEntry[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
  try {
    return fileSchema.parse(JSON.parse(text)).parked;
  } catch (error) {
    const aside = `${file}.unreadable`;
    renameSync(file, aside);
    logger.error({ file, aside, err: error }, 'what the server refused cannot be read and was set aside');
    return [];
  }
}
