import { expect, test } from './fixtures.ts';
import { changed } from './lab-estate.ts';

test('a VM is found by its name, with its host, what changed on it this week and the page that documents it', async ({
  reader: page,
}) => {
  await page.getByRole('button', { name: 'Search or run' }).click();
  const box = page.getByRole('combobox', { name: 'Search and run' });
  // One letter is wrong.
  await box.fill('wep-a020');
  await page.getByRole('option', { name: changed.vm }).first().click();

  await expect(page.getByRole('heading', { name: changed.vm, level: 1 })).toBeVisible();
  const relations = page.getByRole('region', { name: 'Relations' });
  await expect(relations.getByRole('link', { name: changed.to })).toBeVisible();

  const change = page.getByRole('region', { name: 'History' }).getByRole('listitem').first();
  await expect(change).toContainText('4 changes');
  await expect(change).toContainText(`${changed.from} → ${changed.to}`);
  await expect(change).toContainText(`vCPUs${changed.vcpusBefore} → ${changed.vcpusNow}`);

  const documents = page.getByRole('region', { name: 'Documents' });
  await expect(documents).toContainText('is documented here');
  await documents.getByRole('link', { name: 'Virtualization', exact: true }).click();
  const article = page.getByRole('article');
  await expect(article.getByRole('heading', { name: 'Virtualization', level: 1 })).toBeVisible();
  await expect(article.getByRole('link', { name: changed.vm }).first()).toBeAttached();
});
