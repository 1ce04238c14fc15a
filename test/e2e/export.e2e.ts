import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { enter, expect, test } from './fixtures.ts';
import { changed } from './lab-estate.ts';

/** What the browser is given as a file when it is chosen in the menu. */
async function download(page: Page, choice: string | RegExp): Promise<{ name: string; text: string }> {
  await page.getByRole('main').getByRole('button', { name: 'Export' }).click();
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: choice }).click(),
  ]);
  return { name: file.suggestedFilename(), text: readFileSync(await file.path(), 'utf8') };
}

test('the list as it is narrowed and ordered, as CSV and as JSON', async ({ reading, watched: page }) => {
  await enter(page, reading, '/inventory?kind=vm&filter=name~web&sort=-memoryBytes');
  const grid = page.getByRole('grid');
  await expect(grid.getByRole('row').nth(2)).toBeVisible();
  const count = Number((await grid.getAttribute('aria-label'))?.split(' ')[0]);

  const csv = await download(page, /^CSV/);
  expect(csv.name).toMatch(/\.csv$/);
  const [head, ...lines] = csv.text
    .replace(/^\uFEFF/, '')
    .trim()
    .split(/\r?\n/);
  expect(head).toContain('host');
  expect(lines).toHaveLength(count);
  expect(lines.find((line) => line.includes(changed.vm))).toContain(changed.to);
  await expect(page.getByText(`${count} rows exported`)).toBeVisible();

  const json = await download(page, /^JSON/);
  expect(json.name).toMatch(/\.json$/);
  const rows = JSON.parse(json.text) as { name: string; memoryBytes: number }[];
  expect(rows).toHaveLength(count);
  const memory = rows.map(({ memoryBytes }) => memoryBytes);
  expect(memory).toEqual(memory.toSorted((a, b) => b - a));
});

test('only the rows that are chosen', async ({ reading, watched: page }) => {
  await enter(page, reading, '/inventory?kind=host');
  const rows = page.getByRole('rowgroup', { name: 'Rows' }).getByRole('row');
  await rows.filter({ hasText: 'esx-a01' }).click({ modifiers: ['Control'] });
  await rows.filter({ hasText: 'esx-b04' }).click({ modifiers: ['Control'] });
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('toolbar', { name: 'Selection' }).getByRole('button', { name: 'Export 2 rows' }).click(),
  ]);
  const text = readFileSync(await file.path(), 'utf8');
  expect(text.trim().split(/\r?\n/)).toHaveLength(3);
  expect(text).toContain('esx-b04');
});

test('a document as Markdown and as HTML that needs nothing else', async ({ reading, watched: page }) => {
  await enter(page, reading, '/documents/infrastructure');
  await expect(page.getByRole('article').getByRole('heading', { level: 1 })).toBeVisible();
  const markdown = await download(page, 'Markdown file');
  expect(markdown.name).toMatch(/\.md$/);
  expect(markdown.text).toContain('# Infrastructure overview');
  const html = await download(page, 'HTML file');
  expect(html.name).toMatch(/\.html$/);
  expect(html.text).toContain('Infrastructure overview');
  expect(html.text).not.toMatch(/(?:src|href)="https?:/);
});

test('a setting is in force at once, and undo takes it back', async ({ server, watched: page }) => {
  await enter(page, server, '/settings/schedule');
  await page.getByRole('button', { name: 'Pause Collection' }).click();
  await expect(page.getByText('Collection is paused')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Resume Collection' })).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('button', { name: 'Pause Collection' })).toBeVisible();
});
