import type { Handler } from '../handler.ts';
import { actorOf } from './actor.ts';
import { shown } from './shown.ts';

export const dryRun: Handler<'remediation.dryRun'> = async ({ id }, { app, peer, signal }) => {
  await app.remediations.start();
  return shown(await app.remediations.dryRun(id, actorOf(peer), signal), app);
};
