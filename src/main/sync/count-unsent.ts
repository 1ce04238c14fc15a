import type { RxCollection, RxStorageDefaultCheckpoint } from 'rxdb';
import type { SharedCollection } from '../../shared/model/sync.ts';
import { SqliteStorageInstance } from '../store/sqlite/instance.ts';
import { isAppendOnly } from './layout.ts';

/** Documents that were written here since everything before had been sent. */
export async function countUnsent(
  collection: RxCollection,
  name: SharedCollection,
  sentUpTo: RxStorageDefaultCheckpoint | undefined,
): Promise<number> {
  const instance: unknown = collection.internalStorageInstance;
  if (!(instance instanceof SqliteStorageInstance)) return 0;
  return instance.countChangedSince(sentUpTo, {
    living: isAppendOnly(name),
    ...(name === 'runs' && { field: { path: 'type', value: 'collection' } }),
  });
}
