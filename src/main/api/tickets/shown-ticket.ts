import type { TicketDetail, TicketSummary } from '../../../shared/contract/tickets.ts';
import type { Instant } from '../../../shared/model/ids.ts';
import type { Ticket } from '../../../shared/model/ticket.ts';
import { chosenTicketStates, mayBecome } from '../../../shared/model/ticket-transitions.ts';
import type { InventoryView } from '../../inventory/view.ts';
import { slaOf } from '../../tickets/sla.ts';
import type { TicketHead } from '../../tickets/ticket-heads.ts';

export interface ShownFor {
  readonly view: InventoryView;
  readonly now: Instant;
  readonly operator: string;
}

export function shownEntities(entities: Ticket['entities'], view: InventoryView): TicketSummary['entities'] {
  return entities.map(({ id, how }) => {
    const entity = view.get(id);
    return {
      id,
      how,
      ...(entity && { kind: entity.kind, name: entity.name }),
      gone: entity === undefined || entity.disappearedAt !== undefined,
    };
  });
}

export function summaryOf(head: TicketHead, { view, now, operator }: ShownFor): TicketSummary {
  const { id, title, state, priority, category, origin, group, assignee, diagnosis } = head;
  return {
    id,
    title,
    state,
    priority,
    category,
    origin,
    entities: shownEntities(head.entities, view),
    ...(group && { group }),
    ...(assignee !== undefined && { assignee }),
    watching: head.watchers.includes(operator),
    comments: head.comments,
    attachments: head.attachments,
    ...(diagnosis && { diagnosis }),
    createdAt: head.createdAt,
    updatedAt: head.updatedAt,
    since: head.since,
    sla: slaOf(head, now),
  };
}

export const nextStates = ({ state }: Pick<Ticket, 'state'>): TicketDetail['next'] =>
  chosenTicketStates.filter((to) => mayBecome(state, to));
