import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { CollectionRun, JobRun } from '../../src/shared/model/run.ts';
import { openAppClient, type AppClient } from '../support/app-client.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

let open: AppClient | undefined;
let folder: ReturnType<typeof temporaryFolder> | undefined;
afterEach(async () => {
  await open?.close();
  open = undefined;
  folder?.[Symbol.dispose]();
});

async function start(): Promise<AppClient & { readonly dataDir: string }> {
  folder = temporaryFolder();
  open = await openAppClient(folder.path);
  return { ...open, dataDir: folder.path };
}

const minute = (n: number) => new Date(Date.parse('2026-11-01T00:00:00.000Z') + n * 60_000).toISOString();

function jobRun(n: number, more: Partial<JobRun> = {}): JobRun {
  return {
    type: 'job',
    id: `job-${String(n).padStart(6, '0')}`,
    job: n % 2 === 0 ? 'collection' : 'documents',
    queue: n % 2 === 0 ? 'data-collection' : 'documentation',
    singleFlightKey: 'x',
    trigger: 'schedule',
    attempt: 1,
    queuedAt: minute(n),
    startedAt: minute(n),
    finishedAt: minute(n + 1),
    outcome: n % 10 === 0 ? 'failed' : 'succeeded',
    ...(n % 10 === 0 && { error: { code: 'x', message: `vcenter-${n} is away` } }),
    log: [{ at: minute(n), message: 'began' }],
    schemaVersion: 1,
    ...more,
  } as JobRun;
}

describe('jobs', () => {
  test('run, are followed, and stand in the history with their log', async () => {
    const { client, app } = await start();
    await app.scheduler.start();
    const heard: string[] = [];
    client.subscribe('jobs.changed', {}, ({ run }) => heard.push(run.outcome));
    const { runId } = await client.jobs.run({ job: 'clean-up' });
    await vi.waitFor(async () =>
      expect((await client.jobs.details({ id: runId })).outcome).toBe('succeeded'),
    );
    const { items, total } = await client.jobs.history({});
    expect(total).toBe(1);
    expect(items[0]).toMatchObject({
      id: runId,
      trigger: 'operator',
      summary: expect.stringContaining('forgot') as string,
    });
    expect(new Set(heard)).toEqual(new Set(['queued', 'running', 'succeeded']));
    const { jobs, running } = await client.jobs.list({});
    expect(running).toBe(true);
    expect(jobs.find(({ name }) => name === 'clean-up')?.last?.id).toBe(runId);
  });

  test('are paused and go on, one and all', async () => {
    const { client, app } = await start();
    await app.scheduler.start();
    await client.jobs.pause({ job: 'documents' });
    const read = async () => (await client.jobs.list({})).jobs.find(({ name }) => name === 'documents');
    expect(await read()).toMatchObject({ paused: true, nextDueAt: [] });
    await client.jobs.resume({ job: 'documents' });
    expect((await read())?.nextDueAt).toHaveLength(3);
    await client.jobs.pause({ job: '*' });
    expect((await client.jobs.list({})).paused).toBe(true);
    await expect(client.jobs.pause({ job: 'nonsense' })).rejects.toMatchObject({ code: 'unknown-job' });
  });

  test('of 10,000 runs a page is read by filter, at once', async () => {
    const { client, app } = await start();
    await app.store.runs.put(Array.from({ length: 10_000 }, (_, n) => jobRun(n)));
    const began = performance.now();
    const page = await client.jobs.history({ offset: 5_000, limit: 100 });
    const tookMs = performance.now() - began;
    expect(page.total).toBe(10_000);
    expect(page.items[0]?.id).toBe('job-004999');
    expect(tookMs).toBeLessThan(500);
    expect((await client.jobs.history({ job: 'documents' })).total).toBe(5_000);
    expect((await client.jobs.history({ outcomes: ['failed'] })).total).toBe(1_000);
    expect((await client.jobs.history({ text: 'VCENTER-990 away' })).items.map(({ id }) => id)).toEqual([
      'job-009900',
      'job-000990',
    ]);
    const since = minute(9_990);
    expect((await client.jobs.history({ since })).total).toBe(10);
    expect((await client.jobs.history({ until: minute(9) })).total).toBe(10);
  });

  test('say when a schedule would be due, or why it cannot be used', async () => {
    const { client } = await start();
    expect(
      (await client.jobs.preview({ schedule: { cron: '0 2 * * *', timeZone: 'UTC' }, count: 2 })).times,
    ).toEqual([expect.stringMatching(/T02:00:00/) as string, expect.stringMatching(/T02:00:00/) as string]);
    expect(await client.jobs.preview({ schedule: { cron: '99 * * * *' } })).toMatchObject({
      times: [],
      problem: expect.any(String) as string,
    });
  });
});

test('a collection run shows its counts, scopes and what it could not take, by pages', async () => {
  const { client, app } = await start();
  const run: CollectionRun = {
    type: 'collection',
    id: 'run-1' as CollectionRun['id'],
    source: 'vc',
    domain: 'vmware',
    simulated: false,
    startedAt: minute(0) as CollectionRun['startedAt'],
    finishedAt: minute(1) as CollectionRun['startedAt'],
    outcome: 'partial',
    scopes: [
      { kind: 'vm', outcome: 'complete', seen: 5 },
      { kind: 'host', partition: 'prod', outcome: 'failed', seen: 0, reason: 'timed out' },
    ],
    counts: { seen: 5, added: 1, changed: 0, unchanged: 4, disappeared: 0, returned: 0, rejected: 300 },
    rejects: Array.from({ length: 250 }, (_, n) => ({
      kind: 'vm' as const,
      name: `vm-${n}`,
      path: 'attributes.vcpus',
      reason: 'expected a number',
    })),
    unavailable: [{ what: 'licenses', reason: 'no tool' }],
    schemaVersion: 1,
  };
  await app.store.runs.put([run]);
  expect((await client.jobs.collections({ source: 'vc' })).items).toMatchObject([
    { scopes: { total: 2, failed: 1 }, counts: { rejected: 300 }, unavailable: 1 },
  ]);
  expect(await client.jobs.details({ id: 'run-1' })).toMatchObject({
    scopeList: [{ kind: 'vm' }, { partition: 'prod', reason: 'timed out' }],
    unavailableList: [{ what: 'licenses' }],
  });
  const rejects = await client.jobs.rejects({ id: 'run-1', offset: 200, limit: 100 });
  expect(rejects).toMatchObject({ total: 250, rejected: 300 });
  expect(rejects.items.map(({ name }) => name)).toHaveLength(50);
  await expect(client.jobs.details({ id: 'nothing' })).rejects.toMatchObject({ code: 'run-not-found' });
});

describe('the audit', () => {
  test('has every act that changes something, with who did it, and nothing that only looks', async () => {
    const { client } = await start();
    await client.settings.set({ path: 'site', value: 'FRA' });
    await client.settings.read({});
    await client.jobs.pause({ job: 'documents' });
    await client.sources.setDisabled({ name: 'none', disabled: true }).catch(() => {});
    const { items } = await client.audit.list({});
    expect(items.map(({ action, subject, result, operator }) => [operator, action, subject, result])).toEqual(
      [
        ['alice', 'sources.setDisabled', 'none', 'failed'],
        ['alice', 'jobs.pause', 'documents', 'done'],
        ['alice', 'settings.set', 'site', 'done'],
      ],
    );
    expect(items[0]?.outcome).toMatchObject({ code: 'unknown-server' });
    expect(items[2]?.outcome).toMatchObject({ before: { set: false } });
    expect(await client.audit.verify({})).toMatchObject({ ok: true, chains: [{ own: true, records: 6 }] });
  });

  test('keeps what cannot be recorded from being done', async () => {
    const { client, app } = await start();
    const failing = vi.spyOn(app.store.audit, 'insert').mockRejectedValue(new Error('disk full'));
    await expect(client.settings.set({ path: 'site', value: 'FRA' })).rejects.toMatchObject({
      code: 'audit-failed',
    });
    expect(app.settings.site).toBe('this site');
    failing.mockRestore();
  });

  test('tells what changed as it happens, and is exported as it is filtered', async () => {
    const { client } = await start();
    const heard: string[] = [];
    client.subscribe('audit.changed', {}, ({ id }) => heard.push(id));
    await client.settings.set({ path: 'site', value: 'FRA' });
    await client.jobs.pause({ job: 'documents' });
    await vi.waitFor(() => expect(heard.length).toBe(4));
    const csv = await client.audit.export({ format: 'csv', action: 'jobs' });
    expect(csv).toMatchObject({ records: 1, mimeType: expect.stringContaining('csv') as string });
    expect(csv.content.trimEnd().split('\r\n')).toHaveLength(2);
    const json = await client.audit.export({ format: 'json' });
    expect((JSON.parse(json.content) as { audit: unknown[] }).audit).toHaveLength(2);
  });

  test('is found altered when somebody was in the store', async () => {
    const { client, app } = await start();
    await client.settings.set({ path: 'site', value: 'FRA' });
    const [record] = await app.store.audit.find({ selector: {}, sort: [{ sequence: 'asc' }] });
    await app.store.audit.put([{ ...record, operator: 'mallory' } as never]);
    expect(await client.audit.verify({})).toMatchObject({
      ok: false,
      chains: [{ break: { kind: 'altered', sequence: 1 } }],
    });
  });

  test('is of this workstation, which keeps its name', async () => {
    const { client, dataDir } = await start();
    await client.settings.set({ path: 'site', value: 'FRA' });
    const kept = JSON.parse(readFileSync(join(dataDir, 'workstation.json'), 'utf8')) as {
      id: string;
      audit: { sequence: number; hash: string };
    };
    const [chain] = (await client.audit.verify({})).chains;
    expect(chain).toMatchObject({ workstation: kept.id, head: kept.audit.hash, records: 2 });
  });
});
