import type { Handler } from '../handler.ts';

export const removeNote: Handler<'documents.removeNote'> = async ({ id, note, basedOn }, { app }) =>
  app.documents.removeNote(id, note, basedOn);
