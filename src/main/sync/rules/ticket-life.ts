import { memberOf } from './given.ts';

/** As src/shared/model/ticket-transitions.ts has them; a specification compares both. */
export const ticketTransitions: { readonly [state: string]: readonly string[] } = {
  new: ['triaged', 'diagnosed', 'awaiting-approval', 'in-progress', 'resolved', 'closed'],
  triaged: ['diagnosed', 'awaiting-approval', 'in-progress', 'resolved', 'closed'],
  diagnosed: ['awaiting-approval', 'in-progress', 'resolved', 'closed'],
  'awaiting-approval': ['in-progress', 'resolved', 'closed', 'reopened'],
  'in-progress': ['resolved', 'closed', 'reopened'],
  resolved: ['closed', 'reopened'],
  closed: ['reopened'],
  reopened: ['diagnosed', 'awaiting-approval', 'in-progress', 'resolved', 'closed'],
};

export const ticketStates = Object.keys(ticketTransitions);

/** What comes of all changes of the state, by when they were made; one that leads backward is history and no more. */
export function stateAfter(events: readonly unknown[]): string {
  const changes = events.filter(
    (one) => memberOf(one, 'is') === 'changed' && memberOf(one, 'field') === 'state',
  );
  changes.sort((a, b) => compare(a, b, 'at') || compare(a, b, 'id'));
  let state = 'new';
  for (const change of changes) {
    const to = String(memberOf(change, 'to'));
    if ((ticketTransitions[state] || []).indexOf(to) !== -1) state = to;
  }
  return state;
}

function compare(a: unknown, b: unknown, name: string): number {
  const [one, other] = [String(memberOf(a, name)), String(memberOf(b, name))];
  return one < other ? -1 : one > other ? 1 : 0;
}
