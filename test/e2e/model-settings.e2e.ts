import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from '@playwright/test';
import { obliging } from '../support/obliging-model.ts';
import { startScriptedLlm, type ScriptedLlm } from '../support/scripted-llm.ts';
import { enter, expect, startServer, temporaryFolder, test as base, type RunningServer } from './fixtures.ts';

const key = 'sk-planted-0123456789';

interface Fixtures {
  /** An endpoint that wants the key. */
  readonly llm: ScriptedLlm;
  /** Over an empty data directory, without a model, on a machine that has a keyring. */
  readonly keyed: RunningServer;
}

const test = base.extend<Fixtures>({
  llm: async ({ chromium: _ }, use) => {
    const llm = await startScriptedLlm({
      apiKey: key,
      models: [{ id: 'qwen3:8b', context_length: 32_768 }, 'nomic-embed-text'],
      supports: { tools: false },
    });
    llm.respond(obliging);
    await use(llm);
    await llm.close();
  },
  keyed: async ({ chromium: _ }, use) => {
    const standIn = pathToFileURL(resolve('test/support/keyring-stand-in/register.ts')).href;
    const server = await startServer(temporaryFolder(), {
      NODE_OPTIONS: `--import ${standIn}`,
      LLM_BASE_URL: '',
      LLM_API_KEY: '',
      LLM_MODEL: '',
    });
    await use(server);
    await server.stop();
    rmSync(server.dataDir, { recursive: true, force: true });
  },
});

const part = (page: Page, name: string) => page.getByRole('region', { name });
const address = (page: Page) => page.getByRole('textbox', { name: 'Address', exact: true });

async function setAddress(page: Page, url: string): Promise<void> {
  await address(page).fill(url);
  await address(page).press('Enter');
}

async function setKey(page: Page, value: string): Promise<void> {
  await part(page, 'Endpoint').getByRole('button', { name: 'Set key' }).click();
  const dialog = page.getByRole('dialog', { name: 'Set key' });
  await dialog.getByLabel('Key', { exact: false }).fill(value);
  await dialog.getByRole('button', { name: 'Set key' }).click();
}

/** Every file of a folder in which the text stands. */
function filesWith(folder: string, text: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile() && readFileSync(join(one.parentPath, one.name)).includes(text))
    .map(({ name }) => name);
}

test('a model is set: its address, its key, which one of those that are there, and what works', async ({
  llm,
  keyed,
  watched: page,
}) => {
  await enter(page, keyed, '/settings/model');
  await expect(page.getByText('No model is set. Search, documents and answers')).toBeVisible();
  await setAddress(page, llm.url);
  await expect(page.getByText('An endpoint is set, but no model is chosen.')).toBeVisible();

  const models = part(page, 'Models');
  await expect(models.getByRole('alert')).toContainText('refused the key (401)');
  await expect(models.getByRole('alert')).toContainText('Settings → Language model');
  await setKey(page, key);
  await expect(part(page, 'Endpoint')).toContainText('Stored');
  await expect(models).toContainText('2 at the endpoint');

  await models.getByRole('combobox', { name: 'Chat' }).click();
  await page.getByRole('option', { name: 'qwen3:8b' }).click();
  await expect(page.getByText('qwen3:8b is set.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Model: qwen3:8b' })).toBeVisible();
  await models.getByRole('combobox', { name: 'Embeddings' }).fill('nomic-embed-text');
  await models.getByRole('combobox', { name: 'Embeddings' }).press('Enter');
  await expect(models).toContainText('Now 32,768 tokens');
  // A result goes with the settings that it was for: what is tested is what is kept.
  await expect.poll(() => filesWith(keyed.dataDir, 'nomic-embed-text')).toContain('config.yaml');

  const works = part(page, 'What works');
  await works.getByRole('button', { name: 'Test connection' }).click();
  await expect(works.getByRole('listitem')).toHaveCount(6);
  for (const name of ['List of models', 'Chat', 'Streaming', 'JSON by schema', 'Embeddings']) {
    await expect(works.getByRole('listitem').filter({ hasText: name })).toContainText('✓');
  }
  // What it cannot do is no failure: the assistant does without.
  await expect(works.getByRole('listitem').filter({ hasText: 'Tools' })).toContainText('▲');
  await expect(part(page, 'Used in the last 30 days')).toContainText('Connection tests');
});

test('a key stands in the secret store alone, goes to its endpoint alone, and can be taken away', async ({
  llm,
  keyed,
  watched: page,
}) => {
  await enter(page, keyed, '/settings/model');
  await setAddress(page, llm.url);
  await setKey(page, key);
  await expect(part(page, 'Models')).toContainText('2 at the endpoint');
  expect(llm.requests.at(-1)?.headers['authorization']).toBe(`Bearer ${key}`);

  await page.reload();
  await expect(part(page, 'Endpoint')).toContainText('Stored');
  expect(await page.content()).not.toContain(key);
  expect(filesWith(keyed.dataDir, llm.url)).toContain('config.yaml');
  expect(filesWith(keyed.dataDir, key)).toEqual([]);

  const other = await startScriptedLlm();
  await setAddress(page, other.url);
  await expect(part(page, 'Models')).toContainText('1 at the endpoint');
  await expect(part(page, 'Endpoint')).toContainText('None');
  expect(other.requests.filter(({ headers }) => headers['authorization']?.includes(key))).toEqual([]);
  await other.close();

  await setAddress(page, llm.url);
  await part(page, 'Endpoint').getByRole('button', { name: 'Remove key' }).click();
  await expect(page.getByText('The key was removed.')).toBeVisible();
  await expect(part(page, 'Models').getByRole('alert')).toContainText('refused the key (401)');
});

test('a wrong address says what is wrong with it, and its results go with it', async ({
  llm,
  keyed,
  watched: page,
}) => {
  await enter(page, keyed, '/settings/model');
  await setAddress(page, 'ftp://models.example.org');
  await expect(page.getByText('expected an address that begins with http:// or https://')).toBeVisible();

  const away = await startScriptedLlm();
  await away.close();
  await setAddress(page, away.url);
  await expect(part(page, 'Models').getByRole('alert')).toContainText('nothing listens there');
  await expect(part(page, 'Models').getByRole('alert')).toContainText('Check the address');
  const works = part(page, 'What works');
  await works.getByRole('button', { name: 'Test connection' }).click();
  const list = works.getByRole('listitem').filter({ hasText: 'List of models' });
  await expect(list).toContainText('■');
  await expect(list).toContainText('nothing listens there');

  await setAddress(page, llm.url);
  await setKey(page, key);
  await expect(part(page, 'Models')).toContainText('2 at the endpoint');
  await expect(works).toContainText('Not tested since this page was opened.');

  // What one endpoint has is not offered for another that says nothing.
  await setAddress(page, away.url);
  await expect(part(page, 'Models').getByRole('alert')).toContainText('nothing listens there');
  await expect(part(page, 'Models')).not.toContainText('at the endpoint');
});
