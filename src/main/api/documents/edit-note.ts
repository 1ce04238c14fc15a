import type { Handler } from '../handler.ts';
import { noteBase } from './note-base.ts';

export const editNote: Handler<'documents.editNote'> = async ({ id, note, text, ...base }, { app, peer }) =>
  app.documents.editNote(id, note, text, noteBase(base), peer.operator);
