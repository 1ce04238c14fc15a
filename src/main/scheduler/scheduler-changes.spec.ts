import { expect, test } from 'vitest';
import { createFakeClock } from '../../../test/support/fake-clock.ts';
import { createMemoryStore } from '../../../test/support/memory-store.ts';
import { silentLogger } from '../platform/logger.ts';
import type { JobDefinition, JobSchedule } from './job.ts';
import { loadSchedule } from './schedule-settings.ts';
import { memorySchedulerState } from './scheduler-state.ts';
import { createScheduler } from './scheduler.ts';

const minute = 60_000;

function job(name: string, schedule: JobSchedule, run: JobDefinition['run']): JobDefinition {
  return { name, queue: 'data-collection', schedule, singleFlightKey: name, run };
}

function setUp(jobs: JobDefinition[]) {
  const clock = createFakeClock('2026-11-23T12:00:30.000Z');
  let ids = 0;
  const scheduler = createScheduler({
    store: createMemoryStore(),
    clock,
    state: memorySchedulerState(),
    logger: silentLogger,
    random: { id: () => String(ids++).padStart(6, '0'), unit: () => 0.5 },
    queues: loadSchedule().queues,
    jobs,
  });
  return { clock, scheduler };
}

test('another schedule counts from now on: what it would have made due before was never missed', async () => {
  const times: string[] = [];
  const run: JobDefinition['run'] = async ({ trigger }) => {
    times.push(trigger);
    return 'done';
  };
  const { clock, scheduler } = setUp([job('documents', { everySeconds: 6 * 3_600 }, run)]);
  await scheduler.start();
  await clock.advance(5 * 60 * minute);
  scheduler.register(job('documents', { everySeconds: 3_600 }, run));
  await clock.advance(59 * minute);
  expect(times).toEqual([]);
  await clock.advance(2 * minute);
  expect(times).toEqual(['schedule']);
  await scheduler.stop();
});

test('more room in a queue is used at once, by what waits', async () => {
  const running: string[] = [];
  const endless =
    (name: string): JobDefinition['run'] =>
    ({ signal }) =>
      new Promise((_, reject) => {
        running.push(name);
        signal.addEventListener('abort', () => reject(signal.reason as Error));
      });
  const names = ['a', 'b', 'c'];
  const { clock, scheduler } = setUp(names.map((name) => job(name, 'manual', endless(name))));
  const { queues } = loadSchedule();
  scheduler.configure({
    queues: { ...queues, 'data-collection': { ...queues['data-collection'], concurrency: 1 } },
  });
  await scheduler.start();
  for (const name of names) await scheduler.runNow(name);
  await clock.advance(0);
  expect(running).toEqual(['a']);
  scheduler.configure({
    queues: { ...queues, 'data-collection': { ...queues['data-collection'], concurrency: 2 } },
  });
  await clock.advance(0);
  expect(running).toEqual(['a', 'b']);
  const stopped = scheduler.stop({ deadlineMs: 0 });
  await clock.advance(minute);
  await stopped;
});

test('it says whether it runs, and whether everything is paused', async () => {
  const { scheduler } = setUp([]);
  expect(scheduler.isRunning).toBe(false);
  await scheduler.start();
  expect(scheduler.isRunning).toBe(true);
  await scheduler.pause('*');
  expect(scheduler.isPaused).toBe(true);
  await scheduler.resume('*');
  expect(scheduler.isPaused).toBe(false);
  await scheduler.stop();
  expect(scheduler.isRunning).toBe(false);
});
