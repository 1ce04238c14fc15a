import type { Handler } from '../handler.ts';

export const status: Handler<'sync.status'> = (_input, { app }) => app.sync.status();
