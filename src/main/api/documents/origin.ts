import { originOf } from '../../documents/fact-origin.ts';
import type { Handler } from '../handler.ts';

export const origin: Handler<'documents.origin'> = async ({ id, path, at }, { app: { inventory } }) => {
  const view = await inventory.view(at);
  const entity = view.get(id) ?? (await inventory.get(id, at));
  return originOf(view, entity, path);
};
