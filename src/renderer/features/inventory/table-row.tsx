import { memo, type CSSProperties } from 'react';
import { cleanText } from '../../../shared/clean-text.ts';
import type { InventoryField, InventoryRow } from '../../../shared/contract/inventory.ts';
import { links } from '../../app/links.ts';
import { useText, type Catalogue } from '../../i18n/catalogue.tsx';
import { cellText, type CellWords } from './cell-text.ts';
import { statusShapes } from '../../ui/status-shapes.ts';
import classes from './table.module.css';

export const rowHeight = 28;

export interface TableColumn {
  readonly field: InventoryField;
  readonly width: number;
  readonly pinned: boolean;
  /** Where it stays when the rest is scrolled aside, in pixels from the left. */
  readonly left: number | undefined;
}

export interface TableRowProps {
  readonly row: InventoryRow | undefined;
  readonly index: number;
  readonly columns: readonly TableColumn[];
  /** Of each column, where its value stands in the row; −1: not asked for yet. */
  readonly places: readonly number[];
  readonly words: CellWords;
  readonly selected: boolean;
  readonly active: boolean;
  /** Counts how often it was changed: another number tints it again. */
  readonly tint: number;
}

/** One row; events are taken by the table, which finds the row by `data-index`. */
export const TableRow = memo(function TableRow(props: TableRowProps) {
  const { row, index, columns, places, words, selected, active, tint } = props;
  const text = useText();
  const id = rowElementId(index);
  const style = { transform: `translateY(${index * rowHeight}px)` };
  if (!row) {
    return (
      <div
        role="row"
        id={id}
        aria-rowindex={index + 2}
        aria-busy
        data-coming
        className={classes['row']}
        style={style}
        data-index={index}
      >
        <div className={classes['lead']} role="gridcell" />
        {columns.map(({ field, pinned, left }) => (
          <div key={field.path} role="gridcell" className={classes['cell']} {...pinning(pinned, left)} />
        ))}
      </div>
    );
  }
  return (
    <div
      role="row"
      id={id}
      aria-rowindex={index + 2}
      aria-selected={selected}
      className={classes['row']}
      style={style}
      data-index={index}
      data-active={active || undefined}
      data-gone={row.disappearedAt !== undefined || undefined}
      data-simulated={row.simulated || undefined}
      data-tint={tint === 0 ? undefined : tint % 2 === 0 ? 'even' : 'odd'}
    >
      <Lead row={row} text={text} />
      {columns.map((column, place) => (
        <Cell
          key={column.field.path}
          row={row}
          column={column}
          place={places[place] ?? -1}
          words={words}
          text={text}
        />
      ))}
    </div>
  );
});

/** One element a cell: thousands of them come and go while one scrolls. */
function Cell(props: {
  row: InventoryRow;
  column: TableColumn;
  place: number;
  words: CellWords;
  text: Catalogue;
}) {
  const { row, column, place, words, text } = props;
  const { field, pinned, left } = column;
  if (field.path === 'name') {
    return (
      <div role="gridcell" className={classes['cell']} data-path="name" {...pinning(pinned, left)}>
        <a className={classes['name']} href={links.entity(row.id)} tabIndex={-1} draggable={false}>
          {cleanText(row.name)}
        </a>
        {row.disappearedAt !== undefined && (
          <span className={classes['goneSince']} data-hint={words.absolute(row.disappearedAt)}>
            {text.inventory.goneSince(words.relative(row.disappearedAt))}
          </span>
        )}
      </div>
    );
  }
  const value = place === -1 ? undefined : row.values[place];
  if (value === undefined) {
    return <div role="gridcell" className={classes['cell']} {...pinning(pinned, left)} />;
  }
  const said = cellText(field, value, row.unknown?.[String(place)], words);
  return (
    <div
      role="gridcell"
      className={classes['cell']}
      data-path={field.path}
      data-align={field.align === 'right' ? 'right' : undefined}
      data-state={said.state === 'known' ? undefined : said.state}
      data-mono={isName(field.path) || undefined}
      data-hint={said.hint}
      aria-label={said.state === 'unknown' ? said.hint : undefined}
      {...pinning(pinned, left)}
    >
      {said.status ? (
        <>
          <span className={classes['status']} data-status={said.status} aria-hidden>
            {statusShapes[said.status]}
          </span>
          {said.text}
        </>
      ) : (
        said.text
      )}
    </div>
  );
}

export function rowElementId(index: number): string {
  return `inventory-row-${index}`;
}

/** Where a row is chosen, with the mark of its worst finding. */
function Lead({ row, text }: { row: InventoryRow; text: Catalogue }) {
  // A finding says its severity in a column of its own.
  if (row.severity === undefined || row.kind === 'finding') {
    return <div className={classes['lead']} role="gridcell" data-check />;
  }
  const label = text.inventory.worstFinding(text.ui.status[row.severity]);
  return (
    <div
      className={classes['lead']}
      role="gridcell"
      data-check
      data-status={row.severity}
      aria-label={label}
      data-hint={label}
    >
      {statusShapes[row.severity]}
    </div>
  );
}

function isName(path: string): boolean {
  return /^(?:id|nativeId|host|cluster|uuid|serial|mac|naa|wwn|dnsName|ips|address|managementIp|prefix|object|device|peer|node|namespace|source|partition|keys)$/.test(
    path,
  );
}

function pinning(pinned: boolean, left: number | undefined): { 'data-pinned'?: true; style?: CSSProperties } {
  return pinned ? { 'data-pinned': true, style: { left } } : {};
}
