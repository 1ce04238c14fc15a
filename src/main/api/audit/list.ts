import type { Handler } from '../handler.ts';

export const list: Handler<'audit.list'> = async ({ offset, limit, ...filter }, { app }) => {
  const [found, { operators, actions }] = await Promise.all([app.audit.find(filter), app.audit.terms()]);
  return {
    items: found.slice(offset, offset + limit).map((entry) => ({ ...entry })),
    total: found.length,
    operators: [...operators],
    actions: [...actions],
  };
};
