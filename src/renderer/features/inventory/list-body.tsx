import { Button } from '@mantine/core';
import { RotateCw } from 'lucide-react';
import type { ReactNode } from 'react';
import { useRefresh } from '../../app/use-call.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { SkeletonRows } from '../../ui/loading.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import classes from './inventory-list.module.css';
import type { RowPages } from './row-pages.ts';
import { SelectionBar } from './selection-bar.tsx';
import type { ListSelection } from './use-list-selection.ts';
import { mostNarrowed, type useSelectionActions } from './use-selection-actions.ts';
import type { useShownRows } from './use-shown-rows.ts';

/** Where the rows stand: while they come, when they cannot, when there are none, and what floats over them. */
export function ListBody(props: {
  rows: ReturnType<typeof useShownRows>;
  selected: ListSelection;
  actions: ReturnType<typeof useSelectionActions>;
  /** Shown in place of the rows when there are none. */
  empty: ReactNode;
  onShowWaiting: () => void;
  children: (pages: RowPages) => ReactNode;
}) {
  const { rows, selected, actions, empty, onShowWaiting, children } = props;
  const { pages, failure, waiting } = rows;
  const text = useText();
  const refresh = useRefresh();
  return (
    <div className={classes['list']}>
      {rows.isLoading && pages && <div className={classes['progress']} role="presentation" />}
      {rows.error && pages && (
        <div className={classes['band']} role="alert">
          <StatusMark status="warning" label={rows.error.message} />
          <Button size="xs" leftSection={<RotateCw size={14} aria-hidden />} onClick={rows.reload}>
            {text.ui.tryAgain}
          </Button>
        </div>
      )}
      {!pages && !failure && (
        <div className={classes['skeleton']} role="status" aria-label={text.ui.loading}>
          <SkeletonRows rows={16} />
        </div>
      )}
      {!pages && failure && (
        <ErrorState
          error={failure}
          onRetry={() => {
            refresh('inventory.kinds');
            rows.reload();
          }}
        />
      )}
      {pages && (rows.total === 0 ? empty : children(pages))}
      <div className={classes['floating']}>
        {selected.count > 0 && (
          <SelectionBar
            count={selected.count}
            canNarrow={selected.count <= mostNarrowed}
            canOpenTopology={selected.count === 1}
            onCopyNames={actions.copyNames}
            onExport={() => void actions.exportRows('csv', true)}
            onCopyLink={actions.copyNarrowed}
            onNarrow={actions.narrow}
            onTopology={actions.openTopology}
            onClear={selected.clear}
          />
        )}
        {(waiting.came > 0 || waiting.went > 0) && (
          <div className={classes['waiting']} role="status">
            <span>{text.inventory.waiting(waiting.came, waiting.went)}</span>
            <Button size="xs" onClick={onShowWaiting}>
              {text.inventory.show}
            </Button>
          </div>
        )}
      </div>
    </div>
  );
}
