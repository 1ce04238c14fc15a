import { useQueries } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { useClient } from '../../app/client-context.tsx';
import { useText } from '../../i18n/catalogue.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { SkeletonRows } from '../../ui/loading.tsx';
import { samePages, usePages } from '../activity/use-pages.ts';
import { causeRows, mostOfGroup, type GridRow, type TicketGroup } from './grid-row.ts';
import type { TicketFilter } from './list-state.ts';
import { NothingHere } from './nothing-here.tsx';
import { TicketGrid, type GridCursor } from './ticket-grid.tsx';
import classes from './tickets.module.css';

/** What is probably the same trouble is one line, the gravest first: a burst of a thousand alerts is a few causes. */
export function CausesView(props: {
  filter: TicketFilter;
  narrowed: boolean;
  onClear: () => void;
  cursor: GridCursor;
}) {
  const { filter, narrowed, onClear, cursor } = props;
  const { tickets: words } = useText();
  const client = useClient();
  const [visible, setVisible] = useState({ first: 0, last: 40 });
  const [unfolded, setUnfolded] = useState<ReadonlySet<string>>(new Set());
  const pages = usePages<TicketGroup>({
    name: 'tickets.groups',
    filter: { ...filter },
    until: undefined,
    visible,
    read: async ({ offset, limit }, signal) => {
      const { groups, total } = await client.tickets.groups({ ...filter, offset, limit }, { signal });
      return { items: groups, total };
    },
  });
  const open = [...unfolded];
  const members = useQueries({
    queries: open.map((group) => {
      const asked = { ...filter, group, sort: 'priority' as const, limit: mostOfGroup };
      return {
        queryKey: ['tickets.list', asked],
        queryFn: ({ signal }: { signal: AbortSignal }) => client.tickets.list(asked, { signal }),
      };
    }),
  });
  const { total } = pages;
  const rows = causeRows(
    total ?? 0,
    (index) => pages.at(index),
    unfolded,
    (group) => members[open.indexOf(group)]?.data?.tickets,
  );
  const fold = useCallback((group: string) => {
    setUnfolded((before) => {
      const after = new Set(before);
      if (!after.delete(group)) after.add(group);
      return after;
    });
  }, []);
  const { onOpen } = cursor;
  const openRow = useCallback(
    (row: GridRow) => (row.is === 'group' ? fold(row.group.id) : onOpen(row)),
    [fold, onOpen],
  );
  const onVisible = ({ first, last }: { readonly first: number; readonly last: number }) => {
    const next = { first: rows[first]?.place ?? 0, last: rows[last]?.place ?? 0 };
    setVisible((before) => (samePages(before, next) ? before : next));
  };
  if (pages.error && total === undefined) {
    return <ErrorState error={pages.error} onRetry={() => pages.retry()} />;
  }
  if (total === undefined) {
    return (
      <div className={classes['waiting']}>
        <SkeletonRows rows={16} />
      </div>
    );
  }
  if (total === 0) return <NothingHere narrowed={narrowed} onClear={onClear} />;
  return (
    <TicketGrid
      label={words.list}
      count={rows.length}
      rowAt={(index) => rows[index]?.row}
      cursor={{ ...cursor, onOpen: openRow }}
      onVisible={onVisible}
    />
  );
}
