import type { Handler } from '../handler.ts';

export const look: Handler<'presence.look'> = ({ view, subject }, { app, peer }) => {
  app.presence.look(peer.operator, view, subject);
  return {};
};
