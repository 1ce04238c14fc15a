import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Instant } from '../../../shared/model/ids.ts';
import type { Ticket, TicketState } from '../../../shared/model/ticket.ts';
import { ticketStates } from '../../../shared/model/ticket.ts';
import { mayBecome } from '../../../shared/model/ticket-transitions.ts';
import { propertyRuns } from '../../../../test/support/property.ts';
import {
  withEvent,
  withField,
  withPriority,
  withState,
  type ChangeContext,
} from '../../tickets/change-ticket.ts';
import { mergeTickets } from './merge-tickets.ts';

const due = (hours: number) => ({ respondHours: hours, resolveHours: 8 * hours });
const sla: ChangeContext['sla'] = { p1: due(1), p2: due(2), p3: due(8), p4: due(24) };
const instant = (minute: number) => new Date(Date.UTC(2026, 10, 23, 12, minute)).toISOString() as Instant;

const made: Ticket = {
  id: 'T-abcdefgh',
  schemaVersion: 1,
  title: 'web-01 hangs',
  text: '',
  origin: { is: 'person', operator: 'alice' },
  state: 'new',
  priority: 'p3',
  category: 'compute',
  entities: [],
  labels: {},
  watchers: ['alice'],
  attachments: [],
  events: [{ is: 'created', id: 'made', at: instant(0), by: 'alice' }],
  automation: false,
  createdAt: instant(0),
  updatedAt: instant(0),
  since: instant(0),
  respondBy: instant(30),
  resolveBy: instant(60),
};

type Step =
  | { readonly do: 'comment'; readonly text: string }
  | { readonly do: 'priority'; readonly to: Ticket['priority'] }
  | { readonly do: 'assign'; readonly to: string }
  | { readonly do: 'state'; readonly to: TicketState }
  | { readonly do: 'watch' }
  | { readonly do: 'over' }
  | { readonly do: 'meet'; readonly station: number };

const steps = fc.array(
  fc.tuple(
    fc.integer({ min: 0, max: 2 }),
    fc.oneof(
      fc.record({ do: fc.constant('comment' as const), text: fc.string({ maxLength: 5 }) }),
      fc.record({
        do: fc.constant('priority' as const),
        to: fc.constantFrom<Ticket['priority']>('p1', 'p2', 'p4'),
      }),
      fc.record({ do: fc.constant('assign' as const), to: fc.constantFrom('carol', 'dave') }),
      fc.record({ do: fc.constant('state' as const), to: fc.constantFrom(...ticketStates) }),
      fc.constant({ do: 'watch' as const }),
      fc.constant({ do: 'over' as const }),
      fc.record({ do: fc.constant('meet' as const), station: fc.integer({ min: 0, max: 2 }) }),
    ),
  ),
  { maxLength: 25 },
);

/** Three stations with clocks of their own, that work on one ticket and meet now and then. */
function history(taken: readonly (readonly [number, Step])[], skews: readonly number[]): Ticket[] {
  const stations = [made, made, made];
  let minute = 1;
  for (const [station, step] of taken) {
    minute += 1;
    const before = stations[station];
    if (!before) continue;
    stations[station] = stepped(
      before,
      step,
      stations,
      instant(minute + (skews[station] ?? 0)),
      `${minute}-${station}`,
    );
  }
  return stations;
}

function stepped(
  before: Ticket,
  step: Step,
  stations: readonly Ticket[],
  clock: Instant,
  id: string,
): Ticket {
  const context: ChangeContext = { by: 'somebody', now: clock, newId: () => id, sla };
  switch (step.do) {
    case 'comment':
      return withEvent(before, { is: 'comment', by: 'somebody', text: step.text }, context);
    case 'priority':
      return withPriority(before, step.to, undefined, context);
    case 'assign':
      return before.assignee === step.to
        ? before
        : {
            ...withField(before, 'assignee', before.assignee ?? '', step.to, undefined, context),
            assignee: step.to,
          };
    case 'watch':
      return before.watchers.includes('bob')
        ? {
            ...withField(before, 'watcher', 'bob', '', undefined, context),
            watchers: before.watchers.filter((name) => name !== 'bob'),
          }
        : {
            ...withField(before, 'watcher', '', 'bob', undefined, context),
            watchers: [...before.watchers, 'bob'].toSorted(),
          };
    case 'over':
      return mayBecome(before.state, 'closed')
        ? withState(before, 'closed', undefined, context, instant(-60))
        : before;
    case 'state':
      return mayBecome(before.state, step.to) ? withState(before, step.to, undefined, context) : before;
    case 'meet':
      return mergeTickets(before, stations[step.station] ?? before);
    default:
      return step satisfies never;
  }
}

const skews = fc.tuple(
  fc.constantFrom(0, -1_440, 1_440),
  fc.constantFrom(0, -1_440, 1_440),
  fc.constantFrom(0, -1_440, 1_440),
);
const forAll = (check: (copies: [Ticket, Ticket, Ticket]) => void) =>
  fc.assert(
    fc.property(steps, skews, (taken, clocks) => check(history(taken, clocks) as [Ticket, Ticket, Ticket])),
    { numRuns: propertyRuns(300, 20_000) },
  );

describe('two copies of a ticket', () => {
  it('become the same whatever the order in which they meet, and however often', () => {
    forAll(([a, b, c]) => {
      expect(mergeTickets(a, b)).toEqual(mergeTickets(b, a));
      expect(mergeTickets(mergeTickets(a, b), c)).toEqual(mergeTickets(a, mergeTickets(b, c)));
      expect(mergeTickets(mergeTickets(a, b), b)).toEqual(mergeTickets(a, b));
    });
  });

  it('meeting itself, a ticket stays what it is', () => {
    forAll(([a]) => {
      expect(mergeTickets(a, a)).toEqual({ ...a, watchers: a.watchers.toSorted() });
    });
  });

  it('lose nothing that anybody wrote or did, and end where the last change of each field left it', () => {
    forAll((copies) => {
      const [a, b, c] = copies;
      const merged = mergeTickets(mergeTickets(a, b), c);
      const ids = new Set(copies.flatMap(({ events }) => events.map(({ id }) => id)));
      expect(new Set(merged.events.map(({ id }) => id))).toEqual(ids);
      const lastOf = (field: string) => {
        const last = merged.events.findLast((event) => event.is === 'changed' && event.field === field);
        return last?.is === 'changed' ? last.to : undefined;
      };
      expect(merged.priority).toBe(lastOf('priority') ?? made.priority);
      expect(merged.assignee).toBe(lastOf('assignee'));
      expect(merged.watchers.includes('bob')).toBe(lastOf('watcher') === 'bob');
    });
  });

  it('a ticket that one has closed is not opened by what another did before it knew', () => {
    const at = (minute: number): ChangeContext => ({
      by: 'x',
      now: instant(minute),
      newId: () => `e${minute}`,
      sla,
    });
    const closed = withState(made, 'closed', undefined, at(5));
    const goesOn = withState(made, 'in-progress', undefined, at(9));
    expect(mergeTickets(closed, goesOn)).toMatchObject({ state: 'closed', closedAt: instant(5) });
    const again = withState(closed, 'reopened', undefined, at(7));
    const merged = mergeTickets(again, goesOn);
    expect(merged.state).toBe('in-progress');
    expect(merged).not.toHaveProperty('closedAt');
  });
});
