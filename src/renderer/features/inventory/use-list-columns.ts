import { useEffect, useMemo } from 'react';
import type { InventoryField } from '../../../shared/contract/inventory.ts';
import {
  defaultColumns,
  encodeColumns,
  moveColumn,
  naturalColumn,
  pinColumn,
  resizeColumn,
  sameColumns,
  shiftColumn,
  toggleColumn,
  type Columns,
} from './column-state.ts';
import { rememberColumns, useListPreferences } from './list-preferences.ts';
import type { KindTab, ListState } from './list-state.ts';
import { useStable } from './use-stable.ts';

/** The columns of the list: those of the address, else those arranged before, else the usual ones. */
export function useListColumns(options: {
  readonly kind: KindTab;
  /** Of the address. */
  readonly named: Columns | undefined;
  readonly change: (change: Pick<ListState, 'columns'>) => void;
  readonly own: readonly InventoryField[];
}) {
  const { kind, named, change, own } = options;
  const arranged = useListPreferences(({ columns }) => columns[kind]);
  const usual = useMemo(() => defaultColumns(own, kind === 'all'), [own, kind]);
  const columns: Columns = named ?? arranged ?? usual;
  const paths = useMemo(() => columns.map(({ path }) => path).filter((path) => path !== 'name'), [columns]);
  const set = (next: Columns) => {
    const changed = sameColumns(next, usual) ? undefined : next;
    rememberColumns(kind, changed);
    change({ columns: changed });
  };
  // Columns that were arranged here stand in the address too, so that a copied link shows them.
  const arrangedKey = arranged && encodeColumns(arranged);
  useEffect(() => {
    if (named === undefined && arranged !== undefined) change({ columns: arranged });
  }, [arrangedKey, kind]);
  return {
    columns,
    /** But for the name, which every row has. */
    paths,
    isUsual: sameColumns(columns, usual),
    onResize: useStable((path: string, width: number | undefined) =>
      set(width === undefined ? naturalColumn(columns, path) : resizeColumn(columns, path, width)),
    ),
    onMove: useStable((path: string, before: string | undefined) => set(moveColumn(columns, path, before))),
    onShift: useStable((path: string, by: -1 | 1) => set(shiftColumn(columns, path, by))),
    onPin: useStable((path: string, pinned: boolean) => set(pinColumn(columns, path, pinned))),
    onToggle: useStable((path: string) => set(toggleColumn(columns, path))),
    onReset: useStable(() => set(usual)),
  };
}
