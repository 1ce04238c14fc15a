import type { CollectionRunSummary } from '../../../shared/contract/jobs.ts';
import { collectionOutcomes } from '../../../shared/contract/jobs.ts';
import { domains } from '../../../shared/model/kind.ts';
import { useClient } from '../../app/client-context.tsx';
import { useNow } from '../../app/now.ts';
import { useCall, useEvent, useRefresh } from '../../app/use-call.ts';
import { useLinkState } from '../../app/use-link-state.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { useFormat } from '../../i18n/format.ts';
import { SplitView } from '../../ui/split-view.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import classes from './activity.module.css';
import { durationText } from './duration-text.ts';
import { FilterBar, namesIn, OneOf, sinceOf, SomeOf } from './filter-bar.tsx';
import { LiveList } from './live-list.tsx';
import { outcomeStatus } from '../../ui/outcome-status.ts';
import { RunPanel } from './run-panel.tsx';
import { RowMoment } from './row-moment.tsx';
import type { RunColumn } from './run-table.tsx';
import { useLiveList } from './use-live-list.ts';

/** Runs of collectors against sources: what each saw, and what it could not take. */
export function CollectionsTab() {
  const text = useText();
  const { activity: words } = text;
  const { domains: domainNames } = text.settings.servers;
  const { number } = useFormat();
  const client = useClient();
  const refresh = useRefresh();
  const now = useNow();
  const [state, change] = useLinkState(['run', 'text', 'period', 'outcome', 'source', 'domain']);
  const live = useLiveList();
  const sources = useCall('sources.list', {}).data?.sources ?? [];
  const outcomes = namesIn(state.outcome, collectionOutcomes);
  const domain = domains.find((one) => one === state.domain);
  const since = sinceOf(state.period, now);
  const filter = {
    ...(state.text !== undefined && { text: state.text }),
    ...(since !== undefined && { since }),
    ...(state.source !== undefined && { source: state.source }),
    ...(domain !== undefined && { domain }),
    ...(outcomes.length > 0 && { outcomes }),
  };
  const newest = useCall('jobs.collections', { limit: 1 }).data?.items[0];
  useEvent('jobs.collected', {}, () => {
    if (live.onArrival(newest?.startedAt)) refresh('jobs.collections');
  });
  // A run that begins says nothing by itself; the job that it belongs to does.
  useEvent('jobs.changed', {}, ({ run, progress }) => {
    if (!progress && run.queue === 'data-collection' && live.until === undefined) refresh('jobs.collections');
  });
  const clear = () =>
    change({
      text: undefined,
      period: undefined,
      outcome: undefined,
      source: undefined,
      domain: undefined,
    });
  const amount = (
    key: keyof CollectionRunSummary['counts'],
    width = '64px',
  ): RunColumn<CollectionRunSummary> => ({
    key,
    title: words.counts[key],
    width,
    number: true,
    cell: ({ counts }) =>
      counts[key] === 0 ? (
        <span className={classes['dim']}>0</span>
      ) : key === 'rejected' ? (
        <StatusMark status="warning" label={number(counts[key])} />
      ) : (
        number(counts[key])
      ),
  });
  const columns: RunColumn<CollectionRunSummary>[] = [
    {
      key: 'outcome',
      title: words.columns.outcome,
      width: '118px',
      cell: ({ outcome }) => <StatusMark status={outcomeStatus(outcome)} label={words.outcomes[outcome]} />,
    },
    {
      key: 'source',
      title: words.columns.source,
      width: 'minmax(84px, 1fr)',
      cell: ({ source }) => (
        <span className="mono" title={source}>
          {source}
        </span>
      ),
    },
    {
      key: 'domain',
      title: words.columns.domain,
      width: '104px',
      cell: ({ domain: one }) => domainNames[one],
    },
    {
      key: 'at',
      title: words.columns.at,
      width: '96px',
      cell: ({ startedAt }) => <RowMoment at={startedAt} />,
    },
    {
      key: 'took',
      title: words.columns.took,
      width: '72px',
      number: true,
      cell: ({ startedAt, finishedAt }) =>
        finishedAt === undefined ? '–' : durationText(startedAt, finishedAt),
    },
    amount('seen'),
    amount('added', '56px'),
    amount('changed'),
    amount('disappeared', '56px'),
    amount('rejected', '72px'),
    {
      key: 'what',
      title: words.columns.what,
      width: 'minmax(80px, 2fr)',
      cell: ({ error, scopes }) =>
        error ? (
          <span title={error.message}>{error.message}</span>
        ) : scopes.failed > 0 ? (
          words.scopesFailed(scopes.failed, scopes.total)
        ) : (
          ''
        ),
    },
  ];
  return (
    <SplitView
      name="activity"
      initial={480}
      panel={
        state.run !== undefined && (
          <RunPanel key={state.run} id={state.run} onClose={() => change({ run: undefined })} />
        )
      }
    >
      <FilterBar
        text={state.text}
        period={state.period}
        onChange={change}
        narrowed={Object.keys(filter).length > 0}
        onClear={clear}
      >
        <OneOf
          label={words.anySource}
          value={state.source}
          options={[...sources.map(({ name }) => name), 'findings'].map((name) => ({
            value: name,
            label: name,
          }))}
          onChange={(source) => change({ source })}
        />
        <OneOf
          label={words.anyDomain}
          value={domain}
          options={domains.map((value) => ({ value, label: domainNames[value] }))}
          onChange={(value) => change({ domain: value })}
        />
        <SomeOf
          label={words.anyOutcome}
          values={outcomes}
          options={collectionOutcomes.map((value) => ({ value, label: words.outcomes[value] }))}
          onChange={(values) => change({ outcome: values.join(',') })}
        />
      </FilterBar>
      <LiveList<CollectionRunSummary>
        label={words.tabs.collections}
        name="jobs.collections"
        filter={filter}
        read={(page, signal) =>
          client.jobs.collections(
            { ...filter, ...page },
            {
              signal,
            },
          )
        }
        columns={columns}
        live={live}
        chosen={state.run}
        onChoose={({ id }) => change({ run: id })}
        empty={{ title: words.noCollections, reason: words.noCollectionsReason }}
        narrowed={Object.keys(filter).length > 0}
        onClear={clear}
      />
    </SplitView>
  );
}
