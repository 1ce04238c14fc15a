import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { announce } from '../../ui/announcements.tsx';
import { cleanText } from '../../../shared/clean-text.ts';
import { useShortcut } from '../../app/shortcuts.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { ticketOf, type GridRow } from './grid-row.ts';
import type { TicketSort } from './list-state.ts';
import { TicketRow } from './ticket-row.tsx';
import classes from './ticket-grid.module.css';

const rowHeight = 28;

const columns = ['priority', 'state', 'title', 'entity', 'assignee', 'due', 'created'] as const;
type Column = (typeof columns)[number];

/** What a click on a column's head sorts by: the first, and the other way round where there is one. */
const sortsOf: Partial<Record<Column, readonly [TicketSort, TicketSort?]>> = {
  priority: ['priority'],
  due: ['due'],
  created: ['newest', 'oldest'],
};

export interface GridCursor {
  /** Of the line where the keyboard is. */
  readonly key: string | undefined;
  readonly onMove: (row: GridRow) => void;
  /** Enter, and a second click: a ticket as a page, a cause unfolded. */
  readonly onOpen: (row: GridRow) => void;
}

/**
 * Tickets or causes, any number of them: only what is seen is drawn. j and k walk it with the panel following; lines
 * that change are tinted for a moment, and the place stays.
 */
export function TicketGrid(props: {
  label: string;
  count: number;
  rowAt: (index: number) => GridRow | undefined;
  cursor: GridCursor;
  onVisible: (visible: { readonly first: number; readonly last: number }) => void;
  onTop?: (top: boolean) => void;
  /** Raised to go back to the top. */
  turn?: number;
  sort?: { readonly by: TicketSort; readonly onSort: (sort: TicketSort) => void };
}) {
  const { label, count, rowAt, cursor, onVisible, onTop, turn = 0, sort } = props;
  const { tickets: words } = useText();
  const scroller = useRef<HTMLDivElement>(null);
  const [focused, setFocused] = useState(false);
  const rows = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    getItemKey: (index) => rowAt(index)?.key ?? index,
    onChange: (virtualizer) => {
      const items = virtualizer.getVirtualItems();
      const last = items.at(-1);
      if (last) onVisible({ first: items[0]?.index ?? 0, last: last.index });
      onTop?.((virtualizer.scrollOffset ?? 0) < rowHeight);
    },
  });
  useEffect(() => {
    if (turn > 0) scroller.current?.scrollTo({ top: 0 });
  }, [turn]);

  const placeOfCursor = () => {
    if (cursor.key === undefined) return -1;
    for (let index = 0; index < count; index++) if (rowAt(index)?.key === cursor.key) return index;
    return -1;
  };
  const step = (by: number) => {
    const next = Math.min(count - 1, Math.max(0, placeOfCursor() + by));
    const row = rowAt(next);
    if (!row || row.is === 'waiting') return;
    scroller.current?.focus({ preventScroll: true });
    cursor.onMove(row);
    rows.scrollToIndex(next);
    const ticket = ticketOf(row);
    if (ticket) announce(cleanText(row.is === 'group' ? (row.group.cause ?? ticket.title) : ticket.title));
  };
  useShortcut('list', 'j', words.keys.next, () => step(1));
  useShortcut('list', 'k', words.keys.previous, () => step(-1));
  useShortcut('list', 'arrowdown', words.keys.next, () => step(1));
  useShortcut('list', 'arrowup', words.keys.previous, () => step(-1));
  // Only while the list itself has the keyboard: Enter on a button is the button's.
  useShortcut(
    'list',
    'enter',
    words.keys.open,
    () => {
      const row = rowAt(placeOfCursor());
      if (row) cursor.onOpen(row);
    },
    { enabled: focused },
  );

  return (
    <div className={classes['table']} role="grid" aria-label={label} aria-rowcount={count + 1}>
      <div className={classes['head']} role="row" aria-rowindex={1}>
        {columns.map((column) => (
          <Head key={column} column={column} sort={sort} />
        ))}
      </div>
      <div
        ref={scroller}
        className={classes['scroller']}
        tabIndex={0}
        role="rowgroup"
        aria-label={label}
        onFocus={(event) => setFocused(event.target === event.currentTarget)}
        onBlur={() => setFocused(false)}
      >
        <div style={{ height: rows.getTotalSize(), position: 'relative' }} role="presentation">
          {rows.getVirtualItems().map(({ index, start, key }) => (
            <TicketRow
              key={key}
              row={rowAt(index)}
              index={index}
              start={start}
              chosen={cursor.key !== undefined && rowAt(index)?.key === cursor.key}
              onChoose={cursor.onMove}
              onOpen={cursor.onOpen}
            />
          ))}
        </div>
      </div>
    </div>
  );
}

function Head(props: {
  column: Column;
  sort: { readonly by: TicketSort; readonly onSort: (sort: TicketSort) => void } | undefined;
}) {
  const { column, sort } = props;
  const { tickets: words } = useText();
  const name = words.columns[column];
  const [first, other] = sortsOf[column] ?? [];
  if (sort === undefined || first === undefined) {
    return (
      <span role="columnheader" data-column={column}>
        {name}
      </span>
    );
  }
  const isOther = sort.by === other;
  const by = sort.by === first || isOther;
  const Arrow = isOther || first === 'priority' || first === 'due' ? ArrowUp : ArrowDown;
  return (
    <span
      role="columnheader"
      data-column={column}
      aria-sort={by ? (Arrow === ArrowUp ? 'ascending' : 'descending') : 'none'}
    >
      <button
        type="button"
        className={classes['sort']}
        title={words.sortBy(name)}
        onClick={() => sort.onSort(sort.by === first && other !== undefined ? other : first)}
      >
        {name}
        {by && <Arrow size={12} aria-hidden />}
      </button>
    </span>
  );
}
