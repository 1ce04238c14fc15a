import type { Handler } from '../handler.ts';

export const connect: Handler<'sync.connect'> = async (input, { app, peer }) => {
  const { state, text } = await app.sync.connect(input);
  const { user } = input;
  // Found out later, it would be found out by what the server has refused.
  return user === peer.operator
    ? { state, text }
    : {
        state,
        text: `${text}; the server believes this account in the name of ${user} only, and refuses what ${peer.operator} says and approves here`,
      };
};
