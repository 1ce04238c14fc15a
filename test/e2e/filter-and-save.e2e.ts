import type { Page } from '@playwright/test';
import { enter, expect, test } from './fixtures.ts';
import { changed } from './lab-estate.ts';

const filter = (page: Page) => page.getByRole('combobox', { name: 'Filter' });
const rows = (page: Page) => page.getByRole('rowgroup', { name: 'Rows' }).getByRole('row');

/** VMs called web in one cluster, the largest first, with one of them beside the list. */
async function arrange(page: Page): Promise<void> {
  await filter(page).fill('name~web cluster:prod-a');
  await filter(page).press('Enter');
  await page
    .getByRole('columnheader', { name: /^Memory/ })
    .getByRole('button', { name: 'Memory' })
    .click();
  await expect(page.getByRole('columnheader', { name: /^Memory/ })).toHaveAttribute(
    'aria-sort',
    'descending',
  );
  await rows(page).filter({ hasText: changed.vm }).click();
  await expectArranged(page);
}

async function expectArranged(page: Page): Promise<void> {
  await expect(filter(page)).toHaveValue('name~web cluster:prod-a');
  await expect(page.getByRole('columnheader', { name: /^Memory/ })).toHaveAttribute(
    'aria-sort',
    'descending',
  );
  await expect(rows(page).first()).toContainText('web-a');
  await expect(rows(page).filter({ hasText: 'prod-b' })).toHaveCount(0);
  await expect(page.getByRole('complementary', { name: `Details of ${changed.vm}` })).toBeVisible();
}

test('a link brings filter, order and what was looked at back: in another window, and after a reload', async ({
  server,
  watched: page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await enter(page, server, '/inventory?kind=vm');
  await arrange(page);

  await page.getByRole('main').getByRole('button', { name: 'Copy link to this view' }).first().click();
  await expect(page.getByText('Link copied')).toBeVisible();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(link).not.toContain(server.token);

  const other = await context.newPage();
  await other.goto(link);
  await expectArranged(other);
  await other.close();

  await page.reload();
  await expectArranged(page);
});

test('a saved view is opened from the list, and a deleted one comes back with undo', async ({
  server,
  watched: page,
}) => {
  await enter(page, server, '/inventory?kind=vm');
  await arrange(page);
  await page.getByRole('button', { name: 'Views' }).click();
  await page.getByRole('menuitem', { name: 'Save as a new view…' }).click();
  await page.getByRole('textbox', { name: 'Name of the view' }).fill('Large web servers');
  await page.getByRole('button', { name: 'Save view' }).click();
  await expect(page.getByText('View “Large web servers” saved')).toBeVisible();

  // The views are the application's, not this window's.
  await page.evaluate(() => localStorage.clear());
  await page.goto(`${server.origin}/inventory?kind=host`);
  await expect(rows(page).filter({ hasText: changed.to })).toBeVisible();
  await page.getByRole('button', { name: 'Views' }).click();
  await page.getByRole('menuitem', { name: 'Large web servers', exact: true }).click();
  await expect(filter(page)).toHaveValue('name~web cluster:prod-a');
  await expect(page.getByRole('columnheader', { name: /^Memory/ })).toHaveAttribute(
    'aria-sort',
    'descending',
  );
  await expect(rows(page).filter({ hasText: changed.vm })).toBeVisible();

  await page.getByRole('button', { name: 'Large web servers' }).click();
  await page.getByRole('menuitem', { name: 'Delete Large web servers' }).click();
  await expect(page.getByText('View “Large web servers” deleted')).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.keyboard.press('Escape');
  await page.reload();
  await page.getByRole('button', { name: /^(Views|Large web servers)/ }).click();
  await expect(page.getByRole('menuitem', { name: 'Large web servers', exact: true })).toBeVisible();
});

test('whoever types and goes on at once is not called back', async ({ reading, watched: page }) => {
  await enter(page, reading, '/inventory?kind=vm');
  await expect(rows(page).first()).toBeVisible();
  await filter(page).fill(changed.vm);
  // This screen was never opened here: its code is on its way while the address of the list is still to be written.
  const nav = page.getByRole('navigation', { name: 'Screens' });
  await nav.getByRole('link', { name: 'Documents' }).click();
  await expect(page.getByRole('article').getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page).toHaveURL(/\/documents/);
});
