import { ticketStates } from '../../../shared/model/ticket.ts';
import type { OutputOf } from '../../../shared/contract/contract.ts';
import type { Handler } from '../handler.ts';
import { summaryOf } from './shown-ticket.ts';
import { ticketQuery } from './ticket-query.ts';

export const list: Handler<'tickets.list'> = async (
  { limit, cursor, offset, until, ...filter },
  { app, peer },
) => {
  const [{ tickets, total, newer, states, cursor: next }, view] = await Promise.all([
    app.tickets.find({
      ...ticketQuery(filter, peer.operator),
      limit,
      ...(cursor !== undefined && { cursor }),
      ...(offset !== undefined && { offset }),
      ...(until !== undefined && { until }),
    }),
    app.inventory.view(),
  ]);
  const shown = { view, now: app.clock.now(), operator: peer.operator };
  return {
    tickets: tickets.map((head) => summaryOf(head, shown)),
    total,
    newer,
    ...(next !== undefined && { cursor: next }),
    states: Object.fromEntries(
      ticketStates.map((state) => [state, states.get(state) ?? 0]),
    ) as OutputOf<'tickets.list'>['states'],
  };
};
