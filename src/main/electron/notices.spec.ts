import { describe, expect, it } from 'vitest';
import type { EntityOf } from '../../shared/model/entity.ts';
import type { CollectionRun, JobRun } from '../../shared/model/run.ts';
import { watchNotices, type Notice } from './notices.ts';
import { textsFor } from './texts.ts';

const finding = (id: string) =>
  ({
    id,
    name: id,
    attributes: { title: 'datastore nearly full', object: `ds-${id}` },
  }) as EntityOf<'finding'>;
const failedRun = (source: string) =>
  ({
    id: `run-${source}`,
    source,
    domain: 'vmware',
    error: { code: 'x', message: 'timeout' },
  }) as CollectionRun;
const job = (outcome: JobRun['outcome'], more: Partial<JobRun> = {}) =>
  ({
    id: `job-${outcome}`,
    job: 'collection',
    queue: 'data-collection',
    outcome,
    finishedAt: '2026-11-23T12:00:00.000Z',
    ...more,
  }) as JobRun;

function watch(before: { critical?: string[]; failed?: string[] } = {}) {
  const world = {
    critical: (before.critical ?? []).map(finding),
    failed: (before.failed ?? []).map(failedRun),
  };
  const notices: Notice[] = [];
  const problems: unknown[] = [];
  const heard: { judged?: () => void; job?: (run: JobRun) => void } = {};
  let broken = false;
  const stop = watchNotices(
    {
      criticalFindings: async () => {
        if (broken) throw new Error('broken');
        return world.critical;
      },
      onJudged: (listener) => {
        heard.judged = listener;
        return () => delete heard.judged;
      },
      failedRuns: async () => world.failed,
      onJobChanged: (listener) => {
        heard.job = listener;
        return () => delete heard.job;
      },
    },
    textsFor('en').notices,
    (notice) => notices.push(notice),
    (error) => problems.push(error),
  );
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  return {
    notices,
    problems,
    heard,
    stop,
    settled,
    breakDown: (on: boolean) => (broken = on),
    judged: async (...critical: string[]) => {
      await settled();
      world.critical = critical.map(finding);
      heard.judged?.();
      await settled();
    },
    finished: async (run: JobRun, ...failed: string[]) => {
      await settled();
      world.failed = failed.map(failedRun);
      heard.job?.(run);
      await settled();
    },
  };
}

describe('a notice', () => {
  it('tells of a finding that became critical, and opens it', async () => {
    const { notices, judged } = watch();
    await judged('vcenter-a:f/1');
    expect(notices).toEqual([
      {
        title: 'Critical finding',
        body: 'ds-vcenter-a:f/1: datastore nearly full',
        path: '/inventory/entity/vcenter-a%3Af%2F1',
      },
    ]);
  });

  it('tells of many at once as one, and opens their list', async () => {
    const { notices, judged } = watch();
    await judged('a', 'b', 'c', 'd', 'e');
    expect(notices).toHaveLength(1);
    expect(notices[0]).toMatchObject({
      title: '5 new critical findings',
      body: expect.stringMatching(/^ds-a.*\nds-b.*\nds-c.*\n\+ 2$/),
      path: '/inventory?filter=kind%3Afinding%20severity%3Acritical',
    });
  });

  it('is not made of what was critical before, and is made again of what comes back', async () => {
    const { notices, judged } = watch({ critical: ['old'] });
    await judged('old');
    expect(notices).toEqual([]);
    await judged();
    await judged('old');
    expect(notices).toHaveLength(1);
  });

  it('tells of a collection that failed, once', async () => {
    const { notices, finished } = watch({ failed: ['known'] });
    await finished(job('partial'), 'known', 'vcenter-a');
    expect(notices).toEqual([
      { title: 'Collection failed', body: 'vcenter-a/vmware: timeout', path: '/activity?run=run-vcenter-a' },
    ]);
    await finished(job('partial'), 'known', 'vcenter-a');
    expect(notices).toHaveLength(1);
    await finished(job('succeeded'));
    await finished(job('partial'), 'vcenter-a');
    expect(notices).toHaveLength(2);
  });

  it('tells of a job that failed as a whole, and not again until it succeeded', async () => {
    const { notices, finished } = watch();
    await finished(job('failed', { error: { code: 'x', message: 'no source answered' } }));
    await finished(job('timed-out'));
    expect(notices).toEqual([
      { title: 'Collection failed', body: 'no source answered', path: '/activity?run=job-failed' },
    ]);
    await finished(job('succeeded'));
    await finished(job('failed', { summary: 'again' }));
    expect(notices[1]?.body).toBe('again');
  });

  it('is not made of other jobs, of what still runs, or of what was cancelled', async () => {
    const { notices, finished } = watch();
    await finished(job('failed', { queue: 'documentation' }));
    const { finishedAt: _, ...running } = job('running');
    await finished(running);
    await finished(job('cancelled'));
    expect(notices).toEqual([]);
  });

  it('goes on after something could not be read', async () => {
    const watched = watch();
    await watched.settled();
    watched.breakDown(true);
    await watched.judged('a');
    expect(watched.problems).toHaveLength(1);
    watched.breakDown(false);
    await watched.judged('a');
    expect(watched.notices).toHaveLength(1);
  });

  it('ends when it is no longer wanted', () => {
    const { stop, heard } = watch();
    stop();
    expect(heard).toEqual({});
  });
});
