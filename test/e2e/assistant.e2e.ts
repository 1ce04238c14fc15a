import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import type { ScriptedChat, ScriptedLlm } from '../support/scripted-llm.ts';
import { enter, expect, test } from './fixtures.ts';
import { changed } from './lab-estate.ts';

const question = 'What is usable when the largest host fails?';

const box = (page: Page) => page.getByRole('textbox', { name: 'Question' });
const conversation = (page: Page) => page.getByRole('region', { name: 'Conversation' });

/** Loads another place of the same server. */
async function go(page: Page, path: string): Promise<void> {
  await page.goto(new URL(path, page.url()).href);
}

async function ask(page: Page, text: string): Promise<void> {
  await box(page).fill(text);
  await box(page).press('Enter');
}

async function openAssistant(page: Page): Promise<void> {
  await page.keyboard.press('ControlOrMeta+j');
  await expect(box(page)).toBeFocused();
}

/** The evidence that the model was given: its numbers, where it comes from and what it says. */
function evidenceOf(chat: ScriptedChat) {
  const prompt = chat.messages.map(({ content }) => content).join('\n');
  return [...prompt.matchAll(/<data \S+ \[(\d+)\] ([^\n]+)>\n([\s\S]*?)\n<\/data /g)].map(
    ([, number, source = '', text = '']) => ({ number: Number(number), source, text }),
  );
}

/** Says a sentence of a document that it was given, with where it stands. */
function citing(chat: ScriptedChat): string {
  const evidence = evidenceOf(chat);
  for (const { number, source, text } of evidence) {
    const line = /^[A-Z][^|[\]\n]{30,}?\.(?=\s|$)/m.exec(text)?.[0];
    if (!source.startsWith('document ') || line === undefined) continue;
    return `${line.slice(0, -1)} [${number}].\n\nSources:\n[${number}] "${line}"`;
  }
  throw new Error(`expected a document with a sentence in the evidence, got ${JSON.stringify(evidence)}`);
}

/** The same, its first sentence in one piece: the second delta, after the one that says who speaks. */
function beginning(chat: ScriptedChat) {
  const text = citing(chat);
  return { text, deltaLength: text.indexOf('\n\n') + 2 };
}

/** The words of that sentence, as the panel shows them. */
function said(llm: ScriptedLlm): string {
  const chat = llm.chats.at(-1);
  return chat === undefined ? '' : (/^[^[]*/.exec(citing(chat))?.[0].trimEnd() ?? '');
}

test.describe('without a model', () => {
  test('a question about what is looked at is answered from search, with sources that open', async ({
    app: page,
  }) => {
    await go(page, `/inventory/entity/${encodeURIComponent(changed.id)}`);
    await openAssistant(page);
    await expect(page.getByText(`Looking at: VM ${changed.vm} · as of now`)).toBeVisible();
    await expect(page.getByText('No model is set: answers are what search finds.')).toBeVisible();
    await ask(page, 'Where does it run?');
    await expect(conversation(page)).toContainText(changed.to);
    await expect(conversation(page)).toContainText('No language model is set. These are search results:');

    const source = conversation(page)
      .getByRole('link', { name: /^Source 1: / })
      .first();
    await source.hover();
    await expect(page.getByRole('tooltip').filter({ hasText: 'Opens the entity' })).toBeVisible();
    await source.click();
    await expect(page).toHaveURL(/\/inventory\/entity\//);
    await expect(conversation(page)).toContainText('Where does it run?');

    await conversation(page).getByRole('link', { name: 'Set a model' }).click();
    await expect(page).toHaveURL(/\/settings\/model/);
  });

  test('a passage opens where it stands in its document, marked', async ({ app: page }) => {
    await openAssistant(page);
    await ask(page, '/find usable when the largest host fails');
    const source = conversation(page).locator('a[href^="/documents/"]').first();
    await source.click();
    await expect(page).toHaveURL(/\/documents\/.*quote=/);
    await expect(page.getByRole('article')).toBeVisible();
    await expect.poll(() => page.evaluate(() => CSS.highlights.has('quote'))).toBe(true);
    await expect(box(page)).toBeVisible();
  });

  test('what is typed survives closing and reloading', async ({ app: page }) => {
    await openAssistant(page);
    await box(page).fill('half a quest');
    await page.keyboard.press('ControlOrMeta+j');
    await expect(box(page)).toHaveCount(0);
    await page.reload();
    await page.getByRole('navigation').first().waitFor();
    await openAssistant(page);
    await expect(box(page)).toHaveValue('half a quest');
  });

  test('a question that is changed takes the place of the old one', async ({ app: page }) => {
    await openAssistant(page);
    await ask(page, `Where does ${changed.vm} run?`);
    await expect(conversation(page)).toContainText(changed.to);
    await box(page).press('ArrowUp');
    await expect(box(page)).toHaveValue(`Where does ${changed.vm} run?`);
    await ask(page, `/changes ${changed.vm}`);
    await expect(conversation(page)).toContainText(changed.from);
    await expect(conversation(page)).not.toContainText('Where does');
    await page.reload();
    await expect(conversation(page)).toContainText(`/changes ${changed.vm}`);
    await expect(conversation(page)).not.toContainText('Where does');
  });

  test('conversations are searched, renamed and deleted, and a deletion is taken back', async ({
    app: page,
  }) => {
    await go(page, '/assistant');
    const list = page.getByRole('list', { name: 'Conversations' });
    await ask(page, `Where does ${changed.vm} run?`);
    await expect(list.getByRole('listitem')).toHaveCount(1);
    await page.getByRole('button', { name: 'New conversation' }).click();
    await ask(page, 'Which datastores are full?');
    await expect(list.getByRole('listitem')).toHaveCount(2);
    await expect(page).toHaveURL(/\/assistant\/.+/);

    const search = page.getByRole('searchbox', { name: 'Search conversations' });
    await search.fill('datastores');
    await expect(list.getByRole('listitem')).toHaveCount(1);
    await search.fill('');
    await expect(list.getByRole('listitem')).toHaveCount(2);

    await list.getByRole('button', { name: /^Which datastores/ }).press('F2');
    const title = page.getByRole('textbox', { name: 'Title of the conversation' });
    await title.fill('Storage');
    await title.press('Enter');
    await expect(list.getByRole('button', { name: /^Storage/ })).toBeVisible();

    await page.getByRole('button', { name: 'More for “Storage”' }).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await expect(list.getByRole('listitem')).toHaveCount(1);
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect(list.getByRole('listitem')).toHaveCount(2);
  });

  test('an answer becomes a note at a section', async ({ app: page }) => {
    await openAssistant(page);
    await ask(page, `Where does ${changed.vm} run?`);
    await conversation(page).getByRole('button', { name: 'Save as a note' }).click();
    const dialog = page.getByRole('dialog', { name: 'Save the answer as a note' });
    await dialog.getByRole('combobox', { name: 'Document' }).fill('Virtual');
    await page.getByRole('option', { name: 'Virtualization' }).click();
    await dialog.getByRole('combobox', { name: 'Section' }).click();
    await page.getByRole('option', { name: 'Clusters', exact: true }).click();
    await dialog.getByRole('button', { name: 'Save note' }).click();
    await page.getByRole('status').getByRole('button', { name: 'Open' }).click();
    const note = page.getByRole('complementary', { name: 'Note on “Clusters”' });
    await expect(note).toContainText(`Where does ${changed.vm} run?`);
    await expect(note).toContainText(changed.to);
  });

  test('works by the keyboard alone', async ({ app: page }) => {
    await go(page, `/inventory/entity/${encodeURIComponent(changed.id)}`);
    await page.getByRole('heading', { name: changed.vm, level: 1 }).waitFor();
    await openAssistant(page);
    await page.keyboard.type('/ch');
    await expect(page.getByRole('option', { name: /changes/ })).toHaveAttribute('aria-selected', 'true');
    await page.keyboard.press('Tab');
    await expect(box(page)).toHaveValue('/changes ');
    await page.keyboard.type(changed.vm);
    await page.keyboard.press('Enter');
    const source = conversation(page)
      .getByRole('link', { name: /^Source 1: / })
      .first();
    await expect(source).toBeVisible();
    for (
      let i = 0;
      i < 40 && !(await source.evaluate((element) => element === document.activeElement));
      i++
    ) {
      await page.keyboard.press('Shift+Tab');
    }
    await expect(source).toBeFocused();
    await expect(page.getByRole('tooltip').filter({ hasText: 'Opens the entity' })).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('tooltip').filter({ hasText: 'Opens the entity' })).toHaveCount(0);
    await page.keyboard.press('ControlOrMeta+j');
    await expect(box(page)).toHaveCount(0);
  });

  test('a question is kept while the application is away', async ({ app: page, server }) => {
    await openAssistant(page);
    await server.stop();
    await box(page).fill('Where is it?');
    await expect(page.getByText('can be asked when it is back')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Ask', exact: true })).toBeDisabled();
    await server.restart();
    await expect(page.getByRole('button', { name: 'Ask', exact: true })).toBeEnabled({ timeout: 20_000 });
    await expect(box(page)).toHaveValue('Where is it?');
  });

  for (const colorScheme of ['dark', 'light'] as const) {
    test(`has no fault that a checker of accessibility finds, ${colorScheme}`, async ({ app: page }) => {
      await page.emulateMedia({ colorScheme });
      await openAssistant(page);
      const faults = async () => {
        const { violations } = await new AxeBuilder({ page }).include('[data-assistant]').analyze();
        return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
      };
      expect(await faults()).toEqual([]);
      await ask(page, `/changes ${changed.vm}`);
      await expect(conversation(page)).toContainText(changed.from);
      expect(await faults()).toEqual([]);
      await box(page).fill('/');
      await expect(page.getByRole('listbox', { name: 'Commands' })).toBeVisible();
      expect(await faults()).toEqual([]);
      await go(page, '/assistant');
      await expect(page.getByRole('list', { name: 'Conversations' })).toBeVisible();
      expect(await faults()).toEqual([]);
    });
  }
});

test.describe('with a model', () => {
  test('the answer is watched as it comes, and its source opens the passage', async ({
    modelled: { llm, server },
    watched: page,
  }) => {
    let goOn = () => {};
    const paused = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    llm.respond((chat) => ({ ...beginning(chat), pause: { afterDeltas: 2, until: paused } }));
    await enter(page, server);
    await expect(page.getByRole('button', { name: 'Model: scripted' })).toBeVisible();
    await openAssistant(page);
    await ask(page, question);
    await expect(page.getByRole('button', { name: 'Stop' })).toBeVisible();
    await expect(conversation(page).getByText('Writing')).toBeVisible();
    await expect(conversation(page)).toContainText(said(llm));
    await expect(conversation(page).getByRole('link', { name: /^Source/ })).toHaveCount(0);
    goOn();
    await expect(conversation(page).getByText('Written by scripted')).toBeVisible();
    await conversation(page)
      .getByRole('link', { name: /^Source 1: / })
      .first()
      .click();
    await expect(page).toHaveURL(/\/documents\/.*quote=/);
    await expect.poll(() => page.evaluate(() => CSS.highlights.has('quote'))).toBe(true);
  });

  test('is stopped: what had been said is kept, and it can be asked again', async ({
    modelled: { llm, server },
    watched: page,
  }) => {
    const never = new Promise<void>(() => {});
    llm.respond((chat) => ({ ...beginning(chat), pause: { afterDeltas: 2, until: never } }));
    await enter(page, server);
    await openAssistant(page);
    await ask(page, question);
    await expect(conversation(page).getByText('Writing')).toBeVisible();
    await expect(conversation(page)).toContainText(said(llm));
    await page.getByRole('button', { name: 'Stop' }).click();
    await expect(conversation(page)).toContainText('Stopped');
    await expect(conversation(page)).toContainText(said(llm));
    llm.respond(citing);
    await conversation(page).getByRole('button', { name: 'Ask again' }).click();
    await expect(conversation(page).getByText('Written by scripted')).toBeVisible();
    await expect(conversation(page).getByText(question, { exact: true })).toHaveCount(1);
  });

  test('is lost in the middle of an answer: search answers, and says so', async ({
    modelled: { llm, server },
    watched: page,
  }) => {
    llm.respond(() => ({ reset: 'mid-stream', text: 'The beginning of an answer' }));
    await enter(page, server);
    await openAssistant(page);
    await ask(page, question);
    await expect(conversation(page)).toContainText('The model was lost', { timeout: 40_000 });
    await expect(
      conversation(page)
        .getByRole('link', { name: /^Source 1: / })
        .first(),
    ).toBeVisible();
    await expect(conversation(page).getByRole('button', { name: 'Ask again' })).toBeVisible();
  });

  test('says that it is not in the documentation rather than guess', async ({
    modelled: { llm, server },
    watched: page,
  }) => {
    llm.respond(() => 'NOT IN THE DOCUMENTATION');
    await enter(page, server);
    await openAssistant(page);
    await ask(page, 'Who won the cup?');
    await expect(conversation(page).getByText('Not in the documentation').first()).toBeVisible();
  });
});
