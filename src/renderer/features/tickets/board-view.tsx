import { useQueries } from '@tanstack/react-query';
import { useEffect, useRef, useState, type DragEvent } from 'react';
import { Link } from 'wouter';
import { cleanText } from '../../../shared/clean-text.ts';
import type { TicketSummary } from '../../../shared/contract/tickets.ts';
import type { TicketState } from '../../../shared/model/ticket.ts';
import { mayBecome } from '../../../shared/model/ticket-transitions.ts';
import { useClient } from '../../app/client-context.tsx';
import { links } from '../../app/links.ts';
import { useShortcut } from '../../app/shortcuts.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { useFormat } from '../../i18n/format.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { SkeletonRows } from '../../ui/loading.tsx';
import type { ContractError } from '../../../shared/contract/errors.ts';
import classes from './board.module.css';
import type { TicketFilter } from './list-state.ts';
import { openMove } from './ticket-dialogs-state.ts';
import { isChosen } from './may-choose.ts';
import { NothingHere } from './nothing-here.tsx';
import type { GridCursor } from './ticket-grid.tsx';
import { Entities } from './ticket-row.tsx';
import { PriorityMark, SlaMark } from './ticket-marks.tsx';

/** What came back stands with what is new: both wait for somebody. */
const columns: readonly TicketState[] = [
  'new',
  'reopened',
  'triaged',
  'diagnosed',
  'awaiting-approval',
  'in-progress',
  'resolved',
  'closed',
];
/** Of a column so many are shown; the table shows any number. */
const mostOfColumn = 50;

/** Tickets as cards by state. Cards are moved with m, or dragged: either way a form asks for the reason. */
export function BoardView(props: {
  filter: TicketFilter;
  /** States that the filter lets through. */
  shown: readonly TicketState[];
  onShow: (state: TicketState) => void;
  narrowed: boolean;
  onClear: () => void;
  cursor: GridCursor;
}) {
  const { filter, shown, onShow, narrowed, onClear, cursor } = props;
  const { tickets: words } = useText();
  const client = useClient();
  const [focused, setFocused] = useState(false);
  const [dragged, setDragged] = useState<TicketSummary>();
  const board = useRef<HTMLDivElement>(null);
  const { open: _, states: __, ...rest } = filter;
  const open = columns.filter((state) => shown.includes(state));
  const queries = useQueries({
    queries: open.map((state) => {
      const asked = { ...rest, states: [state], sort: 'priority' as const, limit: mostOfColumn };
      return {
        queryKey: ['tickets.list', asked],
        queryFn: ({ signal }: { signal: AbortSignal }) => client.tickets.list(asked, { signal }),
      };
    }),
  });
  const counts = queries.find(({ data }) => data)?.data?.states;
  const lists = queries.map(({ data }) => data?.tickets ?? []);

  const place = () => {
    for (const [column, list] of lists.entries()) {
      const row = list.findIndex(({ id }) => id === cursor.key);
      if (row !== -1) return { column, row };
    }
    return undefined;
  };
  const go = (ticket: TicketSummary | undefined) => {
    if (!ticket) return;
    board.current?.focus({ preventScroll: true });
    cursor.onMove({ is: 'ticket', key: ticket.id, ticket, inGroup: false });
  };
  const walk = (by: number) => {
    const at = place();
    if (!at) return go(lists.find((list) => list.length > 0)?.[0]);
    const list = lists[at.column] ?? [];
    go(list[Math.min(list.length - 1, Math.max(0, at.row + by))]);
  };
  const cross = (by: number) => {
    const at = place();
    if (!at) return walk(0);
    for (let column = at.column + by; lists[column] !== undefined; column += by) {
      const list = lists[column] ?? [];
      if (list.length > 0) return go(list[Math.min(at.row, list.length - 1)]);
    }
  };
  const drop: Drop = (state) => {
    const takes = dragged !== undefined && isChosen(state) && mayBecome(dragged.state, state);
    return {
      'data-takes': takes || undefined,
      onDragOver: (event) => takes && event.preventDefault(),
      onDrop: (event) => {
        event.preventDefault();
        if (takes) openMove(dragged, state);
        setDragged(undefined);
      },
    };
  };
  useShortcut('list', 'j', words.keys.next, () => walk(1));
  useShortcut('list', 'k', words.keys.previous, () => walk(-1));
  useShortcut('list', 'arrowdown', words.keys.next, () => walk(1));
  useShortcut('list', 'arrowup', words.keys.previous, () => walk(-1));
  useShortcut('list', 'arrowright', words.keys.right, () => cross(1));
  useShortcut('list', 'arrowleft', words.keys.left, () => cross(-1));
  useShortcut(
    'list',
    'enter',
    words.keys.open,
    () => {
      const ticket = lists.flat().find(({ id }) => id === cursor.key);
      if (ticket) cursor.onOpen({ is: 'ticket', key: ticket.id, ticket, inGroup: false });
    },
    { enabled: focused },
  );
  useEffect(() => {
    board.current?.querySelector('[data-chosen]')?.scrollIntoView?.({ block: 'nearest', inline: 'nearest' });
  }, [cursor.key]);

  const failed = queries.find(({ error, data }) => error && !data);
  if (failed?.error) {
    return <ErrorState error={failed.error as ContractError} onRetry={() => void failed.refetch()} />;
  }
  if (counts && Object.values(counts).every((count) => count === 0)) {
    return <NothingHere narrowed={narrowed} onClear={onClear} />;
  }
  return (
    <div
      ref={board}
      className={classes['board']}
      role="group"
      aria-label={words.board.label}
      tabIndex={0}
      onFocus={(event) => setFocused(event.target === event.currentTarget)}
      onBlur={() => setFocused(false)}
    >
      {columns.map((state) => {
        const index = open.indexOf(state);
        const count = counts?.[state] ?? 0;
        const empty = index !== -1 && queries[index]?.data?.total === 0;
        if (index === -1 || empty) {
          return (
            <Strip
              key={state}
              state={state}
              count={count}
              drop={drop}
              onShow={empty ? undefined : () => onShow(state)}
            />
          );
        }
        return (
          <Column
            key={state}
            state={state}
            count={queries[index]?.data?.total ?? count}
            tickets={queries[index]?.data?.tickets}
            cursor={cursor}
            drop={drop}
            onDrag={setDragged}
          />
        );
      })}
    </div>
  );
}

/** Where a dragged card may be dropped, and what that does: the form that asks for the reason opens. */
type Drop = (state: TicketState) => {
  readonly 'data-takes': true | undefined;
  readonly onDragOver: (event: DragEvent) => void;
  readonly onDrop: (event: DragEvent) => void;
};

/** A state that the filter leaves out, or that holds nothing: its name and how many there are. */
function Strip(props: {
  state: TicketState;
  count: number;
  drop: Drop;
  /** Absent: there is nothing to show. */
  onShow: (() => void) | undefined;
}) {
  const { state, count, drop, onShow } = props;
  const { tickets: words } = useText();
  const { number } = useFormat();
  const name = words.states[state];
  const inside = (
    <>
      <span className={classes['count']}>{number(count)}</span>
      <span className={classes['stripName']}>{name}</span>
    </>
  );
  return onShow === undefined ? (
    <section className={classes['strip']} aria-label={words.board.column(name, count)} {...drop(state)}>
      {inside}
    </section>
  ) : (
    <button
      type="button"
      className={classes['strip']}
      aria-label={`${words.board.show(name)} (${number(count)})`}
      onClick={onShow}
      {...drop(state)}
    >
      {inside}
    </button>
  );
}

function Column(props: {
  state: TicketState;
  count: number;
  tickets: readonly TicketSummary[] | undefined;
  cursor: GridCursor;
  drop: Drop;
  onDrag: (ticket: TicketSummary | undefined) => void;
}) {
  const { state, count, tickets, cursor, drop, onDrag } = props;
  const { tickets: words } = useText();
  const { number } = useFormat();
  return (
    <section
      className={classes['column']}
      aria-label={words.board.column(words.states[state], count)}
      {...drop(state)}
    >
      <h2 className={classes['head']}>
        {words.states[state]} <span className={classes['count']}>{number(count)}</span>
      </h2>
      <ul className={classes['cards']}>
        {tickets === undefined ? (
          <li>
            <SkeletonRows rows={4} />
          </li>
        ) : tickets.length === 0 ? (
          <li className={classes['empty']}>{words.board.empty}</li>
        ) : (
          tickets.map((ticket) => (
            <Card
              key={ticket.id}
              ticket={ticket}
              chosen={cursor.key === ticket.id}
              onChoose={() => cursor.onMove({ is: 'ticket', key: ticket.id, ticket, inGroup: false })}
              onDrag={onDrag}
            />
          ))
        )}
        {tickets !== undefined && count > tickets.length && (
          <li className={classes['empty']}>{words.board.atMost(tickets.length, count)}</li>
        )}
      </ul>
    </section>
  );
}

function Card(props: {
  ticket: TicketSummary;
  chosen: boolean;
  onChoose: () => void;
  onDrag: (ticket: TicketSummary | undefined) => void;
}) {
  const { ticket, chosen, onChoose, onDrag } = props;
  const { tickets: words } = useText();
  return (
    <li
      className={classes['card']}
      data-chosen={chosen || undefined}
      draggable
      onDragStart={(event) => {
        event.dataTransfer.setData('text/plain', ticket.id);
        event.dataTransfer.effectAllowed = 'move';
        onDrag(ticket);
      }}
      onDragEnd={() => onDrag(undefined)}
      onClick={(event) => {
        if ((event.target as Element).closest('a') === null) onChoose();
      }}
    >
      <div className={classes['line']}>
        <PriorityMark priority={ticket.priority} />
        <SlaMark sla={ticket.sla} />
      </div>
      <Link
        href={links.ticket(ticket.id)}
        className={classes['title'] ?? ''}
        dir="auto"
        title={cleanText(ticket.title)}
      >
        {cleanText(ticket.title)}
      </Link>
      <div className={classes['line']}>
        <Entities entities={ticket.entities} />
        <span className={classes['who']}>
          {ticket.assignee === undefined ? words.nobody : cleanText(ticket.assignee)}
        </span>
      </div>
    </li>
  );
}
