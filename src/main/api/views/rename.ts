import type { Handler } from '../handler.ts';

export const rename: Handler<'views.rename'> = ({ id, name }, { app }) => app.views.rename(id, name);
