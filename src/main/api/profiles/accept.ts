import type { Handler } from '../handler.ts';
import { shownNow } from './shown-profile.ts';

export const accept: Handler<'profiles.accept'> = async ({ id, hash, actions }, { app, peer }) =>
  shownNow(app, await app.profiles.accept(id, { hash, actions, by: peer.operator }));
