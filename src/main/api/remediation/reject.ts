import type { Handler } from '../handler.ts';
import { actorOf } from './actor.ts';
import { shown } from './shown.ts';

export const reject: Handler<'remediation.reject'> = async ({ id, reason }, { app, peer }) => {
  await app.remediations.start();
  return shown(await app.remediations.reject(id, reason, actorOf(peer)), app);
};
