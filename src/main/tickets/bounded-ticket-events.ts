import type { TicketEvent } from '../../shared/model/ticket.ts';

/** So many events a ticket keeps, as long as that is possible without anything that a person wrote. */
export const mostEvents = 2_000;

/**
 * As many of a ticket's events as it keeps. What gives way follows from the events alone, so that workstations that
 * gave up some each agree on what is left: notes of systems first, then what was changed and changed again, then old
 * states; of each the oldest. What people wrote and what was done stays.
 */
export function boundedTicketEvents(events: readonly TicketEvent[], most = mostEvents): TicketEvent[] {
  const surplus = events.length - most;
  if (surplus <= 0) return [...events];
  const newest = new Map<string, string>();
  for (const event of events) newest.set(kindOf(event), event.id);
  const given = events
    .flatMap((event, place) => {
      const rank = newest.get(kindOf(event)) === event.id ? undefined : worth(event);
      return rank === undefined ? [] : [{ id: event.id, rank, place }];
    })
    .toSorted((a, b) => a.rank - b.rank || a.place - b.place)
    .slice(0, surplus);
  const gone = new Set(given.map(({ id }) => id));
  return events.filter(({ id }) => !gone.has(id));
}

function kindOf(event: TicketEvent): string {
  if (event.is !== 'changed') return event.is;
  return event.field === 'watcher' ? `watcher ${event.to || event.from}` : `changed ${event.field}`;
}

/** @returns undefined for what never gives way */
function worth(event: TicketEvent): number | undefined {
  switch (event.is) {
    case 'alert':
      return 0;
    case 'changed':
      return event.field === 'state' ? 2 : 1;
    case 'created':
    case 'comment':
    case 'diagnosed':
    case 'remediation':
      return undefined;
    default:
      return event satisfies never;
  }
}
