import type { Handler } from '../handler.ts';
import { shownFolder } from './shown-folder.ts';

export const status: Handler<'knowledge.status'> = async (_, { app }) => {
  const { folders, ...rest } = await app.knowledge.status();
  return { ...rest, folders: folders.map(shownFolder) };
};
