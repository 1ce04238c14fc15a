import { resolve } from 'node:path';
import { expect, test } from './fixtures.ts';

test('one click on an empty application collects the lab and documents it', async ({
  emptyServer,
  watched: page,
}) => {
  await page.goto(emptyServer.url);
  await expect(page.getByRole('heading', { name: 'Nothing is connected yet' })).toBeVisible();
  await page.getByRole('button', { name: 'Start the lab' }).click();

  await expect(page.getByRole('status').getByText(/entities and 11 documents in/)).toBeVisible({
    timeout: 30_000,
  });
  const estate = page.getByRole('region', { name: 'Estate at a glance' });
  await expect(estate.getByRole('link', { name: '80 VMs' })).toBeVisible();
  await expect(estate.getByRole('row', { name: /^Virtualization/ })).toContainText('simulated');

  await page.getByRole('link', { name: 'Documents', exact: true }).click();
  await expect(page.getByRole('main')).toContainText('11 pages · all up to date');
  await expect(
    page.getByRole('article').getByRole('heading', { name: 'Infrastructure overview' }),
  ).toBeVisible();
});

test('the token does not stay in the address, and the session outlives a reload', async ({
  emptyServer,
  watched: page,
}) => {
  await page.goto(emptyServer.url);
  const start = page.getByRole('button', { name: 'Start the lab' });
  await expect(start).toBeVisible();
  expect(page.url()).toBe(`${emptyServer.origin}/`);
  await page.reload();
  await expect(start).toBeVisible();
});

test('an MCP server is added, read, accepted and collected without the mouse', async ({
  emptyServer,
  watched: page,
}) => {
  await page.goto(emptyServer.url);
  const { keyboard } = page;
  await page.getByRole('link', { name: 'Add a server' }).focus();
  await keyboard.press('Enter');
  await page.getByRole('button', { name: 'Add a server' }).press('Enter');

  const dialog = page.getByRole('dialog', { name: 'Add a server' });
  await expect(dialog.getByRole('textbox', { name: 'Name' })).toBeFocused();
  await keyboard.type('storage-a');
  await keyboard.press('Tab');
  await keyboard.press('Tab');
  await expect(dialog.getByRole('textbox', { name: 'Command' })).toBeFocused();
  // A whole command line, as it is copied from a manual.
  await keyboard.insertText(
    `${process.execPath} ${resolve('bin/datacenter-docs.mjs')} lab --stdio --domains storage`,
  );
  await keyboard.press('Tab');
  await expect(dialog.getByRole('textbox', { name: 'Arguments' })).toHaveValue(
    /lab\n--stdio\n--domains\nstorage$/,
  );
  await dialog.getByRole('button', { name: 'Add, then look at its command' }).press('Enter');

  // Nothing runs before its command was read, and nothing is used before its tools were.
  const panel = page.getByRole('complementary', { name: 'Server storage-a' });
  await expect(panel).toContainText('This command was never accepted');
  await panel.getByRole('button', { name: 'I have read it: start it and show its tools' }).press('Enter');
  await panel.getByRole('button', { name: /^Accept this command and \d+ tools$/ }).press('Enter');

  await panel.getByRole('button', { name: 'Collect now' }).press('Enter');
  await expect(page.getByRole('status').getByText(/storage-a: \d+ entities changed$/)).toBeVisible({
    timeout: 30_000,
  });
  await expect(page.getByRole('row', { name: /^storage-a/ })).toContainText(/Ready|Connected/);
});
