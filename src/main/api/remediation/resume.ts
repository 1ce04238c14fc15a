import type { Handler } from '../handler.ts';
import { actorOf } from './actor.ts';

export const resume: Handler<'remediation.resume'> = async (_input, { app, peer }) => {
  await app.remediations.start();
  await app.remediations.resume(actorOf(peer));
  return {};
};
