import { instant, type Instant } from '../../shared/model/ids.ts';
import type { JobRun } from '../../shared/model/run.ts';
import type { Store } from '../store/store.ts';

export const jobRunSchemaVersion = 1;
export const keptLogLines = 200;
const longestLine = 500;

export interface JobHistoryQuery {
  readonly job?: string;
  readonly outcome?: JobRun['outcome'];
  /** Only runs that are over. */
  readonly finished?: boolean;
  readonly offset?: number;
  readonly limit?: number;
}

/** Newest first. */
export async function findJobRuns(store: Store, query: JobHistoryQuery = {}): Promise<readonly JobRun[]> {
  const { job, outcome, finished = false, offset = 0, limit = 100 } = query;
  const runs = await store.runs.find({
    selector: {
      type: 'job',
      ...(job !== undefined && { job }),
      ...(finished && { outcome: { $nin: ['queued', 'running'] } }),
      ...(outcome !== undefined && { outcome }),
    },
    sort: [{ queuedAt: 'desc' }, { id: 'desc' }],
    skip: offset,
    limit,
  });
  return runs as JobRun[];
}

/** Marks what a crash left queued or running. It is not run again: what it had done by then is not known here. */
export async function markInterrupted(store: Store, now: Instant): Promise<readonly JobRun[]> {
  const left = (await store.runs.find({
    selector: { type: 'job', outcome: { $in: ['queued', 'running'] } },
  })) as JobRun[];
  const interrupted = left.map((run): JobRun => ({
    ...run,
    outcome: 'interrupted',
    finishedAt: later(now, run.startedAt ?? run.queuedAt),
    error: {
      code: 'interrupted',
      message:
        run.outcome === 'running'
          ? 'the application ended while this job was running'
          : 'the application ended before this job began',
    },
  }));
  if (interrupted.length > 0) await store.runs.put(interrupted);
  return interrupted;
}

/** Forgets finished runs beyond what is kept. */
export async function pruneJobRuns(
  store: Store,
  now: Instant,
  keep: { readonly runsPerJob: number; readonly days: number },
): Promise<number> {
  const oldest = instant(Math.max(0, Date.parse(now) - keep.days * 86_400_000));
  const runs = (await store.runs.find({
    selector: { type: 'job' },
    sort: [{ queuedAt: 'desc' }],
  })) as JobRun[];
  const counts = new Map<string, number>();
  const old: string[] = [];
  for (const run of runs) {
    const count = (counts.get(run.job) ?? 0) + 1;
    counts.set(run.job, count);
    if (run.finishedAt === undefined) continue;
    if (count > keep.runsPerJob || run.queuedAt < oldest) old.push(run.id);
  }
  if (old.length > 0) await store.runs.remove(old);
  return old.length;
}

/** Forgets finished runs of a job that came to the same as another one. */
export async function forgetJobRuns(store: Store, job: string, summary: string): Promise<void> {
  const runs = await store.runs.find({ selector: { type: 'job', job, outcome: 'succeeded', summary } });
  if (runs.length > 0) await store.runs.remove(runs.map(({ id }) => id));
}

export function logLine(at: Instant, message: string): JobRun['log'][number] {
  const line = message.replaceAll(/\s*\n\s*/g, ' · ');
  return { at, message: line.length > longestLine ? `${line.slice(0, longestLine - 1)}…` : line };
}

/** The clock may have been set back meanwhile; no run ends before it began. */
function later(a: Instant, b: Instant): Instant {
  return a > b ? a : b;
}
