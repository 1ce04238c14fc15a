import type { OutputOf } from '../../../shared/contract/contract.ts';
import type { TicketHead } from '../../tickets/ticket-heads.ts';
import { isOverdue } from '../../tickets/sla.ts';
import { isOpenTicket } from '../../../shared/model/ticket-transitions.ts';
import type { Handler } from '../handler.ts';
import { shownEntities, summaryOf, type ShownFor } from './shown-ticket.ts';
import { ticketQuery } from './ticket-query.ts';

type Group = OutputOf<'tickets.groups'>['groups'][number];

export const groups: Handler<'tickets.groups'> = async ({ offset, limit, ...filter }, { app, peer }) => {
  const [heads, view] = await Promise.all([
    app.tickets.heads({ ...ticketQuery(filter, peer.operator), sort: 'priority' }),
    app.inventory.view(),
  ]);
  const shown = { view, now: app.clock.now(), operator: peer.operator };
  const byGroup = new Map<string, TicketHead[]>();
  for (const head of heads) {
    const id = head.group?.id ?? head.id;
    const list = byGroup.get(id);
    if (list) list.push(head);
    else byGroup.set(id, [head]);
  }
  const all = [...byGroup].toSorted(
    ([, a], [, b]) => gravest(a).localeCompare(gravest(b)) || b.length - a.length,
  );
  return {
    groups: all.slice(offset, offset + limit).flatMap(([id, tickets]) => groupOf(id, tickets, shown) ?? []),
    total: all.length,
    tickets: heads.length,
  };
};

const gravest = (tickets: readonly TicketHead[]): string => tickets[0]?.priority ?? '';

function groupOf(id: string, tickets: readonly TicketHead[], shown: ShownFor): Group | undefined {
  const [first] = tickets;
  if (first === undefined) return undefined;
  const group = tickets.find((one) => one.group?.id === id)?.group;
  const states: Group['states'] = {};
  for (const { state } of tickets) states[state] = (states[state] ?? 0) + 1;
  const [entity] =
    group?.entity === undefined ? [] : shownEntities([{ id: group.entity, how: 'given' }], shown.view);
  return {
    id,
    ...(group && { cause: group.cause }),
    ...(entity && { entity }),
    tickets: tickets.length,
    priority: first.priority,
    states,
    since: earliest(
      tickets.map(({ since }) => since),
      first.since,
    ),
    newestAt: latest(
      tickets.map(({ createdAt }) => createdAt),
      first.createdAt,
    ),
    overdue: tickets.filter((one) => isOpenTicket(one) && isOverdue(one, shown.now)).length,
    lead: summaryOf(leadOf(tickets, first, group?.entity), shown),
  };
}

/** Whoever was diagnosed for all of them, else whoever is about the cause, else the gravest. */
function leadOf(tickets: readonly TicketHead[], first: TicketHead, cause: string | undefined): TicketHead {
  const own = tickets.filter(({ entities }) => entities.some(({ id }) => id === cause));
  return (
    own.find(({ diagnosis }) => diagnosis) ?? tickets.find(({ diagnosis }) => diagnosis) ?? own[0] ?? first
  );
}

const earliest = <T extends string>(times: readonly T[], first: T): T =>
  times.reduce((best, one) => (one < best ? one : best), first);
const latest = <T extends string>(times: readonly T[], first: T): T =>
  times.reduce((best, one) => (one > best ? one : best), first);
