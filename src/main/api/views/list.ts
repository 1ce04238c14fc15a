import type { Handler } from '../handler.ts';

export const list: Handler<'views.list'> = async (_input, { app }) => {
  const { views, setAside } = await app.views.list();
  return { views: [...views], ...(setAside && { setAside }) };
};
