import type { Handler } from '../handler.ts';
import { actorOf } from './actor.ts';

export const breakGlassOf: Handler<'remediation.breakGlassOf'> = async ({ id }, { app, peer }) => ({
  ...(await app.remediations.breakGlassOf(id, actorOf(peer))),
});
