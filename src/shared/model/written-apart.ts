import type { TicketEvent } from './ticket.ts';

/**
 * Ids of events that were written without knowing of the one that stands before them now: another workstation wrote
 * that at the same time, and both were merged.
 */
export function writtenApart(events: readonly TicketEvent[]): ReadonlySet<string> {
  const kept = new Set(events.map(({ id }) => id));
  const apart = events.filter(
    // What it followed may have been given up since, of a ticket that is full.
    ({ after }, place) => after !== undefined && kept.has(after) && after !== events[place - 1]?.id,
  );
  return new Set(apart.map(({ id }) => id));
}
