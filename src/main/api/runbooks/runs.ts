import type { Handler } from '../handler.ts';

export const runs: Handler<'runbooks.runs'> = async ({ limit }, { app }) => {
  await app.remediations.start();
  await app.runbooks.start();
  return { runs: (await app.runbooks.runs()).slice(0, limit) };
};
