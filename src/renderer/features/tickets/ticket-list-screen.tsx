import { Button, SegmentedControl } from '@mantine/core';
import { Plus } from 'lucide-react';
import { useCallback, useState } from 'react';
import { useLocation } from 'wouter';
import { ticketStates } from '../../../shared/model/ticket.ts';
import { openTicketStates } from '../../../shared/model/ticket-transitions.ts';
import { links } from '../../app/links.ts';
import { useCall, useEvent } from '../../app/use-call.ts';
import { useStatus } from '../../app/use-status.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { CopyLinkButton } from '../../ui/copy-link-button.tsx';
import { ScreenHeader } from '../../ui/screen-header.tsx';
import { SplitView } from '../../ui/split-view.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import { BoardView } from './board-view.tsx';
import { CausesView } from './causes-view.tsx';
import { TicketFilterBar } from './filter-bar.tsx';
import { ticketOf, type GridRow } from './grid-row.ts';
import { listStateOf, noFilter, ticketViews, useListAddress, type ListState } from './list-state.ts';
import { openNewTicket } from './new-ticket-state.ts';
import { TableView } from './table-view.tsx';
import type { GridCursor } from './ticket-grid.tsx';
import { TicketPanel } from './ticket-panel.tsx';
import classes from './tickets.module.css';
import { useOperator, useTicketsRefresh } from './use-ticket-acts.ts';

/** Tickets by cause, as a table or as a board, with the chosen one beside. */
export function TicketListScreen() {
  const text = useText();
  const { tickets: words } = text;
  const [, navigate] = useLocation();
  const [address, change] = useListAddress();
  const operator = useOperator();
  const state = listStateOf(address, operator);
  const refresh = useTicketsRefresh();
  useEvent('tickets.changed', {}, refresh);
  const [key, setKey] = useState(address.ticket);
  const onMove = useCallback(
    (row: GridRow) => {
      setKey(row.key);
      change({ ticket: ticketOf(row)?.id });
    },
    [change],
  );
  const onOpen = useCallback(
    (row: GridRow) => {
      if (row.is === 'rest') navigate(links.ticketGroup(row.group.id));
      else if (row.is === 'ticket') navigate(links.ticket(row.ticket.id));
    },
    [navigate],
  );
  const cause = useCauseOf(address.group);
  const cursor: GridCursor = { key, onMove, onOpen };
  const { view } = state;
  return (
    <div className={classes['screen']}>
      <ScreenHeader title={text.shell.screens.tickets} detail={<Counts />}>
        <SegmentedControl
          aria-label={words.view}
          value={view}
          data={ticketViews.map((value) => ({ value, label: words.views[value] }))}
          onChange={(value) => change({ view: value === 'causes' ? undefined : value }, { push: true })}
        />
        <CopyLinkButton />
        <Button variant="filled" leftSection={<Plus size={14} aria-hidden />} onClick={() => openNewTicket()}>
          {words.new}
        </Button>
      </ScreenHeader>
      <SplitView
        name="tickets"
        initial={520}
        panel={
          address.ticket !== undefined && (
            <TicketPanel
              key={address.ticket}
              id={address.ticket}
              onClose={() => change({ ticket: undefined })}
            />
          )
        }
      >
        <TicketFilterBar address={address} state={state} onChange={change} cause={cause} />
        <List state={state} cursor={cursor} change={change} />
      </SplitView>
    </div>
  );
}

function List({
  state,
  cursor,
  change,
}: {
  state: ListState;
  cursor: GridCursor;
  change: ReturnType<typeof useListAddress>[1];
}) {
  const { view, filter, narrowed, sort } = state;
  // What is open is the default: nothing of it is a filter to take away, unless one looks at what is over.
  const own = {
    filter,
    narrowed: narrowed || state.which === 'over',
    onClear: () => change(noFilter),
    cursor,
  };
  switch (view) {
    case 'causes':
      return <CausesView key={JSON.stringify(filter)} {...own} />;
    case 'table':
      return (
        <TableView
          key={JSON.stringify(filter)}
          {...own}
          sort={sort}
          onSort={(next) => change({ sort: next === 'newest' ? undefined : next })}
        />
      );
    case 'board': {
      const shown = filter.states ?? (filter.open === true ? openTicketStates : ticketStates);
      return (
        <BoardView
          {...own}
          shown={shown}
          onShow={(one) => change({ state: [...shown, one].join(','), which: undefined })}
        />
      );
    }
    default:
      return view satisfies never;
  }
}

/** How many are open, overdue, and with nobody. */
function Counts() {
  const { tickets: words } = useText();
  const figures = useStatus()?.tickets;
  if (!figures) return null;
  return (
    <span className={classes['counts']}>
      <span>{words.openCount(figures.open)}</span>
      {figures.overdue > 0 && <StatusMark status="critical" label={words.overdueCount(figures.overdue)} />}
      {figures.unassigned > 0 && <span>{words.unassignedCount(figures.unassigned)}</span>}
    </span>
  );
}

/** What a group is called, as soon as one of its tickets is read. */
function useCauseOf(group: string | undefined): string | undefined {
  const { data } = useCall(
    'tickets.list',
    { group: group ?? '', limit: 1 },
    { enabled: group !== undefined },
  );
  return data?.tickets[0]?.group?.cause;
}
