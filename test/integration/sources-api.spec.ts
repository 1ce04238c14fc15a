import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { openAppClient, type AppClient } from '../support/app-client.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

let open: AppClient | undefined;
let folder: ReturnType<typeof temporaryFolder> | undefined;
afterEach(async () => {
  await open?.close();
  open = undefined;
  folder?.[Symbol.dispose]();
});

async function start(): Promise<AppClient & { readonly dataDir: string }> {
  folder = temporaryFolder();
  open = await openAppClient(folder.path);
  return { ...open, dataDir: folder.path };
}

const lab = (seed = 'x') => ({
  kind: 'stdio' as const,
  command: process.execPath,
  args: ['--disable-warning=ExperimentalWarning', 'src/lab/main.ts', '--stdio', '--seed', seed],
  env: {},
});

describe('the lab', () => {
  test('is set up, collected and documented with one call, and says how far it is', async () => {
    const { client } = await start();
    const phases = new Set<string>();
    const done = await client.sources.addLab(
      { scenarios: ['full-datastore'] },
      { onProgress: ({ phase }) => phases.add(phase) },
    );
    expect(done.entities).toBeGreaterThan(500);
    expect(done.documents).toBeGreaterThan(4);
    expect(phases).toContain('document');
    const { sources } = await client.sources.list({});
    expect(sources).toMatchObject([
      {
        name: 'lab',
        simulated: true,
        trust: 'accepted',
        lab: { size: 'small', seed: 'demo', scenarios: ['full-datastore'] },
      },
    ]);
    expect(sources[0]?.freshness.map(({ domain }) => domain)).toContain('vmware');
  });

  test('goes with everything that came of it', async () => {
    const { client, app } = await start();
    await client.sources.addLab({});
    const { forgotten } = await client.sources.removeLab({});
    expect(forgotten?.entities).toBeGreaterThan(500);
    expect((await client.sources.list({})).sources).toEqual([]);
    expect((await app.inventory.stats()).sources['lab']).toBeUndefined();
    expect(await app.store.entities.count({ selector: { source: 'lab' } })).toBe(0);
    expect(await app.store.changes.count({ selector: { source: 'lab' } })).toBe(0);
    expect((await app.inventory.freshness()).filter(({ source }) => source === 'lab')).toEqual([]);
    // What was found there is closed, too.
    expect([...(await app.inventory.view()).all('finding')]).toEqual([]);
  });

  test('says what it can be', async () => {
    const { client } = await start();
    const { sizes, scenarios } = await client.sources.labChoices({});
    expect(sizes.map(({ size }) => size)).toEqual(['small', 'medium', 'large']);
    expect(scenarios.map(({ name }) => name)).toContain('hung-vm');
  });
});

describe('a source', () => {
  test('is added without being started; its literal secrets go to the keyring and are never shown', async () => {
    const { client, keyring, dataDir } = await start();
    const report = await client.sources.add({
      name: 'vc',
      entry: { ...lab(), env: { VC_URL: 'https://vc', VC_PASSWORD: 'hunter2-hunter2' } },
    });
    expect(report.stored).toMatchObject([{ reference: '${keyring:vc/VC_PASSWORD}' }]);
    expect(keyring.get('vc/VC_PASSWORD')).toBe('hunter2-hunter2');
    const { sources } = await client.sources.list({});
    expect(sources[0]).toMatchObject({
      trust: 'new',
      state: { is: 'idle' },
      entry: { env: { VC_URL: 'https://vc', VC_PASSWORD: '${keyring:vc/VC_PASSWORD}' } },
      secrets: [{ from: 'keyring', name: 'vc/VC_PASSWORD' }],
    });
    const told = JSON.stringify([sources, await client.audit.list({})]);
    expect(told).not.toContain('hunter2');
    for (const file of ['mcp.json', 'workstation.json']) {
      expect(readFileSync(join(dataDir, file), 'utf8')).not.toContain('hunter2');
    }
    await client.sources.remove({ name: 'vc', inventory: 'keep' });
    expect([...keyring.keys()]).toEqual([]);
  });

  test('hides a literal secret that was put into the file by hand, and keeps it when it is changed', async () => {
    const { client, app, dataDir } = await start();
    await app.mcp.servers.put([
      {
        name: 'vc',
        transport: {
          kind: 'stdio',
          command: 'x',
          args: ['--token', 'abcdef-secret'],
          env: { API_KEY: 'k3y-k3y-k3y' },
        },
        disabled: false,
        options: { readOnlyTools: [], simulated: false },
      },
    ]);
    const { sources } = await client.sources.list({});
    const entry = sources[0]?.entry;
    expect(entry).toMatchObject({ args: ['--token', { hidden: true }], env: { API_KEY: { hidden: true } } });
    await client.sources.update({
      name: 'vc',
      entry: {
        kind: 'stdio',
        command: 'y',
        args: ['--token', { keep: true }],
        env: { API_KEY: { keep: true } },
      },
    });
    const { mcpServers } = JSON.parse(readFileSync(join(dataDir, 'mcp.json'), 'utf8')) as {
      mcpServers: Record<string, unknown>;
    };
    // On the way through they became references.
    expect(mcpServers['vc']).toMatchObject({ command: 'y', env: { API_KEY: '${keyring:vc/API_KEY}' } });
  });

  test('is judged as it is typed', async () => {
    const { client } = await start();
    const judge = async (name: string, url: string) =>
      (await client.sources.validate({ name, entry: { kind: 'http', url }, isNew: true })).problems;
    expect(await judge('Bad Name', 'https://x/mcp')).toMatchObject([{ path: 'name' }]);
    expect(await judge('ok', 'nonsense')).toMatchObject([{ path: 'url' }]);
    expect(await judge('ok', 'https://x/mcp')).toEqual([]);
  });

  test('is started only after its command was seen, and used only after its tools were', async () => {
    const { client } = await start();
    await client.sources.add({ name: 'estate', entry: lab() });
    await expect(client.sources.inspect({ name: 'estate' })).rejects.toMatchObject({ code: 'untrusted' });
    expect(await client.sources.test({ name: 'estate' })).toMatchObject({
      ok: false,
      error: { code: 'untrusted' },
    });
    const command = await client.sources.inspectCommand({ name: 'estate' });
    expect(command).toMatchObject({ accepted: false, changes: [{ what: 'server-new' }] });
    const seen = await client.sources.inspect({ name: 'estate', acceptedCommand: command.fingerprint });
    expect(seen.tools.length).toBeGreaterThan(50);
    expect(seen.collectors.map(({ domain }) => domain)).toContain('vmware');
    await expect(
      client.sources.accept({ name: 'estate', fingerprint: command.fingerprint }),
    ).rejects.toMatchObject({
      code: 'untrusted',
    });
    await client.sources.accept({ name: 'estate', fingerprint: seen.fingerprint });
    expect(await client.sources.test({ name: 'estate' })).toMatchObject({
      ok: true,
      tools: seen.tools.length,
    });

    // Another command asks again, beside what was accepted.
    await client.sources.update({ name: 'estate', entry: lab('other') });
    const changed = await client.sources.inspectCommand({ name: 'estate' });
    expect(changed.before?.commandLines[0]).toContain('--seed x');
    expect(changed.changes).toMatchObject([{ what: 'command', part: 'arguments' }]);
    expect((await client.sources.list({})).sources[0]?.trust).toBe('changed');
  });

  test('answers read-only tools and no other, and every call is in the audit', async () => {
    const { client } = await start();
    await client.sources.addLab({});
    const { tools, from } = await client.sources.tools({ name: 'lab' });
    expect(from).toBe('server');
    expect(tools.find(({ name }) => name === 'vmware_list_vms')?.readOnly).toBe('adapter');
    const writes = tools.find(({ readOnly }) => readOnly === 'none');
    const answer = await client.sources.callTool({ name: 'lab', tool: 'vmware_list_vms' });
    expect(answer).toMatchObject({ isError: false, form: 'structured' });
    await expect(client.sources.callTool({ name: 'lab', tool: writes?.name ?? '' })).rejects.toMatchObject({
      code: 'not-read-only',
    });
    expect(
      (await client.audit.list({ action: 'sources.callTool' })).items.map(({ subject, result }) => [
        subject,
        result,
      ]),
    ).toEqual([
      [`lab ${writes?.name}`, 'failed'],
      ['lab vmware_list_vms', 'done'],
    ]);
  });

  test('is forgotten only when its name was typed', async () => {
    const { client } = await start();
    await client.sources.addLab({});
    await expect(
      client.sources.remove({ name: 'lab', inventory: 'forget', confirm: 'lba' }),
    ).rejects.toMatchObject({
      code: 'confirmation-missing',
    });
    expect((await client.sources.list({})).sources).toHaveLength(1);
  });

  test('comes from another client’s file, after a look at what that would do', async () => {
    const { client, keyring } = await start();
    const text = JSON.stringify({
      mcpServers: {
        'My GitHub': { command: 'npx', args: ['gh'], env: { GITHUB_TOKEN: 'ghp_0123456789abcdef' } },
        other: { command: 'x' },
      },
    });
    const preview = await client.sources.previewImport({ text });
    expect(preview.servers.map(({ name }) => name)).toEqual(['my-github', 'other']);
    expect(preview.report.stored).toMatchObject([{ where: 'env GITHUB_TOKEN' }]);
    expect(keyring.size).toBe(0);
    expect((await client.sources.list({})).sources).toEqual([]);
    const report = await client.sources.import({ text, only: ['my-github'] });
    expect(report.added).toEqual(['my-github']);
    expect(keyring.size).toBe(1);
    expect(JSON.stringify(await client.audit.list({}))).not.toContain('ghp_');
  });
});

test('secrets go in by name and never come out', async () => {
  const { client, keyring } = await start();
  await client.sources.add({
    name: 'n',
    entry: { kind: 'http', url: 'https://x/mcp', headers: { Authorization: 'Bearer ${keyring:n/token}' } },
  });
  const read = async () => (await client.sources.secrets({})).secrets[0];
  expect(await read()).toMatchObject({ name: 'n/token', sources: ['n'], is: 'missing' });
  await client.sources.setSecret({ name: 'n/token', value: 'plain-words-here' });
  expect(keyring.get('n/token')).toBe('plain-words-here');
  expect(await read()).toMatchObject({ is: 'set' });
  expect(JSON.stringify([await client.sources.secrets({}), await client.audit.list({})])).not.toContain(
    'plain-words-here',
  );
  await client.sources.deleteSecret({ name: 'n/token' });
  expect(await read()).toMatchObject({ is: 'missing' });
});
