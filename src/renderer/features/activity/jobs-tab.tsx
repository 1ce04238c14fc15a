import type { JobRunSummary } from '../../../shared/contract/jobs.ts';
import { jobOutcomes } from '../../../shared/contract/jobs.ts';
import { useClient } from '../../app/client-context.tsx';
import { useNow } from '../../app/now.ts';
import { useCall, useEvent, useRefresh } from '../../app/use-call.ts';
import { useLinkState } from '../../app/use-link-state.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { SplitView } from '../../ui/split-view.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import classes from './activity.module.css';
import { durationText } from './duration-text.ts';
import { FilterBar, namesIn, OneOf, sinceOf, SomeOf } from './filter-bar.tsx';
import { LiveList } from './live-list.tsx';
import { outcomeStatus } from '../../ui/outcome-status.ts';
import { RunPanel } from './run-panel.tsx';
import { RunningJobs } from './running-jobs.tsx';
import { RowMoment } from './row-moment.tsx';
import type { RunColumn } from './run-table.tsx';
import { useLiveList } from './use-live-list.ts';

/** Runs of jobs: what runs now above, the history below, one of them beside it. */
export function JobsTab() {
  const text = useText();
  const { activity: words } = text;
  const client = useClient();
  const refresh = useRefresh();
  const now = useNow();
  const [state, change] = useLinkState(['run', 'text', 'period', 'outcome', 'job']);
  const live = useLiveList();
  const jobs = useCall('jobs.list', {}).data?.jobs ?? [];
  const nameOf = (job: string) => text.settings.schedule.jobNames[job] ?? job;
  const outcomes = namesIn(state.outcome, jobOutcomes);
  const since = sinceOf(state.period, now);
  const filter = {
    ...(state.text !== undefined && { text: state.text }),
    ...(since !== undefined && { since }),
    ...(state.job !== undefined && { job: state.job }),
    ...(outcomes.length > 0 && { outcomes }),
  };
  const newest = useCall('jobs.history', { limit: 1 }).data?.items[0];
  useEvent('jobs.changed', {}, ({ run, progress }) => {
    if (progress) return;
    const isNew = run.outcome === 'queued';
    if (isNew && !live.onArrival(newest?.queuedAt)) return;
    refresh('jobs.history');
  });
  const clear = () => change({ text: undefined, period: undefined, outcome: undefined, job: undefined });
  const columns: RunColumn<JobRunSummary>[] = [
    {
      key: 'outcome',
      title: words.columns.outcome,
      width: '124px',
      cell: ({ outcome }) => <StatusMark status={outcomeStatus(outcome)} label={words.outcomes[outcome]} />,
    },
    { key: 'job', title: words.columns.job, width: '112px', cell: ({ job }) => nameOf(job) },
    {
      key: 'at',
      title: words.columns.at,
      width: '104px',
      cell: ({ queuedAt, startedAt }) => <RowMoment at={startedAt ?? queuedAt} />,
    },
    {
      key: 'took',
      title: words.columns.took,
      width: '84px',
      number: true,
      cell: ({ startedAt, finishedAt }) =>
        startedAt === undefined || finishedAt === undefined ? '–' : durationText(startedAt, finishedAt),
    },
    {
      key: 'trigger',
      title: words.columns.trigger,
      width: '108px',
      cell: ({ trigger, attempt }) =>
        attempt > 1 ? words.attempt(words.triggers[trigger], attempt) : words.triggers[trigger],
    },
    {
      key: 'what',
      title: words.columns.what,
      width: 'minmax(160px, 1fr)',
      cell: ({ error, summary }) => (
        <span className={error ? undefined : classes['dim']} title={error?.message ?? summary}>
          {error?.message ?? summary ?? ''}
        </span>
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
          label={words.anyJob}
          value={state.job}
          options={jobs.map(({ name }) => ({ value: name, label: nameOf(name) }))}
          onChange={(job) => change({ job })}
        />
        <SomeOf
          label={words.anyOutcome}
          values={outcomes}
          options={jobOutcomes.map((value) => ({ value, label: words.outcomes[value] }))}
          onChange={(values) => change({ outcome: values.join(',') })}
        />
      </FilterBar>
      <RunningJobs onChoose={(id) => change({ run: id })} />
      <LiveList<JobRunSummary>
        label={words.tabs.jobs}
        name="jobs.history"
        filter={filter}
        read={(page, signal) => client.jobs.history({ ...filter, ...page }, { signal })}
        columns={columns}
        live={live}
        chosen={state.run}
        onChoose={({ id }) => change({ run: id })}
        empty={{ title: words.noJobs, reason: words.noJobsReason }}
        narrowed={Object.keys(filter).length > 0}
        onClear={clear}
      />
    </SplitView>
  );
}
