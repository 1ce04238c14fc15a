import type { Page } from '@playwright/test';
import { cli } from './lab-estate.ts';
import { enter, expect, test } from './fixtures.ts';
import { runCli } from '../support/cli.ts';

const goTo = (page: Page, screen: string) =>
  page.getByRole('navigation', { name: 'Screens' }).getByRole('link', { name: screen }).click();

test('with the source away everything that was collected stays readable, and the console says what fails', async ({
  live: { estate, server },
  watched: page,
}) => {
  await estate[Symbol.asyncDispose]();
  const { code } = await runCli(['--data-dir', server.dataDir, '--quiet', 'collect']);
  expect(code).not.toBe(0);

  await enter(page, server);
  const attention = page.getByRole('region', { name: 'What needs me now' });
  await expect(attention.getByRole('link', { name: /^Collections failing 1/ })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Collections that did not succeed' })).toContainText('lab');
  await expect(page.getByRole('region', { name: 'Can I trust what I see' })).toContainText('failed');

  await goTo(page, 'Inventory');
  await expect(page.getByRole('grid', { name: '80 VMs' })).toBeVisible();
  await expect(page.getByRole('main').getByRole('note').first()).toContainText(/ago|now/);
  await goTo(page, 'Documents');
  await expect(page.getByRole('article')).toContainText('last run failed');
});

test('with the application away each screen shows what it read, and says how old it is', async ({
  server,
  watched: page,
}) => {
  await enter(page, server);
  const shown: readonly [string, (page: Page) => Promise<void>][] = [
    ['Overview', (page) => expect(page.getByRole('link', { name: '80 VMs' })).toBeVisible()],
    ['Inventory', (page) => expect(page.getByRole('grid', { name: '80 VMs' })).toBeVisible()],
    [
      'Topology',
      (page) =>
        expect(
          page
            .getByRole('main')
            .getByRole('button', { name: /simulated/ })
            .first(),
        ).toBeVisible(),
    ],
    [
      'Documents',
      (page) => expect(page.getByRole('article').getByRole('heading', { level: 1 })).toBeVisible(),
    ],
    ['Tickets', (page) => expect(page.getByRole('heading', { name: 'Tickets' })).toBeVisible()],
    ['Remediation', (page) => expect(page.getByRole('heading', { name: 'Remediation' })).toBeVisible()],
    [
      'Activity',
      (page) => expect(page.getByRole('grid', { name: 'Jobs' }).getByText('Succeeded').first()).toBeVisible(),
    ],
    ['Settings', (page) => expect(page.getByRole('row', { name: /^lab/ })).toBeVisible()],
  ];
  for (const [screen, isShown] of shown) {
    await goTo(page, screen);
    await isShown(page);
  }

  await server.stop('SIGKILL');
  const band = page.getByRole('status').filter({ hasText: 'The application is away since' });
  await expect(band).toBeVisible();
  for (const [screen, isShown] of shown) {
    await goTo(page, screen);
    await isShown(page);
    await expect(band).toBeVisible();
  }
  for (const screen of ['Overview', 'Inventory', 'Topology']) {
    await goTo(page, screen);
    await expect(page.getByRole('main').getByRole('note').first()).toContainText(/ago|now/);
  }
});

test('what cannot be done while the application is away says why', async ({ server, watched: page }) => {
  await enter(page, server, '/documents/virtualization');
  await page.getByRole('button', { name: 'Add a note to “Scope”' }).click();
  await page.getByRole('textbox', { name: 'Note on “Scope”' }).fill('kept');
  await server.stop('SIGKILL');
  await expect(page.getByText('The application is away.', { exact: true })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Save note' })).toBeDisabled();
  await page.getByRole('main').getByRole('button', { name: 'Write documents' }).hover();
  await expect(page.getByRole('tooltip')).toContainText('The application is away.');

  await server.restart();
  await expect(page.getByRole('button', { name: 'Save note' })).toBeEnabled({ timeout: 20_000 });
  await page.getByRole('button', { name: 'Save note' }).click();
  await expect(page.getByRole('complementary', { name: 'Note on “Scope”' })).toContainText('kept');
  expect(await cli(server.dataDir, 'docs', 'note', 'virtualization')).toContain('kept');
});
