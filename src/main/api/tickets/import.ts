import { importTickets } from '../../tickets/intake/import-tickets.ts';
import type { Handler } from '../handler.ts';

export const importFile: Handler<'tickets.import'> = (file, { app, peer, signal }) =>
  importTickets(file, {
    desk: app.tickets,
    named: (text) => app.search.named(text),
    operator: peer.operator,
    signal,
  });
