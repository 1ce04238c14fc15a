import type { Handler } from '../handler.ts';
import { actorOf } from './actor.ts';
import { shown } from './shown.ts';

export const refresh: Handler<'remediation.refresh'> = async ({ id }, { app, peer, signal }) => {
  await app.remediations.start();
  return shown(await app.remediations.refresh(id, actorOf(peer), signal), app);
};
