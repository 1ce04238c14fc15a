import type { Handler } from '../handler.ts';
import { recordView } from './shown-policy.ts';

export const history: Handler<'policy.history'> = async (query, { app }) => ({
  items: (await app.policies.history(query)).map(recordView),
});
