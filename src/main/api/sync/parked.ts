import type { Handler } from '../handler.ts';

const mostShown = 1_000;

export const parked: Handler<'sync.parked'> = (_input, { app }) => ({
  items: app.sync.parked().slice(0, mostShown),
});
