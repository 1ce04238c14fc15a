import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { propertyRuns } from '../../../test/support/property.ts';
import { openDesk, remediationOf } from '../../../test/support/ticket-desk.ts';
import { remediationStates } from '../../shared/model/remediation.ts';
import { ticketStates, type Ticket, type TicketState } from '../../shared/model/ticket.ts';
import { isOpenTicket, mayBecome, ticketTransitions } from '../../shared/model/ticket-transitions.ts';
import { DomainError } from '../platform/errors.ts';

const origin = { is: 'person', operator: 'alice' } as const;

/** Every state that a ticket went through, as its history tells. */
function wayOf({ events }: Ticket): TicketState[] {
  const moves = events.flatMap((event) => (event.is === 'changed' && event.field === 'state' ? [event] : []));
  return ['new', ...moves.map(({ to }) => to as TicketState)];
}

function refusedMove(error: unknown): void {
  if (!(error instanceof DomainError) || error.code !== 'ticket-transition') throw error;
}

describe('the states of a ticket', () => {
  it('go forward only, and back by being reopened', () => {
    const rank = (state: TicketState) => ticketStates.indexOf(state);
    for (const from of ticketStates) {
      for (const to of ticketTransitions[from]) {
        expect(to === 'reopened' || from === 'reopened' || rank(to) > rank(from)).toBe(true);
      }
      expect(ticketTransitions[from]).not.toContain(from);
      expect(ticketTransitions[from]).not.toContain('new');
    }
    expect(ticketStates.filter((state) => mayBecome('closed', state))).toEqual(['reopened']);
  });

  const step = fc.oneof(
    fc.record({ is: fc.constant('state' as const), to: fc.constantFrom(...ticketStates) }),
    fc.record({
      is: fc.constant('remediation' as const),
      id: fc.constantFrom('R-1', 'R-2'),
      state: fc.constantFrom(...remediationStates),
      others: fc.boolean(),
    }),
    fc.record({ is: fc.constant('over' as const) }),
    fc.record({ is: fc.constant('assign' as const), name: fc.constantFrom('bob', null) }),
    fc.record({ is: fc.constant('wait' as const), ms: fc.integer({ min: 0, max: 10_000_000 }) }),
  );

  it('are only ever left as the table permits, whatever people, remediations and senders do', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        const { desk, clock } = openDesk();
        const { ticket } = await desk.add({ title: 'web-01 hangs', text: '', origin }, 'alice');
        for (const one of steps) {
          const before = await desk.get(ticket.id);
          switch (one.is) {
            case 'state':
              await desk.change(ticket.id, { state: one.to }, 'alice').catch(refusedMove);
              break;
            case 'remediation':
              await desk.remediationMoved(
                remediationOf(ticket.id, { id: one.id, state: one.state }),
                one.others,
              );
              break;
            case 'over':
              await desk.over(ticket.id, { text: 'it is over' }, 'Alertmanager');
              break;
            case 'assign':
              await desk.change(ticket.id, { assignee: one.name }, 'alice');
              break;
            case 'wait':
              await clock.advance(one.ms);
              break;
            default:
              one satisfies never;
          }
          const after = await desk.get(ticket.id);
          if (!before || !after) throw new Error('the ticket is gone');
          // What was there is never taken away, and nothing happens in silence.
          expect(after.events.slice(0, before.events.length)).toEqual(before.events);
          expect(after.events.length > before.events.length || before.state === after.state).toBe(true);
        }
        const end = await desk.get(ticket.id);
        if (!end) throw new Error('the ticket is gone');
        const way = wayOf(end);
        expect(way.at(-1)).toBe(end.state);
        for (const [place, to] of way.entries()) {
          const from = way[place - 1];
          expect(from === undefined || mayBecome(from, to)).toBe(true);
        }
        expect(end.resolvedAt !== undefined).toBe(!isOpenTicket(end));
        expect(end.closedAt !== undefined).toBe(end.state === 'closed');
        // A list says what the ticket says.
        const [head] = await desk.heads({});
        expect(head).toMatchObject({ state: end.state, updatedAt: end.updatedAt });
      }),
      { numRuns: propertyRuns(150, 5_000) },
    );
  });

  it('of one ticket never lose one another, however many change it at once', async () => {
    const { desk } = openDesk();
    const { ticket } = await desk.add({ title: 'web-01 hangs', text: '', origin }, 'alice');
    await Promise.all([
      ...Array.from({ length: 40 }, (_, n) => desk.comment(ticket.id, `comment ${n}`, 'bob')),
      desk.change(ticket.id, { priority: 'p1' }, 'carol'),
      desk.change(ticket.id, { assignee: 'dave' }, 'carol'),
      desk.watch(ticket.id, true, 'erin'),
      desk.attach(ticket.id, { name: 'log.txt', text: 'x' }, 'bob'),
      desk.remediationMoved(remediationOf(ticket.id, { state: 'awaiting-approval' })),
    ]);
    const after = await desk.get(ticket.id);
    const said = (after?.events ?? []).flatMap((event) => (event.is === 'comment' ? [event.text] : []));
    expect(said).toEqual(Array.from({ length: 40 }, (_, n) => `comment ${n}`));
    expect(after).toMatchObject({ priority: 'p1', assignee: 'dave', state: 'awaiting-approval' });
    expect(after?.watchers).toEqual(expect.arrayContaining(['alice', 'dave', 'erin']));
    expect(after?.attachments).toHaveLength(1);
  });
});

describe('a remediation of a ticket', () => {
  const moved = async (...states: Parameters<typeof remediationOf>[1][]) => {
    const { desk } = openDesk();
    const { ticket } = await desk.add({ title: 'web-01 hangs', text: '', origin }, 'alice');
    for (const parts of states) await desk.remediationMoved(remediationOf(ticket.id, parts));
    const after = await desk.get(ticket.id);
    if (!after) throw new Error('the ticket is gone');
    return after;
  };

  it('takes it from waiting over running to resolved, and says what was read back', async () => {
    const ticket = await moved(
      { state: 'awaiting-approval' },
      { state: 'approved', approvals: [{ by: 'bob' } as never] },
      { state: 'executing' },
      { state: 'verifying' },
      { state: 'succeeded' },
    );
    expect(wayOf(ticket)).toEqual(['new', 'awaiting-approval', 'in-progress', 'resolved']);
    expect(ticket.outcome).toEqual({
      summary: 'vm.restart on web-01 succeeded: the read-back shows it',
      succeeded: true,
      cause: 'hung-guest',
    });
    // Somebody approved it: that is the response that was waited for.
    expect(ticket.respondedAt).toBeDefined();
  });

  it.each(['rejected', 'expired', 'cancelled', 'failed', 'rolled-back', 'rollback-failed'] as const)(
    'that is %s leaves it to people again',
    async (state) => {
      const ticket = await moved({ state: 'awaiting-approval' }, { state });
      expect(ticket.state).toBe('reopened');
    },
  );

  it('with an unknown outcome ends nothing: somebody has to say what became of it', async () => {
    const ticket = await moved({ state: 'approved' }, { state: 'executing' }, { state: 'outcome-unknown' });
    expect(ticket.state).toBe('in-progress');
    expect(ticket.events.at(-1)).toMatchObject({ text: expect.stringContaining('unknown outcome') });
  });

  it('says each thing once, however often it is told', async () => {
    const ticket = await moved({ state: 'executing' }, { state: 'executing' }, { state: 'executing' });
    expect(ticket.events.filter(({ is }) => is === 'remediation')).toHaveLength(1);
  });

  it('that is one step of a runbook does not end it', async () => {
    const ticket = await moved(
      { state: 'executing' },
      { state: 'succeeded', runbook: { run: 'b', id: 'x', step: 0 } },
    );
    expect(ticket.state).toBe('in-progress');
  });
});
