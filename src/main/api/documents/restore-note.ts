import type { Handler } from '../handler.ts';

export const restoreNote: Handler<'documents.restoreNote'> = async ({ id, note }, { app }) =>
  app.documents.restoreNote(id, note);
