import { create } from 'zustand';
import type { EntityId } from '../../shared/model/ids.ts';

/** What is chosen in the list on the screen, for what stands beside it. */
export interface SelectedEntities {
  /** The first of them, as many as an assistant is told of. */
  readonly ids: readonly EntityId[];
  readonly total: number;
}

export const useSelectedEntities = create<SelectedEntities>()(() => ({ ids: [], total: 0 }));

export function tellSelected(selected: SelectedEntities): void {
  useSelectedEntities.setState(selected);
}
