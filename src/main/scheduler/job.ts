import type { JobQueue, JobRun } from '../../shared/model/run.ts';

/**
 * When a job is due: by the wall clock (five-part cron; in the machine's time zone unless another is named), every so
 * many seconds after the run before, or only when somebody asks.
 */
export type JobSchedule =
  { readonly cron: string; readonly timeZone?: string } | { readonly everySeconds: number } | 'manual';

export interface JobDefinition {
  readonly name: string;
  readonly queue: JobQueue;
  readonly schedule: JobSchedule;
  /** Executions with the same key never overlap, in whichever queue and of whichever job they are. */
  readonly singleFlightKey: string;
  /** The queue's unless given. */
  readonly timeoutSeconds?: number;
  /** Further attempts after a failure or a timeout; the queue's unless given. */
  readonly retries?: number;
  /** @returns What it did, in one line; as a report where some of it could not be done. */
  run(context: JobContext): Promise<string | JobReport | undefined>;
}

export interface JobReport {
  readonly summary: string;
  readonly outcome: 'succeeded' | 'partial';
}

export interface JobContext {
  /** Fires when the run is cancelled, takes too long, or the application stops. */
  readonly signal: AbortSignal;
  readonly trigger: JobRun['trigger'];
  readonly attempt: number;
  /** A line for the run's history; the newest 200 are kept. */
  log(message: string): void;
  progress(progress: JobProgress): void;
}

export interface JobProgress {
  readonly done: number;
  readonly total?: number;
  readonly message: string;
}

export interface QueueSettings {
  /** Executions at the same time. */
  readonly concurrency: number;
  readonly timeoutSeconds: number;
  readonly retries: number;
  /** Before the first retry; twice as long before each one after, by at most `maxBackoffSeconds`; jittered. */
  readonly backoffSeconds: number;
  readonly maxBackoffSeconds: number;
}
