import { memo, type CSSProperties } from 'react';
import type { InventoryField, InventoryRow } from '../../../shared/contract/inventory.ts';
import { links } from '../../app/links.ts';
import { useText, type Catalogue } from '../../i18n/catalogue.tsx';
import { cellText, type CellWords } from './cell-text.ts';
import { severityShapes, statusShapes } from './status-shapes.ts';
import classes from './table.module.css';

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
  if (!row) {
    return (
      <div
        role="row"
        id={id}
        aria-rowindex={index + 2}
        aria-busy
        className={classes['row']}
        data-index={index}
      >
        <div className={classes['lead']} role="gridcell" />
        {columns.map(({ field, pinned, left }) => (
          <div key={field.path} role="gridcell" className={classes['cell']} {...pinning(pinned, left)}>
            <span className={classes['coming']} />
          </div>
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
      data-index={index}
      data-active={active || undefined}
      data-gone={row.disappearedAt !== undefined || undefined}
      data-simulated={row.simulated || undefined}
      data-tint={tint === 0 ? undefined : tint % 2 === 0 ? 'even' : 'odd'}
    >
      <div className={classes['lead']} role="gridcell">
        <span
          className={classes['check']}
          data-check
          role="checkbox"
          aria-checked={selected}
          aria-label={text.inventory.selectRow(row.name)}
        />
        <Severity row={row} text={text} />
      </div>
      {columns.map(({ field, pinned, left }, place) => {
        const value = valueOf(row, field.path, places[place] ?? -1);
        if (field.path === 'name') {
          return (
            <div
              key="name"
              role="gridcell"
              className={classes['cell']}
              data-path="name"
              {...pinning(pinned, left)}
            >
              <a
                className={classes['name']}
                href={links.entity(row.id)}
                tabIndex={-1}
                data-name
                draggable={false}
              >
                {row.name}
              </a>
              {row.disappearedAt !== undefined && (
                <span className={classes['goneSince']} data-hint={words.absolute(row.disappearedAt)}>
                  {text.inventory.goneSince(words.relative(row.disappearedAt))}
                </span>
              )}
            </div>
          );
        }
        if (value === undefined) {
          return (
            <div key={field.path} role="gridcell" className={classes['cell']} {...pinning(pinned, left)}>
              <span className={classes['coming']} />
            </div>
          );
        }
        const reason = row.unknown?.[String(places[place])];
        const said = cellText(field, value, reason, words);
        return (
          <div
            key={field.path}
            role="gridcell"
            className={classes['cell']}
            data-path={field.path}
            data-align={field.align === 'right' ? 'right' : undefined}
            data-state={said.state === 'known' ? undefined : said.state}
            data-hint={said.hint}
            aria-label={said.state === 'unknown' ? said.hint : undefined}
            {...pinning(pinned, left)}
          >
            {said.status && (
              <span className={classes['status']} data-status={said.status} aria-hidden>
                {statusShapes[said.status]}
              </span>
            )}
            <span className={classes['text']} data-mono={isName(field.path) || undefined}>
              {said.text}
            </span>
          </div>
        );
      })}
    </div>
  );
});

export function rowElementId(index: number): string {
  return `inventory-row-${index}`;
}

function Severity({ row, text }: { row: InventoryRow; text: Catalogue }) {
  // A finding says its severity in a column of its own.
  if (row.severity === undefined || row.kind === 'finding') return <span className={classes['severity']} />;
  const label = text.inventory.worstFinding(text.ui.status[row.severity]);
  return (
    <span
      className={classes['severity']}
      data-status={row.severity}
      role="img"
      aria-label={label}
      data-hint={label}
    >
      {severityShapes[row.severity]}
    </span>
  );
}

/** What the row itself knows needs no column of the answer. */
function valueOf(row: InventoryRow, path: string, place: number): InventoryRow['values'][number] | undefined {
  return path === 'name' ? row.name : place === -1 ? undefined : row.values[place];
}

function isName(path: string): boolean {
  return /^(?:id|nativeId|host|cluster|uuid|serial|mac|naa|wwn|dnsName|ips|address|managementIp|prefix|object|device|peer|node|namespace|source|partition|keys)$/.test(
    path,
  );
}

function pinning(pinned: boolean, left: number | undefined): { 'data-pinned'?: true; style?: CSSProperties } {
  return pinned ? { 'data-pinned': true, style: { left } } : {};
}
