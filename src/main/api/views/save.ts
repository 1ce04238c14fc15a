import type { Handler } from '../handler.ts';

export const save: Handler<'views.save'> = ({ id, name, view }, { app }) =>
  app.views.save({ ...(id !== undefined && { id }), name, view });
