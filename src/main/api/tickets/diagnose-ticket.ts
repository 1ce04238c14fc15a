import type { Handler } from '../handler.ts';
import { actorOf } from '../remediation/actor.ts';

export const diagnoseTicket: Handler<'tickets.diagnoseTicket'> = async (
  { id, model },
  { app, peer, signal, progress },
) => {
  const { ticket, run, proposed, notProposed } = await app.ticketWork.diagnose(id, {
    model,
    by: actorOf(peer),
    signal,
    progress: (step) => progress({ step }),
  });
  return { ticket, run, proposed: [...proposed], notProposed: [...notProposed] };
};
