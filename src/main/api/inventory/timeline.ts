import type { Handler } from '../handler.ts';

export const timeline: Handler<'inventory.timeline'> = async ({ id, until, offset, limit }, { app }) => {
  const { entity, entries, total } = await app.inventory.timeline(id, {
    offset,
    limit,
    ...(until !== undefined && { until }),
  });
  return { entity, entries: [...entries], total };
};
