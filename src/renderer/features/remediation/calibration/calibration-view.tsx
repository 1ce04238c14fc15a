import { Button, Select } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { useCall, useEvent, useRefresh } from '../../../app/use-call.ts';
import { useLinkState } from '../../../app/use-link-state.ts';
import { useText } from '../../../i18n/catalogue.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { LoadingScreen, SkeletonRows } from '../../../ui/loading.tsx';
import { Section } from '../../../ui/section.tsx';
import { StatusMark } from '../../../ui/status-mark.tsx';
import { ActionTable } from './action-table.tsx';
import { BinTable } from './bin-table.tsx';
import classes from './calibration.module.css';
import { CellTable } from './cell-table.tsx';
import { Figures } from './figures.tsx';

const Diagram = lazy(async () => ({ default: (await import('./diagram.tsx')).Diagram }));
const periods = { month: 30, quarter: 90, year: 365 } as const;
/** Below it one outcome moves every figure. */
const few = 20;

/** Whether the score is worth its name: what was foretold beside what came. */
export function CalibrationView() {
  const { calibration: words } = useText();
  const [state, change] = useLinkState(['period', 'action']);
  const [asTable, setAsTable] = useState(false);
  const refresh = useRefresh();
  const period = state.period === 'month' || state.period === 'quarter' ? state.period : 'year';
  const answer = useCall(
    'reliability.report',
    { days: periods[period], ...(state.action !== undefined && { action: state.action }) },
    { keepPrevious: true },
  );
  const actions = useCall('remediation.actions', {}, { staleTime: 600_000 }).data?.actions ?? [];
  useEvent('reliability.changed', {}, () => refresh('reliability.report', 'reliability.cells'));
  const { data, error } = answer;
  return (
    <div className={classes['page']}>
      <div className={classes['filters']} role="search">
        <Select
          aria-label={words.period}
          w={170}
          allowDeselect={false}
          value={period}
          data={Object.keys(periods).map((value) => ({
            value,
            label: words.periods[value as keyof typeof periods],
          }))}
          onChange={(value) => change({ period: value === 'year' ? undefined : (value ?? undefined) })}
        />
        <Select
          aria-label={words.action}
          placeholder={words.allActions}
          clearable
          searchable
          w={240}
          value={state.action ?? null}
          data={actions.map(({ id, title }) => ({ value: id, label: title }))}
          onChange={(value) => change({ action: value ?? undefined })}
        />
        <span className={classes['dim']}>
          {data ? words.basis(words.outcomes(data.outcomes), words.opinions(data.opinions)) : words.intro}
        </span>
      </div>
      {!data ? (
        error ? (
          <ErrorState error={error} onRetry={() => void answer.refetch()} />
        ) : (
          <LoadingScreen />
        )
      ) : data.outcomes === 0 ? (
        <EmptyState title={words.empty} reason={words.emptyReason} />
      ) : (
        <div className={classes['body']}>
          {data.outcomes < few && (
            <div className={classes['few']}>
              <StatusMark status="info" label={words.few} wrap />
            </div>
          )}
          <Figures report={data} />
          <Section
            title={words.diagram.title}
            detail={words.diagram.detail}
            actions={
              <Button size="xs" onClick={() => setAsTable(!asTable)}>
                {asTable ? words.diagram.asPlot : words.diagram.asTable}
              </Button>
            }
          >
            {asTable ? (
              <BinTable report={data} />
            ) : (
              <Suspense fallback={<SkeletonRows rows={10} />}>
                <Diagram report={data} />
              </Suspense>
            )}
          </Section>
          <Section title={words.actions.title}>
            <ActionTable report={data} actions={actions} />
          </Section>
          <CellTable action={state.action} />
        </div>
      )}
    </div>
  );
}
