import { ticketSchema, type Ticket } from '../../shared/model/ticket.ts';
import type { StoredRecord } from '../store/store.ts';

/** @returns undefined when what lies in the store is no ticket that this version can read */
export function readTicket(stored: StoredRecord): Ticket | undefined {
  const parsed = ticketSchema.safeParse(stored);
  return parsed.success ? parsed.data : undefined;
}

export const storedTicket = (ticket: Ticket): StoredRecord => ({ ...ticket });
