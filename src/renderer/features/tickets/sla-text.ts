import type { Sla, SlaClock } from '../../../shared/contract/tickets.ts';
import type { Catalogue } from '../../i18n/catalogue.tsx';
import type { Status } from '../../ui/status-shapes.ts';

/** What is due, and how it stands at a moment. */
export interface ShownClock {
  readonly what: 'respond' | 'resolve';
  readonly clock: SlaClock;
  readonly is: SlaClock['is'];
  /** Of what is left, or of what it is over by; 0 once it is done. */
  readonly seconds: number;
  /** Little is left. */
  readonly soon: boolean;
}

/** With less left than this it is said as a warning. */
const soonSeconds = 30 * 60;

/** The clock goes on between two readings of the ticket: whether it is overdue is told by the time, not by the answer. */
export function clockAt(what: ShownClock['what'], clock: SlaClock, now: number): ShownClock {
  if (clock.doneAt !== undefined) return { what, clock, is: clock.is, seconds: 0, soon: false };
  const left = Math.round((Date.parse(clock.dueAt) - now) / 1_000);
  return left < 0
    ? { what, clock, is: 'overdue', seconds: -left, soon: false }
    : { what, clock, is: 'running', seconds: left, soon: left < soonSeconds };
}

/** The clock that matters now: whichever is due first of those that run; of a ticket that is over, its resolution. */
export function nextClock(sla: Sla, now: number): ShownClock {
  const respond = clockAt('respond', sla.respond, now);
  const resolve = clockAt('resolve', sla.resolve, now);
  const runs = respond.clock.doneAt === undefined;
  return runs && sla.respond.dueAt <= sla.resolve.dueAt ? respond : resolve;
}

export function clockStatus({ is, soon }: ShownClock): Status | undefined {
  switch (is) {
    case 'overdue':
      return 'critical';
    case 'running':
      return soon ? 'warning' : undefined;
    case 'met':
      return 'ok';
    case 'missed':
      return 'warning';
    default:
      return is satisfies never;
  }
}

export function clockText({ is, seconds }: ShownClock, words: Catalogue['tickets']['sla']): string {
  switch (is) {
    case 'overdue':
      return words.overdue(lengthText(seconds, words));
    case 'running':
      return words.left(lengthText(seconds, words));
    case 'met':
      return words.met;
    case 'missed':
      return words.missed;
    default:
      return is satisfies never;
  }
}

/** In the two largest units: nobody plans minutes three days ahead. */
export function lengthText(seconds: number, words: Catalogue['tickets']['sla']): string {
  const minutes = Math.floor(seconds / 60);
  if (minutes < 1) return words.moment;
  if (minutes < 60) return words.minutes(minutes);
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return words.hours(hours, minutes % 60);
  return words.days(Math.floor(hours / 24), hours % 24);
}
