import type { Handler } from '../handler.ts';
import { actorOf } from './actor.ts';
import { shown } from './shown.ts';

export const settle: Handler<'remediation.settle'> = async ({ id, as, note }, { app, peer }) => {
  await app.remediations.start();
  return shown(await app.remediations.settle(id, as, note, actorOf(peer)), app);
};
