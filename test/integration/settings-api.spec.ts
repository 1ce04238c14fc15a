import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
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

test('a setting is in force at once, is written to the file, and says how it was before', async () => {
  const { client, app, dataDir } = await start();
  const first = await client.settings.set({ path: 'documents.changeDays', value: 14 });
  expect(first.before).toEqual({ set: false });
  expect(app.settings.documents.changeDays).toBe(14);
  expect(readFileSync(join(dataDir, 'config.yaml'), 'utf8')).toContain('changeDays: 14');

  const second = await client.settings.set({ path: 'documents.changeDays', value: 3 });
  expect(second.before).toEqual({ set: true, value: 14 });
  await client.settings.reset({ path: 'documents.changeDays' });
  expect(app.settings.documents.changeDays).toBe(7);
});

test('what does not fit is refused in the words of its field, and changes nothing', async () => {
  const { client, app } = await start();
  await expect(client.settings.set({ path: 'collection.concurrency', value: 99 })).rejects.toMatchObject({
    code: 'settings-invalid',
  });
  await expect(client.settings.set({ path: 'findings.VS11.warnPercent', value: 80 })).rejects.toMatchObject({
    message: expect.stringContaining('findings.VS11.warnPercent') as string,
  });
  await expect(
    client.settings.set({ path: 'schedule.jobs.colection.enabled', value: false }),
  ).rejects.toMatchObject({ code: 'settings-invalid' });
  expect(app.settings.collection.concurrency).toBe(4);
  expect((await client.audit.list({ action: 'settings' })).items.map(({ result }) => result)).toEqual([
    'failed',
    'failed',
    'failed',
  ]);
});

test('a schedule that is changed is due by the new times, without a restart', async () => {
  const { client, app } = await start();
  await app.scheduler.start();
  await client.settings.set({ path: 'schedule.jobs.documents.schedule', value: { everySeconds: 120 } });
  const { jobs } = await client.jobs.list({});
  const documents = jobs.find(({ name }) => name === 'documents');
  expect(documents?.schedule).toEqual({ everySeconds: 120 });
  const [due = ''] = documents?.nextDueAt ?? [];
  const wait = Date.parse(due) - Date.parse(app.clock.now());
  expect(wait).toBeGreaterThan(100_000);
  expect(wait).toBeLessThanOrEqual(120_000);
  // What another schedule would have made due before now was never missed.
  expect(documents?.current).toBeUndefined();

  await client.settings.set({ path: 'schedule.jobs.documents.enabled', value: false });
  const off = (await client.jobs.list({})).jobs.find(({ name }) => name === 'documents');
  expect(off).toMatchObject({ enabled: false, nextDueAt: [], schedule: { everySeconds: 120 } });
});

test('thresholds and switches of findings are judged anew at once', async () => {
  const { client } = await start();
  await client.sources.addLab({});
  const openOf = async (id: string) =>
    (await client.settings.rules({})).rules.find((rule) => rule.id === id)?.open ?? -1;
  const { rules } = await client.settings.rules({});
  const rule = rules.toSorted((a, b) => b.open - a.open)[0];
  expect(rule?.open).toBeGreaterThan(0);
  await client.settings.set({ path: `findings.${rule?.id}.enabled`, value: false });
  expect(await openOf(rule?.id ?? '')).toBe(0);
  await client.settings.reset({ path: `findings.${rule?.id}.enabled` });
  expect(await openOf(rule?.id ?? '')).toBe(rule?.open);
});

test('a file that is edited beside the application is put in force, or its fault is said', async () => {
  const { client, app, dataDir } = await start();
  const heard: unknown[] = [];
  client.subscribe('settings.changed', {}, (change) => heard.push(change));
  const file = join(dataDir, 'config.yaml');
  writeFileSync(file, 'site: FRA\n');
  await vi.waitFor(() => expect(app.settings.site).toBe('FRA'), { timeout: 20_000 });
  writeFileSync(file, 'site: [\n');
  await vi.waitFor(async () => expect((await client.settings.read({})).problems).toHaveLength(1), {
    timeout: 20_000,
  });
  expect(app.settings.site).toBe('FRA');
  expect(heard).toEqual([
    { by: 'file', paths: ['site'] },
    { by: 'file', paths: [], problem: expect.stringContaining('expected YAML') as string },
  ]);
  writeFileSync(file, 'site: MUC\n');
  await vi.waitFor(() => expect(app.settings.site).toBe('MUC'), { timeout: 20_000 });
  expect((await client.settings.read({})).problems).toEqual([]);
});
