import type { Handler } from '../handler.ts';

export const mentions: Handler<'documents.mentions'> = async ({ entityId }, { app }) => ({
  mentions: [...(await app.documents.mentions(entityId))],
});
