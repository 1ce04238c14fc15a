import type { Handler } from '../handler.ts';

export const renewToken: Handler<'operators.renewToken'> = ({ name }, { app }) =>
  app.operators.renewToken(name);
