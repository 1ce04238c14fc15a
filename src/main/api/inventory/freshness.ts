import type { Handler } from '../handler.ts';

export const freshness: Handler<'inventory.freshness'> = async (_input, { app }) => ({
  sources: [...(await app.inventory.freshness())],
  now: app.clock.now(),
});
