import { describe, expect, it } from 'vitest';
import type { Instant } from '../../shared/model/ids.ts';
import { countDue, nextDue } from './schedule.ts';
import { loadSchedule, mergeSchedule } from './schedule-settings.ts';

const berlin = (cron: string) => ({ cron, timeZone: 'Europe/Berlin' });

function dues(schedule: Parameters<typeof nextDue>[0], from: string, count: number): string[] {
  const times: string[] = [];
  let at = from as Instant;
  for (let i = 0; i < count; i++) {
    const next = nextDue(schedule, at);
    if (next === undefined) break;
    times.push(next);
    at = next;
  }
  return times;
}

describe('a schedule by the wall clock', () => {
  it('is due once on the night that leaves out an hour, and once on the night that has it twice', () => {
    expect(dues(berlin('30 2 * * *'), '2026-03-28T12:00:00.000Z', 2)).toEqual([
      '2026-03-29T01:00:00.000Z',
      '2026-03-30T00:30:00.000Z',
    ]);
    expect(dues(berlin('30 2 * * *'), '2026-10-24T12:00:00.000Z', 2)).toEqual([
      '2026-10-25T00:30:00.000Z',
      '2026-10-26T01:30:00.000Z',
    ]);
  });

  it('that is due every so often goes on through the change of time', () => {
    const times = dues(berlin('*/15 * * * *'), '2026-10-24T23:40:00.000Z', 12).map(Date.parse);
    expect(new Set(times.slice(1).map((at, i) => at - (times[i] ?? 0)))).toEqual(new Set([900_000]));
  });

  it('counts what was missed', () => {
    const hourly = { cron: '0 * * * *', timeZone: 'UTC' };
    expect(
      countDue(hourly, '2026-11-23T12:30:00.000Z' as Instant, '2026-11-23T15:00:00.000Z' as Instant),
    ).toBe(3);
  });

  it('may be never', () => {
    expect(nextDue('manual', '2026-11-23T12:30:00.000Z' as Instant)).toBeUndefined();
  });
});

describe('schedule settings', () => {
  it('stand as the design says without any change', () => {
    const { jobs } = loadSchedule();
    expect(Object.entries(jobs).map(([name, job]) => [name, job.queue, job.schedule])).toEqual([
      ['collection', 'data-collection', { cron: '0 * * * *' }],
      ['metrics', 'data-collection', { cron: '*/15 * * * *' }],
      ['alerts', 'data-collection', { everySeconds: 60 }],
      ['documents', 'documentation', { cron: '0 */6 * * *' }],
      ['prose', 'documentation', 'manual'],
      ['clean-up', 'maintenance', { cron: '0 2 * * *' }],
    ]);
  });

  it('take a site’s changes member by member', () => {
    const { jobs, queues } = loadSchedule({
      jobs: { documents: { schedule: { everySeconds: 600 } }, metrics: { enabled: false } },
      queues: { 'data-collection': { concurrency: 8 } },
    });
    expect(jobs['documents']).toMatchObject({ queue: 'documentation', schedule: { everySeconds: 600 } });
    expect(jobs['metrics']).toMatchObject({ enabled: false, schedule: { cron: '*/15 * * * *' } });
    expect(queues['data-collection']).toMatchObject({ concurrency: 8, retries: 2 });
  });

  it.each([
    [{ jobs: { documents: { schedule: { cron: '61 * * * *' } } } }, /schedule\.jobs\.documents\.schedule/],
    [{ queues: { documentation: { concurrency: 0 } } }, /schedule\.queues\.documentation\.concurrency/],
    [{ jobs: { documents: { schedule: { cron: '0 0 30 2 *' } } } }, /it is never due/],
  ])('refuse %j, naming the path', (overrides, message) => {
    expect(() => loadSchedule(overrides)).toThrow(message);
  });

  it('refuse something that is no schedule', () => {
    expect(() => mergeSchedule({}, {})).toThrow(/schedule\.queues/);
  });
});
