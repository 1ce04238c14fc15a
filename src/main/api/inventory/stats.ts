import type { InventoryStats } from '../../../shared/model/inventory-query.ts';
import type { Handler } from '../handler.ts';

export const stats: Handler<'inventory.stats'> = async (_input, { app }) => {
  const { kinds, sources, ...rest } = await app.inventory.stats();
  return {
    ...rest,
    kinds: kinds as Record<string, NonNullable<InventoryStats['kinds'][keyof typeof kinds]>>,
    sources: { ...sources },
  };
};
