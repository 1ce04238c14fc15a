import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openAppClient, type AppClient } from '../support/app-client.ts';
import { runCli } from '../support/cli.ts';
import { startScriptedLlm, type ScriptedLlm } from '../support/scripted-llm.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const variables = ['LLM_BASE_URL', 'LLM_API_KEY', 'LLM_MODEL'];
let server: ScriptedLlm;
let folder: ReturnType<typeof temporaryFolder>;
let before: Record<string, string | undefined>;
beforeEach(async () => {
  before = Object.fromEntries(variables.map((name) => [name, process.env[name]]));
  for (const name of variables) delete process.env[name];
  server = await startScriptedLlm({
    models: [{ id: 'qwen3:8b', context_length: 32_768 }, 'nomic-embed-text'],
  });
  server.respond(() => 'ready');
  folder = temporaryFolder();
});
afterEach(async () => {
  for (const name of variables) {
    if (before[name] === undefined) delete process.env[name];
    else process.env[name] = before[name];
  }
  await server.close();
  folder[Symbol.dispose]();
});

const configure = () =>
  writeFileSync(join(folder.path, 'config.yaml'), `llm: { baseUrl: '${server.url}', model: 'qwen3:8b' }\n`);

describe('the contract', () => {
  let opened: AppClient | undefined;
  afterEach(async () => {
    await opened?.close();
    opened = undefined;
  });
  const open = async () => (opened = await openAppClient(folder.path));

  it('says that no model is set, and which there may be', async () => {
    const { client } = await open();
    expect(await client.llm.state({})).toMatchObject({ configured: false, models: {}, environment: [] });
    const { presets } = await client.llm.presets({});
    expect(presets.map(({ id }) => id)).toEqual(['ollama', 'lm-studio', 'open-webui', 'openai', 'anthropic']);
    await expect(client.llm.test({})).rejects.toMatchObject({ code: 'llm-not-configured' });
  });

  it('has a change of settings in force at once, and says so', async () => {
    const { client } = await open();
    const changed = new Promise<void>((resolve) => {
      client.subscribe('llm.changed', {}, () => resolve());
    });
    await client.settings.set({ path: 'llm.baseUrl', value: server.url });
    await changed;
    await client.settings.set({ path: 'llm.model', value: 'qwen3:8b' });
    expect(await client.llm.state({})).toMatchObject({
      configured: true,
      endpoint: server.url,
      endpointFrom: 'settings',
      models: { chat: 'qwen3:8b', generation: 'qwen3:8b' },
    });
    expect((await client.llm.models({})).models).toEqual([
      { id: 'nomic-embed-text', kind: 'embedding' },
      { id: 'qwen3:8b', kind: 'chat', contextTokens: 32_768 },
    ]);
    const told: string[] = [];
    const { results } = await client.llm.test({}, { onProgress: ({ capability }) => told.push(capability) });
    expect(told).toEqual(results.map(({ capability }) => capability));
    expect((await client.llm.usage({})).features).toMatchObject([{ feature: 'test' }]);
  });

  it('takes a key, keeps it in the secret store alone, and never gives it back', async () => {
    configure();
    const { client, app, keyring } = await open();
    const key = 'sk-planted-0123456789';
    expect(await client.llm.setKey({ value: ` ${key}\n` })).toEqual({ origin: new URL(server.url).origin });
    expect([...keyring.values()]).toEqual([key]);
    const state = await client.llm.state({});
    expect(state.key).toEqual({ needed: 'optional', place: 'stored' });
    await client.llm.models({});
    expect(server.requests.at(-1)?.headers['authorization']).toBe(`Bearer ${key}`);

    const { items: entries } = await client.audit.list({});
    const entry = entries.find(({ action }) => action === 'llm.setKey');
    expect(entry).toMatchObject({ operator: 'alice', result: 'done' });
    const bundle = await client.diagnostics.bundle({});
    for (const text of [JSON.stringify(entries), JSON.stringify(state), bundle.content]) {
      expect(text).not.toContain(key);
    }
    expect(bundle.content).toContain('"languageModel"');
    const files = readdirSync(app.dataDir, { recursive: true, withFileTypes: true }).filter((one) =>
      one.isFile(),
    );
    expect(files.length).toBeGreaterThan(2);
    const holding = files.filter(({ parentPath, name }) =>
      readFileSync(join(parentPath, name)).includes(key),
    );
    expect(holding).toEqual([]);
    expect(await client.llm.removeKey({})).toEqual({ removed: true });
    expect((await client.llm.state({})).key).toEqual({ needed: 'optional' });
  });

  it('refuses settings in which a key or a password would stand', async () => {
    const { client } = await open();
    for (const [path, value] of [
      ['llm.baseUrl', 'https://me:secret@model.example.org/v1'],
      ['llm.apiKey', 'sk-0123456789'],
      ['llm.proxy', 'http://me:secret@proxy.example.org:3128'],
      ['llm.baseUrl', 'ftp://model.example.org'],
    ] as const) {
      await expect(client.settings.set({ path, value })).rejects.toMatchObject({ code: 'settings-invalid' });
    }
    await client.settings.set({ path: 'llm.apiKey', value: '${env:MODEL_KEY}' });
    await client.settings.set({
      path: 'llm.proxy',
      value: 'http://me:${keyring:proxy}@proxy.example.org:3128',
    });
  });

  it('checks with the same eyes in diagnostics', async () => {
    const { client } = await open();
    const check = async () =>
      (await client.diagnostics.check({})).checks.find(({ name }) => name === 'language model');
    expect(await check()).toMatchObject({ status: 'not-set' });
    await client.settings.set({ path: 'llm.baseUrl', value: server.url });
    expect(await check()).toMatchObject({
      status: 'warning',
      detail: expect.stringContaining('none is chosen') as string,
    });
    await client.settings.set({ path: 'llm.model', value: 'qwen3:8b' });
    expect(await check()).toMatchObject({ status: 'ok' });
    await client.settings.set({ path: 'llm.model', value: 'missing' });
    expect(await check()).toMatchObject({
      status: 'warning',
      detail: expect.stringContaining('not missing') as string,
    });
    expect(server.chats).toEqual([]);
  });
});

describe('the command line', () => {
  const run = (args: readonly string[], options: { env?: Record<string, string>; input?: string } = {}) =>
    runCli(['--data-dir', folder.path, ...args], options);

  it('says where the model is, what there is, what works and what was used', async () => {
    configure();
    const status = await run(['llm', 'status']);
    expect(status.stdout).toContain(server.url);
    expect(status.stdout).toContain('qwen3:8b');
    expect((await run(['llm', 'models'])).stdout).toMatch(/qwen3:8b\s+chat\s+32768/);
    const tested = await run(['llm', 'test', '--json']);
    expect(tested.code).toBe(0);
    expect(tested.json()).toContainEqual(expect.objectContaining({ capability: 'chat', status: 'ok' }));
    expect((await run(['llm', 'usage'])).stdout).toMatch(/test\s+5\s+2/);
    expect((await run(['doctor'])).stdout).toMatch(/✓ language model/);
  });

  it('honours the environment over the file', async () => {
    writeFileSync(
      join(folder.path, 'config.yaml'),
      'llm: { baseUrl: "http://127.0.0.1:9/v1", model: other }\n',
    );
    const env = { LLM_BASE_URL: server.url, LLM_MODEL: 'qwen3:8b', LLM_API_KEY: 'sk-env-0123456789' };
    const status = await run(['llm', 'status', '--json'], { env });
    expect(status.json()).toMatchObject({
      endpoint: server.url,
      endpointFrom: 'environment',
      models: { chat: 'qwen3:8b' },
      key: { place: 'environment' },
      environment: variables.filter((name) => name in env),
    });
    expect(status.stdout).not.toContain('sk-env');
    expect((await run(['llm', 'models'], { env })).code).toBe(0);
    expect(server.requests.at(-1)?.headers['authorization']).toBe('Bearer sk-env-0123456789');
  });

  it('fails where chat does not work, and says what to do', async () => {
    configure();
    await server.close();
    const tested = await run(['llm', 'test']);
    expect(tested.code).toBe(1);
    expect(tested.stdout).toContain('nothing listens there');
    const none = await run(['llm', 'set-key'], { input: '' });
    expect(none.code).toBe(2);
  });
});
