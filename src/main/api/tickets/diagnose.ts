import type { Handler } from '../handler.ts';

export const diagnose: Handler<'tickets.diagnose'> = async (
  { title, body, entities, at, model },
  { app, signal, progress },
) =>
  app.ticketResolution.resolveTicket(
    { title, body, entities, at: at ?? app.clock.now() },
    { signal, model, progress: (step) => progress({ step }) },
  );
