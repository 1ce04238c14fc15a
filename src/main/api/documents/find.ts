import type { Handler } from '../handler.ts';

export const find: Handler<'documents.find'> = async ({ text, limit, ids }, { app }) =>
  app.documents.find(text, { limit, ...(ids === undefined ? {} : { ids }) });
