import type { Handler } from '../handler.ts';
import { found } from './found.ts';

export const journal: Handler<'remediation.journal'> = async ({ id, after }, { app }) => {
  const { state, journal: entries } = await found(id, app);
  return { state, entries: entries.filter(({ seq }) => seq > after) };
};
