import type { Remediation, RemediationState } from '../../shared/model/remediation.ts';
import type { Ticket, TicketState } from '../../shared/model/ticket.ts';
import { isOpenTicket, mayBecome } from '../../shared/model/ticket-transitions.ts';
import { responded, withEvent, withState, type ChangeContext } from './change-ticket.ts';

/** What a ticket becomes by a remediation of it. */
interface Move {
  readonly to?: TicketState;
  /** For people, after the name of what is done. */
  readonly text: string;
}

/**
 * What a ticket says of its remediation, and where it goes by it. Nothing here ends a ticket but an outcome that was
 * read back.
 */
const moves: Readonly<Record<RemediationState, (remediation: Remediation, othersOpen: boolean) => Move>> = {
  proposed: () => ({ text: 'is proposed' }),
  refused: ({ decision }) => {
    const stopped = decision.checks.find(({ passed, stops }) => !passed && stops === 'run');
    return { text: `is refused by policy${stopped === undefined ? '' : `: ${stopped.text}`}` };
  },
  'awaiting-approval': ({ decision: { approvals } }) => ({
    to: 'awaiting-approval',
    text: approvals.needed === 1 ? 'waits for one approval' : `waits for ${approvals.needed} approvals`,
  }),
  approved: ({ approvals }) => ({
    to: 'in-progress',
    text:
      approvals.length === 0
        ? 'may run by itself, as policy says'
        : `is approved by ${approvals.map(({ by }) => by).join(' and ')}`,
  }),
  planned: () => ({ to: 'in-progress', text: 'is planned' }),
  'pre-checked': () => ({ to: 'in-progress', text: 'passed its checks' }),
  executing: ({ claim }) => ({
    to: 'in-progress',
    text: claim === undefined ? 'runs' : `runs on ${claim.workstation}`,
  }),
  verifying: () => ({ to: 'in-progress', text: 'was done; what came of it is read back' }),
  'rolling-back': () => ({ to: 'in-progress', text: 'is taken back' }),
  rejected: ({ rejection }, othersOpen) => ({
    ...(!othersOpen && { to: 'reopened' as const }),
    text: rejection === undefined ? 'is rejected' : `is rejected by ${rejection.by}: ${rejection.reason}`,
  }),
  expired: (_, othersOpen) => ({
    ...(!othersOpen && { to: 'reopened' as const }),
    text: 'expired: nobody approved it in time',
  }),
  cancelled: (_, othersOpen) => ({
    ...(!othersOpen && { to: 'reopened' as const }),
    text: 'is withdrawn',
  }),
  succeeded: ({ runbook }) => ({
    // A step of a runbook is not yet the end of it.
    ...(runbook === undefined && { to: 'resolved' as const }),
    text: 'succeeded: the read-back shows it',
  }),
  failed: (_, othersOpen) => ({ ...(!othersOpen && { to: 'reopened' as const }), text: 'failed' }),
  'rolled-back': (_, othersOpen) => ({
    ...(!othersOpen && { to: 'reopened' as const }),
    text: 'did not help and was taken back',
  }),
  'rollback-failed': () => ({ to: 'reopened', text: 'failed, and so did taking it back: it needs somebody' }),
  'outcome-unknown': () => ({
    text: 'has an unknown outcome: somebody has to look at the target and say what became of it',
  }),
};

/** @returns the ticket as it was, where it says so already */
export function movedBy(
  ticket: Ticket,
  remediation: Remediation,
  othersOpen: boolean,
  context: ChangeContext,
): Ticket {
  const { state } = remediation;
  const last = ticket.events.findLast(
    (event) => event.is === 'remediation' && event.remediation === remediation.id,
  );
  if (last?.is === 'remediation' && last.state === state) return ticket;
  const { to, text } = moves[state](remediation, othersOpen);
  const said = `${remediation.action} on ${remediation.targetName}${ofAnother(ticket, remediation)} ${text}`;
  const told = withEvent(
    ticket,
    {
      is: 'remediation',
      remediation: remediation.id,
      state,
      text: said,
    },
    context,
  );
  const noticed = remediation.approvals.length > 0 ? responded(told, context) : told;
  // A ticket that somebody ended stays so, whatever its remediation does; it says what that was.
  if (to === undefined || !isOpenTicket(noticed) || !mayBecome(noticed.state, to)) return noticed;
  const moved = withState(noticed, to, said, context);
  if (to !== 'resolved') return moved;
  return {
    ...moved,
    outcome: {
      summary: said,
      succeeded: true,
      ...(remediation.cause !== '' && { cause: remediation.cause }),
    },
  };
}

/** The same is not done twice: where another ticket had it first, this one says whose it is. */
function ofAnother({ id }: Ticket, { id: remediation, ticketId }: Remediation): string {
  if (ticketId === id) return '';
  return ticketId === undefined
    ? ` (${remediation}, of no ticket)`
    : ` (${remediation}, of ticket ${ticketId})`;
}
