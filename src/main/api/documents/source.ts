import type { Handler } from '../handler.ts';
import { headOf } from './head-of.ts';

export const source: Handler<'documents.source'> = async ({ id, ...which }, { app }) => {
  const shown = await app.documents.show(id, { ...which, format: 'markdown' });
  return { ...headOf(shown), text: shown.text ?? '' };
};
