import { enter, expect, test } from './fixtures.ts';
import { changed } from './lab-estate.ts';

test('the whole console turns to a moment, says so everywhere, and comes back', async ({
  reading,
  watched: page,
}) => {
  await enter(page, reading, `/inventory/entity/${encodeURIComponent(changed.id)}`);
  const facts = page.getByRole('region', { name: 'Facts' });
  await expect(facts).toContainText(changed.to);
  // The oldest entry: as it was first seen, before it moved.
  await page
    .getByRole('region', { name: 'History' })
    .getByRole('button', { name: 'As it was then' })
    .last()
    .click();

  const band = page.getByRole('status').filter({ hasText: 'Everything is shown as it was at' });
  await expect(band).toBeVisible();
  await expect(facts).toContainText(changed.from);
  await expect(facts).not.toContainText(changed.to);

  // Every screen shows that moment, and none lets anything be changed.
  await page.getByRole('navigation', { name: 'Screens' }).getByRole('link', { name: 'Inventory' }).click();
  await page.getByRole('combobox', { name: 'Filter' }).fill(changed.vm);
  await expect(page.getByRole('row', { name: new RegExp(changed.vm) })).toContainText(changed.from);
  await expect(band).toBeVisible();
  for (const screen of ['Overview', 'Topology', 'Documents']) {
    await page.getByRole('navigation', { name: 'Screens' }).getByRole('link', { name: screen }).click();
    await expect(page.getByRole('heading', { name: screen, level: 1 })).toBeVisible();
    await expect(band).toBeVisible();
    expect(new URL(page.url()).searchParams.has('at')).toBe(true);
  }
  await expect(page.getByRole('main')).toContainText('No document had been written then.');

  await band.getByRole('button', { name: 'Back to now' }).click();
  await expect(band).toHaveCount(0);
  await page.goBack();
  await expect(band).toBeVisible();
});

test('a moment is chosen by hand; one that is still to come is refused', async ({
  reading,
  watched: page,
}) => {
  await enter(page, reading, '/inventory?kind=vm');
  await page.getByRole('button', { name: /^As of/ }).click();
  const exact = page.getByRole('textbox', { name: 'Exact time' });
  await exact.fill('2099-01-01 00:00');
  await page.getByRole('button', { name: 'Show this moment' }).click();
  await expect(page.getByText('This moment is still to come.')).toBeVisible();
  await exact.fill('2020-01-01 00:00');
  await exact.press('Enter');
  await expect(
    page.getByRole('status').filter({ hasText: 'Everything is shown as it was at' }),
  ).toBeVisible();
  await expect(page.getByRole('row', { name: new RegExp(changed.vm) })).toHaveCount(0);
  // Nothing of now stands for that moment.
  await expect(page.getByRole('main').getByRole('alert')).toContainText('history is kept from');
});
