import { enter, expect, test } from './fixtures.ts';
import { changed } from './lab-estate.ts';

test('from a VM to its host, what changed on it and the page that documents it, without the mouse', async ({
  reading,
  watched: page,
}) => {
  const { keyboard } = page;
  await enter(page, reading);
  await expect(page.getByRole('region', { name: 'Estate at a glance' })).toBeVisible();

  await keyboard.press('Control+k');
  await expect(page.getByRole('combobox', { name: 'Search and run' })).toBeFocused();
  await keyboard.type(changed.vm);
  await expect(page.getByRole('option', { selected: true })).toContainText(changed.vm);
  await keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: changed.vm, level: 1 })).toBeVisible();
  await expect(page.getByRole('region', { name: 'History' })).toContainText(
    `${changed.from} → ${changed.to}`,
  );

  /** Tabs on until it has the focus: everything that can be clicked can be reached. */
  const tabTo = async (name: string, within: string) => {
    const wanted = page
      .getByRole('region', { name: within })
      .getByRole('link', { name, exact: true })
      .first();
    await expect(wanted).toBeVisible();
    for (let presses = 0; presses < 120; presses++) {
      await keyboard.press('Tab');
      if (await wanted.evaluate((element) => element === document.activeElement)) break;
    }
    await expect(wanted).toBeFocused();
    // The focus can be seen.
    await expect(wanted).toHaveCSS('outline-style', 'solid');
  };
  await tabTo(changed.to, 'Relations');
  await keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: changed.to, level: 1 })).toBeVisible();

  await page.goBack();
  await expect(page.getByRole('heading', { name: changed.vm, level: 1 })).toBeVisible();
  await tabTo('Virtualization', 'Documents');
  await keyboard.press('Enter');
  await expect(
    page.getByRole('article').getByRole('heading', { name: 'Virtualization', level: 1 }),
  ).toBeVisible();
});

test('the first Tab leads past the navigation into the content', async ({ reading, watched: page }) => {
  await enter(page, reading, '/tickets');
  await expect(page.getByRole('heading', { name: 'Tickets' })).toBeVisible();
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await page.keyboard.press('Tab');
  const skip = page.getByRole('link', { name: 'Skip to the content' });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('main').locator('a, button, input').first()).toBeFocused();
});

test('g and a letter go to each screen, ? shows the keys, Escape closes', async ({
  reading,
  watched: page,
}) => {
  await enter(page, reading, '/tickets');
  const { keyboard } = page;
  for (const [key, screen] of [
    ['i', 'Inventory'],
    ['t', 'Topology'],
    ['d', 'Documents'],
    ['k', 'Tickets'],
    ['r', 'Remediation'],
    ['a', 'Activity'],
    ['s', 'Settings'],
    ['o', 'Overview'],
  ] as const) {
    await keyboard.press('g');
    await keyboard.press(key);
    await expect(page.getByRole('heading', { name: screen, level: 1 }).first()).toBeVisible();
    await expect(
      page.getByRole('navigation', { name: 'Screens' }).getByRole('link', { name: screen }),
    ).toHaveAttribute('aria-current', 'page');
  }

  await keyboard.press('?');
  const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await expect(sheet).toContainText('Search or run');
  // A dialog has the keyboard to itself.
  await keyboard.press('g');
  await keyboard.press('i');
  await expect(sheet).toBeVisible();
  await keyboard.press('Escape');
  await expect(sheet).toHaveCount(0);
  await expect(page.getByRole('heading', { name: 'Overview', level: 1 })).toBeVisible();
});

test('in the list arrow keys walk, the panel follows, Escape closes it, Enter opens the page', async ({
  reading,
  watched: page,
}) => {
  const { keyboard } = page;
  await enter(page, reading, '/inventory?kind=host');
  const rows = page.getByRole('rowgroup', { name: 'Rows' }).getByRole('row');
  await expect(rows.first()).toContainText('esx-a01');
  await keyboard.press('/');
  await expect(page.getByRole('combobox', { name: 'Filter' })).toBeFocused();
  await keyboard.type('esx-b');
  await expect(page.getByRole('grid', { name: '4 hosts' })).toBeVisible();
  await keyboard.press('Enter');
  await keyboard.press('ArrowRight');
  await expect(page.getByRole('complementary', { name: 'Details of esx-b01' })).toBeVisible();
  await keyboard.press('ArrowDown');
  await expect(page.getByRole('complementary', { name: 'Details of esx-b02' })).toBeVisible();
  await keyboard.press('Escape');
  await expect(page.getByRole('complementary')).toHaveCount(0);
  await keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'esx-b02', level: 1 })).toBeVisible();
});
