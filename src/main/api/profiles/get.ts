import { DomainError } from '../../platform/errors.ts';
import type { Handler } from '../handler.ts';
import { shownNow } from './shown-profile.ts';

export const get: Handler<'profiles.get'> = async ({ id }, { app }) => {
  const found = app.profiles.all().find((profile) => profile.id === id);
  if (!found) {
    throw new DomainError('unknown-profile', `There is no profile "${id}".`, {
      hint: '`datacenter-docs profile list` shows those that there are.',
    });
  }
  return { ...(await shownNow(app, found)), text: found.text.slice(0, 200_000) };
};
