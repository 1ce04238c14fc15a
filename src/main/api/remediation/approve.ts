import type { Handler } from '../handler.ts';
import { actorOf } from './actor.ts';
import { shown } from './shown.ts';

export const approve: Handler<'remediation.approve'> = async ({ id, ...approval }, { app, peer }) => {
  await app.remediations.start();
  return shown(await app.remediations.approve(id, approval, actorOf(peer)), app);
};
