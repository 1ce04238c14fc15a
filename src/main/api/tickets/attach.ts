import type { Handler } from '../handler.ts';

export const attach: Handler<'tickets.attach'> = async ({ id, name, text }, { app, peer }) => ({
  ticket: await app.tickets.attach(id, { name, text }, peer.operator),
});
