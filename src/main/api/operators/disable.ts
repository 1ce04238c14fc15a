import type { Handler } from '../handler.ts';

export const disable: Handler<'operators.disable'> = async ({ name }, { app }) => ({
  operator: await app.operators.disable(name),
});
