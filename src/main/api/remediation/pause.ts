import type { Handler } from '../handler.ts';
import { actorOf } from './actor.ts';

export const pause: Handler<'remediation.pause'> = async ({ reason }, { app, peer }) => {
  await app.remediations.start();
  await app.remediations.pause(reason, actorOf(peer));
  return {};
};
