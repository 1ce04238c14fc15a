import { describe, expect, it } from 'vitest';
import { createFakeClock, settle } from '../../../test/support/fake-clock.ts';
import { createMemoryStore, type MemoryStore } from '../../../test/support/memory-store.ts';
import type { Instant } from '../../shared/model/ids.ts';
import type { JobRun } from '../../shared/model/run.ts';
import { silentLogger } from '../platform/logger.ts';
import type { JobContext, JobDefinition, JobSchedule } from './job.ts';
import { createScheduler } from './scheduler.ts';
import { memorySchedulerState } from './scheduler-state.ts';
import { loadSchedule } from './schedule-settings.ts';

const minute = 60_000;
const hour = 60 * minute;

interface Running {
  readonly context: JobContext;
  finish(summary?: string): Promise<void>;
  fail(error?: Error): Promise<void>;
}

/** A job that runs until the test ends it. */
function scripted(parts: Partial<JobDefinition> = {}) {
  const running: Running[] = [];
  const job: JobDefinition = {
    name: 'collection',
    queue: 'data-collection',
    schedule: { cron: '0 * * * *', timeZone: 'UTC' },
    singleFlightKey: 'collection',
    retries: 0,
    run: (context) =>
      new Promise((resolve, reject) => {
        context.signal.addEventListener('abort', () => reject(context.signal.reason as Error));
        running.push({
          context,
          finish: async (summary) => {
            resolve(summary);
            await settle();
          },
          fail: async (error = new Error('broken')) => {
            reject(error);
            await settle();
          },
        });
      }),
    ...parts,
  };
  return { job, running };
}

/** A job that ends at once. */
function instantJob(name: string, schedule: JobSchedule, parts: Partial<JobDefinition> = {}) {
  const times: string[] = [];
  const job: JobDefinition = {
    name,
    queue: 'maintenance',
    schedule,
    singleFlightKey: name,
    run: async (context) => {
      times.push(context.trigger);
      return 'done';
    },
    ...parts,
  };
  return { job, times };
}

function setUp(
  jobs: JobDefinition[],
  options: { store?: MemoryStore; at?: string; state?: ReturnType<typeof memorySchedulerState> } = {},
) {
  const clock = createFakeClock(options.at ?? '2026-11-23T12:00:30.000Z');
  const store = options.store ?? createMemoryStore();
  const state = options.state ?? memorySchedulerState();
  let ids = 0;
  const scheduler = createScheduler({
    store,
    clock,
    state,
    logger: silentLogger,
    random: { id: () => String(ids++).padStart(6, '0'), unit: () => 0.5 },
    queues: loadSchedule().queues,
    jobs,
  });
  const outcomes = async () => (await scheduler.history()).map((run) => run.outcome).toReversed();
  return { clock, store, state, scheduler, outcomes };
}

describe('a schedule', () => {
  it('starts a job when it is due, and keeps what it did', async () => {
    const { job, running } = scripted();
    const { clock, scheduler } = setUp([job]);
    await scheduler.start();
    await clock.advance(hour - 31_000);
    expect(running).toHaveLength(0);
    await clock.advance(1_000);
    expect(running).toHaveLength(1);
    running[0]?.context.log('asked vcenter-a');
    await clock.advance(5_000);
    await running[0]?.finish('collected 2 sources');
    expect(await scheduler.history()).toMatchObject([
      {
        job: 'collection',
        trigger: 'schedule',
        outcome: 'succeeded',
        startedAt: '2026-11-23T13:00:00.000Z',
        finishedAt: '2026-11-23T13:00:05.000Z',
        summary: 'collected 2 sources',
        log: [{ at: '2026-11-23T13:00:00.000Z', message: 'asked vcenter-a' }],
      },
    ]);
    await scheduler.stop();
  });

  it('never runs a job beside itself; the run stands for what was due meanwhile', async () => {
    const { job, running } = scripted({ timeoutSeconds: 86_400 });
    const { clock, scheduler } = setUp([job]);
    await scheduler.start();
    await clock.advance(3 * hour);
    expect(running).toHaveLength(1);
    await running[0]?.finish();
    const [run] = await scheduler.history();
    expect(run?.log.map((line) => line.message)).toEqual([
      'due again at 2026-11-23T14:00:00.000Z: this run stands for that one too',
      'due again at 2026-11-23T15:00:00.000Z: this run stands for that one too',
    ]);
    await clock.advance(hour);
    expect(running).toHaveLength(2);
    await scheduler.stop({ deadlineMs: 0 });
  });

  it('catches up once when the machine slept', async () => {
    const { job, times } = instantJob('metrics', { cron: '*/15 * * * *', timeZone: 'UTC' });
    const { clock, scheduler } = setUp([job]);
    await scheduler.start();
    await clock.advance(20 * minute);
    clock.jump('2026-11-23T18:07:00.000Z');
    await clock.advance(minute);
    expect(times).toEqual(['schedule', 'catch-up']);
    const [run] = await scheduler.history();
    expect(run?.log[0]?.message).toContain('due 23 times from 2026-11-23T12:30:00.000Z on');
    await clock.advance(10 * minute);
    expect(times).toEqual(['schedule', 'catch-up', 'schedule']);
    await scheduler.stop();
  });

  it('catches up once after a restart, and not what was done before', async () => {
    const first = instantJob('metrics', { cron: '*/15 * * * *', timeZone: 'UTC' });
    const before = setUp([first.job]);
    await before.scheduler.start();
    await before.clock.advance(20 * minute);
    await before.scheduler.stop();
    const again = instantJob('metrics', { cron: '*/15 * * * *', timeZone: 'UTC' });
    const soon = setUp([again.job], {
      store: before.store,
      state: before.state,
      at: '2026-11-23T12:25:00.000Z',
    });
    await soon.scheduler.start();
    await settle();
    expect(again.times).toEqual([]);
    await soon.scheduler.stop();
    const late = setUp([again.job], {
      store: before.store,
      state: before.state,
      at: '2026-11-24T09:00:10.000Z',
    });
    await late.scheduler.start();
    await settle();
    expect(again.times).toEqual(['catch-up']);
    await late.scheduler.stop();
  });

  it('goes on by the new time when the clock is set back', async () => {
    const { job, times } = instantJob('collection', { cron: '0 * * * *', timeZone: 'UTC' });
    const { clock, scheduler } = setUp([job]);
    await scheduler.start();
    clock.jump('2026-11-23T08:30:00.000Z');
    await clock.advance(31 * minute);
    expect(times).toEqual(['schedule']);
    await scheduler.stop();
  });

  it('counts intervals from the run before', async () => {
    const { job, times } = instantJob('ping', { everySeconds: 90 });
    const { clock, scheduler } = setUp([job]);
    await scheduler.start();
    await clock.advance(10 * minute);
    expect(times).toHaveLength(6);
    await scheduler.stop();
  });

  it('refuses one that is no cron expression, saying what is expected', () => {
    const { job } = instantJob('x', { cron: 'every hour' });
    expect(() => setUp([job])).toThrow('the schedule of job "x" cannot be used');
  });
});

describe('a queue', () => {
  it('runs no more at once than it may, in the order they came', async () => {
    const jobs = Array.from({ length: 6 }, (_, i) => scripted({ name: `j${i}`, singleFlightKey: `k${i}` }));
    const { scheduler } = setUp(jobs.map(({ job }) => job));
    for (const { job } of jobs) await scheduler.runNow(job.name);
    const started = () => jobs.filter(({ running }) => running.length > 0).map(({ job }) => job.name);
    expect(started()).toEqual(['j0', 'j1', 'j2', 'j3']);
    await jobs[2]?.running[0]?.finish();
    expect(started()).toEqual(['j0', 'j1', 'j2', 'j3', 'j4']);
    await scheduler.stop({ deadlineMs: 0 });
  });

  it('lets jobs of one key wait for each other, whatever their queue, and not hold up others', async () => {
    const a = scripted({ name: 'a', singleFlightKey: 'vc' });
    const b = scripted({ name: 'b', singleFlightKey: 'vc', queue: 'maintenance' });
    const c = scripted({ name: 'c', singleFlightKey: 'other', queue: 'maintenance' });
    const { scheduler } = setUp([a.job, b.job, c.job]);
    for (const name of ['a', 'b', 'c']) await scheduler.runNow(name);
    expect([a, b, c].map(({ running }) => running.length)).toEqual([1, 0, 1]);
    await c.running[0]?.finish();
    await a.running[0]?.finish();
    expect(b.running).toHaveLength(1);
    await scheduler.stop({ deadlineMs: 0 });
  });
});

describe('a job that fails', () => {
  it('is tried again with growing pauses, as often as it may', async () => {
    const { job, running } = scripted({ schedule: 'manual', retries: 2 });
    const { clock, scheduler } = setUp([job]);
    await scheduler.runNow('collection');
    await running[0]?.fail();
    // 15 s, jittered by 0.75.
    await clock.advance(11_000);
    expect(running).toHaveLength(1);
    await clock.advance(500);
    expect(running).toHaveLength(2);
    await running[1]?.fail();
    await clock.advance(22_000);
    expect(running).toHaveLength(2);
    await clock.advance(1_000);
    expect(running).toHaveLength(3);
    await running[2]?.fail(new Error('still broken'));
    await clock.advance(hour);
    expect(running).toHaveLength(3);
    expect(await scheduler.history()).toMatchObject([
      {
        attempt: 3,
        trigger: 'retry',
        outcome: 'failed',
        error: { code: 'job-failed', message: 'still broken' },
      },
      { attempt: 2, trigger: 'retry', outcome: 'failed' },
      { attempt: 1, trigger: 'operator', outcome: 'failed' },
    ]);
    await scheduler.stop();
  });

  it('is told to end when it takes too long', async () => {
    const { job } = scripted({ schedule: 'manual', timeoutSeconds: 60 });
    const { clock, scheduler } = setUp([job]);
    const { finished } = await scheduler.runNow('collection');
    await clock.advance(61_000);
    expect(await finished).toMatchObject({ outcome: 'timed-out', error: { code: 'timed-out' } });
    await scheduler.stop();
  });

  it('keeps its place until it has really ended, even when its record is closed', async () => {
    let release: (() => void) | undefined;
    let started = 0;
    const deaf: JobDefinition = {
      ...scripted().job,
      schedule: 'manual',
      timeoutSeconds: 60,
      run: () =>
        new Promise((resolve) => {
          started++;
          release = () => resolve(undefined);
        }),
    };
    const { clock, scheduler } = setUp([deaf]);
    const { finished } = await scheduler.runNow('collection');
    await clock.advance(71_000);
    expect(await finished).toMatchObject({ outcome: 'timed-out' });
    const second = await scheduler.runNow('collection');
    await settle();
    expect(second.joined).toBe(false);
    expect(started).toBe(1);
    release?.();
    await settle();
    expect(started).toBe(2);
    release?.();
    await scheduler.stop();
  });
});

describe('an operator', () => {
  it('runs a job now, or joins the run there is', async () => {
    const { job, running } = scripted({ schedule: 'manual' });
    const { scheduler } = setUp([job]);
    const first = await scheduler.runNow('collection');
    const second = await scheduler.runNow('collection');
    expect(second).toMatchObject({ joined: true, run: { id: first.run.id } });
    await running[0]?.finish('ok');
    expect(await first.finished).toMatchObject({ trigger: 'operator', outcome: 'succeeded', summary: 'ok' });
    await scheduler.stop();
  });

  it('cancels what waits and what runs', async () => {
    const a = scripted({ name: 'a', singleFlightKey: 'vc' });
    const b = scripted({ name: 'b', singleFlightKey: 'vc' });
    const { scheduler } = setUp([a.job, b.job]);
    const first = await scheduler.runNow('a');
    const second = await scheduler.runNow('b');
    expect(scheduler.cancel(second.run.id)).toBe(true);
    expect(scheduler.cancel(first.run.id)).toBe(true);
    expect(await first.finished).toMatchObject({
      outcome: 'cancelled',
      summary: 'cancelled by the operator',
    });
    expect((await second.finished).startedAt).toBeUndefined();
    await settle();
    expect(b.running).toHaveLength(0);
    expect(scheduler.cancel(first.run.id)).toBe(false);
    await scheduler.stop();
  });

  it('pauses a job for as long as it takes, also over a restart; the history says so once', async () => {
    const first = instantJob('metrics', { cron: '*/15 * * * *', timeZone: 'UTC' });
    const before = setUp([first.job]);
    await before.scheduler.start();
    await before.scheduler.pause('metrics');
    await before.clock.advance(40 * minute);
    expect(first.times).toEqual([]);
    expect(await before.scheduler.history()).toMatchObject([
      { outcome: 'cancelled', summary: 'paused: passed over 2 times since 2026-11-23T12:15:00.000Z' },
    ]);
    await before.scheduler.stop();

    const again = setUp([first.job], {
      store: before.store,
      state: before.state,
      at: '2026-11-23T13:00:10.000Z',
    });
    await again.scheduler.start();
    await settle();
    expect(first.times).toEqual([]);
    expect(again.scheduler.list()[0]?.paused).toBe(true);
    await again.scheduler.resume('metrics');
    await again.clock.advance(15 * minute);
    expect(first.times).toEqual(['schedule']);
    await again.scheduler.stop();
  });

  it('pauses and resumes before the schedule runs, and loses nothing of what was kept', async () => {
    const jobs = ['metrics', 'documents'].map((name) => instantJob(name, 'manual').job);
    const seenUntil = { metrics: '2026-11-23T11:00:00.000Z' as Instant };
    const state = memorySchedulerState({ paused: ['documents'], seenUntil });
    await setUp(jobs, { state }).scheduler.pause('metrics');
    expect(await state.read()).toEqual({ paused: ['documents', 'metrics'], seenUntil });
    await setUp(jobs, { state }).scheduler.resume('documents');
    expect(await state.read()).toEqual({ paused: ['metrics'], seenUntil });
    const { scheduler } = setUp(jobs, { state });
    await scheduler.open();
    expect(scheduler.list().map(({ name, paused }) => [name, paused])).toEqual([
      ['metrics', true],
      ['documents', false],
    ]);
  });

  it('hears which jobs there are when he names another', async () => {
    const { scheduler } = setUp([scripted().job]);
    await expect(scheduler.runNow('colection')).rejects.toMatchObject({
      code: 'unknown-job',
      hint: 'jobs are collection',
    });
  });
});

describe('an end', () => {
  it('lets what runs finish, and what waits be caught up at the next start', async () => {
    const a = scripted({ name: 'a', singleFlightKey: 'vc', timeoutSeconds: 7_200 });
    const b = scripted({ name: 'b', singleFlightKey: 'vc', timeoutSeconds: 7_200 });
    const before = setUp([a.job, b.job]);
    await before.scheduler.start();
    await before.clock.advance(hour);
    expect([a.running.length, b.running.length]).toEqual([1, 0]);
    const stopping = before.scheduler.stop({ deadlineMs: 5_000 });
    await before.clock.advance(1_000);
    await a.running[0]?.finish('just in time');
    await stopping;
    expect((await before.scheduler.history()).map(({ job, outcome }) => [job, outcome])).toEqual(
      expect.arrayContaining([
        ['a', 'succeeded'],
        ['b', 'cancelled'],
      ]),
    );
    const again = setUp([a.job, b.job], {
      store: before.store,
      state: before.state,
      at: '2026-11-23T13:05:00.000Z',
    });
    await again.scheduler.start();
    await settle();
    expect([a.running.length, b.running.length]).toEqual([1, 1]);
    await again.scheduler.stop({ deadlineMs: 0 });
  });

  it('tells what still runs at the deadline to end', async () => {
    const { job } = scripted({ schedule: 'manual' });
    const { clock, scheduler, outcomes } = setUp([job]);
    await scheduler.runNow('collection');
    const stopping = scheduler.stop({ deadlineMs: 5_000 });
    await clock.advance(5_000);
    await stopping;
    expect(await outcomes()).toEqual(['interrupted']);
  });

  it('that was a crash is marked at the next start', async () => {
    const { job } = scripted();
    const { clock, scheduler, store, state } = setUp([job]);
    await scheduler.start();
    await clock.advance(hour);
    const again = setUp([scripted().job], { store: store.reopen(), state, at: '2026-11-23T13:10:00.000Z' });
    await again.scheduler.start();
    expect(await again.outcomes()).toEqual(['interrupted']);
    const [run] = (await again.scheduler.history()) as JobRun[];
    expect(run?.error?.message).toBe('the application ended while this job was running');
    await again.scheduler.stop();
  });
});

describe('the history', () => {
  it('keeps so many runs of each job, and not for ever', async () => {
    const { job } = instantJob('ping', { everySeconds: 60 });
    const store = createMemoryStore();
    const clock = createFakeClock('2026-11-23T12:00:00.000Z');
    let ids = 0;
    const scheduler = createScheduler({
      store,
      clock,
      state: memorySchedulerState(),
      logger: silentLogger,
      random: { id: () => String(ids++).padStart(6, '0'), unit: () => 0.5 },
      queues: loadSchedule().queues,
      jobs: [job],
      history: { runsPerJob: 3, days: 1 },
    });
    await scheduler.start();
    await clock.advance(5 * minute);
    expect(await scheduler.pruneHistory()).toBe(2);
    expect(await scheduler.history()).toHaveLength(3);
    await scheduler.stop();
    clock.jump('2026-12-23T12:00:00.000Z');
    expect(await scheduler.pruneHistory()).toBe(3);
  });
});
