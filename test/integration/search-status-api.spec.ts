import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addLab } from '../support/lab-app.ts';
import { openAppClient, type AppClient } from '../support/app-client.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

describe('search and status over the contract', () => {
  const folder = temporaryFolder();
  let console: AppClient;
  beforeAll(async () => {
    console = await openAppClient(folder.path);
  });
  afterAll(async () => {
    await console.close();
    folder[Symbol.dispose]();
  });

  it('say of an empty installation that it is empty', async () => {
    const status = await console.client.status.read({});
    expect(status).toMatchObject({
      sources: [],
      entities: 0,
      failing: [],
      documents: { total: 0 },
      findings: { critical: 0, warning: 0, info: 0 },
      approvals: { pending: 0 },
      tickets: { open: 0, overdue: 0, unassigned: 0 },
      sync: { is: 'not-configured' },
      automation: { is: 'manual' },
    });
    expect(await console.client.search.find({ text: 'esx' })).toMatchObject({ entities: [], total: 0 });
  });

  it('follow a collection: the status says that it changed, and what was collected is found', async () => {
    const changed = new Promise<void>((resolve) => {
      console.client.subscribe('status.changed', {}, () => resolve());
    });
    await addLab(console.app, 'lab', ['--frozen']);
    await console.app.collect({});
    await console.app.documents.generate();
    await changed;

    const status = await console.client.status.read({});
    expect(status.sources).toMatchObject([{ name: 'lab', simulated: true, collecting: false }]);
    expect(status.sources[0]?.completeAt).toBeDefined();
    expect(status.entities).toBeGreaterThan(500);
    expect(status.findings.critical + status.findings.warning).toBeGreaterThan(0);
    expect(status.documents.total).toBeGreaterThan(0);

    const view = await console.app.inventory.view();
    const vm = view.all('vm').find(({ attributes }) => (attributes.ips?.length ?? 0) > 0);
    const ip = vm?.attributes.ips?.[0] ?? '';
    const byAddress = await console.client.search.find({
      text: ip,
      at: (await console.client.system.about({})).now,
    });
    expect(byAddress.entities.map(({ id }) => id)).toContain(vm?.id);
    const byName = await console.client.search.find({ text: vm?.name ?? '' });
    expect(byName.entities[0]).toMatchObject({ id: vm?.id, kind: 'vm', source: 'lab', simulated: true });
    const documents = await console.client.search.find({ text: 'network' });
    expect(documents.documents.length).toBeGreaterThan(0);
  });

  it('count stale documents behind the answer', async () => {
    await expect.poll(async () => (await console.client.status.read({})).documents.stale).toBe(0);
  });

  it('follow the settings: the status, and what is out of date by them', async () => {
    let told = 0;
    const stop = console.client.subscribe('status.changed', {}, () => (told += 1));
    await console.client.settings.set({ path: 'collection.intervalMinutes', value: 15 });
    await expect.poll(() => told).toBeGreaterThan(0);
    expect((await console.client.status.read({})).expectedSeconds).toBe(900);
    await console.client.settings.set({ path: 'documents.depth', value: 'summary' });
    await expect.poll(async () => (await console.client.status.read({})).documents.stale).toBeGreaterThan(0);
    await console.client.settings.set({ path: 'documents.depth', value: 'full' });
    await expect.poll(async () => (await console.client.status.read({})).documents.stale).toBe(0);
    stop();
  });

  it('say that the schedule is paused', async () => {
    await console.client.jobs.pause({ job: '*' });
    expect((await console.client.status.read({})).jobs.paused).toBe(true);
    await console.client.jobs.resume({ job: '*' });
    expect((await console.client.status.read({})).jobs.paused).toBe(false);
  });

  it('refuse a text that is too long', async () => {
    await expect(console.client.search.find({ text: 'x'.repeat(301) })).rejects.toMatchObject({
      code: 'invalid-input',
    });
  });
});
