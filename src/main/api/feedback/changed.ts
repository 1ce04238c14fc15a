import type { EventSource } from '../handler.ts';

export const changed: EventSource<'feedback.changed'> = (_input, emit, { app, peer }) =>
  app.feedback.onChanged(({ id, about, by }) => {
    // Answers are in conversations of one's own.
    if (about.is !== 'answer' || by === peer.operator) emit({ id, about });
  });
