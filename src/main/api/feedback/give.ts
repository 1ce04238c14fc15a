import type { Handler } from '../handler.ts';

export const give: Handler<'feedback.give'> = async (given, { app, peer }) => ({
  feedback: await app.feedback.give(given, peer.operator),
});
