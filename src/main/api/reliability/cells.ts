import type { Handler } from '../handler.ts';

export const cells: Handler<'reliability.cells'> = async ({ action }, { app }) => ({
  cells: [...(await app.reliability.cells(action))],
});
