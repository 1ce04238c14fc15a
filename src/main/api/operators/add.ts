import type { Handler } from '../handler.ts';

export const add: Handler<'operators.add'> = (operator, { app }) => app.operators.add(operator);
