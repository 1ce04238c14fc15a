import type { Handler } from '../handler.ts';

export const watch: Handler<'tickets.watch'> = async ({ id, on }, { app, peer }) => ({
  ticket: await app.tickets.watch(id, on, peer.operator),
});
