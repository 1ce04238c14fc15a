import type { RxConflictHandler, WithDeleted } from 'rxdb';
import { equalValue } from '../inventory/digest.ts';
import type { CollectionDefinition } from './collections/definition.ts';
import type { CollectionName } from './collections/registry.ts';

/**
 * One document out of two that were changed at the same time: commutative, associative and idempotent, so that all
 * workstations agree in whatever order they meet.
 */
export type Merge<T = never> = (one: T, other: T) => T;
export type Merges = Partial<Readonly<Record<CollectionName, Merge>>>;

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
): D {
  const handled = Object.entries(definitions).map(([name, definition]) => {
    const merge = merges[name as CollectionName] as Merge<Stored> | undefined;
    return [name, merge ? { ...definition, conflictHandler: handlerOf(merge) } : definition];
  });
  return Object.fromEntries(handled) as D;
}

function handlerOf(merge: Merge<Stored>): RxConflictHandler<Stored> {
  return {
    isEqual: (one, other) => equalValue(one, other),
    resolve: ({ realMasterState, newDocumentState }) => {
      if (realMasterState._deleted || newDocumentState._deleted)
        return Promise.resolve({ ...newDocumentState, _deleted: true });
      return Promise.resolve({ ...merge(bare(realMasterState), bare(newDocumentState)), _deleted: false });
    },
  };
}

function bare({ _deleted, ...fields }: WithDeleted<Stored>): Stored {
  void _deleted;
  return fields;
}
