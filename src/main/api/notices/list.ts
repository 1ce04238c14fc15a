import type { Handler } from '../handler.ts';

export const list: Handler<'notices.list'> = (_input, { app }) => ({ notices: [...app.notices.list()] });
