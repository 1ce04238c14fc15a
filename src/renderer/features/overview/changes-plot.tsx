import { SegmentedControl } from '@mantine/core';
import { BarChart3, Table2 } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useLocation } from 'wouter';
import type { OutputOf } from '../../../shared/contract/contract.ts';
import type { Instant } from '../../../shared/model/ids.ts';
import { links } from '../../app/links.ts';
import { useCall } from '../../app/use-call.ts';
import { useText, type Catalogue } from '../../i18n/catalogue.tsx';
import { useFormat } from '../../i18n/format.ts';
import { ErrorBoundary } from '../../ui/error-boundary.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { useMomentText } from '../../ui/moment.tsx';
import { Section } from '../../ui/section.tsx';
import classes from './overview.module.css';

const ChangesChart = lazy(async () => ({ default: (await import('./changes-chart.tsx')).ChangesChart }));

export type PlottedChanges = OutputOf<'overview.changes'>;

/** Changes counted over time, as bars or as a table. */
export function ChangesPlot({ from, to, buckets }: { from: Instant; to: Instant; buckets: number }) {
  const text = useText();
  const words = text.overview.changes;
  const [groupBy, setGroupBy] = useState<'class' | 'domain'>('class');
  const [asTable, setAsTable] = useState(false);
  const [, navigate] = useLocation();
  const { data, error, refetch } = useCall(
    'overview.changes',
    { from, to, buckets, groupBy },
    { keepPrevious: true },
  );
  const open = (bucket: number) => {
    if (!data) return;
    const begin = data.starts[bucket];
    const end = data.starts[bucket + 1] ?? data.to;
    if (begin !== undefined) {
      navigate(links.inventoryFilter(`changedAt>=${begin} changedAt<${end}`));
    }
  };
  return (
    <Section
      title={words.title}
      detail={data && words.summary(data.total)}
      actions={
        <>
          <SegmentedControl
            aria-label={words.by}
            value={groupBy}
            onChange={(value) => setGroupBy(value === 'domain' ? 'domain' : 'class')}
            data={[
              { value: 'class', label: words.byClass },
              { value: 'domain', label: words.byDomain },
            ]}
          />
          <IconButton
            icon={asTable ? BarChart3 : Table2}
            label={asTable ? words.asPlot : words.asTable}
            onClick={() => setAsTable(!asTable)}
          />
        </>
      }
    >
      <div className={classes['plot']}>
        {error && !data ? (
          <ErrorState error={error} onRetry={() => void refetch()} />
        ) : !data ? null : data.total === 0 ? (
          <p className={classes['note']}>{words.none}</p>
        ) : asTable ? (
          <ChangesTable changes={data} />
        ) : (
          <ErrorBoundary>
            <Suspense fallback={null}>
              <ChangesChart changes={data} onOpen={open} />
            </Suspense>
          </ErrorBoundary>
        )}
      </div>
    </Section>
  );
}

export function seriesName(key: string, text: Catalogue): string {
  const { changes, estate } = text.overview;
  if (key === 'configuration' || key === 'placement') return changes[key];
  return (estate.domains as Readonly<Record<string, string>>)[key] ?? key;
}

function ChangesTable({ changes }: { changes: PlottedChanges }) {
  const text = useText();
  const words = text.overview.changes;
  const format = useFormat();
  const moment = useMomentText();
  const { starts, series } = changes;
  const busy = starts
    .map((start, i) => ({ start, counts: series.map(({ counts }) => counts[i] ?? 0) }))
    .filter(({ counts }) => counts.some((count) => count > 0))
    .toReversed();
  return (
    <div className={classes['plotTable']} tabIndex={0} role="group" aria-label={words.title}>
      <table className={classes['table']}>
        <thead>
          <tr>
            <th scope="col">{words.from}</th>
            {series.map(({ key }) => (
              <th key={key} scope="col" className={classes['right']}>
                {seriesName(key, text)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {busy.map(({ start, counts }) => (
            <tr key={start}>
              <th scope="row">{moment(start).absolute}</th>
              {counts.map((count, i) => (
                <td key={series[i]?.key} className={classes['right']}>
                  {format.number(count)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
