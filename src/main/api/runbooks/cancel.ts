import type { Handler } from '../handler.ts';
import { actorOf } from '../remediation/actor.ts';

export const cancel: Handler<'runbooks.cancel'> = async ({ id, reason }, { app, peer }) => {
  await app.remediations.start();
  return app.runbooks.cancel(id, reason, actorOf(peer));
};
