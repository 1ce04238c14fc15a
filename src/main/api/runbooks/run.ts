import type { Handler } from '../handler.ts';
import { actorOf } from '../remediation/actor.ts';

export const run: Handler<'runbooks.run'> = async (input, { app, peer, signal }) => {
  await app.remediations.start();
  await app.runbooks.start();
  return app.runbooks.run(input, actorOf(peer), signal);
};
