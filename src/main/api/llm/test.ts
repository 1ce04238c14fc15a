import type { Handler } from '../handler.ts';

export const test: Handler<'llm.test'> = async (_input, { app, signal, progress }) => ({
  results: [...(await app.llm.test({ signal, onResult: (result) => progress({ ...result }) }))],
});
