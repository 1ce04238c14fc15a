import { Menu } from '@mantine/core';
import { ArrowDown, ArrowLeft, ArrowRight, ArrowUp, EyeOff, Filter, Pin, PinOff } from 'lucide-react';
import {
  memo,
  useRef,
  useState,
  type DragEvent,
  type KeyboardEvent,
  type MouseEvent,
  type PointerEvent,
} from 'react';
import { useText } from '../../i18n/catalogue.tsx';
import { narrowest } from './column-state.ts';
import type { SortDirection, Sorts } from './sort-state.ts';
import type { TableColumn } from './table-row.tsx';
import classes from './table.module.css';

export interface TableHeadProps {
  readonly columns: readonly TableColumn[];
  readonly sorts: Sorts;
  readonly selected: 'none' | 'some' | 'all';
  readonly onSelectAll: () => void;
  readonly onSort: (path: string, also: boolean) => void;
  readonly onSortBy: (path: string, direction: SortDirection) => void;
  /** While it is pulled; then once more when it is let go. */
  readonly onResize: (path: string, width: number, done: boolean) => void;
  readonly onMove: (path: string, before: string | undefined) => void;
  readonly onShift: (path: string, by: -1 | 1) => void;
  readonly onPin: (path: string, pinned: boolean) => void;
  readonly onHide: (path: string) => void;
  readonly onFilter: (path: string) => void;
}

const wide = 32;

/** Titles of the columns: order, width, place, and a menu with all of that for the keyboard. */
export const TableHead = memo(function TableHead(props: TableHeadProps) {
  const { columns, sorts, selected, onSelectAll, onMove } = props;
  const text = useText();
  const [dragged, setDragged] = useState<string>();
  const [over, setOver] = useState<string>();
  return (
    <div className={classes['head']} role="row" aria-rowindex={1}>
      <div className={classes['lead']} role="columnheader" aria-label={text.inventory.selection}>
        <button
          type="button"
          className={classes['checkAll']}
          role="checkbox"
          aria-checked={selected === 'all' ? true : selected === 'some' ? 'mixed' : false}
          aria-label={text.inventory.selectAll}
          onClick={onSelectAll}
        />
      </div>
      {columns.map((column) => (
        <ColumnTitle
          key={column.field.path}
          {...props}
          column={column}
          sort={sorts.find(({ path }) => path === column.field.path)?.direction}
          sortPlace={sorts.length > 1 ? sorts.findIndex(({ path }) => path === column.field.path) + 1 : 0}
          isOver={over === column.field.path && dragged !== undefined && dragged !== over}
          onDragStart={() => setDragged(column.field.path)}
          onDragOver={() => setOver(column.field.path)}
          onDragEnd={() => {
            setDragged(undefined);
            setOver(undefined);
          }}
          onDrop={() => {
            if (dragged !== undefined) onMove(dragged, column.field.path);
          }}
        />
      ))}
    </div>
  );
});

function ColumnTitle(
  props: TableHeadProps & {
    column: TableColumn;
    sort: SortDirection | undefined;
    sortPlace: number;
    isOver: boolean;
    onDragStart: () => void;
    onDragOver: () => void;
    onDragEnd: () => void;
    onDrop: () => void;
  },
) {
  const { column, sort, sortPlace, isOver, columns } = props;
  const { field, width, pinned, left } = column;
  const text = useText();
  const [opened, setOpened] = useState(false);
  const pull = useRef<{ readonly x: number; readonly width: number } | undefined>(undefined);
  const latest = useRef(width);

  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0) return;
    event.preventDefault();
    event.stopPropagation();
    event.currentTarget.setPointerCapture(event.pointerId);
    pull.current = { x: event.clientX, width };
  };
  const onPointerMove = (event: PointerEvent) => {
    if (!pull.current) return;
    latest.current = Math.max(narrowest, pull.current.width + event.clientX - pull.current.x);
    props.onResize(field.path, latest.current, false);
  };
  const onPointerUp = () => {
    if (!pull.current) return;
    pull.current = undefined;
    props.onResize(field.path, latest.current, true);
  };
  const onResizeKey = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowLeft' ? -wide / 2 : event.key === 'ArrowRight' ? wide / 2 : 0;
    if (by === 0) return;
    event.preventDefault();
    event.stopPropagation();
    props.onResize(field.path, Math.max(narrowest, width + by), true);
  };
  const onDragStart = (event: DragEvent) => {
    event.dataTransfer.effectAllowed = 'move';
    event.dataTransfer.setData('text/plain', field.title);
    props.onDragStart();
  };
  const place = columns.indexOf(column);
  const canShift = (by: -1 | 1) => columns[place + by]?.pinned === pinned;
  const sortable = field.filterable;

  return (
    <div
      role="columnheader"
      className={classes['title']}
      aria-sort={sort ?? (sortable ? 'none' : undefined)}
      data-align={field.align === 'right' ? 'right' : undefined}
      data-pinned={pinned || undefined}
      data-over={isOver || undefined}
      style={pinned ? { left } : undefined}
      onDragOver={(event) => {
        event.preventDefault();
        props.onDragOver();
      }}
      onDrop={(event) => {
        event.preventDefault();
        props.onDrop();
      }}
      onContextMenu={(event: MouseEvent) => {
        event.preventDefault();
        setOpened(true);
      }}
    >
      <button
        type="button"
        className={classes['titleButton']}
        draggable
        data-hint={`${field.title}\n${field.path}`}
        onDragStart={onDragStart}
        onDragEnd={props.onDragEnd}
        onClick={(event) => {
          // The menu opens by its own means.
          if (sortable) props.onSort(field.path, event.shiftKey);
        }}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown' && event.key !== 'F10') return;
          event.preventDefault();
          event.stopPropagation();
          setOpened(true);
        }}
      >
        <span className={classes['titleText']}>{field.title}</span>
        {sort && (
          <span className={classes['sort']} aria-hidden>
            {sort === 'ascending' ? '↑' : '↓'}
            {sortPlace > 0 && <sub>{sortPlace}</sub>}
          </span>
        )}
      </button>
      <Menu opened={opened} onChange={setOpened} position="bottom-start" withinPortal>
        <Menu.Target>
          <span className={classes['menuAnchor']} aria-hidden />
        </Menu.Target>
        <Menu.Dropdown>
          {sortable && (
            <>
              <Menu.Item
                leftSection={<ArrowUp size={14} aria-hidden />}
                onClick={() => props.onSortBy(field.path, 'ascending')}
              >
                {text.inventory.sortUp}
              </Menu.Item>
              <Menu.Item
                leftSection={<ArrowDown size={14} aria-hidden />}
                onClick={() => props.onSortBy(field.path, 'descending')}
              >
                {text.inventory.sortDown}
              </Menu.Item>
              <Menu.Item
                leftSection={<Filter size={14} aria-hidden />}
                onClick={() => props.onFilter(field.path)}
              >
                {text.inventory.filterByField(field.title)}
              </Menu.Item>
              <Menu.Divider />
            </>
          )}
          <Menu.Item
            leftSection={pinned ? <PinOff size={14} aria-hidden /> : <Pin size={14} aria-hidden />}
            onClick={() => props.onPin(field.path, !pinned)}
          >
            {pinned ? text.inventory.unpin : text.inventory.pin}
          </Menu.Item>
          <Menu.Item
            leftSection={<ArrowLeft size={14} aria-hidden />}
            disabled={!canShift(-1)}
            onClick={() => props.onShift(field.path, -1)}
          >
            {text.inventory.moveLeft}
          </Menu.Item>
          <Menu.Item
            leftSection={<ArrowRight size={14} aria-hidden />}
            disabled={!canShift(1)}
            onClick={() => props.onShift(field.path, 1)}
          >
            {text.inventory.moveRight}
          </Menu.Item>
          <Menu.Item
            leftSection={<EyeOff size={14} aria-hidden />}
            disabled={field.path === 'name'}
            onClick={() => props.onHide(field.path)}
          >
            {text.inventory.hideColumn}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <span
        className={classes['edge']}
        role="separator"
        aria-orientation="vertical"
        aria-label={text.inventory.widthOf(field.title)}
        aria-valuenow={width}
        aria-valuemin={narrowest}
        tabIndex={0}
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onPointerUp={onPointerUp}
        onLostPointerCapture={onPointerUp}
        onKeyDown={onResizeKey}
        onDoubleClick={() => props.onResize(field.path, 0, true)}
      />
    </div>
  );
}
