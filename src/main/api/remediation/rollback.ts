import type { Handler } from '../handler.ts';
import { actorOf } from './actor.ts';
import { shown } from './shown.ts';

export const rollback: Handler<'remediation.rollback'> = async ({ id }, { app, peer }) => {
  await app.remediations.start();
  return shown(await app.remediations.rollback(id, actorOf(peer)), app);
};
