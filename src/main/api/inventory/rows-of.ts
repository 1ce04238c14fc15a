import type { Handler } from '../handler.ts';
import { rowReader } from './row.ts';

export const rowsOf: Handler<'inventory.rowsOf'> = async ({ ids, columns, at }, { app }) => {
  const view = await app.inventory.view(at);
  const read = rowReader(view, columns);
  const found = await Promise.all(ids.map(async (id) => view.get(id) ?? app.inventory.get(id, at)));
  return { rows: found.filter((entity) => entity !== undefined).map(read), at: view.at };
};
