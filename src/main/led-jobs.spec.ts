import { describe, expect, it } from 'vitest';
import { collectSources, lastCollectedAt } from './collect-sources.ts';
import { createJobs } from './jobs.ts';
import { leaderOf } from './open-leases.ts';
import { DomainError } from './platform/errors.ts';
import type { JobContext } from './scheduler/job.ts';
import { loadSchedule } from './scheduler/schedule-settings.ts';
import { LedElsewhere, type Leadership, type Leases } from './sync/leases/leases.ts';

/** Leases as they stand: nothing is asked. */
const leasesOf = (stand: Readonly<Record<string, Leadership>>): Pick<Leases, 'lead'> => ({
  async lead(task, work, signal = new AbortController().signal) {
    const is = stand[task] ?? { is: 'unsure', reason: 'the server does not answer' };
    switch (is.is) {
      case 'alone':
        return work({ signal, fence: () => undefined });
      case 'here':
        return work({ signal, fence: () => is.fence });
      case 'elsewhere':
        throw new LedElsewhere(task, is.holder);
      case 'unsure':
        throw new DomainError('lease-unsure', is.reason);
    }
  },
});
const here: Leadership = { is: 'here', fence: 3, sureUntil: 1 };
const elsewhere: Leadership = { is: 'elsewhere', holder: 'noc-2' };

describe('a collection of all sources', () => {
  function collect(stand: Readonly<Record<string, Leadership>>, anyway = false) {
    const collected: string[] = [];
    const parts = {
      mcp: {
        servers: {
          read: () => Promise.resolve({ servers: ['a', 'b', 'c'].map((name) => ({ name })), problems: [] }),
        },
      },
      collection: {
        collect: ({ source }: { source: string }) => {
          collected.push(source);
          return Promise.resolve([]);
        },
      },
      findings: { evaluate: () => Promise.resolve({}) },
      settings: { collection: { concurrency: 1 } },
      leases: leasesOf(stand),
      collectedAt: () => Promise.resolve('2026-11-23T12:00:00.000Z'),
    };
    return collectSources(parts as never, { anyway }).then(({ elsewhere: left, failed }) => ({
      collected,
      left,
      failed,
    }));
  }

  it('leaves to others what they collect, and does for itself what nobody can say', async () => {
    expect(await collect({ 'collect:a': here, 'collect:b': elsewhere })).toEqual({
      collected: ['a', 'c'],
      left: [{ source: 'b', holder: 'noc-2', collectedAt: '2026-11-23T12:00:00.000Z' }],
      failed: [],
    });
  });

  it('says of what others collect when any of it was collected last', async () => {
    const freshness = () =>
      Promise.resolve([
        { source: 'b', lastRunAt: '2026-11-23T10:00:00.000Z' },
        { source: 'b', lastRunAt: '2026-11-23T12:00:00.000Z' },
        { source: 'b', lastRunAt: '2026-11-23T11:00:00.000Z' },
        { source: 'b' },
        { source: 'c', lastRunAt: '2026-11-23T13:00:00.000Z' },
      ]);
    await expect(lastCollectedAt({ freshness: freshness as never }, 'b')).resolves.toBe(
      '2026-11-23T12:00:00.000Z',
    );
    await expect(lastCollectedAt({ freshness: freshness as never }, 'd')).resolves.toBeUndefined();
  });

  it('collects all the same when somebody wants to see it here', async () => {
    expect(await collect({ 'collect:a': here, 'collect:b': elsewhere }, true)).toEqual({
      collected: ['a', 'b', 'c'],
      left: [],
      failed: [],
    });
  });
});

describe('a job that one workstation does for all', () => {
  async function run(name: string, stand: Readonly<Record<string, Leadership>>) {
    const done: string[] = [];
    const jobs = createJobs({
      schedule: loadSchedule(),
      hasAlerts: true,
      takeAlerts: () => {
        done.push('alerts');
        return Promise.resolve(undefined);
      },
      documents: {
        generate: () => {
          done.push('documents');
          return Promise.resolve({
            documents: [],
            counts: { created: 0, versioned: 0, refreshed: 0, unchanged: 0, retired: 0, failed: 0 },
            sections: { rendered: 0, total: 0 },
            durationMs: 1,
          });
        },
      },
      inventory: {
        cleanUp: () => {
          done.push('clean-up');
          return Promise.resolve({ runs: 0, entities: 0 });
        },
      },
      pruneHistory: () => Promise.resolve(0),
      writeProse: () => Promise.resolve(),
      forgetRuns: (job: string, summary: string) => {
        done.push(`forgot ${job}: ${summary}`);
        return Promise.resolve();
      },
      leases: leasesOf(stand),
    } as never);
    const context = { signal: new AbortController().signal, log: () => {}, progress: () => {} };
    const report = await jobs.find((job) => job.name === name)?.run(context as unknown as JobContext);
    return { done, summary: typeof report === 'string' ? report : report?.summary };
  }

  it('is done where it is led, and elsewhere only says who leads it', async () => {
    expect((await run('documents', { documents: here })).done).toEqual(['documents']);
    const left = 'led by noc-2: nothing was done here';
    expect(await run('documents', { documents: elsewhere })).toEqual({
      done: [`forgot documents: ${left}`],
      summary: left,
    });
  });

  it('goes on for itself while the server is away: no alert is missed for that', async () => {
    expect((await run('alerts', {})).done).toContain('alerts');
    expect((await run('documents', {})).done).toEqual(['documents']);
  });

  it('is none where it is about what stands here', async () => {
    expect((await run('clean-up', { 'clean-up': elsewhere })).done).toEqual(['clean-up']);
  });

  it('is said to be led by others when all of it is', () => {
    const leads = (task: string): Leadership => (task === 'collect:a' ? here : elsewhere);
    expect(leaderOf('collection', leads, ['a', 'b'])).toBeUndefined();
    expect(leaderOf('collection', leads, ['b', 'c'])).toBe('noc-2');
    expect(leaderOf('documents', leads, [])).toBe('noc-2');
    expect(leaderOf('clean-up', () => ({ is: 'alone' }), [])).toBeUndefined();
  });
});
