import type { Handler } from '../handler.ts';

export const changes: Handler<'inventory.changes'> = async (input, { app }) => {
  const { items, total } = await app.inventory.changes(input);
  return { items: [...items], total };
};
