import type { Handler } from '../handler.ts';

export const repair: Handler<'sync.repair'> = async ({ collection }, { app }) => ({
  collections: [...(await app.sync.repair(collection))],
});
