import { ActionIcon, CloseButton, TextInput, Tooltip } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown, ArrowUp, ListFilter } from 'lucide-react';
import { memo, useDeferredValue, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import type { Block, Column, Row } from '../../../shared/model/block.ts';
import { cleanText } from '../../../shared/clean-text.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { columnWidths, shortColumns } from './column-widths.ts';
import { usePage } from './page-context.ts';
import { Pieces } from './pieces.tsx';
import { usePrinting } from './printing.ts';
import { filterRows, sortRows, type Sorting } from './sort-rows.ts';
import classes from './table-view.module.css';

type TableBlock = Extract<Block, { t: 'table' }>;

/** Beyond this many rows only those in sight are drawn. */
export const mostDrawn = 60;
/** From this many rows on it can be filtered. */
const worthFiltering = 9;
const rowHeight = 28;
/** On paper, entries of tables with more columns are broken anywhere rather than cut off. */
const mostWordsOnPaper = 9;

export const TableView = memo(function TableView({ block, title }: { block: TableBlock; title: string }) {
  const text = useText();
  const [sorting, setSorting] = useState<Sorting>();
  const [filtering, setFiltering] = useState(false);
  const [filter, setFilter] = useState('');
  const wanted = useDeferredValue(filter);
  const { columns } = block;
  const rows = useMemo(
    () => sortRows(filterRows(block.rows, wanted), sorting),
    [block.rows, wanted, sorting],
  );
  const filterable = block.rows.length >= worthFiltering;
  return (
    <div className={classes['table']}>
      {(block.caption !== undefined || filterable) && (
        <div className={classes['bar']}>
          <span className={classes['caption']}>{cleanText(block.caption ?? '')}</span>
          {filterable && (
            <span className={classes['count']} role="status">
              {rows.length === block.rows.length
                ? text.documents.table.rows(rows.length)
                : text.documents.table.rowsOf(rows.length, block.rows.length)}
            </span>
          )}
          {filterable && !filtering && (
            <Tooltip label={text.documents.table.filter}>
              <ActionIcon
                size={24}
                aria-label={text.documents.table.filterIn(title)}
                onClick={() => setFiltering(true)}
              >
                <ListFilter size={14} aria-hidden />
              </ActionIcon>
            </Tooltip>
          )}
          {filtering && (
            <TextInput
              className={classes['filter'] ?? ''}
              size="xs"
              autoFocus
              aria-label={text.documents.table.filterIn(title)}
              placeholder={text.documents.table.filter}
              value={filter}
              onChange={(event) => setFilter(event.currentTarget.value)}
              onKeyDown={(event) => {
                if (event.key !== 'Escape') return;
                event.stopPropagation();
                setFilter('');
                setFiltering(false);
              }}
              rightSection={
                <CloseButton
                  size="xs"
                  aria-label={text.documents.table.clear}
                  onClick={() => {
                    setFilter('');
                    setFiltering(false);
                  }}
                />
              }
            />
          )}
        </div>
      )}
      <TableBody
        columns={columns}
        all={block.rows}
        rows={rows}
        title={title}
        head={
          <tr>
            {columns.map((column, i) => (
              <HeadCell
                key={i}
                column={column}
                {...(sorting?.column === i && { direction: sorting.direction })}
                sortable={block.rows.length > 1}
                onSort={() => setSorting((before) => nextSorting(before, i))}
              />
            ))}
          </tr>
        }
      />
      {rows.length === 0 && block.rows.length > 0 && (
        <p className={classes['none']}>{text.documents.table.noneMatch}</p>
      )}
    </div>
  );
});

/** Ascending, descending, as it was written. */
function nextSorting(before: Sorting | undefined, column: number): Sorting | undefined {
  if (before?.column !== column) return { column, direction: 'ascending' };
  return before.direction === 'ascending' ? { column, direction: 'descending' } : undefined;
}

function HeadCell(props: {
  column: Column;
  direction?: Sorting['direction'];
  sortable: boolean;
  onSort: () => void;
}) {
  const text = useText();
  const { column, direction, sortable, onSort } = props;
  const title = cleanText(column.title);
  return (
    <th scope="col" aria-sort={direction ?? 'none'} data-align={column.align}>
      {sortable && title !== '' ? (
        <button
          type="button"
          className={classes['sort']}
          title={text.documents.table.sortBy(title)}
          onClick={onSort}
        >
          {title}
          {direction === 'ascending' && <ArrowUp size={12} aria-hidden />}
          {direction === 'descending' && <ArrowDown size={12} aria-hidden />}
        </button>
      ) : (
        title
      )}
    </th>
  );
}

interface BodyProps {
  readonly columns: readonly Column[];
  readonly all: readonly Row[];
  readonly rows: readonly Row[];
  readonly title: string;
  readonly head: ReactNode;
}

function TableBody(props: BodyProps) {
  const printing = usePrinting();
  return props.all.length > mostDrawn && !printing ? <LongBody {...props} /> : <WholeBody {...props} />;
}

function WholeBody({ columns, all, rows, title, head }: BodyProps) {
  const text = useText();
  const short = useMemo(() => shortColumns(columns, all), [columns, all]);
  return (
    <div
      className={classes['scroll']}
      role="group"
      tabIndex={0}
      aria-label={text.documents.table.label(cleanText(title))}
    >
      <table data-broad={columns.length > mostWordsOnPaper || undefined}>
        <thead>{head}</thead>
        <tbody>
          {rows.map((row, i) => (
            <BodyRow key={i} row={row} columns={columns} short={short} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Rows of one height in columns of a fixed width, so that nothing moves while others are drawn. */
function LongBody({ columns, all, rows, title, head }: BodyProps) {
  const text = useText();
  const { row: target } = usePage();
  const scroll = useRef<HTMLDivElement>(null);
  const widths = useMemo(() => columnWidths(columns, all), [columns, all]);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => rowHeight,
    overscan: 8,
    // The first picture is drawn before the element is measured.
    initialRect: { width: 800, height: 560 },
  });
  useEffect(() => {
    const index = target === undefined ? -1 : rows.findIndex(({ entity }) => entity === target);
    if (index >= 0) virtual.scrollToIndex(index, { align: 'center' });
  }, [target]);
  const items = virtual.getVirtualItems();
  const before = items[0]?.start ?? 0;
  const after = virtual.getTotalSize() - (items.at(-1)?.end ?? 0);
  const total = widths.reduce((sum, width) => sum + width, 0);
  return (
    <div
      ref={scroll}
      className={classes['scroll']}
      role="group"
      tabIndex={0}
      aria-label={text.documents.table.label(cleanText(title))}
    >
      <table
        className={classes['long']}
        aria-rowcount={rows.length + 1}
        style={{ width: `max(100%, calc(${total}ch + ${columns.length * 24}px))` }}
      >
        <colgroup>
          {widths.map((width, i) => (
            <col key={i} style={{ width: `calc(${width}ch + 24px)` }} />
          ))}
        </colgroup>
        <thead>{head}</thead>
        <tbody>
          {before > 0 && <Spacer height={before} columns={columns.length} />}
          {items.map(({ index }) => {
            const row = rows[index];
            return row && <BodyRow key={index} row={row} columns={columns} index={index} />;
          })}
          {after > 0 && <Spacer height={after} columns={columns.length} />}
        </tbody>
      </table>
    </div>
  );
}

function Spacer({ height, columns }: { height: number; columns: number }) {
  return (
    <tr aria-hidden className={classes['spacer']}>
      <td colSpan={columns} style={{ height }} />
    </tr>
  );
}

const BodyRow = memo(function BodyRow(props: {
  row: Row;
  columns: readonly Column[];
  index?: number;
  short?: readonly boolean[];
}) {
  const { row, columns, index, short } = props;
  const { row: target } = usePage();
  const { entity } = row;
  return (
    <tr
      data-entity={entity}
      data-target={(entity !== undefined && entity === target) || undefined}
      {...(index !== undefined && { 'aria-rowindex': index + 2 })}
    >
      {columns.map(({ align, path }, i) => (
        <td
          key={i}
          data-align={align}
          data-path={path === 'name' ? undefined : path}
          data-short={short?.[i] === true || undefined}
        >
          <Pieces content={row.cells[i] ?? []} name={path === 'name' ? entity : undefined} />
        </td>
      ))}
    </tr>
  );
});
