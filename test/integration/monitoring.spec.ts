import { copyFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { acceptBuiltIn } from '../../src/main/mcp/open-mcp.ts';
import { parseServer } from '../../src/main/mcp/server-config.ts';
import { missingMonitoring, startMonitoring, withoutMonitoring } from '../support/real-monitoring.ts';
import { openAppClient, type AppClient } from '../support/app-client.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const fixtures = join(import.meta.dirname, '../../src/main/monitoring/fixtures');
const replay = join(import.meta.dirname, '../support/replay-server.ts');

let folder: ReturnType<typeof temporaryFolder>;
let opened: AppClient;

beforeEach(async () => {
  folder = temporaryFolder();
  opened = await openAppClient(join(folder.path, 'data'));
  await opened.client.settings.set({ path: 'tickets.alertsGoneAfterSeconds', value: 0 });
});
afterEach(async () => {
  await opened.close();
  folder[Symbol.dispose]();
});

async function accept(name: string, command: string, args: readonly string[], env = {}): Promise<void> {
  const parsed = parseServer(name, { command, args, env });
  if (!parsed.ok) throw new Error('the entry does not parse');
  const { mcp } = opened.app;
  await mcp.servers.put([...(await mcp.servers.read()).servers, parsed.config]);
  await acceptBuiltIn(mcp.pool, name);
  opened.app.sourcesChanged(name);
}
const poll = async () => (await (await opened.app.scheduler.runNow('alerts')).finished).summary;
const schedule = () => opened.app.scheduler.list().find(({ name }) => name === 'alerts')?.schedule;
const alerts = async () => {
  const heads = await opened.app.tickets.heads({});
  return Promise.all(heads.map(({ id }) => opened.app.tickets.get(id)));
};

describe('recorded answers of alertmanager-mcp', () => {
  const answers = () => join(folder.path, 'answers.json');
  const now = (name: 'quiet' | 'firing' | 'silenced') =>
    copyFileSync(join(fixtures, `alertmanager-${name}.json`), answers());

  test('are asked for once there is a source of alerts, and become one ticket that ends with its alert', async () => {
    expect(schedule()).toBe('manual');
    expect(await poll()).toBe('there is no server that gives alerts');
    now('firing');
    await accept('alertmanager-a', process.execPath, [replay, answers()]);
    await vi.waitFor(() => expect(schedule()).toEqual({ everySeconds: 60 }));
    expect(await poll()).toBe('1 new ticket');
    expect(await poll()).toBe('nothing new');
    expect(await alerts()).toMatchObject([
      {
        title: 'vm-web-01:9100 does not answer',
        origin: { is: 'alertmanager', receiver: 'alertmanager-a' },
        state: 'new',
      },
    ]);
    now('quiet');
    expect(await poll()).toBe('1 ticket closed');
    expect(await alerts()).toMatchObject([{ state: 'closed' }]);
  });

  test('a look that came to nothing does not fill the history', async () => {
    now('quiet');
    await accept('alertmanager-a', process.execPath, [replay, answers()]);
    for (let look = 0; look < 4; look += 1) expect(await poll()).toBe('nothing new');
    const { items } = await opened.client.jobs.history({ job: 'alerts' });
    expect(items.map(({ summary }) => summary)).toEqual(['nothing new']);
  });

  test('an alert that was listed before a restart of the application ends after it', async () => {
    now('firing');
    await accept('alertmanager-a', process.execPath, [replay, answers()]);
    await poll();
    await opened.close();
    opened = await openAppClient(join(folder.path, 'data'));
    now('quiet');
    expect(await poll()).toBe('1 ticket closed');
  });

  test('are vouched for where they only read, and it is said what the server is asked for', async () => {
    now('quiet');
    await accept('alertmanager-a', process.execPath, [replay, answers()]);
    const { tools } = await opened.client.sources.tools({ name: 'alertmanager-a' });
    expect(Object.fromEntries(tools.map(({ name, readOnly }) => [name, readOnly]))).toEqual({
      'get-alerts': 'adapter',
      'get-alert-details': 'adapter',
      'create-silence': 'none',
      'get-silences': 'adapter',
      'delete-silence': 'none',
      'get-alert-groups': 'adapter',
    });
    expect(await opened.client.sources.test({ name: 'alertmanager-a' })).toMatchObject({
      ok: true,
      collectors: [],
      askedFor: ['alerts'],
    });
    await expect(
      (await opened.app.mcp.pool.session('alertmanager-a')).callTool('delete-silence', { silenceId: 'x' }),
    ).rejects.toMatchObject({ code: 'not-read-only' });
  });
});

const bin = join(import.meta.dirname, '../real/node_modules/.bin/alertmanager-mcp');
const missing = missingMonitoring();

describe.skipIf(missing !== undefined)(`a real Prometheus and Alertmanager${withoutMonitoring}`, () => {
  test('answer as they did when their answers were recorded', { timeout: 90_000 }, async ({ skip }) => {
    if (!existsSync(bin)) skip('alertmanager-mcp is not installed in test/real');
    await using monitoring = await startMonitoring(join(folder.path, 'monitoring'), 'vm-web-01');
    await accept('alertmanager-a', process.execPath, [bin], { ALERTMANAGER_URL: monitoring.alertmanager });
    expect(await poll()).toBe('nothing new');
    await monitoring.setExporter(false);
    await vi.waitFor(async () => expect(await poll()).toBe('1 new ticket'), {
      timeout: 20_000,
      interval: 500,
    });
    await fetch(`${monitoring.alertmanager}/api/v2/silences`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({
        matchers: [{ name: 'instance', value: 'vm-web-01.*', isRegex: true, isEqual: true }],
        startsAt: new Date().toISOString(),
        endsAt: new Date(Date.now() + 600_000).toISOString(),
        createdBy: 'eve',
        comment: 'firmware',
      }),
    });
    await vi.waitFor(async () => expect(await poll()).toBe('1 note in tickets'), {
      timeout: 20_000,
      interval: 500,
    });
    const [ticket] = await alerts();
    expect(ticket?.state).toBe('new');
    expect(ticket?.events.findLast(({ is }) => is === 'alert')).toMatchObject({
      text: expect.stringMatching(/^Silenced by eve until .*: firmware$/) as string,
    });
    await monitoring.setExporter(true);
    await vi.waitFor(async () => expect(await poll()).toBe('1 ticket closed'), {
      timeout: 20_000,
      interval: 500,
    });
  });
});
