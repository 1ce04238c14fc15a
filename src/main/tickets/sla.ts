import type { Sla, SlaClock } from '../../shared/contract/tickets.ts';
import { instant, type Instant } from '../../shared/model/ids.ts';
import type { Ticket, TicketPriority } from '../../shared/model/ticket.ts';
import type { TicketSettings } from '../../shared/model/ticket-settings.ts';

const hourMs = 3_600_000;

/** By when somebody is to respond, and by when it is to be over. */
export function dueOf(
  priority: TicketPriority,
  createdAt: Instant,
  sla: TicketSettings['sla'],
  /** The clock stood still so long: the ticket was thought over. */
  pausedMs = 0,
): Pick<Ticket, 'respondBy' | 'resolveBy'> {
  const { respondHours, resolveHours } = sla[priority];
  const began = Date.parse(createdAt);
  return {
    respondBy: instant(began + respondHours * hourMs),
    resolveBy: instant(began + resolveHours * hourMs + pausedMs),
  };
}

export type SlaTimes = Pick<Ticket, 'respondBy' | 'resolveBy' | 'respondedAt' | 'resolvedAt' | 'closedAt'>;

export function slaOf(ticket: SlaTimes, now: Instant): Sla {
  // What was thought over without anybody responding was responded to by that.
  const over = ticket.resolvedAt ?? ticket.closedAt;
  return {
    respond: clockOf(ticket.respondBy, ticket.respondedAt ?? over, now),
    resolve: clockOf(ticket.resolveBy, over, now),
  };
}

export const isOverdue = (ticket: SlaTimes, now: Instant): boolean => {
  const { respond, resolve } = slaOf(ticket, now);
  return respond.is === 'overdue' || resolve.is === 'overdue';
};

function clockOf(dueAt: Instant, doneAt: Instant | undefined, now: Instant): SlaClock {
  if (doneAt !== undefined) return { is: doneAt <= dueAt ? 'met' : 'missed', dueAt, doneAt };
  const secondsLeft = Math.round((Date.parse(dueAt) - Date.parse(now)) / 1000);
  return { is: now <= dueAt ? 'running' : 'overdue', dueAt, secondsLeft };
}
