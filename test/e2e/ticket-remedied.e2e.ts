import type { Page } from '@playwright/test';
import { z } from 'zod';
import { enter, expect, test } from './fixtures.ts';
import {
  approve,
  backToTicket,
  expectDecidable,
  followLog,
  openProposal,
  post,
  signIn,
  startIncident,
  untilEnded,
  type Incident,
} from './incident.ts';
import { cli } from './lab-estate.ts';

// What is waited for is read back at the pace of each action, also on a busy machine.
test.describe.configure({ timeout: 180_000 });

/** What Alertmanager posts of one alert that fires. */
function alertmanagerPayload(labels: Readonly<Record<string, string>>, summary: string, description: string) {
  const { alertname, ...others } = labels;
  const annotations = { summary, description, runbook_url: 'https://runbooks.example/storage/full' };
  return {
    version: '4',
    groupKey: `{}/{severity="critical"}:{alertname="${alertname}"}`,
    truncatedAlerts: 0,
    status: 'firing',
    receiver: 'datacenter-docs',
    groupLabels: { alertname },
    commonLabels: labels,
    commonAnnotations: annotations,
    externalURL: 'http://alertmanager.example:9093',
    alerts: [
      {
        status: 'firing',
        labels: { alertname, ...others },
        annotations,
        startsAt: new Date(Date.now() - 120_000).toISOString(),
        endsAt: '0001-01-01T00:00:00Z',
        generatorURL: 'http://prometheus.example:9090/graph?g0.expr=up&g0.tab=1',
        fingerprint: 'c6a4f1d08b2e9357',
      },
    ],
  };
}

/** The port whose link has changed last, as people call it, once it has done so often enough to be seen. */
async function flappingPort({ server: { dataDir }, estate }: Incident): Promise<string> {
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

const crashLoop = { scenario: 'crash-loop', seconds: 900 } as const;

async function reportCrashLoop(page: Page, { server }: Incident): Promise<string> {
  const { ticket } = z.looseObject({ ticket: z.looseObject({ id: z.string() }) }).parse(
    await post(page, server, '/tickets', {
      title: 'checkout answers 503 since the release',
      text: 'Customers cannot pay since this morning.',
      reference: 'INC-4711',
    }),
  );
  return ticket.id;
}

test('a deployment that crashes: reported by HTTP, rolled back to the release before, and resolved', async ({
  watched: page,
}) => {
  await using incident = await startIncident(crashLoop);
  const { server, estate } = incident;
  await enter(page, server, `/tickets/${await reportCrashLoop(page, incident)}`);
  await openProposal(page);
  await expectDecidable(page, /kubernetes_rollout_undo/);
  await approve(page, { run: true });
  await followLog(page, { calls: '1 of 1 call made', does: /rolls checkout back to revision \d+/ });
  await untilEnded(page, estate, { as: 'Succeeded' });
  await expect(page.getByRole('region', { name: 'Run', exact: true })).toContainText(
    /met: it runs .*4\.7\.2/,
  );
  await expect(page.getByRole('region', { name: 'Before and after' })).toContainText('Read back');
  const timeline = await backToTicket(page);
  await expect(timeline.getByText(/State: .* → Resolved/)).toBeVisible();
});

test('a deployment that crashes: its release before finds no room either, so that is taken back, and the ticket stays open', async ({
  watched: page,
}) => {
  await using incident = await startIncident({ ...crashLoop, seconds: 300 });
  const { server, estate } = incident;
  await enter(page, server, `/tickets/${await reportCrashLoop(page, incident)}`);
  await openProposal(page);
  await expectDecidable(page, /kubernetes_rollout_undo/);
  await leaveNoRoom(incident);
  await approve(page, { run: true });
  await followLog(page, { calls: '1 of 1 call made', does: /rolls checkout back to revision \d+/ });
  await untilEnded(page, estate, { as: 'Rolled back', seconds: 700 });
  const run = page.getByRole('region', { name: 'Run', exact: true });
  await expect(run).toContainText('failed: ');
  await expect(run).toContainText('the rollout does not get on');
  await expect(run.getByText('Taking back')).toBeVisible();
  await expect(run).toContainText('Verify that it is as before');
  const timeline = await backToTicket(page);
  await expect(timeline.getByText('Rolled back').first()).toBeVisible();
  await expect(timeline.getByText(/→ Resolved/)).toHaveCount(0);
});

/** Keeps new pods from every node, and has those go that still answer: whatever is rolled out finds no place. */
async function leaveNoRoom({ estate }: Incident): Promise<void> {
  const listed = z.looseObject({
    items: z.array(z.looseObject({ metadata: z.looseObject({ name: z.string() }) })),
  });
  const names = async (cluster: string, kind: string, namespace?: string) => {
    const args = { cluster, apiVersion: 'v1', kind, ...(namespace !== undefined && { namespace }) };
    const { items } = listed.parse(await estate.data('kubernetes_list_resources', args));
    return items.map(({ metadata }) => metadata.name);
  };
  for (const node of await names('k8s-a', 'Node'))
    await estate.data('kubernetes_cordon_node', { cluster: 'k8s-a', node });
  for (const name of await names('k8s-a', 'Pod', 'shop')) {
    if (!name.startsWith('checkout-')) continue;
    await estate.data('kubernetes_delete_pod', { cluster: 'k8s-a', namespace: 'shop', name });
  }
}

test('a port that flaps: typed in, bounced, found up three times in a row, and resolved', async ({
  watched: page,
}) => {
  await using incident = await startIncident({ scenario: 'flapping-port', seconds: 60, domains: 'network' });
  const { server, estate } = incident;
  const port = await flappingPort(incident);
  await enter(page, server, '/tickets');
  await expect(page.getByRole('heading', { name: 'Tickets', level: 1 })).toBeVisible();
  await page.keyboard.press('n');
  const form = page.getByRole('dialog', { name: 'New ticket' });
  await form.getByRole('textbox', { name: 'What is wrong' }).fill(`${port} goes up and down`);
  await form.getByRole('button', { name: 'Take ticket in' }).click();
  await openProposal(page);
  await expectDecidable(page, /network_bounce_port/);
  await approve(page, { run: true });
  await followLog(page, { calls: '1 of 1 call made', does: new RegExp(`shuts ${port} down and enables it`) });
  await untilEnded(page, estate, { as: 'Succeeded' });
  await expect(page.getByRole('region', { name: 'Run', exact: true })).toContainText(/met: it is enabled/);
  const timeline = await backToTicket(page);
  await expect(timeline.getByText(/State: .* → Resolved/)).toBeVisible();
});

test('a full datastore: alerted, agreed to by two people, each at their own desk, grown, and resolved', async ({
  watched: page,
  browser,
}) => {
  await using incident = await startIncident({ scenario: 'full-datastore', seconds: 60 });
  const { server, estate } = incident;
  const payload = alertmanagerPayload(
    { alertname: 'DatastoreAlmostFull', severity: 'critical', job: 'vmware', datastore: 'ds-a-02' },
    'Datastore ds-a-02 has hardly any space left',
    'VMs on it pause as soon as it is full.',
  );
  await post(page, server, '/webhooks/alertmanager', payload);
  // Alertmanager repeats itself for as long as it fires.
  await post(page, server, '/webhooks/alertmanager', payload);
  await enter(page, server, '/tickets');
  const tickets = page.getByRole('rowgroup', { name: 'Tickets' }).getByRole('row');
  await expect(tickets).toHaveCount(1);
  await tickets.first().click();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/tickets\/T-/);
  await openProposal(page);
  await expectDecidable(page, /storage_grow_volume/);
  await expect(page.getByRole('region', { name: 'What policy says' })).toContainText(
    '2 approvals of different',
  );
  await expect(page.getByRole('button', { name: 'Approve & run…' })).toHaveCount(0);
  await approve(page, { run: false });
  await expect(page.getByRole('toolbar').getByText(/You have approved this plan already/)).toBeVisible();

  await using carol = await signIn(browser, server, {
    name: 'carol',
    role: 'approver',
    place: new URL(page.url()).pathname,
  });
  await expectDecidable(carol.page, /storage_grow_volume/);
  await approve(carol.page, { run: true });
  // Whoever agreed first sees it go on without touching anything.
  await followLog(page, { calls: '1 of 1 call made', does: /grows .+ from [\d.]+ GiB to \d+ GiB/ });
  await untilEnded(carol.page, estate, { as: 'Succeeded' });
  await expect(page.getByRole('region', { name: 'Run', exact: true })).toContainText(
    /met: it had .* and has/,
  );
  await expect(page.getByRole('region', { name: 'Approvals', exact: true })).toContainText('carol');
  const timeline = await backToTicket(page);
  await expect(timeline.getByText(/State: .* → Resolved/)).toBeVisible();
});
