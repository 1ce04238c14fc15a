import type { Handler } from '../handler.ts';

export const notes: Handler<'documents.notes'> = async ({ id }, { app }) => ({
  notes: [...(await app.documents.listNotes(id))],
});
