import type { Instant, RunId } from '../../shared/model/ids.ts';
import type { JobRun } from '../../shared/model/run.ts';
import type { Clock } from '../platform/clock.ts';
import { DomainError } from '../platform/errors.ts';
import type { Logger } from '../platform/logger.ts';
import type { Store } from '../store/store.ts';
import type { JobDefinition, JobProgress, QueueSettings } from './job.ts';
import { jobRunSchemaVersion, keptLogLines, logLine } from './job-history.ts';

/** After its signal a job has this long to end by itself before its run is closed in the history. */
export const graceMs = 10_000;

type Ended = Exclude<JobRun['outcome'], 'queued' | 'running'>;

export interface ExecutionPorts {
  readonly store: Store;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly changed: (run: JobRun, progress?: JobProgress) => void;
}

export interface ExecutionRequest {
  readonly id: RunId;
  readonly job: JobDefinition;
  readonly queue: QueueSettings;
  readonly trigger: JobRun['trigger'];
  readonly attempt: number;
  /** When it was due by its schedule. */
  readonly due?: Instant;
  /** Monotonic: not before. */
  readonly notBeforeMs?: number;
  readonly firstLine?: string;
}

/** One execution of one job: its record in the history, and its life. */
export class Execution {
  readonly request: ExecutionRequest;
  readonly #ports: ExecutionPorts;
  readonly #controller = new AbortController();
  #run: JobRun;
  #saving: Promise<void> = Promise.resolve();
  #closed = false;
  /** Resolves with the closed record. */
  readonly closed: Promise<JobRun>;
  #close: (run: JobRun) => void = () => {};

  constructor(request: ExecutionRequest, ports: ExecutionPorts) {
    this.request = request;
    this.#ports = ports;
    this.closed = new Promise((resolve) => {
      this.#close = resolve;
    });
    const queuedAt = ports.clock.now();
    this.#run = {
      type: 'job',
      id: request.id,
      job: request.job.name,
      queue: request.job.queue,
      singleFlightKey: request.job.singleFlightKey,
      trigger: request.trigger,
      attempt: request.attempt,
      queuedAt,
      outcome: 'queued',
      log: request.firstLine === undefined ? [] : [logLine(queuedAt, request.firstLine)],
      schemaVersion: jobRunSchemaVersion,
    };
    this.#save();
  }

  get run(): JobRun {
    return this.#run;
  }

  get isQueued(): boolean {
    return this.#run.outcome === 'queued';
  }

  /** Waits until everything that is known of it so far is in the history. */
  saved(): Promise<void> {
    return this.#saving;
  }

  /** Tells a queued execution never to begin, a running one to end. */
  cancel(outcome: 'cancelled' | 'interrupted', reason: string): void {
    if (this.#closed) return;
    if (this.isQueued) this.#end(outcome, { summary: reason });
    else this.#controller.abort(new JobStop(outcome, reason));
  }

  /** Says in the history that further due times were covered by this execution. */
  note(message: string): void {
    if (this.#closed) return;
    this.#log(message);
    this.#save();
  }

  /**
   * Runs the job. The record is closed when the job ends, or a while after it was told to; the returned promise
   * settles only when the job has really ended, so that nothing else starts in its place before.
   */
  async execute(): Promise<void> {
    const { clock, logger } = this.#ports;
    const { job, queue } = this.request;
    const { signal } = this.#controller;
    this.#run = { ...this.#run, outcome: 'running', startedAt: clock.now() };
    this.#save();
    await this.#saving;
    const timers = new AbortController();
    const timeoutSeconds = job.timeoutSeconds ?? queue.timeoutSeconds;
    void this.#abortAfter(timeoutSeconds, timers.signal);
    const working = this.#work(signal);
    const giveUp = this.#closeAfterGrace(signal, timers.signal);
    try {
      await working;
    } finally {
      timers.abort();
      await giveUp;
      if (!this.#closed) {
        logger.error({ run: this.#run.id, job: job.name }, 'a job run was left open');
        this.#end('failed', { error: { code: 'internal', message: 'the run was left open' } });
      }
      await this.#saving;
    }
  }

  async #work(signal: AbortSignal): Promise<void> {
    const { job, trigger, attempt } = this.request;
    try {
      const report = await job.run({
        signal,
        trigger,
        attempt,
        log: (message) => {
          if (!this.#closed) this.#log(message);
        },
        progress: (progress) => {
          if (!this.#closed) this.#ports.changed(this.#run, progress);
        },
      });
      // A job that ends well although it was told to stop has done its work.
      if (typeof report === 'object') this.#end(report.outcome, { summary: report.summary });
      else this.#end('succeeded', report === undefined ? {} : { summary: report });
    } catch (error) {
      const stop = signal.aborted && signal.reason instanceof JobStop ? signal.reason : undefined;
      if (stop) this.#end(stop.outcome, describeStop(stop));
      else {
        this.#ports.logger.warn({ run: this.#run.id, job: job.name, err: error }, 'a job failed');
        this.#end('failed', { error: describeError(error) });
      }
    }
  }

  async #abortAfter(timeoutSeconds: number, stopped: AbortSignal): Promise<void> {
    try {
      await this.#ports.clock.sleep(timeoutSeconds * 1_000, stopped);
    } catch {
      return;
    }
    this.#controller.abort(
      new JobStop('timed-out', `it took longer than the ${timeoutSeconds} s that it may take`),
    );
  }

  async #closeAfterGrace(signal: AbortSignal, stopped: AbortSignal): Promise<void> {
    try {
      await aborted(signal, stopped);
      await this.#ports.clock.sleep(graceMs, stopped);
    } catch {
      return;
    }
    const stop = signal.reason as JobStop;
    this.#ports.logger.error(
      { run: this.#run.id, job: this.#run.job },
      'a job does not end although it was told to; its place stays taken until it does',
    );
    this.#log('it did not end when it was told to; nothing takes its place until it has ended');
    this.#end(stop.outcome, describeStop(stop));
  }

  #log(message: string): void {
    const log = [...this.#run.log, logLine(this.#ports.clock.now(), message)];
    this.#run = { ...this.#run, log: log.slice(-keptLogLines) };
  }

  #end(outcome: Ended, more: Pick<JobRun, 'error' | 'summary'>): void {
    if (this.#closed) return;
    this.#closed = true;
    const now = this.#ports.clock.now();
    const began = this.#run.startedAt ?? this.#run.queuedAt;
    this.#run = { ...this.#run, ...more, outcome, finishedAt: now > began ? now : began };
    this.#save();
    this.#close(this.#run);
  }

  #save(): void {
    const run = this.#run;
    const { store, logger, changed } = this.#ports;
    const before = this.#saving;
    const save = async () => {
      await before;
      try {
        await store.runs.put([run]);
      } catch (error) {
        logger.error(
          { run: run.id, job: run.job, err: error },
          'a job run could not be written to the history',
        );
      }
    };
    this.#saving = save();
    changed(run);
  }
}

/** Why a job was told to stop; it is the reason of its signal. */
export class JobStop extends DomainError {
  override readonly name = 'JobStop';
  readonly outcome: 'cancelled' | 'interrupted' | 'timed-out';
  constructor(outcome: 'cancelled' | 'interrupted' | 'timed-out', message: string) {
    super(outcome, message);
    this.outcome = outcome;
  }
}

function describeStop(stop: JobStop): Pick<JobRun, 'error' | 'summary'> {
  return stop.outcome === 'cancelled'
    ? { summary: stop.message }
    : { error: { code: stop.outcome, message: stop.message } };
}

function describeError(error: unknown): { code: string; message: string } {
  if (error instanceof DomainError) return { code: error.code, message: error.message };
  return { code: 'job-failed', message: error instanceof Error ? error.message : String(error) };
}

function aborted(signal: AbortSignal, stopped: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      resolve();
      return;
    }
    signal.addEventListener('abort', () => resolve(), { once: true });
    stopped.addEventListener('abort', () => reject(stopped.reason as Error), { once: true });
  });
}
