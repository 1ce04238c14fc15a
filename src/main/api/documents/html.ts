import type { Handler } from '../handler.ts';
import { headOf } from './head-of.ts';

export const html: Handler<'documents.html'> = async ({ id, ...which }, { app }) => {
  const shown = await app.documents.show(id, { ...which, format: 'html' });
  return { ...headOf(shown), text: shown.text ?? '' };
};
