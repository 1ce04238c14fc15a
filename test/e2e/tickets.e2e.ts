import type { Page } from '@playwright/test';
import { enter, expect, test, type RunningServer } from './fixtures.ts';

const rows = (page: Page) => page.getByRole('rowgroup', { name: 'Tickets' }).getByRole('row');
const panel = (page: Page) => page.getByRole('complementary', { name: /^Ticket T-/ });

/** What a real Alertmanager posts when a host takes its VMs with it. */
async function sendBurst(page: Page, { origin, token }: RunningServer, count: number): Promise<void> {
  const startsAt = new Date().toISOString();
  const alerts = Array.from({ length: count }, (_, index) => ({
    status: 'firing',
    labels: { alertname: 'VmUnreachable', severity: 'warning', instance: `vm-${index}`, host: 'esx-b02' },
    annotations: { summary: `VM ${index} on esx-b02 is unreachable` },
    startsAt,
    endsAt: '0001-01-01T00:00:00Z',
    generatorURL: 'http://prometheus.example/graph',
    fingerprint: `burst-${index}`,
  }));
  const answer = await page.request.post(`${origin}/api/v1/webhooks/alertmanager`, {
    headers: { authorization: `Bearer ${token}` },
    data: {
      version: '4',
      groupKey: '{}:{alertname="VmUnreachable"}',
      status: 'firing',
      receiver: 'noc',
      groupLabels: {},
      commonLabels: {},
      commonAnnotations: {},
      externalURL: 'http://alertmanager.example',
      truncatedAlerts: 0,
      alerts,
    },
  });
  expect(answer.ok(), await answer.text()).toBe(true);
}

test('a problem is typed in, diagnosed with what speaks for it, worked on, and resolved', async ({
  server,
  watched: page,
}) => {
  const { keyboard } = page;
  await enter(page, server, '/tickets');
  await expect(page.getByRole('heading', { name: 'Tickets', level: 1 })).toBeVisible();
  await keyboard.press('n');
  const form = page.getByRole('dialog', { name: 'New ticket' });
  await form.getByRole('textbox', { name: 'What is wrong' }).fill('db-a001 hangs, nobody can log in');
  // Closing it by mistake loses nothing.
  await keyboard.press('Escape');
  await expect(form).toHaveCount(0);
  await keyboard.press('n');
  await expect(form.getByRole('textbox', { name: 'What is wrong' })).toHaveValue(/db-a001 hangs/);
  await form.getByRole('textbox', { name: 'About', exact: true }).fill('db-a001');
  await page
    .getByRole('option', { name: /db-a001/ })
    .first()
    .click();
  await expect(form.getByRole('button', { name: 'Remove db-a001' })).toBeVisible();
  await form.getByRole('button', { name: 'Take ticket in' }).click();

  await expect(page.getByRole('heading', { name: /db-a001 hangs/, level: 1 })).toBeVisible();
  await expect(page).toHaveURL(/\/tickets\/T-[a-z2-7]+$/);
  const diagnosis = page.getByRole('region', { name: 'Diagnosis' });
  await expect(diagnosis.getByText(/^Confidence \d/).first()).toBeVisible({ timeout: 60_000 });
  await expect(diagnosis.getByText('For it').first()).toBeVisible();
  await expect(diagnosis.getByRole('link', { name: /^Source 1/ }).first()).toBeVisible();

  // What it is about opens beside it, not instead of it.
  await page.getByRole('region', { name: 'About' }).getByRole('link', { name: 'db-a001' }).click();
  await expect(page.getByRole('complementary', { name: 'Details of db-a001' })).toBeVisible();
  await expect(page.getByRole('heading', { name: /db-a001 hangs/, level: 1 })).toBeVisible();
  await keyboard.press('Escape');

  await keyboard.press('a');
  const timeline = page.getByRole('region', { name: 'Timeline' });
  await expect(timeline.getByText(/Assignee: nobody →/)).toBeVisible();
  await keyboard.press('c');
  await keyboard.type('console shows a blinking cursor');
  await keyboard.press('Control+Enter');
  await expect(timeline.getByText('console shows a blinking cursor')).toBeVisible();

  await diagnosis.getByRole('button', { name: 'Wrong' }).click();
  await diagnosis.getByRole('textbox', { name: 'Why' }).fill('it was the network');
  await diagnosis.getByRole('button', { name: 'Give feedback' }).click();
  await expect(diagnosis.getByText('You said: Wrong')).toBeVisible();

  await page.getByRole('heading', { level: 1 }).click();
  await keyboard.press('m');
  const move = page.getByRole('dialog', { name: /^Change the state/ });
  await move.getByRole('combobox', { name: 'New state' }).click();
  await page.getByRole('option', { name: 'Resolved' }).click();
  await move.getByRole('textbox', { name: 'How it ended' }).fill('restarted the guest');
  await move.getByRole('button', { name: 'Resolve ticket' }).click();
  await expect(move).toHaveCount(0);
  await expect(page.getByRole('region', { name: 'Ticket', exact: true })).toContainText(
    'restarted the guest',
  );
  await expect(timeline.getByText(/State: .* → Resolved/)).toBeVisible();
});

test('a burst of alerts is one line by its cause, and every ticket of it is a step away', async ({
  server,
  watched: page,
}) => {
  const { keyboard } = page;
  await sendBurst(page, server, 300);
  await enter(page, server, '/tickets');
  const burst = rows(page).filter({ hasText: '300 tickets' });
  await expect(burst).toContainText('esx-b02');
  await burst.getByRole('button', { name: /^Unfold/ }).click();
  await expect(rows(page).filter({ hasText: 'is unreachable' }).first()).toBeVisible();
  await page.getByRole('link', { name: 'Show all 300 in the table' }).click();
  await expect(page.getByRole('grid', { name: 'Tickets' })).toHaveAttribute('aria-rowcount', '301');
  // Only what is seen is drawn.
  expect(await rows(page).count()).toBeLessThan(80);

  await keyboard.press('j');
  await expect(panel(page)).toBeVisible();
  const first = await panel(page).getByRole('heading', { level: 2 }).first().textContent();
  await keyboard.press('j');
  await expect(panel(page).getByRole('heading', { level: 2 }).first()).not.toHaveText(first ?? '');
  await keyboard.press('Escape');
  await expect(panel(page)).toHaveCount(0);
  await keyboard.press('Enter');
  await expect(page).toHaveURL(/\/tickets\/T-/);

  // The address says it all: what was filtered is filtered for whoever gets the link.
  await page.goBack();
  await page.getByRole('textbox', { name: 'Filter tickets' }).fill('vm-171');
  await expect(page.getByRole('grid', { name: 'Tickets' })).toHaveAttribute('aria-rowcount', '2');
  await page.reload();
  await expect(page.getByRole('grid', { name: 'Tickets' })).toHaveAttribute('aria-rowcount', '2');
});

test('on the board cards are walked and moved with the keyboard, and the palette finds tickets', async ({
  server,
  watched: page,
}) => {
  const { keyboard } = page;
  await sendBurst(page, server, 3);
  await enter(page, server, '/tickets?view=board');
  const board = page.getByRole('group', { name: 'Tickets by state' });
  await expect(board.getByRole('listitem').filter({ hasText: 'is unreachable' })).toHaveCount(3);
  await keyboard.press('j');
  await expect(panel(page)).toBeVisible();
  await keyboard.press('m');
  const move = page.getByRole('dialog', { name: /^Change the state/ });
  await move.getByRole('combobox', { name: 'New state' }).click();
  await page.getByRole('option', { name: 'In progress' }).click();
  await move.getByRole('button', { name: 'Start work' }).click();
  await expect(page.getByRole('region', { name: 'In progress: 1 ticket' })).toBeVisible();

  await keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Search and run' }).fill('VM 2 on esx-b02');
  await page.getByRole('option', { name: /VM 2 on esx-b02 is unreachable/ }).click();
  await expect(page.getByRole('heading', { name: 'VM 2 on esx-b02 is unreachable', level: 1 })).toBeVisible();
});

test('what comes in is seen at once, and nothing jumps away from whoever reads further down', async ({
  server,
  watched: page,
}) => {
  await enter(page, server, '/tickets?view=table');
  await expect(page.getByText('No open tickets')).toBeVisible();
  await sendBurst(page, server, 120);
  const grid = page.getByRole('grid', { name: 'Tickets' });
  await expect(grid).toHaveAttribute('aria-rowcount', '121');
  await page.getByRole('rowgroup', { name: 'Tickets' }).evaluate((list) => list.scrollTo({ top: 1_400 }));
  await expect(rows(page).nth(30)).toBeVisible();
  await page.request.post(`${server.origin}/api/v1/tickets`, {
    headers: { authorization: `Bearer ${server.token}` },
    data: { title: 'the newest of all' },
  });
  await page.getByRole('button', { name: '1 newer ticket · show' }).click();
  await expect(rows(page).filter({ hasText: 'the newest of all' })).toBeVisible();
});
