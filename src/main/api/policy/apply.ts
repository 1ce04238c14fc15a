import type { Handler } from '../handler.ts';
import { applied } from './applied.ts';

export const apply: Handler<'policy.apply'> = async (change, { app, peer }) =>
  applied(app, await app.policies.apply(change, peer));
