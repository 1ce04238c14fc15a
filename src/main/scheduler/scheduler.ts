import type { Instant, RunId } from '../../shared/model/ids.ts';
import type { JobQueue, JobRun } from '../../shared/model/run.ts';
import type { Clock } from '../platform/clock.ts';
import { DomainError } from '../platform/errors.ts';
import type { Logger } from '../platform/logger.ts';
import type { Random } from '../platform/random.ts';
import type { Store } from '../store/store.ts';
import { Execution, type ExecutionRequest } from './execution.ts';
import type { JobDefinition, JobProgress, JobSchedule, QueueSettings } from './job.ts';
import {
  findJobRuns,
  jobRunSchemaVersion,
  markInterrupted,
  pruneJobRuns,
  type JobHistoryQuery,
} from './job-history.ts';
import { Queues } from './queues.ts';
import { countDue, nextDue, scheduleProblem } from './schedule.ts';
import type { SchedulerState, SchedulerStatePort } from './scheduler-state.ts';

export interface SchedulerDependencies {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly state: SchedulerStatePort;
  readonly queues: Readonly<Record<JobQueue, QueueSettings>>;
  readonly jobs: readonly JobDefinition[];
  /** What is kept of finished runs. */
  readonly history?: { readonly runsPerJob: number; readonly days: number };
}

export interface Scheduler {
  /** Reads what lasts over a restart: until then `list` does not know what is paused. */
  open(): Promise<void>;
  /** Ends in the history what a crash interrupted, catches up once what was missed, and begins. */
  start(): Promise<void>;
  /** Starts nothing more; what runs may finish until the deadline, and is told to end then. */
  stop(options?: { readonly deadlineMs?: number }): Promise<void>;
  /** Adds a job, or replaces the one of that name; what runs goes on as it was. */
  register(job: JobDefinition): void;
  /** Queues and what is kept of the history, from now on. */
  configure(settings: Pick<SchedulerDependencies, 'queues' | 'history'>): void;
  /** Its waiting runs are cancelled; what runs may finish. */
  unregister(name: string): void;
  /**
   * Queues a run now, whether the job is paused or not. When one is queued or running, that one is what you get.
   * @throws DomainError unknown-job | scheduler-stopped
   */
  runNow(name: string, trigger?: 'operator' | 'event'): Promise<StartedRun>;
  /**
   * Queues a run of a job that stands in no schedule, beside what is queued already: queues, single flight, timeouts
   * and history are those of any other; it is not retried.
   * @throws DomainError scheduler-stopped
   */
  runOnce(job: JobDefinition, trigger?: 'operator' | 'event'): Promise<Omit<StartedRun, 'joined'>>;
  /** @returns false when that run is over, or was never there. */
  cancel(runId: RunId, reason?: string): boolean;
  /** Due times pass unused, which the history says; `*` is every job. Lasts over a restart. */
  pause(name: string): Promise<void>;
  resume(name: string): Promise<void>;
  /** Looks at the clock at once rather than within the next half minute: the machine slept, or its clock was set. */
  wake(): void;
  list(): readonly JobStatus[];
  /** Due times are waited for: it was started, and not stopped. */
  readonly isRunning: boolean;
  /** All jobs are paused. */
  readonly isPaused: boolean;
  history(query?: JobHistoryQuery): Promise<readonly JobRun[]>;
  /** Forgets finished runs beyond what is kept. @returns How many. */
  pruneHistory(): Promise<number>;
  /** Every change of a run, and its progress. @returns What ends the subscription. */
  onChanged(listener: (run: JobRun, progress?: JobProgress) => void): () => void;
}

export interface StartedRun {
  readonly run: JobRun;
  /** It was already queued or running. */
  readonly joined: boolean;
  /** The record when it is over. */
  readonly finished: Promise<JobRun>;
}

export interface JobStatus {
  readonly name: string;
  readonly queue: JobQueue;
  readonly schedule: JobSchedule;
  readonly paused: boolean;
  readonly nextDueAt?: Instant;
  /** What is queued or running now. */
  readonly current?: JobRun;
}

/** The longest sleep: so long it may take until a wall clock that was set is noticed. */
const longestSleepMs = 30_000;
/** A due time that is older than this when it is noticed was missed. */
const latenessMs = 60_000;
/** A wall clock that goes back by less is being disciplined, not set. */
const jitterMs = 2_000;

const defaultHistory = { runsPerJob: 500, days: 90 };

interface Entry {
  job: JobDefinition;
  due: Instant | undefined;
  /** The record that says why due times pass unused, while they do. */
  skipped?: { run: JobRun; count: number };
}

export function createScheduler(dependencies: SchedulerDependencies): Scheduler {
  const { store, clock, random, logger } = dependencies;
  let keep = dependencies.history ?? defaultHistory;
  const entries = new Map<string, Entry>();
  const listeners = new Set<(run: JobRun, progress?: JobProgress) => void>();
  const lifetime = new AbortController();
  let state: SchedulerState = { paused: [], seenUntil: {} };
  let opened: Promise<void> | undefined;
  let loop: Promise<void> | undefined;
  let nudge = new AbortController();
  let lastNow = clock.now();
  let stopped = false;

  const writes = new Set<Promise<void>>();

  const changed = (run: JobRun, progress?: JobProgress) => {
    for (const listener of listeners) {
      try {
        listener(run, progress);
      } catch (error) {
        logger.error({ err: error }, 'a listener of the scheduler failed');
      }
    }
  };
  const queues = new Queues(dependencies.queues, clock, (execution, run) => retry(execution, run));
  const ports = { store, clock, logger, changed };

  const newExecution = (request: Omit<ExecutionRequest, 'id' | 'queue'>): Execution => {
    return new Execution({ ...request, id: newId(), queue: queues.settings(request.job.queue) }, ports);
  };

  function newId(): RunId {
    return `job-${clock.now().replaceAll(/[^0-9]/g, '')}-${random.id(8)}` as RunId;
  }

  function enqueue(request: Omit<ExecutionRequest, 'id' | 'queue'>): Execution {
    const execution = newExecution(request);
    queues.add(execution);
    return execution;
  }

  function retry({ request }: Execution, run: JobRun): void {
    const { job, queue, attempt } = request;
    const retries = job.retries ?? queue.retries;
    if (stopped || (run.outcome !== 'failed' && run.outcome !== 'timed-out') || attempt > retries) return;
    if (entries.get(job.name)?.job !== job) return;
    const backoff = Math.min(queue.backoffSeconds * 2 ** (attempt - 1), queue.maxBackoffSeconds);
    const waitMs = backoff * 1_000 * (0.5 + random.unit() / 2);
    enqueue({
      job,
      trigger: 'retry',
      attempt: attempt + 1,
      ...(request.due === undefined ? {} : { due: request.due }),
      notBeforeMs: clock.monotonicMs() + waitMs,
      firstLine: `attempt ${attempt + 1} of ${retries + 1}, ${Math.round(waitMs / 1_000)} s after ${run.id} ${run.outcome}`,
    });
    clock.sleep(waitMs, lifetime.signal).then(
      () => queues.pump(),
      () => {},
    );
  }

  function wake(): void {
    nudge.abort();
  }

  async function readState(): Promise<void> {
    try {
      state = await dependencies.state.read();
    } catch (error) {
      opened = undefined;
      throw error;
    }
  }

  /** Once, before the state is used or written: what another process left there is not overwritten. */
  function open(): Promise<void> {
    opened ??= readState();
    return opened;
  }

  async function saveState(next: SchedulerState): Promise<void> {
    state = next;
    try {
      await dependencies.state.write(next);
    } catch (error) {
      logger.error(
        { err: error },
        'the scheduler state could not be written: a restart may repeat or miss a run',
      );
    }
  }

  function isPaused(name: string): boolean {
    return state.paused.includes('*') || state.paused.includes(name);
  }

  /** Deals with one due time: a run, or a word in the history why there is none. */
  function fire(entry: Entry, due: Instant, now: Instant): void {
    const { job } = entry;
    const missed = countDue(job.schedule, due, now);
    const late = missed > 0 || Date.parse(now) - Date.parse(due) > latenessMs;
    if (isPaused(job.name)) {
      skipPaused(entry, 1 + missed, due, now);
      return;
    }
    const current = queues.find(job.name, job.singleFlightKey);
    if (current) {
      current.note(`due again at ${due}: this run stands for that one too`);
      return;
    }
    delete entry.skipped;
    enqueue({
      job,
      trigger: late ? 'catch-up' : 'schedule',
      attempt: 1,
      due,
      ...(late && {
        firstLine:
          missed > 0
            ? `due ${missed + 1} times from ${due} on while nothing could run; this run makes up for all`
            : `was due at ${due}`,
      }),
    });
  }

  /** One record for as long as the pause lasts, however often the job is due in it. */
  function skipPaused(entry: Entry, times: number, due: Instant, now: Instant): void {
    const count = (entry.skipped?.count ?? 0) + times;
    const began = entry.skipped?.run ?? skippedRun(newId(), entry.job, due);
    const run: JobRun = {
      ...began,
      finishedAt: now > began.queuedAt ? now : began.queuedAt,
      summary: `paused: passed over ${count === 1 ? 'once' : `${count} times`} since ${began.queuedAt}`,
    };
    entry.skipped = { run, count };
    changed(run);
    track(store.runs.put([run]));
  }

  function track(write: Promise<void>): void {
    const tracked = write
      .catch((error: unknown) => {
        logger.error({ err: error }, 'a job run could not be written to the history');
      })
      .finally(() => writes.delete(tracked));
    writes.add(tracked);
  }

  /** One look at the clock. */
  async function tick(): Promise<void> {
    const now = clock.now();
    if (Date.parse(now) < Date.parse(lastNow) - jitterMs) {
      logger.warn({ now, before: lastNow }, 'the clock was set back: due times are computed anew');
      for (const entry of entries.values()) entry.due = nextDue(entry.job.schedule, now);
    }
    lastNow = now;
    const seenUntil: Record<string, Instant> = {};
    for (const [name, entry] of entries) {
      if (entry.due === undefined || entry.due > now) continue;
      const { due } = entry;
      entry.due = nextDue(entry.job.schedule, now);
      seenUntil[name] = now;
      fire(entry, due, now);
    }
    if (Object.keys(seenUntil).length > 0) {
      await saveState({ ...state, seenUntil: { ...state.seenUntil, ...seenUntil } });
    }
    queues.pump();
  }

  function untilNext(): number {
    const now = Date.parse(clock.now());
    const waits = [...entries.values()].flatMap(({ due }) =>
      due === undefined ? [] : [Date.parse(due) - now],
    );
    return Math.max(0, Math.min(longestSleepMs, ...waits));
  }

  async function run(): Promise<void> {
    while (!lifetime.signal.aborted) {
      try {
        await tick();
      } catch (error) {
        logger.error({ err: error }, 'the schedule could not be looked at; it is tried again');
      }
      nudge = new AbortController();
      if (lifetime.signal.aborted) return;
      try {
        await clock.sleep(untilNext(), nudge.signal);
      } catch {
        // Woken: look again.
      }
    }
  }

  function register(job: JobDefinition): void {
    const problem = scheduleProblem(job.schedule);
    if (problem !== undefined) {
      throw new DomainError(
        'invalid-schedule',
        `the schedule of job "${job.name}" cannot be used: ${problem}`,
        {
          hint: 'expected five fields: minute, hour, day of month, month, day of week',
        },
      );
    }
    const replaced = entries.has(job.name);
    entries.set(job.name, { job, due: undefined });
    if (loop) {
      // What another schedule would have made due before now was never missed.
      if (replaced) state = { ...state, seenUntil: { ...state.seenUntil, [job.name]: clock.now() } };
      plan(job.name);
      wake();
    }
  }

  /** Where a job's due times go on: where they were left, or from now on for a job that is new. */
  function plan(name: string): void {
    const entry = entries.get(name);
    if (!entry) return;
    const now = clock.now();
    const seen = state.seenUntil[name];
    entry.due = nextDue(entry.job.schedule, seen !== undefined && seen < now ? seen : now);
    if (seen === undefined) state = { ...state, seenUntil: { ...state.seenUntil, [name]: now } };
  }

  for (const job of dependencies.jobs) register(job);

  return {
    open,
    register,

    configure({ queues: settings, history = defaultHistory }) {
      keep = history;
      queues.configure(settings);
    },

    unregister(name) {
      entries.delete(name);
      for (const execution of queues.all()) {
        if (execution.isQueued && execution.request.job.name === name) {
          execution.cancel('cancelled', 'the job was taken away');
        }
      }
      queues.pump();
    },

    async start() {
      if (loop || stopped) {
        throw new DomainError(
          'scheduler-stopped',
          'a scheduler is started once; it is running or was stopped',
        );
      }
      await open();
      const interrupted = await markInterrupted(store, clock.now());
      for (const { id, job } of interrupted)
        logger.warn({ run: id, job }, 'a job was interrupted by a crash');
      await pruneJobRuns(store, clock.now(), keep);
      lastNow = clock.now();
      for (const name of entries.keys()) plan(name);
      await saveState(state);
      loop = run();
    },

    async stop({ deadlineMs = 10_000 } = {}) {
      if (stopped) return;
      stopped = true;
      lifetime.abort();
      nudge.abort();
      await loop;
      const waiting = queues.close();
      const seenUntil: Record<string, Instant> = { ...state.seenUntil };
      for (const execution of waiting) {
        const { due, job } = execution.request;
        // Its due time is dealt with at the next start.
        if (due !== undefined) seenUntil[job.name] = before(due);
        execution.cancel('cancelled', 'the application stopped before it began');
      }
      if (loop) await saveState({ ...state, seenUntil });
      const running = queues.all();
      const drained = Promise.all(running.map((execution) => execution.closed));
      const timer = new AbortController();
      const late = clock.sleep(deadlineMs, timer.signal).then(
        () => 'late' as const,
        () => 'drained' as const,
      );
      if ((await Promise.race([drained, late])) === 'late') {
        for (const execution of running) execution.cancel('interrupted', 'the application stopped');
        await drained;
      }
      timer.abort();
      await Promise.all([...writes, ...[...waiting, ...running].map((execution) => execution.saved())]);
    },

    async runNow(name, trigger = 'operator') {
      const entry = entries.get(name);
      if (!entry) {
        throw new DomainError('unknown-job', `there is no job "${name}"`, {
          hint: `jobs are ${[...entries.keys()].toSorted().join(', ')}`,
        });
      }
      if (stopped) throw new DomainError('scheduler-stopped', 'the scheduler has stopped');
      const current = queues.find(name, entry.job.singleFlightKey);
      const execution = current ?? enqueue({ job: entry.job, trigger, attempt: 1 });
      await execution.saved();
      return { run: execution.run, joined: current !== undefined, finished: execution.closed };
    },

    async runOnce(job, trigger = 'operator') {
      if (stopped) throw new DomainError('scheduler-stopped', 'the scheduler has stopped');
      const execution = enqueue({ job, trigger, attempt: 1 });
      await execution.saved();
      return { run: execution.run, finished: execution.closed };
    },

    cancel(runId, reason = 'cancelled by the operator') {
      const execution = queues.all().find((candidate) => candidate.request.id === runId);
      if (!execution || execution.run.finishedAt !== undefined) return false;
      execution.cancel('cancelled', reason);
      queues.pump();
      return true;
    },

    async pause(name) {
      expectJob(name);
      await open();
      await saveState({ ...state, paused: [...new Set([...state.paused, name])].toSorted() });
    },

    async resume(name) {
      expectJob(name);
      await open();
      await saveState({ ...state, paused: state.paused.filter((paused) => paused !== name) });
      for (const [job, entry] of entries) if (!isPaused(job)) delete entry.skipped;
    },

    wake,

    get isRunning() {
      return loop !== undefined && !stopped;
    },

    get isPaused() {
      return state.paused.includes('*');
    },

    list: () =>
      [...entries.values()].map(({ job, due }): JobStatus => {
        const current = queues.find(job.name, job.singleFlightKey);
        return {
          name: job.name,
          queue: job.queue,
          schedule: job.schedule,
          paused: isPaused(job.name),
          ...(due === undefined ? {} : { nextDueAt: due }),
          ...(current && { current: current.run }),
        };
      }),

    history: (query) => findJobRuns(store, query),
    pruneHistory: () => pruneJobRuns(store, clock.now(), keep),

    onChanged(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };

  function expectJob(name: string): void {
    if (name === '*' || entries.has(name)) return;
    throw new DomainError('unknown-job', `there is no job "${name}"`, {
      hint: `jobs are ${[...entries.keys()].toSorted().join(', ')}; "*" is all of them`,
    });
  }
}

function skippedRun(id: RunId, job: JobDefinition, due: Instant): JobRun {
  return {
    type: 'job',
    id,
    job: job.name,
    queue: job.queue,
    singleFlightKey: job.singleFlightKey,
    trigger: 'schedule',
    attempt: 1,
    queuedAt: due,
    outcome: 'cancelled',
    log: [],
    schemaVersion: jobRunSchemaVersion,
  };
}

function before(due: Instant): Instant {
  return new Date(Date.parse(due) - 1).toISOString() as Instant;
}
