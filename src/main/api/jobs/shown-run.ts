import type { CollectionRunSummary, JobRunSummary } from '../../../shared/contract/jobs.ts';
import type { CollectionRun, JobRun } from '../../../shared/model/run.ts';

/** A job's run without its log. */
export function shownJobRun(run: JobRun): JobRunSummary {
  const { id, job, queue, trigger, attempt, queuedAt, startedAt, finishedAt, outcome, error, summary } = run;
  return {
    type: 'job',
    id,
    job,
    queue,
    trigger,
    attempt,
    queuedAt,
    ...(startedAt !== undefined && { startedAt }),
    ...(finishedAt !== undefined && { finishedAt }),
    outcome,
    ...(error && { error: { ...error } }),
    ...(summary !== undefined && { summary }),
    logLines: run.log.length,
  };
}

/** A collection run without its scopes and rejected records. */
export function shownCollectionRun(run: CollectionRun): CollectionRunSummary {
  const { id, source, domain, adapter, simulated, startedAt, finishedAt, outcome, counts, error } = run;
  return {
    type: 'collection',
    id,
    source,
    domain,
    ...(adapter !== undefined && { adapter }),
    simulated,
    startedAt,
    ...(finishedAt !== undefined && { finishedAt }),
    outcome,
    counts: { ...counts },
    scopes: {
      total: run.scopes.length,
      failed: run.scopes.filter((scope) => scope.outcome === 'failed').length,
    },
    unavailable: run.unavailable.length,
    ...(error && { error: { ...error } }),
  };
}
