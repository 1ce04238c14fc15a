import {
  memo,
  useEffect,
  useImperativeHandle,
  useMemo,
  useRef,
  type CSSProperties,
  type KeyboardEvent,
  type MouseEvent,
  type Ref,
} from 'react';
import type { InventoryField, InventoryRow } from '../../../shared/contract/inventory.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { naturalWidth, type Columns } from './column-state.ts';
import { HoverHint } from './hover-hint.tsx';
import type { RowPages } from './row-pages.ts';
import { isSelected, type Selection } from './selection.ts';
import { TableHead, type TableHeadProps } from './table-head.tsx';
import { rowElementId, rowHeight, TableRow, type TableColumn } from './table-row.tsx';
import classes from './table.module.css';
import { useCellWords } from './use-cell-words.ts';
import { useStable } from './use-stable.ts';
import { useVisibleRange } from './use-visible-range.ts';

const headHeight = 31;
const leadWidth = 50;
/** Farther than this from what was asked for last is a jump; it is answered when it has lasted this long. */
const farRows = 150;
const flightMs = 40;

/** What whoever holds the table can ask of it. */
export interface TableHandle {
  readonly focus: () => void;
  readonly scrollTo: (index: number) => void;
  /** Moves by so many rows, so that what was in sight stays in sight when rows came before it. */
  readonly shift: (rows: number) => void;
  readonly toTop: () => void;
  readonly firstInSight: () => number;
  readonly rowsInSight: () => number;
  readonly scrollTop: () => number;
  readonly setScrollTop: (top: number) => void;
}

export interface InventoryTableProps extends Pick<
  TableHeadProps,
  'sorts' | 'onSort' | 'onSortBy' | 'onMove' | 'onShift' | 'onPin' | 'onHide' | 'onFilter' | 'onSelectAll'
> {
  readonly label: string;
  readonly pages: RowPages;
  readonly version: number;
  readonly total: number;
  readonly columns: Columns;
  readonly fields: ReadonlyMap<string, InventoryField>;
  /** The columns that the rows have values of. */
  readonly answered: readonly string[];
  readonly selection: Selection;
  readonly selected: 'none' | 'some' | 'all';
  readonly active: number | undefined;
  readonly handle: Ref<TableHandle>;
  readonly onResize: (path: string, width: number | undefined) => void;
  /** A row was pointed at: what the keys held down meant. */
  readonly onPoint: (index: number, how: 'open' | 'toggle' | 'range') => void;
  readonly onOpenPage: (row: InventoryRow) => void;
  readonly onCellMenu: (menu: CellMenuRequest) => void;
  readonly onKey: (event: KeyboardEvent<HTMLElement>) => void;
}

export interface CellMenuRequest {
  readonly x: number;
  readonly y: number;
  readonly row: InventoryRow;
  readonly index: number;
  readonly field: InventoryField | undefined;
}

/** The rows of a result: only those in sight are in the page, however many there are. */
export const InventoryTable = memo(function InventoryTable(props: InventoryTableProps) {
  const { pages, total, columns, fields, answered, selection, active, handle } = props;
  const text = useText();
  const words = useCellWords();
  const scroller = useRef<HTMLDivElement>(null);
  const poolSize = useRef(0);
  const range = useVisibleRange({ scroller, rowHeight, headHeight, total });
  const { first, last, scrollTo, firstInSight, rowsInSight } = range;

  const shown = useMemo(() => placeColumns(columns, fields), [columns, fields]);
  const places = useMemo(() => shown.map(({ field }) => answered.indexOf(field.path)), [shown, answered]);

  const wantedAt = useRef(0);
  useEffect(() => {
    const from = firstInSight();
    const want = () => {
      wantedAt.current = from;
      pages.want(from, from + rowsInSight() + 1);
    };
    // Who flies over thousands of rows is asked where to until the flight slows down.
    if (Math.abs(from - wantedAt.current) < farRows) {
      want();
      return;
    }
    const timer = setTimeout(want, flightMs);
    return () => clearTimeout(timer);
  }, [pages, total, first, last, firstInSight, rowsInSight]);

  useImperativeHandle(
    handle,
    () => ({
      focus: () => scroller.current?.focus({ preventScroll: true }),
      scrollTo,
      shift: (rows) => {
        if (scroller.current && rows !== 0) scroller.current.scrollTop += rows * rowHeight;
      },
      toTop: () => {
        if (scroller.current) scroller.current.scrollTop = 0;
      },
      firstInSight,
      rowsInSight,
      scrollTop: () => scroller.current?.scrollTop ?? 0,
      setScrollTop: (top) => {
        if (scroller.current) scroller.current.scrollTop = top;
      },
    }),
    [scrollTo, firstInSight, rowsInSight],
  );

  const onResize = useStable((path: string, width: number, done: boolean) => {
    if (done) {
      props.onResize(path, width === 0 ? undefined : width);
      return;
    }
    // While it is pulled only the measure changes; rows are not drawn again.
    scroller.current?.style.setProperty(
      '--columns',
      template(shown.map((column) => (column.field.path === path ? { ...column, width } : column))),
    );
  });

  const pointed = (
    event: MouseEvent,
  ): { readonly index: number; readonly row: InventoryRow | undefined } | undefined => {
    const element = event.target instanceof Element ? event.target.closest('[data-index]') : null;
    if (!(element instanceof HTMLElement)) return undefined;
    const index = Number(element.dataset['index']);
    return { index, row: pages.row(index) };
  };

  const onClick = (event: MouseEvent) => {
    const at = pointed(event);
    if (!at || event.button !== 0 || !(event.target instanceof Element)) return;
    const onCheck = event.target.closest('[data-check]') !== null;
    const toggles = onCheck || event.ctrlKey || event.metaKey;
    // The name is a link for those who open it in another tab; here it chooses the row.
    event.preventDefault();
    props.onPoint(at.index, event.shiftKey ? 'range' : toggles ? 'toggle' : 'open');
  };

  // Grows with the window and never shrinks, so that the same element is not wanted twice.
  const needed = last - first + 1;
  if (needed > poolSize.current) poolSize.current = needed;
  const pool = poolSize.current;
  // Elements of rows that leave are taken for those that come, and stay where they are in the page.
  const rows = [];
  for (let slot = 0; slot < pool; slot++) {
    const index = first + ((((slot - first) % pool) + pool) % pool);
    if (index > Math.min(last, total - 1)) continue;
    const row = pages.row(index);
    rows.push(
      <TableRow
        key={slot}
        row={row}
        index={index}
        columns={shown}
        places={places}
        words={words}
        selected={row !== undefined && isSelected(selection, row.id)}
        active={index === active}
        tint={row === undefined ? 0 : pages.tint(row.id)}
      />,
    );
  }

  const isActiveHere = active !== undefined && active >= first && active <= last;
  const style = {
    '--lead-width': `${leadWidth}px`,
    '--columns': template(shown),
    '--table-width': `${leadWidth + shown.reduce((sum, { width }) => sum + width, 0)}px`,
  } as CSSProperties;
  return (
    <>
      <div
        ref={scroller}
        role="grid"
        aria-label={props.label}
        aria-rowcount={total + 1}
        aria-colcount={shown.length + 1}
        aria-multiselectable
        {...(isActiveHere && { 'aria-activedescendant': rowElementId(active) })}
        tabIndex={0}
        className={classes['table']}
        data-choosing={props.selected !== 'none' || undefined}
        style={style}
        onKeyDown={props.onKey}
      >
        <TableHead
          columns={shown}
          sorts={props.sorts}
          selected={props.selected}
          onSelectAll={props.onSelectAll}
          onSort={props.onSort}
          onSortBy={props.onSortBy}
          onMove={props.onMove}
          onShift={props.onShift}
          onPin={props.onPin}
          onHide={props.onHide}
          onFilter={props.onFilter}
          onResize={onResize}
        />
        <div role="presentation" className={classes['body']} style={{ height: total * rowHeight }}>
          <div
            role="rowgroup"
            aria-label={text.inventory.rows}
            className={classes['rows']}
            onClick={onClick}
            onDoubleClick={(event) => {
              const at = pointed(event);
              if (at?.row) props.onOpenPage(at.row);
            }}
            onContextMenu={(event) => {
              const at = pointed(event);
              if (!at?.row) return;
              event.preventDefault();
              const cell = event.target instanceof Element ? event.target.closest('[data-path]') : null;
              const path = cell instanceof HTMLElement ? cell.dataset['path'] : undefined;
              props.onCellMenu({
                x: event.clientX,
                y: event.clientY,
                row: at.row,
                index: at.index,
                field: path === undefined ? undefined : fields.get(path),
              });
            }}
          >
            {rows}
          </div>
        </div>
      </div>
      <HoverHint within={scroller} />
    </>
  );
});

function placeColumns(columns: Columns, fields: ReadonlyMap<string, InventoryField>): readonly TableColumn[] {
  let left = leadWidth;
  return columns.map(({ path, width, pinned = false }) => {
    const field = fields.get(path) ?? unknownField(path);
    const wide = width ?? naturalWidth(field);
    const column = { field, width: wide, pinned, left: pinned ? left : undefined };
    if (pinned) left += wide;
    return column;
  });
}

/** A path that no field describes (a label, something nested) is a column as well. */
function unknownField(path: string): InventoryField {
  return { path, title: path, type: 'text', align: 'left', shown: false, filterable: true, volatile: false };
}

function template(columns: readonly TableColumn[]): string {
  // The last one takes the room that is left, so that rows reach the edge.
  return columns
    .map(({ width }, place) => (place === columns.length - 1 ? `minmax(${width}px, 1fr)` : `${width}px`))
    .join(' ');
}
