import { pageOf } from '../../inventory/query.ts';
import type { Handler } from '../handler.ts';

export const query: Handler<'inventory.query'> = async (input, { app }) => {
  const { view, list } = await app.inventory.list(input);
  const page = pageOf(list, input);
  return {
    items: [...page.items],
    total: page.total,
    facets: page.facets,
    confirmedAt: page.items.map((entity) => view.confirmedAt(entity)),
  };
};
