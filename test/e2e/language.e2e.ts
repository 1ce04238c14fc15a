import type { Page } from '@playwright/test';
import { de } from '../../src/renderer/i18n/de/catalogue.ts';
import { en } from '../../src/renderer/i18n/en/catalogue.ts';
import { enter, expect, test } from './fixtures.ts';
import { screens } from './screens.ts';

/** Every text of a catalogue that is said as it stands, by its path. */
function* texts(catalogue: object, path = ''): Iterable<[string, string]> {
  for (const [name, value] of Object.entries(catalogue) as [string, unknown][]) {
    const here = `${path}.${name}`;
    if (typeof value === 'string') yield [here, value];
    else if (typeof value === 'object' && value !== null) yield* texts(value, here);
  }
}

const german = new Set([...texts(de)].map(([, text]) => text));
/** What is said in English and never in German: none of it may be left over. */
const english = new Set([...texts(en)].map(([, text]) => text).filter((text) => !german.has(text)));

/** The names of everything that has one, and headings: what a screen consists of. Data keep their own language. */
async function words(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const chrome =
      'nav a, h1, h2, h3, button, label, legend, summary, [role="tab"], [role="columnheader"], [aria-label], [title], [placeholder]';
    const found = new Set<string>();
    for (const element of document.querySelectorAll<HTMLElement>(chrome)) {
      // Documents and what is collected are in the language of the field.
      const data = 'article, [role="tree"], [role="grid"], .monaco-editor, main nav, [role="rowgroup"]';
      if (element.closest(data)) continue;
      for (const text of [
        element.getAttribute('aria-label'),
        element.getAttribute('title'),
        element.getAttribute('placeholder'),
        element.innerText,
      ]) {
        if (text !== null && text.trim() !== '') found.add(text.trim());
      }
    }
    return [...found];
  });
}

const places = new Set(screens.filter(({ part }) => part === undefined).map(({ path }) => path));

test.describe('in German no English is left over', () => {
  for (const path of places) {
    test(path, async ({ reading, watched: page }) => {
      await page.addInitScript(() => {
        localStorage.setItem(
          'datacenter-docs.preferences',
          JSON.stringify({ state: { language: 'de' }, version: 1 }),
        );
      });
      await enter(page, reading, path);
      await expect(page.getByRole('navigation', { name: de.shell.navigation })).toBeVisible();
      await expect(page.getByRole('main').getByRole('heading').first()).toBeVisible();
      await expect(page.getByLabel(de.ui.loading)).toHaveCount(0);
      expect((await words(page)).filter((word) => english.has(word))).toEqual([]);
      await expect(page.locator('html')).toHaveAttribute('lang', 'de');
    });
  }
});

test('the language is changed in the menu, and stays', async ({ reading, watched: page }) => {
  await enter(page, reading, '/tickets');
  await page.getByRole('button', { name: en.shell.menu.label }).click();
  await page.getByRole('menuitemradio', { name: 'Deutsch' }).click();
  await expect(page.getByRole('navigation', { name: de.shell.navigation })).toContainText(
    de.shell.screens.overview,
  );
  await page.reload();
  await expect(page.getByRole('heading', { name: de.shell.screens.tickets, level: 1 })).toBeVisible();
});

test('with reduced motion nothing moves', async ({ reading, watched: page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await enter(page, reading);
  await expect(page.getByRole('region', { name: 'Estate at a glance' })).toBeVisible();
  await page.getByRole('button', { name: /^Search or run/ }).click();
  await expect(page.getByRole('option').first()).toBeVisible();
  const moving = await page.evaluate(() =>
    document
      .getAnimations()
      .filter((animation) => Number(animation.effect?.getComputedTiming().duration ?? 0) > 1)
      .map((animation) => (animation.effect as KeyframeEffect | null)?.target?.className),
  );
  expect(moving).toEqual([]);
});
