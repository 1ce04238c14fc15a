import { setImmediate } from 'node:timers/promises';
import type { Entity } from '../../../shared/model/entity.ts';
import { warmSearch } from '../../inventory/text-search.ts';
import type { Handler } from '../handler.ts';
import { rowReader } from './row.ts';

export const rows: Handler<'inventory.rows'> = async ({ query, columns, at, locate }, { app }) => {
  const { offset, limit, ...selection } = query;
  const { view, list } = await app.inventory.list({ ...selection, at: at ?? query.at });
  const [kind] = query.kinds ?? [];
  if (query.text === undefined && query.kinds?.length === 1 && kind !== undefined) {
    void warmSearch(kind, view.all(kind) as readonly Entity[], () => setImmediate());
  }
  const place = locate === undefined ? -1 : list.findIndex((entity) => entity.id === locate);
  return {
    total: list.length,
    rows: list.slice(offset, offset + limit).map(rowReader(view, columns)),
    ...(place >= 0 && { place }),
    at: view.at,
  };
};
