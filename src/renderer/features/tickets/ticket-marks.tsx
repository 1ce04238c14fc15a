import type { Sla } from '../../../shared/contract/tickets.ts';
import type { TicketPriority, TicketState } from '../../../shared/model/ticket.ts';
import { useNow } from '../../app/now.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { useMomentText } from '../../ui/moment.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import type { Status } from '../../ui/status-shapes.ts';
import { clockAt, clockStatus, clockText, nextClock, type ShownClock } from './sla-text.ts';
import classes from './tickets.module.css';

/** `P1` to `P4`: the first stands out, the others are told by their number. */
export function PriorityMark({ priority, long = false }: { priority: TicketPriority; long?: boolean }) {
  const { tickets } = useText();
  return (
    <span
      className={classes['priority']}
      data-priority={priority}
      data-long={long || undefined}
      title={tickets.priorityMeaning[priority]}
    >
      {long ? tickets.priorityMeaning[priority] : tickets.priorities[priority]}
    </span>
  );
}

const stateStatus: Readonly<Record<TicketState, Status | undefined>> = {
  new: 'info',
  triaged: undefined,
  diagnosed: undefined,
  'awaiting-approval': 'warning',
  'in-progress': undefined,
  resolved: 'ok',
  closed: undefined,
  reopened: 'warning',
};

/** A colour only where somebody is waited for. */
export function TicketStateMark({ state }: { state: TicketState }) {
  const { tickets } = useText();
  const status = stateStatus[state];
  const word = tickets.states[state];
  return status === undefined ? (
    <span className={classes['plainState']}>{word}</span>
  ) : (
    <StatusMark status={status} label={word} />
  );
}

/** What is due next, and how long that is. */
export function SlaMark({ sla }: { sla: Sla }) {
  return <Clock shown={nextClock(sla, useNow())} />;
}

/** One clock by its name, for where both are shown. */
export function SlaOf({ sla, what }: { sla: Sla; what: 'respond' | 'resolve' }) {
  return <Clock shown={clockAt(what, sla[what], useNow())} />;
}

function Clock({ shown }: { shown: ShownClock }) {
  const { sla: words } = useText().tickets;
  const moment = useMomentText();
  const text = clockText(shown, words);
  const status = clockStatus(shown);
  const { doneAt, dueAt } = shown.clock;
  const what = words[shown.what];
  const hint =
    doneAt === undefined
      ? words.due(what, moment(dueAt).absolute)
      : `${words.done(what, moment(doneAt).absolute)} · ${words.due(what, moment(dueAt).absolute)}`;
  return (
    // The browser's own tooltip: rows of a long table have one each.
    <span className={classes['clock']} data-is={shown.is} title={hint}>
      {status === undefined || shown.is === 'met' ? text : <StatusMark status={status} label={text} />}
    </span>
  );
}
