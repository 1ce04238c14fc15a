import type { Handler } from '../handler.ts';

export const stats: Handler<'inventory.stats'> = async (_input, { app }) => {
  const { kinds, sources, ...rest } = await app.inventory.stats();
  return {
    ...rest,
    kinds,
    sources: { ...sources },
  };
};
