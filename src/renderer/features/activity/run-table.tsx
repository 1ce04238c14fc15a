import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, useEffect, useRef, type ReactNode } from 'react';
import { useShortcut } from '../../app/shortcuts.ts';
import { useText } from '../../i18n/catalogue.tsx';
import classes from './run-table.module.css';

export interface RunColumn<Row> {
  readonly key: string;
  readonly title: string;
  /** As in `grid-template-columns`. */
  readonly width: string;
  readonly number?: boolean;
  readonly cell: (row: Row) => ReactNode;
}

const rowHeight = 28;
const gapPx = 16;
const pagePx = 16;

/**
 * A log of any length: only what is seen is drawn. Arrow keys walk it, with whatever is shown beside it following; the
 * place stays where it is while newer rows come.
 */
export function RunTable<Row extends { readonly id: string }>(props: {
  label: string;
  columns: readonly RunColumn<Row>[];
  total: number;
  at: (index: number) => Row | undefined;
  chosen: string | undefined;
  onChoose: (row: Row) => void;
  onVisible: (visible: { readonly first: number; readonly last: number }) => void;
  /** Whether the newest row is in sight. */
  onTop: (top: boolean) => void;
  /** Raised to go back to the top. */
  turn: number;
}) {
  const { label, columns, total, at, chosen, onChoose, onVisible, onTop, turn } = props;
  const { activity } = useText();
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: total,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    onChange: (virtualizer) => {
      const items = virtualizer.getVirtualItems();
      const last = items.at(-1);
      if (last) onVisible({ first: items[0]?.index ?? 0, last: last.index });
      onTop((virtualizer.scrollOffset ?? 0) < rowHeight);
    },
  });
  useEffect(() => {
    scroller.current?.scrollTo({ top: 0 });
  }, [turn]);

  const places = rows.getVirtualItems().map(({ index }) => index);
  const current = places.find((index) => at(index)?.id === chosen);
  const step = (by: number) => {
    const next = Math.min(total - 1, Math.max(0, current === undefined ? 0 : current + by));
    const row = at(next);
    if (!row) return;
    onChoose(row);
    rows.scrollToIndex(next);
  };
  useShortcut('list', 'arrowdown', activity.older, () => step(1));
  useShortcut('list', 'arrowup', activity.newer, () => step(-1));
  const template = columns.map(({ width }) => width).join(' ');
  // Narrower than this it scrolls sideways, as one.
  const minWidth =
    2 * pagePx +
    columns.reduce((sum, { width }) => sum + Number(/\d+(?=px)/.exec(width)?.[0] ?? 0) + gapPx, -gapPx);

  return (
    <div className={classes['table']} role="grid" aria-label={label} aria-rowcount={total + 1}>
      <div
        className={classes['head']}
        role="row"
        aria-rowindex={1}
        style={{ gridTemplateColumns: template, minWidth }}
      >
        {columns.map(({ key, title, number }) => (
          <span key={key} role="columnheader" data-number={number}>
            {title}
          </span>
        ))}
      </div>
      <div
        ref={scroller}
        className={classes['scroller']}
        style={{ minWidth }}
        tabIndex={0}
        role="rowgroup"
        aria-label={label}
      >
        <div style={{ height: rows.getTotalSize(), position: 'relative' }} role="presentation">
          {rows.getVirtualItems().map(({ index, start }) => {
            const row = at(index);
            return (
              <Row
                key={row?.id ?? index}
                row={row}
                index={index}
                start={start}
                template={template}
                columns={columns}
                chosen={row !== undefined && row.id === chosen}
                onChoose={onChoose}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}

interface RowProps<Item> {
  readonly row: Item | undefined;
  readonly index: number;
  readonly start: number;
  readonly template: string;
  readonly columns: readonly RunColumn<Item>[];
  readonly chosen: boolean;
  readonly onChoose: (row: Item) => void;
}

/** Drawn anew only when it is another: most frames of scrolling move what is there. */
const Row = memo(function Row<Item extends { readonly id: string }>(props: RowProps<Item>) {
  const { row, index, start, template, columns, chosen, onChoose } = props;
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-selected={chosen}
      className={classes['row']}
      style={{ gridTemplateColumns: template, transform: `translateY(${start}px)` }}
      onClick={() => row && onChoose(row)}
    >
      {row ? (
        columns.map(({ key, cell, number }) => (
          <span key={key} role="gridcell" className={classes['cell']} data-number={number}>
            {cell(row)}
          </span>
        ))
      ) : (
        <span role="gridcell" className={classes['waiting']}>
          <span className={classes['bar']} />
        </span>
      )}
    </div>
  );
}) as <Item extends { readonly id: string }>(props: RowProps<Item>) => ReactNode;
