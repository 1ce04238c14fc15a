import { ChevronRight, Eye, MessageSquare } from 'lucide-react';
import { memo, useRef, type MouseEvent, type ReactNode } from 'react';
import { Link } from 'wouter';
import { cleanText } from '../../../shared/clean-text.ts';
import type { TicketSummary } from '../../../shared/contract/tickets.ts';
import { splitEntityId } from '../../../shared/model/ids.ts';
import { ticketStates } from '../../../shared/model/ticket.ts';
import { links } from '../../app/links.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { useFormat } from '../../i18n/format.ts';
import { EntityLink } from '../../ui/entity-link.tsx';
import { useMomentText } from '../../ui/moment.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import type { GridRow, TicketGroup } from './grid-row.ts';
import { PriorityMark, SlaMark, TicketStateMark } from './ticket-marks.tsx';
import classes from './ticket-grid.module.css';

/** Drawn anew only when it is another: most frames of scrolling move what is there. */
export const TicketRow = memo(
  Row,
  (a, b) =>
    sameRow(a.row, b.row) &&
    a.index === b.index &&
    a.start === b.start &&
    a.chosen === b.chosen &&
    a.onChoose === b.onChoose &&
    a.onOpen === b.onOpen,
);

/** Lines are made anew for each drawing; what they show is not. */
function sameRow(a: GridRow | undefined, b: GridRow | undefined): boolean {
  if (a === b) return true;
  if (a?.is === 'ticket' && b?.is === 'ticket') return a.ticket === b.ticket && a.inGroup === b.inGroup;
  if (a?.is === 'group' && b?.is === 'group') return a.group === b.group && a.open === b.open;
  if (a?.is === 'rest' && b?.is === 'rest') return a.group === b.group;
  return a?.is === b?.is && a?.is === 'waiting';
}

function Row(props: {
  row: GridRow | undefined;
  index: number;
  start: number;
  chosen: boolean;
  onChoose: (row: GridRow) => void;
  onOpen: (row: GridRow) => void;
}) {
  const { row, index, start, chosen, onChoose, onOpen } = props;
  const stamp = row?.is === 'ticket' ? row.ticket.updatedAt : undefined;
  const before = useRef(stamp);
  const open = (event: MouseEvent) => {
    // A link in the line is the link's.
    if (row === undefined || (event.target as Element).closest('a, button') !== null) return;
    onChoose(row);
    if (row.is === 'group' || row.is === 'rest') onOpen(row);
  };
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-selected={chosen}
      className={classes['row']}
      data-is={row?.is}
      data-nested={(row?.is === 'ticket' && row.inGroup) || row?.is === 'rest' || undefined}
      style={{ transform: `translateY(${start}px)` }}
      onClick={open}
      onDoubleClick={() => row?.is === 'ticket' && onOpen(row)}
    >
      {stamp !== undefined && before.current !== undefined && stamp !== before.current && (
        <span key={stamp} className={classes['tint']} aria-hidden />
      )}
      <Cells row={row} onOpen={onOpen} />
    </div>
  );
}

function Cells({ row, onOpen }: { row: GridRow | undefined; onOpen: (row: GridRow) => void }) {
  const { tickets: words } = useText();
  if (row === undefined || row.is === 'waiting') {
    return (
      <span role="gridcell" className={classes['whole']}>
        <span className={classes['bar']} />
      </span>
    );
  }
  switch (row.is) {
    case 'ticket':
      return <TicketCells ticket={row.ticket} />;
    case 'group':
      return <GroupCells group={row.group} open={row.open} onFold={() => onOpen(row)} />;
    case 'rest':
      return (
        <span role="gridcell" className={classes['whole']}>
          <Link href={links.ticketGroup(row.group.id)} className={classes['rest'] ?? ''}>
            {words.group.all(row.group.tickets)}
          </Link>
        </span>
      );
    default:
      return row satisfies never;
  }
}

function TicketCells({ ticket }: { ticket: TicketSummary }) {
  const { tickets: words } = useText();
  const { percent } = useFormat();
  const title = cleanText(ticket.title);
  return (
    <>
      <Cell column="priority">
        <PriorityMark priority={ticket.priority} />
      </Cell>
      <Cell column="state">
        <TicketStateMark state={ticket.state} />
      </Cell>
      <Cell column="title">
        <span className={classes['titleLine']}>
          <Link
            href={links.ticket(ticket.id)}
            className={classes['title'] ?? ''}
            tabIndex={-1}
            dir="auto"
            title={
              ticket.diagnosis
                ? `${title}\n${words.diagnosisIs(cleanText(ticket.diagnosis.summary), percent(ticket.diagnosis.confidence * 100))}`
                : title
            }
          >
            {title}
          </Link>
          {ticket.watching && <Eye size={12} role="img" aria-label={words.watched} />}
          {ticket.comments > 0 && (
            <span className={classes['comments']} title={words.commented(ticket.comments)}>
              <MessageSquare size={12} role="img" aria-label={words.commented(ticket.comments)} />
              {ticket.comments}
            </span>
          )}
        </span>
      </Cell>
      <Cell column="entity">
        <Entities entities={ticket.entities} />
      </Cell>
      <Cell column="assignee">
        {ticket.assignee === undefined ? (
          <span className={classes['dim']}>{words.nobody}</span>
        ) : (
          <span title={cleanText(ticket.assignee)}>{cleanText(ticket.assignee)}</span>
        )}
      </Cell>
      <Cell column="due">
        <SlaMark sla={ticket.sla} />
      </Cell>
      <Cell column="created">
        <When at={ticket.createdAt} />
      </Cell>
    </>
  );
}

function GroupCells({ group, open, onFold }: { group: TicketGroup; open: boolean; onFold: () => void }) {
  const { tickets: words } = useText();
  const { number } = useFormat();
  const cause = cleanText(group.cause ?? group.lead.title);
  const states = ticketStates.flatMap((state) => {
    const count = group.states[state];
    return count === undefined ? [] : [`${number(count)} ${words.states[state]}`];
  });
  return (
    <>
      <Cell column="priority">
        <PriorityMark priority={group.priority} />
      </Cell>
      <Cell column="state">
        <span className={classes['dim']} title={states.join('\n')}>
          {states.join(', ')}
        </span>
      </Cell>
      <Cell column="title">
        <span className={classes['titleLine']}>
          <button
            type="button"
            className={classes['fold']}
            tabIndex={-1}
            aria-expanded={open}
            aria-label={open ? words.group.fold(cause) : words.group.unfold(cause)}
            onClick={onFold}
          >
            <ChevronRight size={14} aria-hidden />
          </button>
          <span className={classes['cause']} dir="auto" title={cause}>
            {cause}
          </span>
          <span className={classes['many']}>{words.count(group.tickets)}</span>
        </span>
      </Cell>
      <Cell column="entity">
        <Entities entities={group.entity ? [group.entity] : []} />
      </Cell>
      <Cell column="assignee">{null}</Cell>
      <Cell column="due">
        {group.overdue > 0 && <StatusMark status="critical" label={words.overdueCount(group.overdue)} />}
      </Cell>
      <Cell column="created">
        <When at={group.since} />
      </Cell>
    </>
  );
}

function Cell({ column, children }: { column: string; children: ReactNode }) {
  return (
    <span role="gridcell" className={classes['cell']} data-column={column}>
      {children}
    </span>
  );
}

/** The first by name, and how many others. */
export function Entities({ entities }: { entities: TicketSummary['entities'] }) {
  const { tickets: words } = useText();
  const [first, ...others] = entities;
  if (first === undefined) return null;
  const nameOf = ({ id, name }: TicketSummary['entities'][number]) =>
    cleanText(name ?? splitEntityId(id).nativeId);
  return (
    <span className={classes['entities']}>
      <EntityLink id={first.id} name={nameOf(first)} gone={first.gone} />
      {others.length > 0 && (
        <span className={classes['dim']} title={others.map(nameOf).join('\n')}>
          {words.more(others.length)}
        </span>
      )}
    </span>
  );
}

/** How long ago; the exact time is the browser's own tooltip, which costs nothing. */
function When({ at }: { at: string }) {
  const { relative, absolute } = useMomentText()(at);
  return (
    <time dateTime={at} title={absolute}>
      {relative}
    </time>
  );
}
