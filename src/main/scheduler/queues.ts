import { jobQueues, type JobQueue, type JobRun } from '../../shared/model/run.ts';
import type { Clock } from '../platform/clock.ts';
import type { Execution } from './execution.ts';
import type { QueueSettings } from './job.ts';

interface Queue {
  settings: QueueSettings;
  readonly waiting: Execution[];
  running: number;
}

/** Four queues, first come first served; what must not overlap waits without holding up what comes after it. */
export class Queues {
  readonly #queues: ReadonlyMap<JobQueue, Queue>;
  readonly #clock: Clock;
  readonly #ended: (execution: Execution, run: JobRun) => void;
  /** Single flight keys that are taken, by what takes them. */
  readonly #flying = new Map<string, Execution>();
  #open = true;

  constructor(
    settings: Readonly<Record<JobQueue, QueueSettings>>,
    clock: Clock,
    ended: (execution: Execution, run: JobRun) => void,
  ) {
    this.#queues = new Map(
      jobQueues.map((name) => [name, { settings: settings[name], waiting: [], running: 0 }]),
    );
    this.#clock = clock;
    this.#ended = ended;
  }

  settings(queue: JobQueue): QueueSettings {
    return this.#queue(queue).settings;
  }

  /** For what starts from now on; what runs goes on as it was begun. */
  configure(settings: Readonly<Record<JobQueue, QueueSettings>>): void {
    for (const [name, queue] of this.#queues) queue.settings = settings[name];
    this.pump();
  }

  add(execution: Execution): void {
    this.#queue(execution.request.job.queue).waiting.push(execution);
    this.pump();
  }

  /** The execution of this job that waits or runs. */
  find(job: string, key: string): Execution | undefined {
    const running = this.#flying.get(key);
    if (running?.request.job.name === job && running.run.outcome === 'running') return running;
    return this.all().find(
      ({ request, isQueued }) => isQueued && request.job.name === job && request.job.singleFlightKey === key,
    );
  }

  all(): Execution[] {
    return [...this.#flying.values(), ...[...this.#queues.values()].flatMap((queue) => queue.waiting)];
  }

  /** Starts nothing any more; what waits is handed back. */
  close(): Execution[] {
    this.#open = false;
    return [...this.#queues.values()].flatMap((queue) => queue.waiting.splice(0));
  }

  /** Starts whatever may start. */
  pump(): void {
    if (!this.#open) return;
    const now = this.#clock.monotonicMs();
    for (const queue of this.#queues.values()) {
      for (let i = 0; i < queue.waiting.length && queue.running < queue.settings.concurrency;) {
        const execution = queue.waiting[i] as Execution;
        const { notBeforeMs = 0, job } = execution.request;
        if (!execution.isQueued) queue.waiting.splice(i, 1);
        else if (notBeforeMs > now || this.#flying.has(job.singleFlightKey)) i++;
        else {
          queue.waiting.splice(i, 1);
          queue.running++;
          this.#flying.set(job.singleFlightKey, execution);
          void this.#fly(queue, execution);
        }
      }
    }
  }

  async #fly(queue: Queue, execution: Execution): Promise<void> {
    try {
      await execution.execute();
    } finally {
      queue.running--;
      this.#flying.delete(execution.request.job.singleFlightKey);
      this.#ended(execution, execution.run);
      this.pump();
    }
  }

  #queue(name: JobQueue): Queue {
    const queue = this.#queues.get(name);
    if (!queue) throw new TypeError(`there is no queue "${name}"`);
    return queue;
  }
}
