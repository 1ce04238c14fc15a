import type { Handler } from '../handler.ts';

export const change: Handler<'tickets.change'> = async ({ id, ...wanted }, { app, peer }) => ({
  ticket: await app.tickets.change(id, wanted, peer.operator),
});
