import { DomainError } from '../../platform/errors.ts';
import type { Handler } from '../handler.ts';
import { staleState } from './tree.ts';

export const stale: Handler<'documents.stale'> = async ({ ids }, { app }) => {
  const found = await app.documents.stale();
  if (ids !== undefined) {
    const known = new Set((await app.documents.list()).map(({ id }) => id));
    const missing = ids.find((id) => !known.has(id) && !found.some((one) => one.id === id));
    if (missing !== undefined) {
      throw new DomainError('document-not-found', `there is no document "${missing}"`);
    }
  }
  return {
    documents: found
      .filter(({ id }) => ids === undefined || ids.includes(id))
      .map((one) => ({ id: one.id, title: one.title, ...staleState(one) })),
  };
};
