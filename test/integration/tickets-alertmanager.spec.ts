import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { systemClock } from '../../src/main/platform/clock.ts';
import { httpRequest } from '../support/http-request.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { openTicketServer, type TicketServer } from '../support/ticket-server.ts';

const program = ['prometheus-alertmanager', 'alertmanager'].find(
  (name) => spawnSync(name, ['--version'], { stdio: 'ignore' }).status === 0,
);

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port is free');
  return address.port;
}

describe.skipIf(program === undefined)(
  'a real Alertmanager (skipped where Debian’s prometheus-alertmanager is not installed)',
  () => {
    const folder = temporaryFolder();
    let server: TicketServer;
    let alertmanager: ChildProcess;
    let api: string;

    beforeAll(async () => {
      server = await openTicketServer({ tickets: { diagnose: false } });
      const port = await freePort();
      api = `http://127.0.0.1:${port}/api/v2`;
      const config = join(folder.path, 'alertmanager.json');
      const receiver = {
        name: 'datacenter-docs',
        webhook_configs: [
          {
            url: `${server.origin}/api/v1/webhooks/alertmanager`,
            send_resolved: true,
            http_config: { authorization: { credentials: server.token } },
          },
        ],
      };
      const byPassword = {
        name: 'by-password',
        webhook_configs: [
          {
            url: `${server.origin}/api/v1/webhooks/alertmanager`,
            send_resolved: true,
            http_config: { basic_auth: { username: 'alertmanager', password: server.token } },
          },
        ],
      };
      const quickly = { group_wait: '1s', group_interval: '1s', repeat_interval: '1h' };
      writeFileSync(
        config,
        JSON.stringify({
          route: {
            receiver: 'datacenter-docs',
            group_by: ['alertname'],
            ...quickly,
            routes: [{ receiver: 'by-password', matchers: ['team="storage"'] }],
          },
          receivers: [receiver, byPassword],
        }),
      );
      alertmanager = spawn(
        program ?? '',
        [
          `--config.file=${config}`,
          `--storage.path=${join(folder.path, 'data')}`,
          `--web.listen-address=127.0.0.1:${port}`,
          '--cluster.listen-address=',
        ],
        { stdio: 'ignore' },
      );
      const isReady = async () => {
        const { status } = await httpRequest(`${api}/status`);
        if (status !== 200) throw new Error(`Alertmanager answers ${status}`);
      };
      await vi.waitFor(isReady, { timeout: 20_000, interval: 100 });
    }, 120_000);

    afterAll(async () => {
      alertmanager.kill();
      if (alertmanager.exitCode === null && alertmanager.signalCode === null)
        await once(alertmanager, 'exit');
      await server[Symbol.asyncDispose]();
      folder[Symbol.dispose]();
    });

    const at = (offsetMs: number) => new Date(Date.parse(systemClock.now()) + offsetMs).toISOString();
    const fire = async (alerts: readonly unknown[]) =>
      expect(
        await httpRequest(`${api}/alerts`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(alerts),
        }),
      ).toMatchObject({ status: 200 });
    const tickets = async (text: string) => (await server.client.tickets.list({ text })).tickets;

    it('sends alerts that become tickets, once, linked with what they are about, and closes them', async () => {
      const view = await server.app.inventory.view();
      const [host] = view.all('host');
      const [datastore] = view.all('datastore');
      if (!host || !datastore) throw new Error('the lab has no hosts or datastores');
      const down = {
        labels: { alertname: 'HostDown', severity: 'critical', host: host.name },
        annotations: { summary: `${host.name} is down`, description: 'No answer for two minutes' },
        startsAt: at(-120_000),
        generatorURL: 'http://127.0.0.1:9090/graph',
      };
      const full = {
        labels: {
          alertname: 'DatastoreFull',
          severity: 'warning',
          datastore: datastore.name,
          team: 'storage',
        },
        annotations: { summary: `${datastore.name} is nearly full` },
        startsAt: at(-60_000),
      };
      await fire([down, full]);
      await vi.waitFor(
        async () => {
          expect(await tickets('is down')).toHaveLength(1);
          expect(await tickets('nearly full')).toHaveLength(1);
        },
        { timeout: 20_000, interval: 200 },
      );
      const [ticket] = await tickets('is down');
      if (!ticket) throw new Error('the alert made no ticket');
      expect(ticket).toMatchObject({
        title: `${host.name} is down`,
        priority: 'p1',
        category: 'compute',
        since: down.startsAt,
        entities: [{ id: host.id, how: 'label' }],
        origin: { is: 'alertmanager', receiver: 'datacenter-docs' },
      });
      expect((await tickets('nearly full'))[0]).toMatchObject({
        category: 'storage',
        entities: [{ id: datastore.id }],
        origin: { receiver: 'by-password' },
      });

      // Another alert of the group: Alertmanager sends all of it again.
      await fire([
        down,
        { ...down, labels: { ...down.labels, host: 'esx-far' }, annotations: { summary: 'esx-far is down' } },
      ]);
      await vi.waitFor(async () => expect(await tickets('is down')).toHaveLength(2), {
        timeout: 20_000,
        interval: 200,
      });
      const [, again] = (await tickets('is down')).toReversed();
      expect(
        (await server.client.tickets.get({ id: ticket.id })).ticket.events.filter(({ is }) => is === 'alert'),
      ).toEqual([]);
      expect(again?.id).not.toBe(ticket.id);

      await server.client.tickets.change({
        id: (await tickets('nearly full'))[0]?.id ?? '',
        assignee: 'bob',
      });
      await fire([
        { ...down, endsAt: at(-1_000) },
        { ...full, endsAt: at(-1_000) },
      ]);
      await vi.waitFor(
        async () => {
          expect((await server.client.tickets.get({ id: ticket.id })).ticket.state).toBe('closed');
          const [left] = await tickets('nearly full');
          const { ticket: kept } = await server.client.tickets.get({ id: left?.id ?? '' });
          // Somebody works on it: it is told, and left to them.
          expect(kept).toMatchObject({ state: 'new', assignee: 'bob' });
          expect(kept.events.at(-1)).toMatchObject({ is: 'alert', text: expect.stringContaining('ended') });
        },
        { timeout: 20_000, interval: 200 },
      );
    }, 90_000);

    it('sends a burst of hundreds that is a few groups', async () => {
      await fire(
        Array.from({ length: 300 }, (_, n) => ({
          labels: { alertname: 'BurstProbe', instance: `burst-${n}:9100`, severity: 'warning' },
          startsAt: at(-30_000),
        })),
      );
      await vi.waitFor(
        async () =>
          expect((await server.client.tickets.list({ text: 'burstprobe', limit: 1 })).total).toBe(300),
        { timeout: 30_000, interval: 200 },
      );
      await server.app.ticketWork.group();
      expect(await server.client.tickets.groups({ text: 'burstprobe' })).toMatchObject({
        total: 1,
        tickets: 300,
      });
    }, 60_000);
  },
);
