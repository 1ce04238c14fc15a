import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Page } from '@playwright/test';
import { enter, expect, test } from './fixtures.ts';
import { screens } from './screens.ts';

/** Kept after the tests, for whoever wants to look: the smallest window that is meant, and one of a large screen. */
const folder = resolve('out/pictures');
const sizes = [
  { width: 1280, height: 800 },
  { width: 2560, height: 1440 },
] as const;

test.use({ contextOptions: { reducedMotion: 'reduce' }, trace: 'off' });

test.describe('every screen in both themes and two sizes: nothing runs over, no text is cut', () => {
  for (const { name, path, open } of screens) {
    test(name, async ({ watched: page, reading }) => {
      for (const size of sizes) {
        await page.setViewportSize(size);
        await enter(page, reading, path);
        await open(page);
        // What this screen remembers of itself is not for the next size.
        await page.evaluate(() => localStorage.clear());
        await takePictures(page, name, size);
      }
    });
  }

  test('first-run', async ({ watched: page, emptyServer }) => {
    for (const size of sizes) {
      await page.setViewportSize(size);
      await enter(page, emptyServer);
      await expect(page.getByRole('button', { name: 'Start the lab' })).toBeVisible();
      await takePictures(page, 'first-run', size);
    }
  });

  test('wrong-token', async ({ page, emptyServer }) => {
    for (const size of sizes) {
      await page.setViewportSize(size);
      await page.goto(`${emptyServer.origin}/tickets`);
      await expect(page.getByRole('heading', { name: 'This address needs its token' })).toBeVisible();
      await takePictures(page, 'wrong-token', size);
    }
  });
});

async function takePictures(page: Page, name: string, { width, height }: (typeof sizes)[number]) {
  mkdirSync(folder, { recursive: true });
  expect(await page.evaluate(cutTexts)).toEqual([]);
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.screenshot({
      path: resolve(folder, `${name}-${width}x${height}-${colorScheme}.png`),
      animations: 'disabled',
    });
  }
}

/**
 * What of the page is cut: the body running over its window, and text that is longer than its box without saying so
 * with an ellipsis or a way to scroll.
 */
function cutTexts(): string[] {
  const cut: string[] = [];
  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth)
    cut.push(`the page is ${root.scrollWidth - root.clientWidth} px too wide`);
  if (root.scrollHeight > root.clientHeight)
    cut.push(`the page is ${root.scrollHeight - root.clientHeight} px too high`);
  for (const element of document.querySelectorAll<HTMLElement>('body *')) {
    const hasText = [...element.childNodes].some(
      (node) => node.nodeType === Node.TEXT_NODE && (node.textContent ?? '').trim() !== '',
    );
    // What is hidden from eyes is one pixel wide on purpose; editors scroll their own way.
    if (!hasText || element.clientWidth <= 1 || element.closest('.monaco-editor, svg, [aria-hidden="true"]'))
      continue;
    const style = getComputedStyle(element);
    if (style.visibility === 'hidden' || style.textOverflow === 'ellipsis') continue;
    const clips = style.overflowX === 'hidden' || style.overflowX === 'clip';
    if (clips && element.scrollWidth > element.clientWidth + 1) {
      cut.push(`${element.tagName.toLowerCase()} "${(element.textContent ?? '').trim().slice(0, 60)}"`);
    }
  }
  return cut;
}
