import type { Handler } from '../handler.ts';
import { actorOf } from './actor.ts';
import { shown } from './shown.ts';

/** By an operator's hand: nobody was unsure of a cause, and nothing of it runs by itself because a model thought so. */
export const propose: Handler<'remediation.propose'> = async (
  { ticketId, action, target, parameters, cause },
  { app, peer, signal },
) => {
  await app.remediations.start();
  const request = {
    automation: ticketId === undefined,
    action,
    target,
    parameters,
    cause,
    confidence: 1,
    proposedBy: 'operator' as const,
    ...(ticketId !== undefined && { ticketId }),
  };
  return shown(await app.remediations.propose(request, actorOf(peer), signal), app);
};
