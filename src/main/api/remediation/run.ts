import type { Handler } from '../handler.ts';
import { actorOf } from './actor.ts';
import { shown } from './shown.ts';

export const run: Handler<'remediation.run'> = async ({ id, breakGlass }, { app, peer }) => {
  await app.remediations.start();
  return shown(await app.remediations.run(id, actorOf(peer), breakGlass), app);
};
