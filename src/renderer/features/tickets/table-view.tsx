import { Button } from '@mantine/core';
import { useCallback, useEffect, useState } from 'react';
import type { TicketSummary } from '../../../shared/contract/tickets.ts';
import type { Instant } from '../../../shared/model/ids.ts';
import { useClient } from '../../app/client-context.tsx';
import { useCall } from '../../app/use-call.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { announce } from '../../ui/announcements.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { SkeletonRows } from '../../ui/loading.tsx';
import { samePages, usePages } from '../activity/use-pages.ts';
import type { GridRow } from './grid-row.ts';
import type { TicketFilter, TicketSort } from './list-state.ts';
import { NothingHere } from './nothing-here.tsx';
import { TicketGrid, type GridCursor } from './ticket-grid.tsx';
import classes from './tickets.module.css';

const rowsOf = new WeakMap<TicketSummary, GridRow>();
function rowOf(ticket: TicketSummary): GridRow {
  const known = rowsOf.get(ticket);
  if (known) return known;
  const row: GridRow = { is: 'ticket', key: ticket.id, ticket, inGroup: false };
  rowsOf.set(ticket, row);
  return row;
}

/** Every ticket that fits, a line each; looked at from the middle it stands still while newer ones come. */
export function TableView(props: {
  filter: TicketFilter;
  sort: TicketSort;
  onSort: (sort: TicketSort) => void;
  narrowed: boolean;
  onClear: () => void;
  cursor: GridCursor;
}) {
  const { filter, sort, onSort, narrowed, onClear, cursor } = props;
  const { tickets: words } = useText();
  const client = useClient();
  const [visible, setVisible] = useState({ first: 0, last: 40 });
  const [top, setTop] = useState(true);
  const [until, setUntil] = useState<Instant>();
  const [turn, setTurn] = useState(0);
  const asked = { ...filter, sort };
  const pages = usePages<TicketSummary>({
    name: 'tickets.list',
    filter: asked,
    until,
    visible,
    read: async (page, signal) => {
      const { tickets, total } = await client.tickets.list({ ...asked, ...page }, { signal });
      return { items: tickets, total };
    },
  });
  const newest = pages.at(0)?.createdAt;
  // Away from its top, newer ones would push what is read out of sight.
  const holds = sort === 'newest' && !top;
  useEffect(() => {
    if (!holds) setUntil(undefined);
    else setUntil((before) => before ?? newest);
  }, [holds, newest]);
  const newer =
    useCall(
      'tickets.list',
      { ...asked, limit: 1, ...(until !== undefined && { until }) },
      { enabled: until !== undefined },
    ).data?.newer ?? 0;
  const arrived = until === undefined ? 0 : newer;
  useEffect(() => {
    if (arrived > 0) announce(words.announceArrived(arrived));
  }, [arrived, words]);
  const onTop = useCallback((isTop: boolean) => setTop(isTop), []);
  const onVisible = useCallback(
    (next: { readonly first: number; readonly last: number }) =>
      setVisible((before) => (samePages(before, next) ? before : next)),
    [],
  );
  if (pages.error && pages.total === undefined) {
    return <ErrorState error={pages.error} onRetry={() => pages.retry()} />;
  }
  if (pages.total === undefined) {
    return (
      <div className={classes['waiting']}>
        <SkeletonRows rows={16} />
      </div>
    );
  }
  if (pages.total === 0) return <NothingHere narrowed={narrowed} onClear={onClear} />;
  return (
    <>
      {arrived > 0 && (
        <div className={classes['arrived']}>
          <Button
            size="xs"
            onClick={() => {
              setUntil(undefined);
              setTop(true);
              setTurn((before) => before + 1);
            }}
          >
            {words.arrived(arrived)}
          </Button>
        </div>
      )}
      <TicketGrid
        label={words.list}
        count={pages.total}
        rowAt={(index) => {
          const ticket = pages.at(index);
          return ticket && rowOf(ticket);
        }}
        cursor={cursor}
        onVisible={onVisible}
        onTop={onTop}
        turn={turn}
        sort={{ by: sort, onSort }}
      />
    </>
  );
}
