import type { Handler } from '../handler.ts';
import { shownNow } from './shown-profile.ts';

export const save: Handler<'profiles.save'> = async ({ text, baseHash }, { app }) =>
  shownNow(app, await app.profiles.save(text, baseHash));
