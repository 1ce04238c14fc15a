import type { IntakeReport } from '../../../shared/contract/tickets.ts';
import type { TicketTaken } from '../desk.ts';

const mostNamed = 1_000;

export interface EndedTicket {
  readonly id: string;
  readonly is: 'closed' | 'noted' | 'unknown';
}

/** What became of what a system sent, counted. */
export function intakeReport(
  taken: readonly TicketTaken[],
  ended: readonly EndedTicket[],
  truncated = 0,
): IntakeReport {
  const created = taken.filter((one) => one.created).length;
  const known = ended.filter(({ is }) => is !== 'unknown');
  return {
    created,
    existing: taken.length - created + known.filter(({ is }) => is === 'noted').length,
    closed: known.filter(({ is }) => is === 'closed').length,
    ignored: ended.length - known.length,
    truncated,
    tickets: [...new Set([...taken.map(({ ticket }) => ticket.id), ...known.map(({ id }) => id)])].slice(
      0,
      mostNamed,
    ),
  };
}
