import { deepEqual, type RxConflictHandler, type WithDeleted } from 'rxdb';
import type { Logger } from '../platform/logger.ts';
import type { CollectionDefinition } from './collections/definition.ts';
import type { CollectionName } from './collections/registry.ts';

/**
 * One document out of two that were changed at the same time: commutative, associative and idempotent, so that all
 * workstations agree in whatever order they meet.
 */
export type Merge<T> = (one: T, other: T) => T;
export type Merges = Partial<
  Readonly<Record<CollectionName, (one: never, other: never) => { readonly id: string }>>
>;

interface Stored {
  readonly id: string;
}

/**
 * Collections with what merges their documents. What was deleted at either side is deleted: CouchDB keeps no more of
 * it than that, and whoever sees the thing again writes it anew.
 */
export function mergeBy<D extends Readonly<Record<string, CollectionDefinition>>>(
  merges: Merges,
  definitions: D,
  logger: Pick<Logger, 'error'>,
): D {
  const handled = Object.entries(definitions).map(([name, definition]) => {
    const merge = merges[name as CollectionName] as Merge<Stored> | undefined;
    if (!merge) return [name, definition];
    const failed = (error: unknown, id: string) =>
      logger.error(
        { err: error, collection: name, id },
        'two versions of a document cannot be merged: what the server has stands, what was written here does not',
      );
    return [name, { ...definition, conflictHandler: handlerOf(merge, failed) }];
  });
  return Object.fromEntries(handled) as D;
}

function handlerOf(
  merge: Merge<Stored>,
  failed: (error: unknown, id: string) => void,
): RxConflictHandler<Stored> {
  return {
    isEqual: (one, other) => deepEqual(one, other),
    resolve: ({ realMasterState, newDocumentState }) => {
      if (realMasterState._deleted || newDocumentState._deleted)
        return Promise.resolve({ ...newDocumentState, _deleted: true });
      try {
        const merged = merge(bare(realMasterState), bare(newDocumentState));
        return Promise.resolve({ ...merged, _deleted: false });
      } catch (error) {
        // One that is not what its collection holds must not keep all others from being sent.
        failed(error, newDocumentState.id);
        return Promise.resolve(realMasterState);
      }
    },
  };
}

function bare({ _deleted, ...fields }: WithDeleted<Stored>): Stored {
  void _deleted;
  return fields;
}
