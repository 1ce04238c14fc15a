import type { Handler } from '../handler.ts';

export const removeFolder: Handler<'knowledge.removeFolder'> = ({ folder }, { app }) =>
  app.knowledge.removeFolder(folder);
