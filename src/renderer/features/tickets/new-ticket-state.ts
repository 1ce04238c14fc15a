import { create } from 'zustand';
import type { EntityId } from '../../../shared/model/ids.ts';
import type { TicketCategory, TicketPriority } from '../../../shared/model/ticket.ts';

export interface ChosenEntity {
  readonly id: EntityId;
  readonly name: string;
}

export interface TicketDraft {
  readonly title: string;
  readonly text: string;
  readonly entities: readonly ChosenEntity[];
  readonly priority?: TicketPriority;
  readonly category?: TicketCategory;
  readonly attachments: readonly { readonly name: string; readonly text: string }[];
}

export const emptyDraft: TicketDraft = { title: '', text: '', entities: [], attachments: [] };

/** What is typed into a new ticket stays until it is taken in: closing the form by mistake loses nothing. */
export const useNewTicket = create<{ readonly opened: boolean; readonly draft: TicketDraft }>()(() => ({
  opened: false,
  draft: emptyDraft,
}));

export function openNewTicket(): void {
  useNewTicket.setState({ opened: true });
}

export function closeNewTicket(): void {
  useNewTicket.setState({ opened: false });
}

export function changeDraft(change: Partial<TicketDraft>): void {
  useNewTicket.setState(({ draft }) => ({ draft: { ...draft, ...change } }));
}
