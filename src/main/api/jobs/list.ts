import { jobQueues } from '../../../shared/model/run.ts';
import type { Job } from '../../../shared/contract/jobs.ts';
import type { OutputOf } from '../../../shared/contract/contract.ts';
import type { Instant } from '../../../shared/model/ids.ts';
import type { JobSchedule } from '../../scheduler/job.ts';
import type { App } from '../../app.ts';
import { leaderOf } from '../../open-leases.ts';
import { nextDue } from '../../scheduler/schedule.ts';
import type { Handler } from '../handler.ts';
import { progressOf, shownProgress } from './progress.ts';
import { shownJobRun } from './shown-run.ts';

const shownTimes = 3;

export const list: Handler<'jobs.list'> = (_input, { app }) => readJobs(app);

export async function readJobs(app: App): Promise<OutputOf<'jobs.list'>> {
  const { schedule } = app.liveSettings;
  const { isRunning } = app.scheduler;
  const newest = progressOf(app);
  const sources = (await app.mcp.servers.read()).servers.flatMap(({ name, disabled }) =>
    disabled ? [] : [name],
  );
  const statuses = app.scheduler.list();
  const jobs = await Promise.all(
    statuses.map(async (status): Promise<Job> => {
      const { name, current } = status;
      const own = schedule.jobs[name];
      const queue = schedule.queues[status.queue];
      const [last] = await app.scheduler.history({ job: name, finished: true, limit: 1 });
      const progress = current && newest.get(current.id);
      const ledBy = leaderOf(name, (task) => app.leading.leases.of(task), sources);
      const mayRun = isRunning && !status.paused;
      return {
        name,
        queue: status.queue,
        schedule: own?.schedule ?? status.schedule,
        enabled: own?.enabled ?? true,
        paused: status.paused,
        nextDueAt: mayRun ? dueTimes(status.schedule, status.nextDueAt, app.clock.now()) : [],
        timeoutSeconds: own?.timeoutSeconds ?? queue.timeoutSeconds,
        retries: own?.retries ?? queue.retries,
        ...(current && { current: shownJobRun(current) }),
        ...(progress && { progress: shownProgress(progress) }),
        ...(last && { last: shownJobRun(last) }),
        ...(ledBy !== undefined && { ledBy }),
      };
    }),
  );
  return {
    jobs,
    paused: app.scheduler.isPaused,
    running: isRunning,
    queues: jobQueues.map((name) => {
      const { concurrency, timeoutSeconds, retries } = schedule.queues[name];
      return { name, concurrency, timeoutSeconds, retries };
    }),
  };
}

function dueTimes(schedule: JobSchedule, first: Instant | undefined, now: Instant): Instant[] {
  return timesAfter(schedule, now, shownTimes, first);
}

/** @param first Where it begins when that is known. */
export function timesAfter(
  schedule: JobSchedule,
  after: Instant,
  count: number,
  first: Instant | undefined = nextDue(schedule, after),
): Instant[] {
  const times: Instant[] = [];
  for (let due = first; due !== undefined && times.length < count; due = nextDue(schedule, due)) {
    times.push(due);
  }
  return times;
}
