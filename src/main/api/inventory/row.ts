import type { InventoryRow } from '../../../shared/contract/inventory.ts';
import type { Entity } from '../../../shared/model/entity.ts';
import { compilePath } from '../../inventory/entity-paths.ts';
import { relatedNames } from '../../inventory/listing.ts';
import type { InventoryView } from '../../inventory/view.ts';
import { severityOf } from './findings-about.ts';

export type CellValue = InventoryRow['values'][number];

interface ColumnReader {
  value(entity: Entity): CellValue;
  /** Why there is no value, or why it is the last known one. */
  unknown(entity: Entity): string | undefined;
}

/** Reads what a column shows: one value, all of several, or how many entries there are where they are no plain values. */
export function columnReader(view: InventoryView, path: string): ColumnReader {
  if (path === 'confirmedAt') {
    return {
      value: (entity) => (entity.disappearedAt === undefined ? view.confirmedAt(entity) : null),
      unknown: (entity) => (entity.disappearedAt === undefined ? undefined : 'it has disappeared'),
    };
  }
  const read = compilePath(path, relatedNames(view));
  const attribute = path.replace(/^attributes\./, '').split('.')[0] ?? path;
  return {
    value: (entity) => {
      const own = (entity.attributes as Readonly<Record<string, unknown>>)[path];
      // An empty list was seen to be empty; that is no unknown value.
      if (Array.isArray(own)) return cellOf(own);
      const values = read(entity);
      return values.length === 0 ? null : values.length === 1 ? cellOf(values[0]) : cellOf(values);
    },
    unknown: (entity) => entity.unknown[attribute],
  };
}

function cellOf(value: unknown): CellValue {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  if (Array.isArray(value)) {
    return value.every(isPlain) ? value : value.length;
  }
  if (typeof value === 'object' && value !== null) return Object.keys(value).length;
  return null;
}

function isPlain(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

export function rowReader(view: InventoryView, columns: readonly string[]): (entity: Entity) => InventoryRow {
  const readers = columns.map((path) => columnReader(view, path));
  return (entity) => {
    const unknown: Record<string, string> = {};
    let anyUnknown = false;
    const values = readers.map((reader, column) => {
      const reason = reader.unknown(entity);
      if (reason !== undefined) {
        unknown[column] = reason;
        anyUnknown = true;
      }
      return reader.value(entity);
    });
    const severity = severityOf(view, entity);
    return {
      id: entity.id,
      kind: entity.kind,
      name: entity.name,
      source: entity.source,
      ...(entity.partition !== undefined && { partition: entity.partition }),
      simulated: entity.simulated,
      observedAt: entity.observedAt,
      confirmedAt: view.confirmedAt(entity),
      changedAt: entity.changedAt,
      ...(entity.disappearedAt !== undefined && { disappearedAt: entity.disappearedAt }),
      ...(severity && { severity }),
      values,
      ...(anyUnknown ? { unknown } : {}),
    };
  };
}
