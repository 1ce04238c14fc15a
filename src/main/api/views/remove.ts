import type { Handler } from '../handler.ts';

export const remove: Handler<'views.remove'> = ({ id }, { app }) => app.views.remove(id);
