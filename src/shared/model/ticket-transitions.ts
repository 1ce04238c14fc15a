import type { TicketState } from './ticket.ts';

/**
 * Where a ticket may go from each state: forward only. The one way back is `reopened`: what was tried did not help, or
 * what was thought over is not.
 */
export const ticketTransitions: Readonly<Record<TicketState, readonly TicketState[]>> = {
  new: ['triaged', 'diagnosed', 'awaiting-approval', 'in-progress', 'resolved', 'closed'],
  triaged: ['diagnosed', 'awaiting-approval', 'in-progress', 'resolved', 'closed'],
  diagnosed: ['awaiting-approval', 'in-progress', 'resolved', 'closed'],
  'awaiting-approval': ['in-progress', 'resolved', 'closed', 'reopened'],
  'in-progress': ['resolved', 'closed', 'reopened'],
  resolved: ['closed', 'reopened'],
  closed: ['reopened'],
  reopened: ['diagnosed', 'awaiting-approval', 'in-progress', 'resolved', 'closed'],
};

export const mayBecome = (from: TicketState, to: TicketState): boolean =>
  ticketTransitions[from].includes(to);

/** Somebody still has to do something about it. */
export const openTicketStates = [
  'new',
  'triaged',
  'diagnosed',
  'awaiting-approval',
  'in-progress',
  'reopened',
] as const satisfies readonly TicketState[];

const open: ReadonlySet<TicketState> = new Set(openTicketStates);
export const isOpenTicket = ({ state }: { readonly state: TicketState }): boolean => open.has(state);

/** States that a person may choose; the others follow from what happens. */
export const chosenTicketStates = ['triaged', 'in-progress', 'resolved', 'closed', 'reopened'] as const;
