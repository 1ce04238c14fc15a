import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { enter, expect, test } from './fixtures.ts';
import { screens } from './screens.ts';

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

test.use({ contextOptions: { reducedMotion: 'reduce' }, trace: 'off' });

/** What depends on the theme; every other rule is as true in the dark as in the light. */
const ofColours = ['color-contrast', 'link-in-text-block'];

/** Looks at what is shown in both themes, and says of each violation where it is. */
async function expectNoViolation(page: Page, part?: string): Promise<void> {
  // What is explained under the pointer is no part of the page.
  await page.mouse.move(0, 0);
  await expect(page.getByRole('tooltip')).toHaveCount(0);
  const found: Record<string, unknown> = {};
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme });
    const axe = new AxeBuilder({ page }).setLegacyMode(true);
    if (part !== undefined) axe.include(part);
    const { violations } = await (
      colorScheme === 'dark' ? axe.withTags(tags) : axe.withRules(ofColours)
    ).analyze();
    for (const { id, help, nodes } of violations) {
      found[`${colorScheme} ${id}: ${help}`] = nodes
        .slice(0, 5)
        .map(({ target, failureSummary }) => `${target.join(' ')} ${failureSummary ?? ''}`);
    }
  }
  expect(found).toEqual({});
}

test.describe('no screen breaks a rule of accessibility, in either theme', () => {
  for (const { name, path, part, open } of screens) {
    test(name, async ({ watched, reading }) => {
      await enter(watched, reading, path);
      await open(watched);
      await expectNoViolation(watched, part);
    });
  }

  test('first run', async ({ emptyServer, watched }) => {
    await enter(watched, emptyServer);
    await expect(watched.getByRole('button', { name: 'Start the lab' })).toBeVisible();
    await expectNoViolation(watched);
  });

  test('wrong token', async ({ emptyServer, page }) => {
    await page.goto(emptyServer.url.replace(/token=.*/, 'token=wrong'));
    await expect(page.getByRole('heading', { name: 'This address needs its token' })).toBeVisible();
    await expectNoViolation(page);
  });

  test('a moment in the past', async ({ watched, reading }) => {
    await enter(watched, reading, `/inventory?kind=vm&at=${new Date(Date.now() - 1_000).toISOString()}`);
    await expect(watched.getByText('Everything is shown as it was')).toBeVisible();
    await expect(watched.getByRole('grid').getByRole('row').nth(5)).toBeVisible();
    await expectNoViolation(watched);
  });
});
