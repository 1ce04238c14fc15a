import type { Block, Cell, Column, Row } from '../../../shared/model/block.ts';
import type { Entity } from '../../../shared/model/entity.ts';
import { cell, paragraph, reasonUnknown, table, unknown, type Content } from '../build.ts';

export interface NestedColumn<I, E extends Entity> {
  readonly title: string;
  readonly align?: Column['align'];
  /** The attribute that the cell's text comes from; the list's own attribute unless it says so. */
  readonly path?: string;
  readonly volatile?: true;
  /** Nice to have: only with depth `full`. */
  readonly nice?: true;
  /** undefined: the source did not give it. */
  readonly value: (item: I, entity: E) => Content | undefined;
}

/**
 * A row for each entry of a list that entities carry (disks of VMs, adapters of hosts). An entity whose list is not
 * known has one row that says why; one whose list is empty has none.
 */
export function nestedTable<I, E extends Entity>(options: {
  readonly entities: readonly E[];
  /** Heading of the column with the entity's name. */
  readonly of: string;
  readonly path: keyof E['attributes'] & string;
  readonly list: (entity: E) => readonly I[] | undefined;
  readonly columns: readonly NestedColumn<NoInfer<I>, E>[];
  /** Whether columns that are nice to have are shown. */
  readonly full: boolean;
  readonly none: string;
  readonly caption?: string;
}): Block {
  const { entities, path } = options;
  const columns = options.columns.filter((column) => options.full || column.nice !== true);
  const rows: Row[] = [];
  for (const entity of entities) {
    const list = options.list(entity);
    if (list === undefined) {
      const reason = reasonUnknown(entity, path);
      const [, ...rest] = columns;
      rows.push({
        entity: entity.id,
        cells: [[entity.name], [unknown(reason)], ...rest.map((): Cell => [''])],
      });
      continue;
    }
    for (const item of list) {
      rows.push({
        entity: entity.id,
        cells: [
          [entity.name],
          ...columns.map((column): Cell => {
            const content = column.value(item, entity);
            return content === undefined ? [unknown(`not given by ${entity.source}`)] : cell(content);
          }),
        ],
      });
    }
  }
  if (rows.length === 0) return paragraph(options.none);
  return table(
    [
      { title: options.of, path: 'name' },
      ...columns.map((column): Column => ({
        title: column.title,
        ...(column.align === undefined ? {} : { align: column.align }),
        ...(column.volatile === true ? { volatile: true as const } : { path: column.path ?? path }),
      })),
    ],
    rows,
    options.caption,
  );
}

/** Text of an optional value; undefined stays undefined, so that the cell says that it is not known. */
export function maybe<T>(value: T | undefined, format: (value: T) => string): string | undefined {
  return value === undefined ? undefined : format(value);
}
