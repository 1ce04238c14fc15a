import type { Handler } from '../handler.ts';

export const reorder: Handler<'views.reorder'> = async ({ id, place }, { app }) => ({
  views: [...(await app.views.reorder(id, place))],
});
