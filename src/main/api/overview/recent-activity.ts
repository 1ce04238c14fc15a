import type { OverviewActivity } from '../../../shared/contract/overview.ts';
import type { Instant } from '../../../shared/model/ids.ts';
import type { Run } from '../../../shared/model/run.ts';
import type { App } from '../../app.ts';

const shown = 12;
/** Read before those of findings, which accompany every collection, are left out. */
const looked = 40;

/** What ran last, by the clock or by hand, newest first. */
export async function recentActivity(app: App, until: Instant): Promise<OverviewActivity[]> {
  const [jobs, collections] = await Promise.all([
    app.store.runs.find({
      selector: { type: 'job' },
      sort: [{ queuedAt: 'desc' }],
      limit: shown,
    }),
    app.store.runs.find({
      selector: { type: 'collection' },
      sort: [{ startedAt: 'desc' }],
      limit: looked,
    }),
  ]);
  return [...jobs, ...collections]
    .filter((run) => run.type === 'job' || run.source !== 'findings')
    .map(activityOf)
    .filter(({ at }) => at <= until)
    .toSorted((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0))
    .slice(0, shown);
}

function activityOf(run: Run): OverviewActivity {
  const { id, outcome, finishedAt, error } = run;
  const common = { id, outcome, ...(finishedAt !== undefined && { finishedAt }) };
  if (run.type === 'job') {
    const summary = error?.message ?? run.summary;
    return {
      ...common,
      type: 'job',
      name: run.job,
      at: run.startedAt ?? run.queuedAt,
      ...(summary !== undefined && { summary }),
    };
  }
  const { added, changed, disappeared, returned } = run.counts;
  return {
    ...common,
    type: 'collection',
    name: run.source,
    domain: run.domain,
    at: run.startedAt,
    changed: added + changed + disappeared + returned,
    ...(error && { summary: error.message }),
  };
}
