import type { Handler } from '../handler.ts';

export const check: Handler<'sync.check'> = (input, { app, progress, signal }) =>
  app.sync.check(input, progress, signal);
