import type { Handler } from '../handler.ts';

export const diagnoseTicket: Handler<'tickets.diagnoseTicket'> = async (
  { id, model },
  { app, peer, signal, progress },
) => {
  const { ticket, run, proposed, notProposed } = await app.ticketWork.diagnose(id, {
    model,
    by: { operator: peer.operator, role: 'operator', via: peer.via },
    signal,
    progress: (step) => progress({ step }),
  });
  return { ticket, run, proposed: [...proposed], notProposed: [...notProposed] };
};
