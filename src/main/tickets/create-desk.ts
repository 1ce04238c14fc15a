import { setImmediate as nextTurn } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { EntityId } from '../../shared/model/ids.ts';
import { ticketSchemaVersion, type Ticket } from '../../shared/model/ticket.ts';
import type { TicketSettings } from '../../shared/model/ticket-settings.ts';
import { isOpenTicket } from '../../shared/model/ticket-transitions.ts';
import type { Clock } from '../platform/clock.ts';
import { DomainError } from '../platform/errors.ts';
import { createListeners } from '../platform/listeners.ts';
import type { Logger } from '../platform/logger.ts';
import type { Random } from '../platform/random.ts';
import type { StoreCollection, StoredRecord } from '../store/store.ts';
import {
  application,
  assertRoom,
  responded,
  withEvent,
  withField,
  withPriority,
  withState,
  type ChangeContext,
} from './change-ticket.ts';
import type { TicketChange, TicketDesk, TicketIntake, TicketQuery, TicketTaken } from './desk.ts';
import { newTicketId } from './ticket-id.ts';
import { movedBy } from './remediation-moves.ts';
import { createOneAtATime } from '../platform/one-at-a-time.ts';
import { dueOf, isOverdue } from './sla.ts';
import { repeated } from './repeated.ts';
import { headOf, TicketHeads, type TicketHead } from './ticket-heads.ts';
import { readTicket, storedTicket } from './ticket-record.ts';
import type { Triage } from './take-in.ts';

export interface TicketDeskPorts {
  readonly store: StoreCollection<StoredRecord>;
  /** Made anew for each batch: what links, judges and cleans what comes in. */
  readonly triage: () => Promise<Triage>;
  readonly settings: () => TicketSettings;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}

/** What others wrote is taken in so many at a time; then everything else has its turn. */
const followedAtOnce = 50;
const mostAttachments = 20;
const mostAlike = 40;
const mostAttachedCharacters = 1_000_000;

export function createTicketDesk({
  store,
  triage,
  settings,
  clock,
  random,
  logger,
}: TicketDeskPorts): TicketDesk {
  const listeners = createListeners<TicketChange>((error) =>
    logger.error({ err: error }, 'a listener of the tickets failed'),
  );
  const alone = createOneAtATime();
  let loading: Promise<TicketHeads> | undefined;

  function heads(): Promise<TicketHeads> {
    loading ??= load();
    // What could not be read is tried again, and not for ever a fault.
    loading.catch(() => {
      loading = undefined;
    });
    return loading;
  }

  async function load(): Promise<TicketHeads> {
    const all = new TicketHeads();
    for await (const batch of store.each()) {
      for (const stored of batch) {
        const ticket = readTicket(stored);
        if (ticket) all.set(headOf(ticket));
        else
          logger.warn({ ticket: stored.id }, 'a ticket cannot be read by this version; it is left as it is');
      }
    }
    return all;
  }

  const contextOf = (by: string): ChangeContext => ({
    by,
    now: clock.now(),
    newId: () => random.id(12),
    sla: settings().sla,
  });

  async function read(id: string): Promise<Ticket | undefined> {
    const stored = await store.get(id);
    return stored && readTicket(stored);
  }

  const notFound = (id: string) =>
    new DomainError('ticket-not-found', `There is no ticket "${id}".`, {
      hint: '`datacenter-docs tickets list` shows those there are.',
    });

  function show(ticket: Ticket, all: TicketHeads, elsewhere: boolean): void {
    const before = all.get(ticket.id);
    all.set(headOf(ticket));
    const news = before === undefined || isNews(before, ticket);
    listeners.emit({ id: ticket.id, isNews: news, ...(elsewhere && { elsewhere }) });
  }

  /**
   * Reads, changes and keeps one ticket, not in turn with other changes of it. What another workstation wrote between
   * the reading and the keeping is not written over: the change is made anew, of what stands there then.
   * @returns undefined: there is none that can be read
   */
  async function changed(
    id: string,
    by: string,
    change: (ticket: Ticket, context: ChangeContext) => Ticket | Promise<Ticket>,
  ): Promise<Ticket | undefined> {
    for (;;) {
      const seen = await store.get(id);
      const before = seen && readTicket(seen);
      if (!before) return undefined;
      const after = await change(before, contextOf(by));
      if (after === before) return before;
      const written = await store.update(id, (now) =>
        isDeepStrictEqual(now, seen) ? storedTicket(after) : undefined,
      );
      if (!written) continue;
      show(after, await heads(), false);
      return after;
    }
  }

  function changing(
    id: string,
    by: string,
    change: (ticket: Ticket, context: ChangeContext) => Ticket | Promise<Ticket>,
  ): Promise<Ticket> {
    return alone(id, async () => {
      const ticket = await changed(id, by, change);
      if (ticket) return ticket;
      throw notFound(id);
    });
  }

  /** Some of what others wrote; in turn with what is changed here. */
  async function follow(ids: readonly string[]): Promise<void> {
    const all = await heads();
    const found = new Map((await store.getMany(ids)).map((stored) => [stored.id, stored]));
    for (const id of ids) {
      const stored = found.get(id);
      const ticket = stored && readTicket(stored);
      if (ticket) show(ticket, all, true);
      else {
        if (stored) logger.warn({ ticket: id }, 'a ticket that came cannot be read by this version');
        if (all.delete(id)) listeners.emit({ id, isNews: true, elsewhere: true });
      }
    }
  }

  async function takeIn(intake: TicketIntake, by: string, prepared: Triage): Promise<TicketTaken> {
    const taken = await prepared(intake, by);
    const create = async (id: string): Promise<TicketTaken> => {
      const before =
        intake.id === undefined
          ? undefined
          : await changed(id, by, (known, context) => repeated(known, taken, context));
      if (before) return { ticket: before, created: false };
      const ticket = newTicket(id, taken, contextOf(by));
      if (!(await store.insert(storedTicket(ticket)))) {
        // Only one that cannot be read, or that was removed, is in the way here.
        throw new DomainError(
          'ticket-unreadable',
          `Ticket ${id} is there, and this version cannot read it.`,
          {
            hint: 'Another version of the application wrote it: use that one.',
          },
        );
      }
      (await heads()).set(headOf(ticket));
      listeners.emit({ id, isNews: true });
      return { ticket, created: true };
    };
    const known = await heads();
    if (intake.id !== undefined) {
      const { id } = intake;
      return alone(id, () => create(id));
    }
    let id = newTicketId(random);
    while (known.get(id)) id = newTicketId(random);
    return create(id);
  }

  function newTicket(id: string, taken: Awaited<ReturnType<Triage>>, context: ChangeContext): Ticket {
    const { now, by, newId, sla } = context;
    const { priority, category, why, ...given } = taken;
    const bare: Ticket = {
      id,
      schemaVersion: ticketSchemaVersion,
      title: given.title,
      text: given.text,
      origin: given.origin,
      state: 'new',
      priority,
      category,
      entities: [...given.links],
      labels: { ...given.labels },
      watchers: given.origin.is === 'person' || given.origin.is === 'assistant' ? [by] : [],
      attachments: given.attachments.map(({ name, text }) => ({ id: newId(), name, text, at: now, by })),
      events: [{ is: 'created', id: newId(), at: now, by }],
      automation: given.automation ?? settings().automation,
      createdAt: now,
      updatedAt: now,
      since: given.since !== undefined && given.since < now ? given.since : now,
      ...dueOf(priority, now, sla),
    };
    const own: ChangeContext = { ...context, by: application };
    return why.reduce((ticket, { field, to, reason }) => withField(ticket, field, '', to, reason, own), bare);
  }

  async function findHeads(query: Omit<TicketQuery, 'limit' | 'cursor' | 'offset'>) {
    return (await heads()).find(query, clock.now());
  }

  return {
    async add(intake, by) {
      return takeIn(intake, by, await triage());
    },
    async addAll(intakes, by, signal) {
      const prepared = await triage();
      const taken: TicketTaken[] = [];
      for (const intake of intakes) {
        signal?.throwIfAborted();
        taken.push(await takeIn(intake, by, prepared));
      }
      return taken;
    },
    get: read,
    async find({ limit, cursor, offset = 0, ...query }) {
      const { found, newer, states } = await findHeads(query);
      const from = cursor === undefined ? offset : placeAfter(cursor, found);
      const tickets = found.slice(from, from + limit);
      const last = tickets.at(-1);
      const next = from + tickets.length;
      const more = last !== undefined && next < found.length;
      return { tickets, total: found.length, newer, states, ...(more && { cursor: `${next} ${last.id}` }) };
    },
    async alike({ id, title, text, entities }) {
      const about = new Set(entities.map((entity) => entity.id));
      const ids = (await heads()).alike(`${title}\n${text}`, about, mostAlike + 1);
      return store.getMany(ids.filter((other) => other !== id));
    },
    heads: async (query) => (await findHeads(query)).found,
    comment: (id, text, by) =>
      changing(id, by, (ticket, context) => {
        assertRoom(ticket);
        return responded(withEvent(ticket, { is: 'comment', by, text }, context), context);
      }),
    attach: (id, { name, text }, by) =>
      changing(id, by, (ticket, context) => {
        const size = ticket.attachments.reduce((sum, one) => sum + one.text.length, text.length);
        if (ticket.attachments.length >= mostAttachments || size > mostAttachedCharacters) {
          throw new DomainError(
            'ticket-full',
            `Ticket ${id} holds ${ticket.attachments.length} attachments; expected at most ${mostAttachments} with ${mostAttachedCharacters} characters together.`,
            { hint: 'Attach what matters of it, or put it where a link can lead.' },
          );
        }
        const attached = withField(ticket, 'attachment', '', name, undefined, context);
        return {
          ...attached,
          attachments: [...ticket.attachments, { id: context.newId(), name, text, at: context.now, by }],
        };
      }),
    change: (id, change, by) =>
      changing(id, by, async (ticket, context) => {
        const links = change.entities && linksOf(change.entities, ticket);
        return applied(ticket, change, links, context);
      }),
    watch: (id, on, by) =>
      changing(id, by, (ticket, context) => {
        if (ticket.watchers.includes(by) === on) return ticket;
        const watchers = on ? [...ticket.watchers, by] : ticket.watchers.filter((one) => one !== by);
        const [from, to] = on ? ['', by] : [by, ''];
        return { ...withField(ticket, 'watcher', from, to, undefined, context), watchers };
      }),
    grouped: (id, group) =>
      changing(id, application, (ticket, context) => {
        if (!isOpenTicket(ticket)) return ticket;
        const triaged = ticket.state === 'new' ? withState(ticket, 'triaged', undefined, context) : ticket;
        if (ticket.group?.id === group?.id && ticket.group?.cause === group?.cause) return triaged;
        const { group: before, ...rest } = withField(
          triaged,
          'group',
          ticket.group?.cause ?? '',
          group?.cause ?? '',
          undefined,
          context,
        );
        return { ...rest, ...(group && { group }) };
      }),
    diagnosed: (id, diagnosis, by) =>
      changing(id, by, (ticket, context) => {
        const told = withEvent(ticket, { is: 'diagnosed', by, summary: diagnosis.summary }, context);
        const early = ticket.state === 'new' || ticket.state === 'triaged' || ticket.state === 'reopened';
        return { ...(early ? withState(told, 'diagnosed', undefined, context) : told), diagnosis };
      }),
    note: (id, text) =>
      changing(id, application, (ticket, context) => withEvent(ticket, { is: 'alert', text }, context)),
    async over(id, { text, at }, by) {
      let result: 'closed' | 'noted' | 'unknown' = 'unknown';
      const end = (ticket: Ticket, context: ChangeContext): Ticket => {
        result = 'unknown';
        if (ticket.state === 'closed') return ticket;
        const told = withEvent(ticket, { is: 'alert', text }, context);
        if (!isForNobody(ticket)) {
          const last = ticket.events.findLast(({ is }) => is === 'alert');
          if (last?.is === 'alert' && last.text === text) return ticket;
          result = 'noted';
          return told;
        }
        const within = at !== undefined && at > ticket.createdAt && at < context.now;
        const closed = withState(told, 'closed', text, context, within ? at : undefined);
        result = 'closed';
        return { ...closed, outcome: ticket.outcome ?? { summary: text } };
      };
      await alone(id, () => changed(id, by, end));
      return result;
    },
    async remediationMoved(remediation, othersOpen = false, ticketId = remediation.ticketId) {
      if (ticketId === undefined || !(await read(ticketId))) return;
      await changing(ticketId, application, (ticket, context) =>
        movedBy(ticket, remediation, othersOpen, context),
      );
    },
    remediationNoted: (id, { id: remediation, state }, text) =>
      changing(id, application, (ticket, context) =>
        withEvent(ticket, { is: 'remediation', remediation, state, text }, context),
      ),
    async figures() {
      const open = { p1: 0, p2: 0, p3: 0, p4: 0 };
      let [overdue, unassigned] = [0, 0];
      const now = clock.now();
      for (const head of (await heads()).open()) {
        open[head.priority] += 1;
        if (isOverdue(head, now)) overdue += 1;
        if (head.assignee === undefined) unassigned += 1;
      }
      return { open, overdue, unassigned };
    },
    onChanged: (listener) => listeners.add(listener),
    async storeChanged(ids) {
      for (let from = 0; from < ids.length; from += followedAtOnce) {
        await follow(ids.slice(from, from + followedAtOnce));
        await nextTurn();
      }
    },
  };
}

/** After the ticket that was the last; where that one is not in the list any more, after as many as there were. */
function placeAfter(cursor: string, found: readonly TicketHead[]): number {
  const [place = '', last] = cursor.split(' ');
  const at = found.findIndex(({ id }) => id === last);
  return at === -1 ? Math.max(0, Number.parseInt(place, 10) || 0) : at + 1;
}

/** Nobody works on it, so that nobody is in the way when it ends by itself. */
function isForNobody({ state, assignee }: Ticket): boolean {
  switch (state) {
    case 'new':
    case 'triaged':
    case 'diagnosed':
    case 'awaiting-approval':
    case 'reopened':
      return assignee === undefined;
    case 'resolved':
      return true;
    case 'in-progress':
    case 'closed':
      return false;
    default:
      return state satisfies never;
  }
}

/** What stays linked says still how it was found. */
function linksOf(entities: readonly EntityId[], ticket: Ticket): Ticket['entities'] {
  return [...new Set(entities)].map(
    (id) => ticket.entities.find((link) => link.id === id) ?? { id, how: 'given' as const },
  );
}

type Change = Parameters<TicketDesk['change']>[1];

function applied(
  before: Ticket,
  change: Change,
  links: Ticket['entities'] | undefined,
  context: ChangeContext,
): Ticket {
  const { reason } = change;
  let ticket = before;
  if (change.priority !== undefined) ticket = withPriority(ticket, change.priority, reason, context);
  if (change.category !== undefined && change.category !== ticket.category) {
    ticket = {
      ...withField(ticket, 'category', ticket.category, change.category, reason, context),
      category: change.category,
    };
  }
  if (change.assignee !== undefined && (change.assignee ?? '') !== (ticket.assignee ?? '')) {
    const { assignee, ...rest } = withField(
      ticket,
      'assignee',
      ticket.assignee ?? '',
      change.assignee ?? '',
      reason,
      context,
    );
    ticket = change.assignee === null ? rest : { ...rest, assignee: change.assignee };
    if (change.assignee !== null && !ticket.watchers.includes(change.assignee)) {
      ticket = { ...ticket, watchers: [...ticket.watchers, change.assignee] };
    }
  }
  if (links !== undefined && !sameIds(links, ticket.entities)) {
    const names = (list: Ticket['entities']) => list.map(({ id }) => id).join(', ');
    ticket = {
      ...withField(ticket, 'entities', names(ticket.entities), names(links), reason, context),
      entities: links,
    };
  }
  if (change.automation !== undefined && change.automation !== ticket.automation) {
    ticket = {
      ...withField(
        ticket,
        'automation',
        String(ticket.automation),
        String(change.automation),
        reason,
        context,
      ),
      automation: change.automation,
    };
  }
  if (change.state !== undefined) {
    ticket = withState(ticket, change.state, reason ?? change.outcome?.summary, context);
  }
  if (change.outcome !== undefined) {
    const { summary } = change.outcome;
    const told =
      ticket.state === before.state && summary !== before.outcome?.summary
        ? withField(ticket, 'outcome', before.outcome?.summary ?? '', summary, reason, context)
        : ticket;
    ticket = { ...told, outcome: change.outcome };
  }
  // What the application does by itself is nobody's response.
  return ticket === before || context.by === application ? ticket : responded(ticket, context);
}

const isNews = (before: TicketHead, after: Ticket): boolean =>
  isOpenTicket(before) !== isOpenTicket(after) || !sameIds(before.entities, after.entities);

const sameIds = (a: Ticket['entities'], b: Ticket['entities']): boolean =>
  a.length === b.length && a.every(({ id }, place) => id === b[place]?.id);
