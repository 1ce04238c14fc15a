import type { Handler } from '../handler.ts';

export const pause: Handler<'sync.pause'> = async ({ reason }, { app, peer }) => {
  await app.sync.pause(reason, peer.operator);
  return {};
};
