import type { Page } from '@playwright/test';
import { enter, expect, test } from './fixtures.ts';
import { cli } from './lab-estate.ts';

const hung = { id: 'lab:vm:vm-1050', name: 'db-a001' } as const;
const address = `/inventory/entity/${encodeURIComponent(hung.id)}`;

const dialog = (page: Page) => page.getByRole('dialog');
const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true }).click();

/** Proposes to press the reset button of the VM that hung, from its page. */
async function propose(page: Page): Promise<void> {
  await press(page, 'Remediate…');
  await page.getByRole('combobox', { name: 'Action' }).click();
  await page.getByRole('option', { name: 'Restart a VM' }).click();
  await dialog(page).getByRole('combobox', { name: 'mode' }).click();
  await page.getByRole('option', { name: 'hard', exact: true }).click();
  await dialog(page)
    .getByRole('button', { name: /^Propose/ })
    .click();
  await expect(page.getByRole('region', { name: 'Exact calls' })).toContainText('vmware_reset_vm');
}

async function typeName(page: Page): Promise<void> {
  const name = dialog(page).getByLabel(/^Type db-a001/);
  if (await name.isVisible()) await name.fill(hung.name);
}

test('a hung VM is restarted: proposed, seen exactly, approved, followed, verified and judged', async ({
  live,
  watched: page,
}) => {
  await live.estate.data('lab_scenario', { name: 'hung-vm', on: true });
  await cli(live.server.dataDir, 'collect');
  await enter(page, live.server, address);
  await propose(page);
  await expect(page.getByRole('region', { name: 'What policy says' })).toContainText('Kill switch');
  await expect(page.getByRole('region', { name: 'Reliability score' })).toContainText('Success so far');

  await press(page, 'Dry run');
  await expect(page.getByRole('region', { name: 'Dry run' })).toContainText('nothing is changed');

  await press(page, 'Approve & run…');
  await expect(dialog(page)).toContainText('{"vm":"vm-1050"}');
  await typeName(page);
  // Enter decides nothing.
  await page.keyboard.press('Enter');
  await expect(dialog(page)).toBeVisible();
  await press(page, `Approve & run on ${hung.name}`);

  const run = page.getByRole('region', { name: 'Run', exact: true });
  await expect(run).toContainText('1 of 1 call made');
  // The estate's time goes on only when it is told to: until then the guest is not up.
  await expect(run).toContainText('not yet');
  await live.estate.data('lab_advance', { seconds: 300 });
  await expect(page.getByText('Succeeded').first()).toBeVisible();
  await expect(run.getByText('Verify by reading back')).toBeVisible();

  await press(page, 'Yes');
  await press(page, 'Say so');
  await expect(page.getByText('You said yes')).toBeVisible();

  await page.getByRole('button', { name: 'Back to the queue' }).click();
  await page.getByRole('link', { name: 'History' }).click();
  await expect(page.getByRole('grid', { name: /have ended/ })).toContainText(hung.name);
  await page.getByRole('link', { name: 'Calibration' }).click();
  await expect(page.getByText('rests on 1 outcome and 1 opinion')).toBeVisible();
});

test('the kill switch stops what would run, in two steps, and lets it go in two', async ({
  live,
  watched: page,
}) => {
  await enter(page, live.server, address);
  await propose(page);
  await press(page, 'Automation: Manual');
  await press(page, 'Stop everything…');
  await page.getByLabel(/^Why/).fill('storm in the building');
  await press(page, 'Stop everything now');
  await expect(page.getByRole('button', { name: 'Automation: Stopped' })).toBeVisible();
  const run = page.getByRole('button', { name: 'Approve & run…' });
  await expect(run).toBeDisabled();
  await expect(page.getByRole('toolbar').getByText(/The kill switch is on: nothing/)).toBeVisible();

  await press(page, 'Automation: Stopped');
  await expect(page.getByText('storm in the building').first()).toBeVisible();
  await press(page, 'Release…');
  await page.getByLabel(/^Why/).fill('it is over');
  await press(page, 'Release the kill switch');
  await expect(page.getByRole('button', { name: 'Automation: Manual' })).toBeVisible();
  await run.click();
  await expect(dialog(page)).toBeVisible();
});

test('a remediation is rejected by the keyboard, with a reason', async ({ live, watched: page }) => {
  await enter(page, live.server, address);
  await propose(page);
  await page.getByRole('link', { name: /^Remediation/ }).click();
  await expect(page.getByRole('listbox').getByRole('option').first()).toBeVisible();
  await page.keyboard.press('j');
  await expect(page.getByRole('listbox').getByRole('option', { selected: true })).toHaveCount(1);
  const title = await page.getByRole('complementary').getByRole('heading').first().textContent();
  await page.keyboard.press('r');
  await dialog(page).getByRole('textbox').fill('not during the backup');
  await page.keyboard.press('Control+Enter');
  await expect(dialog(page)).toHaveCount(0);
  await page.getByRole('link', { name: 'History' }).click();
  const row = page
    .getByRole('grid', { name: /have ended/ })
    .getByRole('row')
    .nth(1);
  await expect(row).toContainText('Rejected');
  await row.click();
  await expect(page.getByRole('complementary').getByRole('heading').first()).toHaveText(title ?? '');
  await expect(
    page
      .getByRole('complementary')
      .getByText(/not during the backup/)
      .first(),
  ).toBeVisible();
});

test('a policy is written, found wrong, mended, compared, tried on the past and put in force', async ({
  server,
  watched: page,
}) => {
  await enter(page, server, '/remediation/policy');
  const editor = page.getByRole('region', { name: 'Policy, as YAML' });
  await expect(editor).toContainText('minimumReliability');
  const write = async (text: string) => {
    await editor.locator('.view-lines').click();
    await page.keyboard.press('Control+A');
    await page.keyboard.insertText(text);
  };
  await write('minimumReliability: 200\n');
  await expect(page.getByText(/1 fault: it cannot be put in force/).first()).toBeVisible();
  await expect(page.getByRole('button', { name: 'Go to line 1' })).toBeVisible();

  await write('minimumReliability: 90\nautomatic: true\n');
  await expect(page.getByText('It can be put in force')).toBeVisible();
  await page.getByText(/^Changes/).click();
  const changes = page.getByRole('region', { name: 'Changes' });
  await expect(changes).toContainText('minimumReliability');
  await expect(changes).toContainText('more');
  await page.getByText('Try on the past').click();
  await press(page, 'Decide the last 30 days again');
  await expect(page.getByText(/decisions? made again/)).toBeVisible();

  await press(page, 'Put in force…');
  await dialog(page).getByRole('textbox').fill('agreed in the review');
  await press(page, 'Put it in force');
  await expect(page.getByText('As in force')).toBeVisible();
  await page.getByText('Versions', { exact: true }).click();
  await expect(page.getByText('agreed in the review')).toBeVisible();
});
