import { Button } from '@mantine/core';
import { useState } from 'react';
import { useText } from '../../i18n/catalogue.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { SkeletonRows } from '../../ui/loading.tsx';
import classes from './activity.module.css';
import { RunTable, type RunColumn } from './run-table.tsx';
import type { useLiveList } from './use-live-list.ts';
import { usePages } from './use-pages.ts';

/** A log with all of its states: being read, empty, failed, standing still while more comes. */
export function LiveList<Row extends { readonly id: string }>(props: {
  label: string;
  name: string;
  filter: Readonly<Record<string, unknown>>;
  read: Parameters<typeof usePages<Row>>[0]['read'];
  columns: readonly RunColumn<Row>[];
  live: ReturnType<typeof useLiveList>;
  chosen: string | undefined;
  onChoose: (row: Row) => void;
  empty: { readonly title: string; readonly reason: string };
  narrowed: boolean;
  onClear: () => void;
}) {
  const { label, name, filter, read, columns, live, chosen, onChoose, empty, narrowed, onClear } = props;
  const { activity: words } = useText();
  const [visible, setVisible] = useState({ first: 0, last: 60 });
  const pages = usePages<Row>({ name, filter, until: live.until, visible, read });
  if (pages.error && pages.total === undefined) {
    return <ErrorState error={pages.error} onRetry={() => pages.retry()} />;
  }
  if (pages.total === undefined) {
    return (
      <div style={{ padding: '8px 16px' }}>
        <SkeletonRows rows={18} />
      </div>
    );
  }
  if (pages.total === 0) {
    return narrowed ? (
      <EmptyState title={words.nothingFits} reason={words.nothingFitsReason}>
        <Button onClick={onClear}>{words.clear}</Button>
      </EmptyState>
    ) : (
      <EmptyState title={empty.title} reason={empty.reason} />
    );
  }
  return (
    <>
      {live.arrived > 0 && (
        <div className={classes['arrived']} role="status">
          <Button size="xs" variant="subtle" onClick={() => live.showNew()}>
            {words.arrived(live.arrived)}
          </Button>
        </div>
      )}
      <RunTable
        label={label}
        columns={columns}
        total={pages.total}
        at={(index) => pages.at(index)}
        chosen={chosen}
        onChoose={onChoose}
        onVisible={(next) =>
          setVisible((before) =>
            before.first === next.first && before.last === next.last ? before : { ...next },
          )
        }
        onTop={live.onTop}
        turn={live.turn}
      />
    </>
  );
}
