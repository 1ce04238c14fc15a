import type { Handler } from '../handler.ts';

export const comment: Handler<'tickets.comment'> = async ({ id, text }, { app, peer }) => ({
  ticket: await app.tickets.comment(id, text, peer.operator),
});
