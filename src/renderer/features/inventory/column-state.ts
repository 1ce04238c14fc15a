import type { InventoryField } from '../../../shared/contract/inventory.ts';
import type { ViewColumn } from '../../../shared/contract/views.ts';

/** Which columns a table has, in which order; what is pinned stands first and stays in sight. */
export type Columns = readonly ViewColumn[];

export const narrowest = 56;
const widest = 900;

/** What a table of a kind shows until somebody arranges it. */
export function defaultColumns(fields: readonly InventoryField[], several: boolean): Columns {
  const shown = fields.filter(
    (field) => field.shown && field.path !== 'name' && field.path !== 'confirmedAt',
  );
  return [
    { path: 'name', pinned: true },
    ...(several ? [{ path: 'kind' }, { path: 'source' }, { path: 'partition' }] : []),
    ...shown.map(({ path }) => ({ path })),
    { path: 'changedAt' },
    { path: 'confirmedAt' },
  ];
}

export function toggleColumn(columns: Columns, path: string): Columns {
  return columns.some((column) => column.path === path)
    ? columns.filter((column) => column.path !== path)
    : [...columns, { path }];
}

export function resizeColumn(columns: Columns, path: string, width: number): Columns {
  const fitting = Math.round(Math.min(Math.max(width, narrowest), widest));
  return columns.map((column) => (column.path === path ? { ...column, width: fitting } : column));
}

/** As wide as its values want again. */
export function naturalColumn(columns: Columns, path: string): Columns {
  return columns.map((column) => {
    if (column.path !== path) return column;
    const { width: _, ...rest } = column;
    return rest;
  });
}

export function pinColumn(columns: Columns, path: string, pinned: boolean): Columns {
  return pinnedFirst(
    columns.map((column) => {
      if (column.path !== path) return column;
      const { pinned: _, ...rest } = column;
      return pinned ? { ...rest, pinned: true as const } : rest;
    }),
  );
}

/** Puts a column before another one, or last; it stays among the pinned ones, or among the others. */
export function moveColumn(columns: Columns, path: string, before: string | undefined): Columns {
  const moved = columns.find((column) => column.path === path);
  if (!moved || path === before) return columns;
  const rest = columns.filter((column) => column.path !== path);
  const place = before === undefined ? rest.length : rest.findIndex((column) => column.path === before);
  return pinnedFirst(rest.toSpliced(place === -1 ? rest.length : place, 0, moved));
}

/** By one place to either side. */
export function shiftColumn(columns: Columns, path: string, by: -1 | 1): Columns {
  const place = columns.findIndex((column) => column.path === path);
  const next = columns[place + by];
  const moved = columns[place];
  if (place === -1 || !next || !moved || next.pinned !== moved.pinned) return columns;
  return columns.with(place, next).with(place + by, moved);
}

function pinnedFirst(columns: Columns): Columns {
  return [...columns.filter(({ pinned }) => pinned), ...columns.filter(({ pinned }) => !pinned)];
}

/** `name~240~p,cluster,host~180`: for an address. */
export function encodeColumns(columns: Columns): string {
  return columns
    .map(({ path, width, pinned }) => {
      const parts = [encodeURIComponent(path).replaceAll('~', '%7E')];
      if (width !== undefined || pinned) parts.push(width === undefined ? '' : String(width));
      if (pinned) parts.push('p');
      return parts.join('~');
    })
    .join(',');
}

/** @returns undefined when it says no columns */
export function decodeColumns(text: string | undefined): Columns | undefined {
  if (text === undefined || text === '') return undefined;
  const seen = new Set<string>();
  const columns: ViewColumn[] = [];
  for (const part of text.split(',').slice(0, 80)) {
    const [coded = '', width = '', pinned] = part.split('~');
    const path = decoded(coded);
    if (path === undefined || path === '' || path.length > 200 || seen.has(path)) continue;
    seen.add(path);
    const pixels = Number(width);
    columns.push({
      path,
      ...(width !== '' &&
        Number.isFinite(pixels) && { width: Math.round(Math.min(Math.max(pixels, narrowest), widest)) }),
      ...(pinned === 'p' && { pinned: true as const }),
    });
  }
  return columns.length === 0 ? undefined : pinnedFirst(columns);
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

export function sameColumns(a: Columns, b: Columns): boolean {
  return encodeColumns(a) === encodeColumns(b);
}

const widths: Readonly<Record<InventoryField['type'], number>> = {
  text: 150,
  choice: 116,
  number: 96,
  'yes-no': 84,
  moment: 112,
  list: 190,
  table: 76,
  record: 76,
};

/** As wide as its values mostly want, and its title needs. */
export function naturalWidth(field: Pick<InventoryField, 'path' | 'type' | 'title'>): number {
  if (field.path === 'name') return 240;
  if (field.path === 'id') return 280;
  if (/^(?:os|object|image|description|title|value)/i.test(field.path)) return 256;
  return Math.max(widths[field.type], Math.round(field.title.length * 7.4) + 34);
}
