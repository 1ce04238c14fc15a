import type { EntityId, Instant } from '../../shared/model/ids.ts';
import type { Ticket, TicketState } from '../../shared/model/ticket.ts';
import { isOpenTicket } from '../../shared/model/ticket-transitions.ts';
import { fold } from '../search/fold.ts';
import type { TicketQuery } from './desk.ts';
import { isOverdue } from './sla.ts';

/** What lists show of a ticket, and what they are filtered by: without what was said and found. */
export interface TicketHead extends Pick<
  Ticket,
  | 'id'
  | 'title'
  | 'origin'
  | 'state'
  | 'priority'
  | 'category'
  | 'entities'
  | 'labels'
  | 'group'
  | 'assignee'
  | 'watchers'
  | 'createdAt'
  | 'updatedAt'
  | 'since'
  | 'respondBy'
  | 'resolveBy'
  | 'respondedAt'
  | 'resolvedAt'
  | 'closedAt'
> {
  readonly comments: number;
  readonly attachments: number;
  readonly diagnosis?: { readonly summary: string; readonly confidence: number };
  /** What words are looked for in. */
  readonly words: string;
}

/** Below so many of the words nothing is similar. */
const leastLikeness = 0.25;
/** Of a long text so much is looked for by words. */
const mostWords = 2_000;

export function headOf(ticket: Ticket): TicketHead {
  const { text, attachments, events, diagnosis, schemaVersion: _, automation: __, outcome, ...rest } = ticket;
  return {
    ...rest,
    comments: events.filter(({ is }) => is === 'comment').length,
    attachments: attachments.length,
    ...(diagnosis && { diagnosis: { summary: diagnosis.summary, confidence: diagnosis.confidence } }),
    words: fold(
      [
        ticket.id,
        ticket.title,
        ...Object.values(ticket.labels),
        ...ticket.entities.map(({ id }) => id),
        ticket.assignee ?? '',
        outcome?.summary ?? '',
        text,
      ].join('\n'),
    ).slice(0, mostWords),
  };
}

/** Every ticket in short, so that lists and counts of a burst cost no reading of whole tickets. */
export class TicketHeads {
  readonly #heads = new Map<string, TicketHead>();

  set(head: TicketHead): void {
    this.#heads.set(head.id, head);
  }

  /** @returns whether it was there */
  delete(id: string): boolean {
    return this.#heads.delete(id);
  }

  get(id: string): TicketHead | undefined {
    return this.#heads.get(id);
  }

  all(): readonly TicketHead[] {
    return [...this.#heads.values()];
  }

  open(): readonly TicketHead[] {
    return this.all().filter(isOpenTicket);
  }

  /** The likeliest to be similar, by words and entities that they share: few enough to be read whole. */
  alike(text: string, about: ReadonlySet<EntityId>, most: number): readonly string[] {
    const asked = [...new Set(fold(text).split(/[^\p{L}\p{N}.-]+/u))].filter((word) => word.length > 2);
    return [...this.#heads.values()]
      .map((head) => {
        const words = asked.filter((word) => head.words.includes(word)).length;
        const entities = head.entities.filter(({ id }) => about.has(id)).length;
        return { head, likeness: words / Math.max(1, asked.length) + Math.min(entities, 2) };
      })
      .filter(({ likeness }) => likeness >= leastLikeness)
      .toSorted((a, b) => b.likeness - a.likeness || (a.head.updatedAt < b.head.updatedAt ? 1 : -1))
      .slice(0, most)
      .map(({ head }) => head.id);
  }

  /** All that match, sorted; and how many there are of each state, whatever states were asked for. */
  find(
    query: Omit<TicketQuery, 'limit' | 'cursor' | 'offset'>,
    now: Instant,
  ): {
    readonly found: readonly TicketHead[];
    /** How many match and came in after `until`. */
    readonly newer: number;
    readonly states: ReadonlyMap<TicketState, number>;
  } {
    const fits = matcher(query, now);
    const wanted = query.states === undefined ? undefined : new Set(query.states);
    const states = new Map<TicketState, number>();
    const found: TicketHead[] = [];
    let newer = 0;
    for (const head of this.#heads.values()) {
      if (!fits(head)) continue;
      states.set(head.state, (states.get(head.state) ?? 0) + 1);
      if (wanted !== undefined && !wanted.has(head.state)) continue;
      if (query.open === true && !isOpenTicket(head)) continue;
      if (query.until !== undefined && head.createdAt > query.until) newer += 1;
      else found.push(head);
    }
    return { newer, found: found.toSorted(orders[query.sort ?? 'newest']), states };
  }
}

function matcher(query: Omit<TicketQuery, 'limit'>, now: Instant): (head: TicketHead) => boolean {
  const words = fold(query.text ?? '')
    .split(/\s+/)
    .filter(Boolean);
  const priorities = query.priorities && new Set(query.priorities);
  const categories = query.categories && new Set(query.categories);
  return (head) =>
    (priorities === undefined || priorities.has(head.priority)) &&
    (categories === undefined || categories.has(head.category)) &&
    (query.assignee === undefined || (head.assignee ?? '') === query.assignee) &&
    (query.watcher === undefined || head.watchers.includes(query.watcher)) &&
    (query.group === undefined || head.group?.id === query.group) &&
    (query.entity === undefined || isAbout(head, query.entity)) &&
    (query.overdue !== true || (isOpenTicket(head) && isOverdue(head, now))) &&
    words.every((word) => head.words.includes(word));
}

const isAbout = ({ entities, group }: TicketHead, id: EntityId): boolean =>
  group?.entity === id || entities.some((entity) => entity.id === id);

type Order = (a: TicketHead, b: TicketHead) => number;
const text = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const byId: Order = (a, b) => text(a.id, b.id);
const newest: Order = (a, b) => text(b.createdAt, a.createdAt) || byId(a, b);

const orders: Readonly<Record<NonNullable<TicketQuery['sort']>, Order>> = {
  newest,
  oldest: (a, b) => text(a.createdAt, b.createdAt) || byId(a, b),
  priority: (a, b) => text(a.priority, b.priority) || newest(a, b),
  due: (a, b) => text(dueAt(a), dueAt(b)) || byId(a, b),
  updated: (a, b) => text(b.updatedAt, a.updatedAt) || byId(a, b),
};

/** What is due next of an open ticket; what is over comes last. */
function dueAt(head: TicketHead): string {
  if (!isOpenTicket(head)) return '~';
  return head.respondedAt === undefined && head.respondBy < head.resolveBy ? head.respondBy : head.resolveBy;
}
