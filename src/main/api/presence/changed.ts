import type { EventSource } from '../handler.ts';

/** Whoever listens has a window open: as long as that is so, they are here. */
export const changed: EventSource<'presence.changed'> = (_input, emit, { app, peer }) => {
  const leave = app.presence.arrive(peer.operator);
  const stop = app.presence.onChanged(() => emit({}));
  return () => {
    stop();
    leave();
  };
};
