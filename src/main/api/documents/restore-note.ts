import type { Handler } from '../handler.ts';

export const restoreNote: Handler<'documents.restoreNote'> = async ({ id, note }, { app, peer }) =>
  app.documents.restoreNote(id, note, peer.operator);
