import { create } from 'zustand';
import type { TicketPriority, TicketState } from '../../../shared/model/ticket.ts';
import { isChosen, type ChosenState } from './may-choose.ts';

/** What a form that changes a ticket has to know of it. */
export interface ChangedTicket {
  readonly id: string;
  readonly title: string;
  readonly state: TicketState;
  readonly priority: TicketPriority;
}

type TicketDialog =
  | { readonly is: 'none' }
  | { readonly is: 'move'; readonly ticket: ChangedTicket; readonly to: ChosenState | undefined }
  | { readonly is: 'priority'; readonly ticket: ChangedTicket }
  | { readonly is: 'assign'; readonly ticket: ChangedTicket };

/** The form over the screen: opened from the list, the board and the page alike. */
export const useTicketDialog = create<{ readonly dialog: TicketDialog }>()(() => ({
  dialog: { is: 'none' },
}));

/** @param to chosen already, for a card that was dropped or a button that says what it does */
export function openMove(ticket: ChangedTicket, to?: TicketState): void {
  useTicketDialog.setState({
    dialog: { is: 'move', ticket, to: to !== undefined && isChosen(to) ? to : undefined },
  });
}

export function openPriority(ticket: ChangedTicket): void {
  useTicketDialog.setState({ dialog: { is: 'priority', ticket } });
}

export function openAssign(ticket: ChangedTicket): void {
  useTicketDialog.setState({ dialog: { is: 'assign', ticket } });
}

export function closeTicketDialog(): void {
  useTicketDialog.setState({ dialog: { is: 'none' } });
}
