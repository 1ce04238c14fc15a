import type { TicketState } from '../../../shared/model/ticket.ts';
import { chosenTicketStates, mayBecome } from '../../../shared/model/ticket-transitions.ts';

export type ChosenState = (typeof chosenTicketStates)[number];

export function isChosen(state: TicketState): state is ChosenState {
  return (chosenTicketStates as readonly TicketState[]).includes(state);
}

/** States that a person may choose for a ticket now. */
export function choicesOf(state: TicketState): readonly ChosenState[] {
  return chosenTicketStates.filter((to) => mayBecome(state, to));
}
