import type { Handler } from '../handler.ts';
import { noteBase } from './note-base.ts';

export const removeNote: Handler<'documents.removeNote'> = async ({ id, note, ...base }, { app, peer }) =>
  app.documents.removeNote(id, note, peer.operator, noteBase(base));
