import type { Handler } from '../handler.ts';

export const list: Handler<'operators.list'> = (_input, { app: { operators } }) => ({
  operators: [...operators.list()],
  file: operators.file,
  ...(operators.problem !== undefined && { problem: operators.problem }),
});
