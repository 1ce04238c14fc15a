import { useState, type KeyboardEvent, type RefObject } from 'react';
import type { InventoryRow } from '../../../shared/contract/inventory.ts';
import type { EntityId } from '../../../shared/model/ids.ts';
import { useShortcut } from '../../app/shortcuts.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { announce } from '../../ui/announcements.tsx';
import { listCommandOf, type ListCommand } from './list-keys.ts';
import type { RowPages } from './row-pages.ts';
import type { TableHandle } from './table.tsx';
import type { ListSelection } from './use-list-selection.ts';
import { useStable } from './use-stable.ts';

/** Goes through the rows by keys and pointer, with what stands beside the list following. */
export function useListWalk(options: {
  readonly pages: RowPages | undefined;
  readonly total: number;
  readonly table: RefObject<TableHandle | null>;
  readonly active: number | undefined;
  readonly setActive: (place: number) => void;
  readonly selected: ListSelection;
  /** Shows an entity beside the list, or nothing. */
  readonly showEntity: (id: EntityId | undefined) => void;
  readonly openPage: (row: InventoryRow) => void;
}) {
  const { pages, total, table, active, setActive, selected, showEntity, openPage } = options;
  const text = useText();
  const [follow, setFollow] = useState(true);
  const rowAt = (place: number | undefined) => (place === undefined ? undefined : pages?.row(place));

  const show = (index: number, { open }: { open: boolean }) => {
    const place = Math.max(0, Math.min(total - 1, index));
    setActive(place);
    table.current?.scrollTo(place);
    const row = pages?.row(place);
    if (!row) return;
    if (open) setFollow(true);
    if (open || follow) showEntity(row.id);
    announce(text.inventory.rowOf(row.name, place + 1, total));
  };
  const onClosePanel = useStable(() => {
    setFollow(false);
    showEntity(undefined);
    table.current?.focus();
  });

  const onPoint = useStable((index: number, how: 'open' | 'toggle' | 'range') => {
    const row = pages?.row(index);
    if (!row) return;
    table.current?.focus();
    switch (how) {
      case 'range':
        selected.range(selected.anchor, index);
        setActive(index);
        return;
      case 'toggle':
        selected.toggle(row.id, index);
        setActive(index);
        return;
      case 'open':
        selected.setAnchor(index);
        show(index, { open: true });
        return;
      default:
        how satisfies never;
    }
  });

  const walk = (by: number, extend = false) => {
    const wanted = active === undefined ? (by > 0 ? 0 : total - 1) : active + by;
    const next = Math.max(0, Math.min(total - 1, wanted));
    if (extend) selected.range(active ?? 0, next);
    show(next, { open: false });
  };
  /** @returns false when there is nothing to do it with */
  const run = (command: ListCommand): boolean => {
    const row = rowAt(active);
    switch (command.is) {
      case 'walk':
        walk(command.by, command.extend);
        return true;
      case 'go':
        show(command.to === 'first' ? 0 : total - 1, { open: false });
        return true;
      case 'open':
        if (active === undefined) return false;
        show(active, { open: true });
        return true;
      case 'open-page':
        if (!row) return false;
        openPage(row);
        return true;
      case 'toggle':
        // The list never scrolls by the space bar.
        if (row) selected.toggle(row.id, active);
        return true;
      case 'select-all':
        selected.all();
        return true;
      case 'select-none':
        if (selected.count === 0) return false;
        selected.clear();
        return true;
      default:
        return command satisfies never;
    }
  };
  const onKey = useStable((event: KeyboardEvent<HTMLElement>) => {
    // Titles and edges of columns have keys of their own.
    if (event.target !== event.currentTarget) return;
    const command = listCommandOf(event, table.current?.rowsInSight() ?? 20);
    if (!command || !run(command)) return;
    event.preventDefault();
    event.stopPropagation();
  });
  useShortcut('list', 'j', text.inventory.nextRow, () => walk(1));
  useShortcut('list', 'k', text.inventory.previousRow, () => walk(-1));
  useShortcut('list', 'x', text.inventory.toggleRow, () => {
    const row = rowAt(active);
    if (row) selected.toggle(row.id);
  });
  return { show, onPoint, onKey, onClosePanel };
}
