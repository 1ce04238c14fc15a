import { Button, Select } from '@mantine/core';
import { useState } from 'react';
import { cleanText } from '../../../../shared/clean-text.ts';
import type { RemediationSummary } from '../../../../shared/contract/remediation.ts';
import { endedStates, type RemediationState } from '../../../../shared/model/remediation.ts';
import { useClient } from '../../../app/client-context.tsx';
import { useCall } from '../../../app/use-call.ts';
import { useLinkState } from '../../../app/use-link-state.ts';
import { useText } from '../../../i18n/catalogue.tsx';
import { useFormat } from '../../../i18n/format.ts';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { SkeletonRows } from '../../../ui/loading.tsx';
import { SplitView } from '../../../ui/split-view.tsx';
import { RowMoment } from '../../activity/row-moment.tsx';
import { RunTable, type RunColumn } from '../../activity/run-table.tsx';
import { usePages } from '../../activity/use-pages.ts';
import { RemediationPanel } from '../detail/remediation-panel.tsx';
import { StateMark } from '../marks.tsx';
import classes from '../remediation.module.css';

const ended: readonly RemediationState[] = [...endedStates];

/** What has ended, newest first, with what came of it. */
export function HistoryView() {
  const { remediation } = useText();
  const words = remediation.history;
  const client = useClient();
  const { number } = useFormat();
  const [state, change] = useLinkState(['id', 'outcome', 'action']);
  const [visible, setVisible] = useState({ first: 0, last: 60 });
  const actions = useCall('remediation.actions', {}, { staleTime: 600_000 }).data?.actions ?? [];
  const outcome = ended.find((one) => one === state.outcome);
  const filter = {
    states: outcome === undefined ? [...ended] : [outcome],
    ...(state.action !== undefined && { action: state.action }),
  };
  const pages = usePages<RemediationSummary>({
    name: 'remediation.list',
    filter,
    until: undefined,
    visible,
    read: ({ offset, limit }, signal) => client.remediation.list({ ...filter, offset, limit }, { signal }),
  });
  const narrowed = outcome !== undefined || state.action !== undefined;
  const clear = () => change({ outcome: undefined, action: undefined });
  const columns: RunColumn<RemediationSummary>[] = [
    {
      key: 'at',
      title: words.columns.at,
      width: '104px',
      cell: ({ updatedAt }) => <RowMoment at={updatedAt} />,
    },
    {
      key: 'state',
      title: words.columns.state,
      width: '172px',
      cell: ({ state: one }) => <StateMark state={one} />,
    },
    {
      key: 'action',
      title: words.columns.action,
      width: 'minmax(120px, 1fr)',
      cell: ({ actionTitle }) => actionTitle,
    },
    {
      key: 'target',
      title: words.columns.target,
      width: 'minmax(140px, 1.4fr)',
      cell: ({ targetName }) => (
        <span className={classes['mono']} title={targetName}>
          {cleanText(targetName)}
        </span>
      ),
    },
    {
      key: 'outcome',
      title: words.columns.outcome,
      width: 'minmax(140px, 2fr)',
      cell: ({ outcome: one }) => <span title={one}>{one}</span>,
    },
    {
      key: 'score',
      title: words.columns.score,
      width: '52px',
      number: true,
      cell: ({ score }) => number(score),
    },
  ];
  return (
    <SplitView
      name="remediation-history"
      initial={640}
      min={420}
      max={1_400}
      panel={
        state.id !== undefined && (
          <RemediationPanel key={state.id} id={state.id} onClose={() => change({ id: undefined })} />
        )
      }
    >
      <div className={classes['filters']} role="search">
        <Select
          aria-label={words.anyOutcome}
          placeholder={words.anyOutcome}
          clearable
          w={210}
          value={outcome ?? null}
          data={ended.map((value) => ({ value, label: remediation.states[value] }))}
          onChange={(value) => change({ outcome: value ?? undefined })}
        />
        <Select
          aria-label={words.anyAction}
          placeholder={words.anyAction}
          clearable
          searchable
          w={240}
          value={state.action ?? null}
          data={actions.map(({ id, title }) => ({ value: id, label: title }))}
          onChange={(value) => change({ action: value ?? undefined })}
        />
        {narrowed && <Button onClick={clear}>{words.clear}</Button>}
      </div>
      {pages.total === undefined ? (
        pages.error ? (
          <ErrorState error={pages.error} onRetry={() => pages.retry()} />
        ) : (
          <div className={classes['waiting']}>
            <SkeletonRows rows={16} />
          </div>
        )
      ) : pages.total === 0 ? (
        <EmptyState
          title={narrowed ? words.nothingFits : words.empty}
          reason={narrowed ? words.nothingFitsReason : words.emptyReason}
        >
          {narrowed && <Button onClick={clear}>{words.clear}</Button>}
        </EmptyState>
      ) : (
        <RunTable
          label={words.label}
          columns={columns}
          total={pages.total}
          at={(index) => pages.at(index)}
          chosen={state.id}
          onChoose={({ id }) => change({ id })}
          onVisible={(next) =>
            setVisible((before) =>
              before.first === next.first && before.last === next.last ? before : { ...next },
            )
          }
          onTop={() => {}}
          turn={0}
        />
      )}
    </SplitView>
  );
}
