import {
  getPrimaryFieldOfPrimaryKey,
  getSchemaByObjectPath,
  type RxDocumentData,
  type RxJsonSchema,
} from 'rxdb';
import { toSqlText } from './text-order.ts';

export type SqlValue = string | number | null;
export type ColumnType = 'text' | 'number' | 'boolean';
export type AnySchema = RxJsonSchema<RxDocumentData<Record<string, unknown>>>;
export type AnyDocument = Readonly<Record<string, unknown>>;

/** One field that SQLite can compare and sort by itself. */
export interface Column {
  readonly path: string;
  /** The column, quoted for SQL. */
  readonly sql: string;
  readonly type: ColumnType;
  /** The primary key, `_deleted` and `_meta.lwt` stand in every table; the others belong to the schema's indexes. */
  readonly builtIn: boolean;
}

export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/**
 * The columns of a schema's table: one per indexed field, whatever the number of indexes it is in. Values are kept
 * typed, so that a column compares exactly as the field does; RxDB's padded index strings would repeat every value
 * in every index at its maximum length.
 */
export function columnsOf(schema: AnySchema): Column[] {
  const primary = getPrimaryFieldOfPrimaryKey(schema.primaryKey);
  const columns: Column[] = [
    { path: primary, sql: 'id', type: 'text', builtIn: true },
    { path: '_deleted', sql: 'deleted', type: 'boolean', builtIn: true },
    { path: '_meta.lwt', sql: 'lwt', type: 'number', builtIn: true },
  ];
  for (const path of new Set(indexesOf(schema).flat())) {
    if (columns.some((column) => column.path === path)) continue;
    const type = columnType(schema, path);
    if (type) columns.push({ path, sql: quoted(`f:${path}`), type, builtIn: false });
  }
  return columns;
}

export function indexesOf(schema: AnySchema): string[][] {
  return (schema.indexes ?? []).map((index) => (typeof index === 'string' ? [index] : [...index]));
}

function columnType(schema: AnySchema, path: string): ColumnType | undefined {
  const type: unknown = getSchemaByObjectPath(schema, path)?.type;
  switch (type) {
    case 'string':
      return 'text';
    case 'number':
    case 'integer':
      return 'number';
    case 'boolean':
      return 'boolean';
    default:
      return undefined;
  }
}

/** How to read a field's column value from a document. A missing value, or one of another type, is NULL. */
export function columnReader(column: Column): (document: AnyDocument) => SqlValue {
  const { type } = column;
  const steps = column.path.split('.');
  const [first = ''] = steps;
  if (steps.length === 1) return (document) => toSqlValue(type, document[first]) ?? null;
  return (document) => {
    let value: unknown = document;
    for (const step of steps) {
      if (typeof value !== 'object' || value === null) return null;
      value = (value as AnyDocument)[step];
    }
    return toSqlValue(type, value) ?? null;
  };
}

/** The value as its column holds it; undefined when the column cannot hold such a value. */
export function toSqlValue(type: ColumnType, value: unknown): string | number | undefined {
  switch (type) {
    case 'text':
      return typeof value === 'string' ? toSqlText(value) : undefined;
    case 'number':
      return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
    case 'boolean':
      return typeof value === 'boolean' ? Number(value) : undefined;
    default:
      return type satisfies never;
  }
}
