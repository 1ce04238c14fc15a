import {
  listOf,
  memberOf,
  readGiven,
  refuseDeletion,
  requireRole,
  requireSpoken,
  type Given,
  type Members,
  type UserContext,
} from './given.ts';
import { refuse } from './refuse.ts';
import { same, some } from './same.ts';
import {
  anyInstant,
  anything,
  flag,
  instant,
  integer,
  list,
  matching,
  members,
  oneOf,
  openMembers,
  record,
  requireVersion,
  text,
  variants,
} from './shape.ts';
import { stateAfter, ticketStates } from './ticket-life.ts';

const who = text(200);
const id = text(200, 1);
const tag = text(20);
const event = { is: tag, id, at: instant };
const said = { ...event, by: who };
const origin = { is: tag, operator: who };
const reference = { reference: text(300) };

/** As many as a ticket keeps; see change-ticket.ts. */
const mostEvents = 2_000;

const shape = members(
  {
    title: text(300, 1),
    text: text(20_000),
    origin: variants('is', {
      person: openMembers(origin),
      assistant: openMembers(origin),
      api: openMembers(origin, reference),
      alertmanager: openMembers({ fingerprint: text(200), startsAt: instant, receiver: text(300) }),
      webhook: openMembers({ name: text(200), ...reference }),
      import: openMembers(origin, reference),
    }),
    state: oneOf(ticketStates),
    priority: oneOf(['p1', 'p2', 'p3', 'p4']),
    category: oneOf(['compute', 'kubernetes', 'network', 'storage', 'application', 'other']),
    entities: list(openMembers({ id: text(400, 1), how: text(50) }), 1_000),
    labels: record(text(2_000), 200),
    watchers: list(who, 1_000),
    attachments: list(openMembers({ id, name: text(200), text: text(200_000), at: instant, by: who }), 1_000),
    events: list(
      variants('is', {
        created: openMembers(said),
        comment: openMembers({ ...said, text: text(20_000) }),
        changed: openMembers({ ...said, field: text(100), from: text(20_000), to: text(20_000) }),
        alert: openMembers({ ...event, text: text(20_000) }),
        diagnosed: openMembers({ ...said, summary: text(50_000) }),
        remediation: openMembers({ ...event, remediation: id, state: text(50), text: text(20_000) }),
      }),
      // Two that were full on their own are merged before they are cut.
      mostEvents * 2,
    ),
    automation: flag,
    createdAt: instant,
    updatedAt: instant,
    since: instant,
    respondBy: anyInstant,
    resolveBy: anyInstant,
    schemaVersion: integer(1),
  },
  {
    group: openMembers({ id, cause: text(1_000) }),
    assignee: who,
    diagnosis: anything(100_000),
    respondedAt: instant,
    resolvedAt: instant,
    closedAt: instant,
    outcome: openMembers({ summary: text(20_000) }),
  },
);

/**
 * What is to be resolved: by everybody who works and by whoever collects, each in their own name. What was said stays;
 * the state is what comes of all that was done, forward only.
 */
export function validate(doc: Members, before: Members | null, user: UserContext): void {
  const given = readGiven(doc, before, user);
  if (!given.writer.server) refuseDeletion(given);
  if (given.deleted) return;
  requireRole(given.writer, 'operator', 'a ticket', true);
  requireVersion(doc, 1);
  matching(/^T-[a-z2-7]{8,32}$/, 'T- and eight to 32 of a-z and 2-7')(given.id, '_id');
  shape(doc, '');
  judgeOrigin(given);
  judgeAttachments(given);
  judgeEvents(given);
  judgeState(given);
}

function judgeOrigin({ doc, before, writer }: Given): void {
  if (before !== undefined) {
    const names = ['title', 'text', 'origin', 'createdAt', 'since'];
    if (names.filter((name) => !same(doc[name], before[name])).length === 0) return;
    // Of what came from a system two workstations may each have made the ticket: the first one is kept.
    const is = memberOf(doc['origin'], 'is');
    const isOfPerson = is === 'person' || is === 'assistant';
    if (
      isOfPerson ||
      is !== memberOf(before['origin'], 'is') ||
      String(doc['createdAt']) >= String(before['createdAt'])
    )
      refuse('state', 'what a ticket was made with stays as it is');
  }
  const operator = memberOf(doc['origin'], 'operator');
  if (operator !== undefined) requireSpoken(writer, operator, 'a ticket', true);
}

function judgeAttachments({ doc, before, writer }: Given): void {
  const were = listOf(memberOf(before, 'attachments'));
  const are = listOf(doc['attachments']);
  for (const was of were)
    if (!some(are, (one) => same(one, was)))
      refuse('append-only', `attachment ${String(memberOf(was, 'id'))} is gone or another`);
  for (const one of are)
    if (!some(were, (was) => same(was, one)))
      requireSpoken(writer, memberOf(one, 'by'), 'an attachment', true);
}

function judgeEvents({ doc, before, writer }: Given): void {
  const were = byId(listOf(memberOf(before, 'events')));
  const are = byId(listOf(doc['events']));
  const isFull = are.ids.length >= mostEvents || were.ids.length >= mostEvents;
  for (const eventId of were.ids) {
    const was = were.of(eventId);
    const now = are.of(eventId);
    if (now === undefined) {
      // A full ticket gives up what systems noted, oldest first; never what somebody wrote.
      const is = memberOf(was, 'is');
      if (!isFull || (is !== 'alert' && is !== 'changed'))
        refuse('append-only', `event ${eventId.slice(0, 80)} is gone`);
    } else if (!same(was, now)) refuse('append-only', `event ${eventId.slice(0, 80)} was changed`);
  }
  for (const eventId of are.ids)
    if (were.of(eventId) === undefined) {
      const one = are.of(eventId);
      const by = memberOf(one, 'by');
      const word = memberOf(one, 'is') === 'comment';
      if (by !== undefined)
        requireSpoken(writer, by, `a new event of a ticket (${String(memberOf(one, 'is'))})`, !word);
    }
}

function judgeState({ doc, before }: Given): void {
  const events = listOf(doc['events']);
  const state = String(doc['state']);
  if (stateAfter(events) === state) return;
  // Of a full ticket the changes that led there may be gone.
  if (events.length >= mostEvents && (before === undefined || before['state'] === state)) return;
  refuse('state', `${state} is not what comes of its events: expected ${stateAfter(events)}`);
}

function byId(events: readonly unknown[]): {
  readonly ids: readonly string[];
  of(id: string): unknown;
} {
  // With a letter before it no id is the name of something that every object has.
  const found: { [key: string]: unknown } = {};
  const ids: string[] = [];
  for (const one of events) {
    const eventId = String(memberOf(one, 'id'));
    if (found[`:${eventId}`] !== undefined) refuse('shape', `there are two events ${eventId.slice(0, 80)}`);
    found[`:${eventId}`] = one;
    ids.push(eventId);
  }
  return { ids, of: (eventId) => found[`:${eventId}`] };
}
