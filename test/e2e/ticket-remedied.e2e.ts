import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { z } from 'zod';
import type { LabUnderTest } from '../support/lab-client.ts';
import { enter, expect, startServer, test, type RunningServer } from './fixtures.ts';
import { addEstate, cli, startEstate } from './lab-estate.ts';

/** What breaks, how somebody is told of it, and what the console is to call in the end. */
interface Scenario {
  readonly name: string;
  /** Simulated time until it shows. */
  readonly seconds: number;
  /** @returns the ticket */
  readonly report: (page: Page, server: RunningServer, estate: LabUnderTest) => Promise<string>;
  readonly calls: RegExp;
}

const created = z.looseObject({ ticket: z.looseObject({ id: z.string() }) });

async function post(page: Page, { origin, token }: RunningServer, path: string, data: object) {
  const answer = await page.request.post(`${origin}/api/v1${path}`, {
    headers: { authorization: `Bearer ${token}` },
    data,
  });
  expect(answer.ok(), await answer.text()).toBe(true);
  return answer.json() as Promise<unknown>;
}

async function newestTicket(page: Page, { origin, token }: RunningServer): Promise<string> {
  const answer = await page.request.get(`${origin}/api/v1/tickets`, {
    headers: { authorization: `Bearer ${token}` },
  });
  const { tickets } = z
    .looseObject({ tickets: z.array(z.looseObject({ id: z.string() })).min(1) })
    .parse(await answer.json());
  return tickets[0]?.id ?? '';
}

/** Collects as time goes by, until a port has changed its link again. @returns `device port` as people write it */
async function flappingPort({ dataDir }: RunningServer, estate: LabUnderTest): Promise<string> {
  for (let minute = 0; minute < 5; minute++) {
    await estate.data('lab_advance', { seconds: 60 });
    await cli(dataDir, 'collect', 'network');
  }
  const printed = await cli(dataDir, '--json', 'inventory', 'changes', 'kind:interface', '--since', '1d');
  const { items } = z
    .looseObject({ items: z.array(z.looseObject({ path: z.string(), entityId: z.string() })) })
    .parse(JSON.parse(printed));
  const newest = items.find(({ path }) => path === 'attributes.operUp');
  const port = await cli(dataDir, '--json', 'inventory', 'show', newest?.entityId ?? '');
  const { entity } = z
    .looseObject({
      entity: z.looseObject({ name: z.string(), attributes: z.looseObject({ device: z.string() }) }),
    })
    .parse(JSON.parse(port));
  return `${entity.attributes.device} ${entity.name}`;
}

const scenarios: readonly Scenario[] = [
  {
    name: 'full-datastore',
    seconds: 60,
    report: async (page, server) => {
      const { ticket } = created.parse(
        await post(page, server, '/tickets', { title: 'ds-a-02 is full, VMs pause', reference: 'INC-1' }),
      );
      return ticket.id;
    },
    calls: /storage_grow_volume/,
  },
  {
    name: 'crash-loop',
    seconds: 900,
    report: async (page, server) => {
      await post(page, server, '/webhooks/alertmanager', {
        version: '4',
        groupKey: '{}:{alertname="KubePodCrashLooping"}',
        status: 'firing',
        receiver: 'noc',
        groupLabels: {},
        commonLabels: {},
        commonAnnotations: {},
        externalURL: 'http://alertmanager.example',
        truncatedAlerts: 0,
        alerts: [
          {
            status: 'firing',
            labels: { alertname: 'KubePodCrashLooping', severity: 'critical', deployment: 'checkout' },
            annotations: { summary: 'checkout answers 503 since the release' },
            startsAt: new Date().toISOString(),
            endsAt: '0001-01-01T00:00:00Z',
            generatorURL: 'http://prometheus.example/graph',
            fingerprint: 'a1b2c3d4e5f60718',
          },
        ],
      });
      return newestTicket(page, server);
    },
    calls: /kubernetes_rollout_undo/,
  },
  {
    name: 'flapping-port',
    seconds: 60,
    report: async (page, server, estate) => {
      const port = await flappingPort(server, estate);
      const { ticket } = created.parse(
        await post(page, server, '/tickets', { title: `${port} goes up and down` }),
      );
      return ticket.id;
    },
    calls: /network_bounce_port/,
  },
];

const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true }).click();

for (const { name, seconds, report, calls } of scenarios) {
  test(`${name}: from the ticket over its diagnosis to what closes it, with one approval`, async ({
    watched: page,
  }) => {
    test.setTimeout(240_000);
    await using estate = await startEstate();
    const folder = mkdtempSync(join(tmpdir(), 'datacenter-docs-e2e-'));
    await addEstate(folder, estate);
    await estate.data('lab_scenario', { name, on: true });
    await estate.data('lab_advance', { seconds });
    await cli(folder, 'collect');
    // What depends on it raises its risk; who has to agree then is not what this is about.
    writeFileSync(
      join(folder, 'policy.yaml'),
      'approvals: { critical: { approvals: 1, typedName: true } }\n',
    );
    const server = await startServer(folder);
    try {
      const ticket = await report(page, server, estate);
      await enter(page, server, `/tickets/${ticket}`);
      await page
        .getByRole('link', { name: /^Review/ })
        .first()
        .click({ timeout: 90_000 });

      await expect(page.getByRole('region', { name: 'Exact calls' })).toContainText(calls);
      await press(page, 'Approve & run…');
      const dialog = page.getByRole('dialog');
      const typed = dialog.getByLabel(/^Type /);
      if (await typed.isVisible()) {
        const label =
          (await dialog
            .getByText(/^Type /)
            .first()
            .textContent()) ?? '';
        await typed.fill(/^Type (.+?) to /.exec(label)?.[1] ?? '');
      }
      await dialog.getByRole('button', { name: /^Approve & run on / }).click();
      const run = page.getByRole('region', { name: 'Run', exact: true });
      await expect(run).toContainText('1 of 1 call made');
      await expect(async () => {
        await estate.data('lab_advance', { seconds: 30 });
        await expect(page.getByText('Succeeded').first()).toBeVisible({ timeout: 1_000 });
      }).toPass({ timeout: 120_000 });

      await page.goto(`${server.origin}/tickets/${ticket}`);
      const timeline = page.getByRole('region', { name: 'Timeline' });
      await expect(timeline.getByText(/State: .* → Resolved/)).toBeVisible();
    } finally {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  });
}
