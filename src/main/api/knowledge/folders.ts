import type { Handler } from '../handler.ts';
import { shownFolder } from './shown-folder.ts';

export const folders: Handler<'knowledge.folders'> = async (_, { app }) => {
  const status = await app.knowledge.status();
  return { folders: status.folders.map(shownFolder) };
};
