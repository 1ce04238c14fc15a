import { withEditedNote, withNote, withoutNote } from '../../../src/main/documents/document-notes.ts';
import { withEvent, withField, withPriority, withState } from '../../../src/main/tickets/change-ticket.ts';
import type { ChangeContext } from '../../../src/main/tickets/change-ticket.ts';
import type { DocumentNote, DocumentRecord } from '../../../src/shared/model/document.ts';
import { instant, type Instant } from '../../../src/shared/model/ids.ts';
import type { Approval, Remediation } from '../../../src/shared/model/remediation.ts';
import { ticketStates, type Ticket } from '../../../src/shared/model/ticket.ts';
import { mayBecome } from '../../../src/shared/model/ticket-transitions.ts';
import type { SeededRandom } from './seeded-random.ts';
import type { EditedCollection, EditedDocuments } from './small-station.ts';

/** Where somebody works. */
export interface EditingStation extends EditedDocuments {
  readonly name: string;
  now(): Instant;
}

/** One edit that the store of a station has acknowledged: it may not be lost. */
export type Edit =
  | { readonly of: 'ticket-event'; readonly id: string; readonly event: string }
  | {
      readonly of: 'note';
      readonly id: string;
      readonly note: string;
      /** Absent: removed. */
      readonly text?: string;
      /** What whoever edited it had before them: that may go. */
      readonly seen: readonly string[];
    }
  | { readonly of: 'approval'; readonly id: string; readonly by: string };

export const textsOf = ({ text, alternatives = [] }: DocumentNote): string[] => [
  text,
  ...alternatives.map((alternative) => alternative.text),
];

const due = (hours: number) => ({ respondHours: hours, resolveHours: 8 * hours });
const sla: ChangeContext['sla'] = { p1: due(1), p2: due(2), p3: due(8), p4: due(24) };

/** A clock that is behind what was read already goes on from there. */
const notBefore = (newest: Instant | undefined, now: Instant): Instant =>
  newest === undefined || now > newest ? now : instant(Date.parse(newest) + 1);

/** What one person does next at a station, to something that is there. @returns what must never be lost of it */
export async function editSomething(
  station: EditingStation,
  random: SeededRandom,
  ids: Readonly<Record<EditedCollection, string>>,
): Promise<Edit[]> {
  switch (random.below(3)) {
    case 0:
      return editTicket(station, random, ids.tickets);
    case 1:
      return editNotes(station, random, ids.documents);
    default:
      return approve(station, random, ids.remediations);
  }
}

async function editTicket(station: EditingStation, random: SeededRandom, id: string): Promise<Edit[]> {
  const edits: Edit[] = [];
  await station.tickets.update(id, (ticket) => {
    const context: ChangeContext = {
      by: station.name,
      now: notBefore(ticket.events.at(-1)?.at, station.now()),
      newId: () => `${station.name}-${random.id(10)}`,
      sla,
    };
    const changed = changedTicket(ticket, random, context);
    const before = new Set(ticket.events.map((event) => event.id));
    for (const event of changed.events)
      if (!before.has(event.id)) edits.push({ of: 'ticket-event', id, event: event.id });
    return changed;
  });
  return edits;
}

function changedTicket(ticket: Ticket, random: SeededRandom, context: ChangeContext): Ticket {
  switch (random.below(4)) {
    case 0: {
      const to = random.pick<Ticket['priority']>(['p1', 'p2', 'p3', 'p4']);
      return withPriority(ticket, to, undefined, context);
    }
    case 1: {
      const to = random.pick(ticketStates);
      return mayBecome(ticket.state, to) ? withState(ticket, to, undefined, context) : ticket;
    }
    case 2: {
      const to = random.pick(['alice', 'bob', 'carol']);
      return ticket.assignee === to
        ? ticket
        : {
            ...withField(ticket, 'assignee', ticket.assignee ?? '', to, undefined, context),
            assignee: to,
          };
    }
    default:
      return withEvent(ticket, { is: 'comment', by: context.by, text: random.id(6) }, context);
  }
}

async function editNotes(station: EditingStation, random: SeededRandom, id: string): Promise<Edit[]> {
  const edits: Edit[] = [];
  await station.documents.update(id, (document) => {
    const text = `${station.name} says ${random.id(8)}`;
    const [note, ...others] = document.notes;
    const standing = note && random.pick([note, ...others]);
    const now = station.now();
    if (!standing || random.below(3) === 0) {
      const added = { id: `${station.name}-${random.id(8)}`, section: 'summary', text, author: station.name };
      edits.push({ of: 'note', id, note: added.id, text, seen: [] });
      return withNote(document, { ...added, createdAt: now });
    }
    const seen = textsOf(standing);
    if (random.below(5) === 0) {
      edits.push({ of: 'note', id, note: standing.id, seen });
      return withoutNote(document, standing.id, { by: station.name, at: now });
    }
    edits.push({ of: 'note', id, note: standing.id, text, seen });
    return withEditedNote(document, standing.id, text, now);
  });
  return edits;
}

async function approve(station: EditingStation, random: SeededRandom, id: string): Promise<Edit[]> {
  const edits: Edit[] = [];
  await station.remediations.update(id, (remediation) => {
    const by = `${station.name}-${random.id(6)}`;
    const approval: Approval = {
      by,
      at: station.now(),
      planHash: 'hash-of-the-plan',
      workstation: station.name,
      breakGlass: false,
    };
    edits.push({ of: 'approval', id, by });
    return {
      ...remediation,
      updatedAt: notBefore(remediation.updatedAt, station.now()),
      approvals: [...remediation.approvals, approval],
    };
  });
  return edits;
}

/** What of all acknowledged edits is not to be found in what the stations agreed on. */
export function lostEdits(
  edits: readonly Edit[],
  state: {
    readonly tickets: readonly Ticket[];
    readonly documents: readonly DocumentRecord[];
    readonly remediations: readonly Remediation[];
  },
): string[] {
  const seen = new Set(edits.flatMap((edit) => (edit.of === 'note' ? edit.seen : [])));
  return edits.flatMap((edit) => {
    const found = (() => {
      switch (edit.of) {
        case 'ticket-event':
          return state.tickets.some(
            ({ id, events }) => id === edit.id && events.some((event) => event.id === edit.event),
          );
        case 'note': {
          const { text } = edit;
          return (
            text === undefined ||
            seen.has(text) ||
            state.documents.some(
              ({ id, notes }) =>
                id === edit.id && notes.some((note) => note.id === edit.note && textsOf(note).includes(text)),
            )
          );
        }
        case 'approval':
          return state.remediations.some(
            ({ id, approvals }) => id === edit.id && approvals.some(({ by }) => by === edit.by),
          );
        default:
          return edit satisfies never;
      }
    })();
    return found ? [] : [`lost: ${JSON.stringify(edit)}`];
  });
}

/** Where a ticket shows something else than what was set last. */
export function untruths(tickets: readonly Ticket[]): string[] {
  return tickets.flatMap((ticket) => {
    const lastOf = (field: string) => {
      const last = ticket.events.findLast((event) => event.is === 'changed' && event.field === field);
      return last?.is === 'changed' ? last.to : undefined;
    };
    const priority = lastOf('priority');
    return [
      ...(priority !== undefined && priority !== ticket.priority
        ? [`${ticket.id} has priority ${ticket.priority}, last set was ${priority}`]
        : []),
      ...(lastOf('assignee') === ticket.assignee
        ? []
        : [
            `${ticket.id} is assigned to ${ticket.assignee ?? 'nobody'}, last set was ${lastOf('assignee') ?? ''}`,
          ]),
    ];
  });
}
