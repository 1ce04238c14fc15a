import type { Handler } from '../handler.ts';
import { actorOf } from './actor.ts';
import { shown } from './shown.ts';

export const cancel: Handler<'remediation.cancel'> = async ({ id, reason }, { app, peer }) => {
  await app.remediations.start();
  return shown(await app.remediations.cancel(id, reason, actorOf(peer)), app);
};
