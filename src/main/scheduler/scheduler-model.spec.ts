import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFakeClock, settle } from '../../../test/support/fake-clock.ts';
import { createMemoryStore } from '../../../test/support/memory-store.ts';
import { propertyRuns } from '../../../test/support/property.ts';
import { instant, type Instant } from '../../shared/model/ids.ts';
import type { JobRun } from '../../shared/model/run.ts';
import { silentLogger } from '../platform/logger.ts';
import type { JobDefinition } from './job.ts';
import { nextDue } from './schedule.ts';
import { loadSchedule } from './schedule-settings.ts';
import { createScheduler, type Scheduler } from './scheduler.ts';
import { memorySchedulerState } from './scheduler-state.ts';

/**
 * Random days of a scheduler: time passes, clocks are set, jobs end, fail or hang, operators interfere, the
 * application restarts. Whatever happens, some things never do.
 */
const names = ['a', 'b', 'c', 'd', 'e'] as const;
const keys: Readonly<Record<string, string>> = { a: 'k1', b: 'k1', c: 'k2', d: 'k3', e: 'k4' };
const minute = 60_000;

type Step =
  | { readonly do: 'pass'; readonly minutes: number }
  | { readonly do: 'forward' | 'back'; readonly minutes: number }
  | { readonly do: 'end'; readonly how: 'well' | 'badly' }
  | { readonly do: 'run' | 'pause' | 'resume'; readonly name: (typeof names)[number] }
  | { readonly do: 'cancel' }
  | { readonly do: 'restart'; readonly crash: boolean; readonly downMinutes: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant('pass' as const), minutes: fc.integer({ min: 1, max: 90 }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constantFrom('forward' as const, 'back' as const),
      minutes: fc.integer({ min: 1, max: 600 }),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('end' as const),
      how: fc.constantFrom('well' as const, 'badly' as const),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constantFrom('run' as const, 'pause' as const, 'resume' as const),
      name: fc.constantFrom(...names),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('cancel' as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('restart' as const),
      crash: fc.boolean(),
      downMinutes: fc.integer({ min: 0, max: 300 }),
    }),
  },
);

const queues = loadSchedule({
  queues: {
    'data-collection': { concurrency: 2, retries: 1, timeoutSeconds: 1_800 },
    maintenance: { concurrency: 1 },
  },
}).queues;

interface Working {
  readonly name: string;
  readonly queue: JobDefinition['queue'];
  readonly deaf: boolean;
  end(how: 'well' | 'badly'): void;
}

function createWorld() {
  const working = new Set<Working>();
  const broken: string[] = [];
  let generation = 0;
  const jobOf = (name: (typeof names)[number], own: number): JobDefinition => {
    const queue = name === 'd' || name === 'e' ? 'maintenance' : 'data-collection';
    return {
      name,
      queue,
      schedule:
        name === 'a'
          ? { cron: '*/15 * * * *', timeZone: 'UTC' }
          : name === 'e'
            ? { everySeconds: 1_000 }
            : { cron: '0 * * * *', timeZone: 'Europe/Berlin' },
      singleFlightKey: keys[name] ?? name,
      run: ({ signal }) =>
        new Promise((resolve, reject) => {
          const deaf = name === 'c';
          const one: Working = {
            name,
            queue,
            deaf,
            end(how) {
              working.delete(one);
              if (how === 'well') resolve('done');
              else reject(new Error('broken'));
            },
          };
          // A crash takes its jobs with it.
          if (own !== generation) return;
          for (const other of working) {
            if (keys[other.name] === keys[name]) broken.push(`${name} beside ${other.name}`);
          }
          working.add(one);
          const beside = [...working].filter((other) => other.queue === queue).length;
          if (beside > queues[queue].concurrency) broken.push(`${beside} in ${queue}`);
          if (!deaf) {
            signal.addEventListener('abort', () => {
              working.delete(one);
              reject(signal.reason as Error);
            });
          }
        }),
    };
  };
  return {
    working,
    broken,
    jobs: () => names.map((name) => jobOf(name, generation)),
    die() {
      generation++;
      working.clear();
    },
  };
}

describe('a scheduler, whatever happens', () => {
  it('never overlaps what must not, keeps to its concurrency, and explains every due time', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 30 }), async (steps) => {
        const clock = createFakeClock('2026-10-24T20:00:30.000Z');
        const state = memorySchedulerState();
        const world = createWorld();
        let store = createMemoryStore();
        let ids = 0;
        const open = (): Scheduler =>
          createScheduler({
            store,
            clock,
            state,
            logger: silentLogger,
            random: { id: () => String(ids++).padStart(6, '0'), unit: () => 0.5 },
            queues,
            jobs: world.jobs(),
          });
        let scheduler = open();
        await scheduler.start();
        await settle();
        const up = [{ from: clock.now(), to: undefined as Instant | undefined }];
        let jumped = false;
        for (const one of steps) {
          switch (one.do) {
            case 'pass':
              await clock.advance(one.minutes * minute);
              break;
            case 'forward':
            case 'back':
              jumped = true;
              clock.jump(Date.parse(clock.now()) + (one.do === 'forward' ? 1 : -1) * one.minutes * minute);
              await clock.advance(minute);
              break;
            case 'end':
              [...world.working][0]?.end(one.how);
              break;
            case 'run':
              await scheduler.runNow(one.name);
              break;
            case 'pause':
            case 'resume':
              await scheduler[one.do](one.name);
              break;
            case 'cancel': {
              const [run] = scheduler.list().flatMap(({ current }) => (current ? [current] : []));
              if (run) scheduler.cancel(run.id);
              break;
            }
            case 'restart': {
              const life = up.at(-1);
              if (life) life.to = clock.now();
              if (!one.crash) {
                const stopping = scheduler.stop({ deadlineMs: 1_000 });
                await clock.advance(12_000);
                await stopping;
              }
              world.die();
              store = store.reopen();
              clock.jump(Date.parse(clock.now()) + one.downMinutes * minute);
              scheduler = open();
              up.push({ from: clock.now(), to: undefined });
              await scheduler.start();
              break;
            }
            default:
              one satisfies never;
          }
          await settle();
          expect(world.broken).toEqual([]);
        }
        const end = clock.now();
        const stopping = scheduler.stop({ deadlineMs: 0 });
        await clock.advance(12_000);
        await stopping;

        const history = (await store.runs.find({ selector: { type: 'job' } })) as JobRun[];
        expect(history.filter((run) => run.finishedAt === undefined)).toEqual([]);
        // A clock that is set back may let a run begin before it was queued; none ends before it began.
        const crooked = history.filter(
          ({ queuedAt, startedAt = queuedAt, finishedAt = '' }) =>
            finishedAt < startedAt || (!jumped && startedAt < queuedAt),
        );
        expect(crooked).toEqual([]);
        if (jumped) return;
        for (const { name, schedule } of world.jobs()) {
          if (schedule === 'manual' || 'everySeconds' in schedule) continue;
          const of = history.filter((run) => run.job === name);
          const begin = up[0]?.from ?? end;
          for (
            let due = nextDue(schedule, begin);
            due !== undefined && due < end;
            due = nextDue(schedule, due)
          ) {
            const at = due;
            // At that time, or when the application was up again.
            const noticed = up.find(({ to }) => to === undefined || to > at);
            const latest = instant(Date.parse(noticed && noticed.from > at ? noticed.from : at) + 1_000);
            if (latest >= (noticed?.to ?? end)) continue;
            // A run then, or one that was waiting or under way, or a word that it was passed over.
            const explained = of.some(
              ({ queuedAt, finishedAt = '' }) => queuedAt <= latest && (queuedAt >= at || finishedAt >= at),
            );
            expect({ name, at, explained }).toEqual({ name, at, explained: true });
          }
        }
      }),
      { numRuns: propertyRuns(60, 3_000) },
    );
  }, 900_000);
});
