import { changed, changeVm, cli } from './lab-estate.ts';
import { enter, expect, test } from './fixtures.ts';

test('a note survives the writing of what it stands on', async ({
  live: { estate, server },
  watched: page,
}) => {
  await enter(page, server, '/documents/virtualization');
  const article = page.getByRole('article');
  const vms = article
    .locator('section')
    .filter({ has: page.getByRole('heading', { name: 'VMs', exact: true }) });
  await article.getByRole('button', { name: 'Add a note to “VMs”' }).click();
  await page.getByRole('textbox', { name: 'Note on “VMs”' }).fill('Call **payments** before restarting.');
  await page.getByRole('button', { name: 'Save note' }).click();
  const note = vms.getByRole('complementary', { name: 'Note on “VMs”' });
  await expect(note.getByText('payments')).toHaveCSS('font-weight', /[67]00/);

  // What is collected behind the page marks it as out of date, with the reason.
  await changeVm(estate);
  await cli(server.dataDir, 'collect');
  await expect(article.getByText(/of this page (is|are) out of date/)).toBeVisible();
  await expect(vms.getByText('out of date')).toBeVisible();
  await expect(page.getByRole('main')).toContainText(/\d out of date/);

  await article.getByRole('button', { name: 'Write again' }).first().click();
  await expect(article.getByRole('link', { name: 'Version 2' })).toBeVisible();
  await expect(article.getByText('out of date')).toHaveCount(0);
  await expect(note.getByText('payments')).toBeVisible();
  await expect(article.getByRole('link', { name: changed.to }).first()).toBeAttached();

  // And it can be taken back.
  await note.getByRole('button', { name: 'Delete note' }).click();
  await expect(note).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(note).toBeVisible();
});

test('what was typed survives a reload before it was saved', async ({ server, watched: page }) => {
  await enter(page, server, '/documents/virtualization');
  await page.getByRole('button', { name: 'Add a note to “Scope”' }).click();
  const editor = page.getByRole('textbox', { name: 'Note on “Scope”' });
  await editor.fill('half a thought');
  await expect(page.getByText('Draft kept in this window.')).toBeVisible();
  await page.reload();
  await expect(editor).toHaveValue('half a thought');
});
