import type { Handler } from '../handler.ts';

export const connect: Handler<'sync.connect'> = async (input, { app, peer }) => {
  const { state, text } = await app.sync.connect(input);
  const { user } = input;
  // Whoever runs the workstation goes by the account from now on; others who sign in do not.
  const operator = app.owner.nameOf(peer.operator);
  // Found out later, it would be found out by what the server has refused.
  return user === operator
    ? { state, text }
    : {
        state,
        text: `${text}; the server believes this account in the name of ${user} only, and refuses what ${operator} says and approves here`,
      };
};
