import { enter, expect, test } from './fixtures.ts';

test('two versions of a document side by side: what was added, what was taken away, and why', async ({
  reading,
  watched: page,
}) => {
  await enter(page, reading, '/documents/virtualization');
  await page.getByRole('main').getByText('Compare', { exact: true }).click();
  await expect(page.getByRole('radio', { name: 'Compare' })).toBeChecked();

  const versions = page.getByRole('complementary', { name: 'Versions' });
  await expect(versions.getByRole('listitem')).toHaveCount(2);
  await expect(versions.getByRole('radio', { name: 'Older version: Version 1' })).toBeChecked();
  await expect(versions.getByRole('radio', { name: 'Newer version: Version 2' })).toBeChecked();

  // What was broken in between is a row that came.
  await page.getByRole('button', { name: /^Findings/ }).click();
  const compared = page.getByRole('region', { name: 'Versions 1 and 2 compared' });
  await expect(
    compared
      .locator('.editor.modified')
      .getByText(/Guest.does.not.answer/)
      .first(),
  ).toBeVisible();
  await expect(compared.locator('.editor.original').getByText(/Guest.does.not.answer/)).toHaveCount(0);
  await expect(versions.getByRole('listitem').first()).toContainText('vcpus changed on 1 VM');

  // The comparison is a link.
  await page.goto(`${reading.origin}/documents/virtualization?view=compare&from=1&to=2`);
  await page.getByRole('button', { name: /^VMs/ }).first().click();
  await expect(compared.getByText(/api-a006/).first()).toBeVisible();
});

test('an old version can be read, and says that it is old', async ({ reading, watched: page }) => {
  await enter(page, reading, '/documents/virtualization?view=compare');
  await page.getByRole('button', { name: 'Read version 1' }).click();
  const article = page.getByRole('article');
  await expect(article).toContainText('This is version 1; the newest is version 2.');
  await article.getByRole('button', { name: 'Show the newest' }).click();
  await expect(article.getByRole('link', { name: 'Version 2' })).toBeVisible();
  await expect(article).not.toContainText('This is version 1');
});
