import type { Handler } from '../handler.ts';

export const setRole: Handler<'operators.setRole'> = async ({ name, role }, { app }) => ({
  operator: await app.operators.setRole(name, role),
});
