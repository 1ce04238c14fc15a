import type { Handler } from '../handler.ts';
import { shownNow } from './shown-profile.ts';

export const revoke: Handler<'profiles.revoke'> = async ({ id }, { app }) =>
  shownNow(app, await app.profiles.revoke(id));
