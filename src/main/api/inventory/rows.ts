import { setImmediate } from 'node:timers/promises';
import { warmSearchTexts } from '../../inventory/search-text.ts';
import type { Handler } from '../handler.ts';
import { rowReader } from './row.ts';

/** The list whose texts are being made ready; another one takes its place. */
let warming: readonly unknown[] | undefined;

export const rows: Handler<'inventory.rows'> = async ({ query, columns, at, locate }, { app }) => {
  const { offset, limit, ...selection } = query;
  const { view, list } = await app.inventory.list({ ...selection, at: at ?? query.at });
  if (query.text === undefined && limit > 0 && warming !== list) {
    warming = list;
    void warmSearchTexts(list, { pause: () => setImmediate(), wanted: () => warming === list });
  }
  const place = locate === undefined ? -1 : list.findIndex((entity) => entity.id === locate);
  return {
    total: list.length,
    rows: list.slice(offset, offset + limit).map(rowReader(view, columns)),
    ...(place >= 0 && { place }),
    at: view.at,
  };
};
