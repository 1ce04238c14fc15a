import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { enter, expect, temporaryFolder, test as base } from './fixtures.ts';

/** A folder of runbooks that a test may change. */
const test = base.extend<{ readonly runbooks: string }>({
  runbooks: async ({ chromium: _ }, use) => {
    const parent = temporaryFolder();
    const folder = join(parent, 'runbooks');
    mkdirSync(folder);
    writeFileSync(
      join(folder, 'raid-rebuild.md'),
      '# RAID rebuild\n\n## Before\n\nTell the shift.\n\n## Exchanging the drive\n\nPull the drive with the amber lamp and wait for the rebuild.\n',
    );
    writeFileSync(join(folder, 'ups.txt'), 'A UPS that is on battery is reported to the building.\n');
    writeFileSync(join(folder, 'dump.md'), Buffer.from([0x23, 0x20, 0x00, 0x01, 0x02]));
    await use(folder);
    rmSync(parent, { recursive: true, force: true });
  },
});

const folders = (page: Page) => page.getByRole('region', { name: 'Imported folders' });
const row = (page: Page, name: string) => folders(page).getByRole('row', { name: new RegExp(`^${name} `) });
const path = (page: Page) => page.getByLabel('Folder on the machine where the application runs');

async function importFolder(page: Page, folder: string): Promise<void> {
  await path(page).fill(folder);
  await path(page).press('Enter');
}

/** What the palette finds in texts for these words; leaves it open. */
async function search(page: Page, words: string) {
  await page.keyboard.press('ControlOrMeta+k');
  await page.getByRole('combobox', { name: 'Search and run' }).fill(words);
  return page.getByRole('group', { name: 'Passages' }).getByRole('option');
}

test('a folder is imported, shown as indexed, searched, and taken away again', async ({
  emptyServer,
  runbooks,
  watched: page,
}) => {
  await enter(page, emptyServer, '/settings/knowledge');
  await expect(folders(page)).toContainText('No folder is imported.');
  await expect(page.getByRole('button', { name: 'Import the folder' })).toBeDisabled();

  await importFolder(page, runbooks);
  await expect(page.getByText('runbooks: 3 files looked at, 1 problem')).toBeVisible();
  await expect(path(page)).toHaveValue('');
  await expect(row(page, 'runbooks')).toContainText(runbooks);
  await expect(row(page, 'runbooks').getByRole('cell').nth(1)).toHaveText('2');
  await expect(page.getByText('Everything is indexed')).toBeVisible();
  await expect(page.getByText('3 passages, 0 of them from documents and notes')).toBeVisible();

  await row(page, 'runbooks').getByText('1 problem').click();
  await expect(row(page, 'runbooks')).toContainText('dump.md is not text: it has zero bytes');

  const found = await search(page, 'how do I exchange a drive');
  await expect(found.first()).toContainText('RAID rebuild › Exchanging the drive');
  await found.first().click();
  const passage = page.getByRole('dialog', { name: 'RAID rebuild' });
  await expect(passage).toContainText('In the file runbooks/raid-rebuild.md');
  await expect(passage).toContainText('Pull the drive with the amber lamp');
  await page.keyboard.press('Escape');
  await expect(passage).toHaveCount(0);

  await page.getByRole('button', { name: 'Search runbooks no longer' }).click();
  await expect(folders(page)).toContainText('No folder is imported.');
  await expect(page.getByText('0 passages, 0 of them from documents and notes')).toBeVisible();
  await expect(await search(page, 'amber lamp')).toHaveCount(0);
  await page.keyboard.press('Escape');

  await page.getByRole('status').getByRole('button', { name: 'Undo' }).click();
  await expect(row(page, 'runbooks').getByRole('cell').nth(1)).toHaveText('2');
  await expect((await search(page, 'amber lamp')).first()).toContainText('RAID rebuild');
});

test('what changes in a folder is found, and what is gone from it is not', async ({
  emptyServer,
  runbooks,
  watched: page,
}) => {
  await enter(page, emptyServer, '/settings/knowledge');
  await importFolder(page, runbooks);
  await expect(row(page, 'runbooks').getByRole('cell').nth(1)).toHaveText('2');

  writeFileSync(join(runbooks, 'chiller.md'), '# Chiller\n\nClose the bypass valve before the pump.\n');
  await expect(row(page, 'runbooks').getByRole('cell').nth(1)).toHaveText('3');
  await expect((await search(page, 'bypass valve')).first()).toContainText('Chiller');
  await page.keyboard.press('Escape');

  rmSync(join(runbooks, 'chiller.md'));
  await expect(row(page, 'runbooks').getByRole('cell').nth(1)).toHaveText('2');
  await expect(await search(page, 'bypass valve')).toHaveCount(0);
});

test('a folder that cannot be imported says why, and keeps what was typed', async ({
  emptyServer,
  runbooks,
  watched: page,
}) => {
  await enter(page, emptyServer, '/settings/knowledge');
  for (const [wrong, why] of [
    [join(runbooks, 'nowhere'), 'is not there'],
    [join(runbooks, 'ups.txt'), 'a folder was expected'],
  ] as const) {
    await importFolder(page, wrong);
    await expect(folders(page).getByRole('alert')).toContainText(why);
    await expect(path(page)).toHaveValue(wrong);
  }
  await expect(folders(page)).toContainText('No folder is imported.');
});
