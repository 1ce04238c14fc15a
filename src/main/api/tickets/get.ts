import { DomainError } from '../../platform/errors.ts';
import { slaOf } from '../../tickets/sla.ts';
import { similarTickets } from '../../tickets/similar-tickets.ts';
import type { Handler } from '../handler.ts';
import { nextStates, shownEntities, summaryOf } from './shown-ticket.ts';

const mostOfGroup = 50;

export const get: Handler<'tickets.get'> = async ({ id }, { app, peer }) => {
  const [ticket, view] = await Promise.all([app.tickets.get(id), app.inventory.view()]);
  if (!ticket) {
    throw new DomainError('ticket-not-found', `There is no ticket "${id}".`, {
      hint: 'Search for it by words: it may have another number.',
    });
  }
  const { title, text, entities, group, since } = ticket;
  const [others, similar] = await Promise.all([
    group === undefined ? [] : app.tickets.heads({ group: group.id, sort: 'newest' }),
    similarTickets(
      { find: () => app.tickets.alike(ticket).then((records) => [...records]) },
      { id, title, body: text, entities: entities.map((one) => one.id), at: since },
      entities.map((one) => one.id),
    ),
  ]);
  const now = app.clock.now();
  const shown = { view, now, operator: peer.operator };
  const rest = others.filter((one) => one.id !== id);
  return {
    ticket,
    entities: shownEntities(entities, view),
    sla: slaOf(ticket, now),
    watching: ticket.watchers.includes(peer.operator),
    next: nextStates(ticket),
    group: {
      tickets: rest.slice(0, mostOfGroup).map((head) => summaryOf(head, shown)),
      total: rest.length,
    },
    similar: similar.map(({ id: other, title: named, at, outcome, sharedEntities, succeeded }) => ({
      id: other,
      title: named,
      at,
      outcome,
      sharedEntities,
      ...(succeeded !== undefined && { succeeded }),
    })),
  };
};
