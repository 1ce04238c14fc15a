import type { CollectionRunSummary, JobRunSummary } from '../../shared/contract/jobs.ts';
import type { Status } from './status-shapes.ts';

type Outcome = JobRunSummary['outcome'] | CollectionRunSummary['outcome'];

const statuses: Readonly<Record<Outcome, Status>> = {
  queued: 'unknown',
  running: 'info',
  succeeded: 'ok',
  partial: 'warning',
  failed: 'critical',
  'timed-out': 'critical',
  cancelled: 'unknown',
  interrupted: 'warning',
};

/** How a run ended, as a mark: what was cancelled on purpose is no warning. */
export function outcomeStatus(outcome: Outcome): Status {
  return statuses[outcome];
}
