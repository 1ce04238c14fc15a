import type { Handler } from '../handler.ts';

export const list: Handler<'presence.list'> = (_input, { app }) => app.presence.list();
