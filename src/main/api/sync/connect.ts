import type { Handler } from '../handler.ts';

export const connect: Handler<'sync.connect'> = (input, { app }) => app.sync.connect(input);
