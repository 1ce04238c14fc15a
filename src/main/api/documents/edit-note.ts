import type { Handler } from '../handler.ts';

export const editNote: Handler<'documents.editNote'> = async ({ id, note, text, basedOn }, { app }) =>
  app.documents.editNote(id, note, text, basedOn);
