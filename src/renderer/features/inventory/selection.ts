import type { EntityId } from '../../../shared/model/ids.ts';

/** Which rows are chosen: some by name, or the whole result but a few, however long it is. */
export type Selection =
  | { readonly is: 'some'; readonly ids: ReadonlySet<EntityId> }
  | { readonly is: 'all'; readonly except: ReadonlySet<EntityId> };

export const nothingSelected: Selection = { is: 'some', ids: new Set() };
export const everythingSelected: Selection = { is: 'all', except: new Set() };

export function isSelected(selection: Selection, id: EntityId): boolean {
  return selection.is === 'all' ? !selection.except.has(id) : selection.ids.has(id);
}

export function toggleSelected(selection: Selection, id: EntityId): Selection {
  return isSelected(selection, id) ? deselect(selection, [id]) : select(selection, [id]);
}

export function select(selection: Selection, ids: Iterable<EntityId>): Selection {
  if (selection.is === 'some') return { is: 'some', ids: new Set([...selection.ids, ...ids]) };
  const except = new Set(selection.except);
  for (const id of ids) except.delete(id);
  return { is: 'all', except };
}

function deselect(selection: Selection, ids: Iterable<EntityId>): Selection {
  if (selection.is === 'all') return { is: 'all', except: new Set([...selection.except, ...ids]) };
  const left = new Set(selection.ids);
  for (const id of ids) left.delete(id);
  return { is: 'some', ids: left };
}

/** @param total rows in the result */
export function countSelected(selection: Selection, total: number): number {
  return selection.is === 'all' ? Math.max(0, total - selection.except.size) : selection.ids.size;
}
