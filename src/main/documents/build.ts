import type { Block, Cell, Column, Inline, Row } from '../../shared/model/block.ts';
import type { Entity } from '../../shared/model/entity.ts';
import type { Severity } from '../../shared/model/severity.ts';
import { attributeText, isQuantityPath } from './format.ts';

/** What a builder accepts for one cell or paragraph: one piece or several. */
export type Content = Inline | readonly Inline[];

export function cell(content: Content): Cell {
  return isPieces(content) ? content : [content];
}

function isPieces(content: Content): content is readonly Inline[] {
  return Array.isArray(content);
}

export function paragraph(...content: readonly Inline[]): Block {
  return { t: 'paragraph', content };
}

export function heading(text: string): Block {
  return { t: 'heading', text };
}

export function list(items: readonly Content[]): Block {
  return { t: 'list', items: items.map(cell) };
}

/** Label and value, one a line: for the few figures that a reader looks for first. */
export function facts(items: readonly (readonly [label: string, value: Content])[]): Block {
  return { t: 'facts', items: items.map(([label, value]) => ({ label, value: cell(value) })) };
}

/** A table whose rows are not entities (totals, comparisons). Cells should be facts or computed values. */
export function table(
  columns: readonly (string | Column)[],
  rows: readonly (readonly Content[] | Row)[],
  caption?: string,
): Block {
  return {
    t: 'table',
    columns: columns.map((column) => (typeof column === 'string' ? { title: column } : column)),
    rows: rows.map((row) => (isRow(row) ? row : { cells: row.map(cell) })),
    ...(caption === undefined ? {} : { caption }),
  };
}

function isRow(row: readonly Content[] | Row): row is Row {
  return !Array.isArray(row);
}

export function entityLink(entity: Pick<Entity, 'id' | 'name'>, text: string = entity.name): Inline {
  return { t: 'entity', id: entity.id, text };
}

/** Links to several entities, comma-separated; `none` when there are none. */
export function entityLinks(entities: readonly Pick<Entity, 'id' | 'name'>[], limit = 20): Cell {
  if (entities.length === 0) return ['none'];
  const shown = entities.slice(0, limit);
  const rest = entities.length - shown.length;
  return [
    ...shown.flatMap((entity, i): Inline[] => (i === 0 ? [entityLink(entity)] : [', ', entityLink(entity)])),
    ...(rest > 0 ? [` and ${rest} more`] : []),
  ];
}

export function documentLink(id: string, text: string): Inline {
  return { t: 'document', id, text };
}

export function code(text: string): Inline {
  return { t: 'code', text };
}

export function severity(value: Severity): Inline {
  return { t: 'severity', severity: value };
}

export function unknown(reason: string): Inline {
  return { t: 'unknown', reason };
}

/** A value worked out from several entities. `from` says which: "24 hosts of prod-a". */
export function computed(text: string, from: string, options: { volatile?: boolean } = {}): Inline {
  return { t: 'computed', text, from, ...(options.volatile === true ? { volatile: true as const } : {}) };
}

/** Why an attribute of an entity is not known, in the source's words where it gave any. */
export function reasonUnknown(entity: Entity, path: string): string {
  return entity.unknown[path] ?? `not given by ${entity.source}`;
}

type Attributes<E extends Entity> = E extends Entity ? E['attributes'] : never;
/** Top-level attributes that every member of a union of kinds has. */
export type AttributePath<E extends Entity> = keyof Attributes<E> & string;
type Value<E extends Entity, P extends AttributePath<E>> = NonNullable<Attributes<E>[P]>;

/** The attribute's value, or undefined when the source did not give it. */
function attribute(entity: Entity, path: string): unknown {
  const value: unknown = (entity.attributes as Readonly<Record<string, unknown>>)[path];
  return value === null ? undefined : value;
}

/**
 * One attribute of one entity with its source. Without `format` the unit in the attribute's name decides. A format
 * that returns undefined says that the part it looked for is absent; absent is `unknown (reason)`, never 0 or ''.
 */
export function fact<E extends Entity, P extends AttributePath<E>>(
  entity: E,
  path: P,
  format?: (value: Value<E, P>) => string | undefined,
): Inline {
  const text = attributeCell(entity, path, format as Format | undefined);
  return typeof text === 'string' ? { t: 'fact', text, id: entity.id, path } : text;
}

type Format = (value: unknown) => string | undefined;

function attributeCell(entity: Entity, path: string, format: Format | undefined): string | Inline {
  const value = attribute(entity, path);
  if (value === undefined) return unknown(reasonUnknown(entity, path));
  const text = format === undefined ? attributeText(path, value) : format(value);
  if (text === undefined) return unknown(reasonUnknown(entity, path));
  // A value with a reason is one that the last run could not see: it is only remembered.
  const reason = entity.unknown[path];
  return reason === undefined
    ? text
    : { t: 'fact', text: `${text} (last known)`, id: entity.id, path, title: reason };
}

/** A column that shows one attribute; `name` is the entity's name as a link. */
type PathColumn<E extends Entity> =
  | { readonly title: string; readonly align?: Column['align']; readonly path: 'name' }
  | {
      [P in AttributePath<E>]: {
        readonly title: string;
        readonly align?: Column['align'];
        readonly path: P;
        readonly format?: (value: Value<E, P>) => string | undefined;
      };
    }[AttributePath<E>];

interface ValueColumn<E extends Entity> {
  readonly title: string;
  readonly align?: Column['align'];
  /** What the cell shows moves by itself: its change is no new version. */
  readonly volatile?: true;
  /** Plain text in it counts as coming from the row's entity. */
  readonly value: (entity: E) => Content;
}

export type EntityColumn<E extends Entity> = PathColumn<E> | ValueColumn<E>;

/** Only with `depth: 'full'`: `...when(settings.depth === 'full', [{ … }])`. */
export function when<T>(condition: boolean, items: readonly T[]): readonly T[] {
  return condition ? items : [];
}

/**
 * A table with a row for each entity. `home`: links to these entities lead here; an entity has one home in all
 * documents, so exactly one table may say it.
 */
export function entityTable<E extends Entity>(options: {
  readonly entities: readonly E[];
  readonly home?: boolean;
  readonly columns: readonly EntityColumn<E>[];
  readonly caption?: string;
}): Block {
  const { entities, columns, caption } = options;
  const render = columns.map((column) =>
    'value' in column
      ? (entity: E): Cell => cell(column.value(entity))
      : column.path === 'name'
        ? (entity: E): Cell => [entity.name]
        : (entity: E): Cell => [
            attributeCell(
              entity,
              column.path,
              'format' in column ? (column.format as Format | undefined) : undefined,
            ),
          ],
  );
  return {
    t: 'table',
    columns: columns.map((column): Column => {
      const align = column.align ?? ('path' in column && isQuantityPath(column.path) ? 'right' : undefined);
      return {
        title: column.title,
        ...(align === undefined ? {} : { align }),
        ...('path' in column ? { path: column.path } : {}),
        ...('volatile' in column && column.volatile ? { volatile: true as const } : {}),
      };
    }),
    rows: entities.map((entity): Row => {
      const cells = render.map((one) => one(entity));
      return options.home === true ? { entity: entity.id, home: true, cells } : { entity: entity.id, cells };
    }),
    ...(caption === undefined ? {} : { caption }),
  };
}
