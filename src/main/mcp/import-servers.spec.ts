import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../../test/support/temporary-folder.ts';
import { createSecretStore, type Keyring } from '../platform/secrets.ts';
import { importServers } from './apply-import.ts';
import { planImport } from './import-servers.ts';
import { parseJsonWithComments } from './jsonc.ts';
import { serverEntry } from './server-config.ts';
import { openServerFile } from './server-file.ts';

const plan = (root: unknown, options: Partial<Parameters<typeof planImport>[2]> = {}) =>
  planImport(JSON.stringify(root), 'mcp.json', {
    existing: [],
    replace: false,
    secretsTo: 'keyring',
    ...options,
  });
const entryOf = (entry: object, secretsTo: 'env' | 'keyring' = 'keyring') => {
  const { servers, secrets, notes, problems } = plan({ mcpServers: { s: entry } }, { secretsTo });
  return { entry: servers[0] && serverEntry(servers[0]), secrets, notes, problems };
};

describe('taking servers over', () => {
  it.each([
    ['Claude and Cursor', { mcpServers: { a: { command: 'x' } } }],
    ['VS Code', { servers: { a: { type: 'stdio', command: 'x' } }, inputs: [] }],
    ['the settings of VS Code', { 'editor.tabSize': 2, mcp: { servers: { a: { command: 'x' } } } }],
  ])('reads the files of %s', (_, root) => {
    expect(plan(root).servers.map((server) => server.name)).toEqual(['a']);
  });

  it('makes names usable, and reports those that are there already', () => {
    const result = plan(
      { mcpServers: { 'My Server!': { command: 'x' }, 'my-server': { command: 'y' }, vc: { command: 'z' } } },
      { existing: ['vc'] },
    );
    expect(result.servers.map((server) => server.name)).toEqual(['my-server']);
    expect(result.renamed).toEqual([{ from: 'My Server!', to: 'my-server' }]);
    expect(result.collisions).toEqual(['my-server', 'vc']);
  });

  it('replaces only when asked', () => {
    const result = plan({ mcpServers: { vc: { command: 'z' } } }, { existing: ['vc'], replace: true });
    expect(result.servers).toHaveLength(1);
  });

  it('says what cannot be used, and takes the rest', () => {
    const result = plan({ mcpServers: { a: { type: 'sse', url: 'https://x' }, b: { command: 'y' } } });
    expect(result.problems).toEqual([{ path: 'mcpServers.a.type', message: expect.stringMatching(/SSE/) }]);
    expect(result.servers).toHaveLength(1);
  });

  it('moves only the password out of addresses and connection strings, wherever they stand', () => {
    const { entry, secrets } = entryOf({
      command: 'npx',
      args: ['pg', 'postgresql://admin:p-1@db.corp/inv', '--to', 'Server=x;Password=p-2;Encrypt=on'],
      env: { DATABASE_URL: 'redis://:p-3@cache', PROXY: 'http://proxy.corp:3128' },
    });
    expect(entry).toMatchObject({
      args: [
        'pg',
        'postgresql://admin:${keyring:s/ARG_2_PASSWORD}@db.corp/inv',
        '--to',
        'Server=x;Password=${keyring:s/ARG_4_PASSWORD};Encrypt=on',
      ],
      env: {
        DATABASE_URL: 'redis://:${keyring:s/DATABASE_URL_PASSWORD}@cache',
        PROXY: 'http://proxy.corp:3128',
      },
    });
    expect(secrets.map(({ value }) => value)).toEqual(['p-1', 'p-2', 'p-3']);
  });

  it('moves secrets out of environment, headers, arguments and addresses', () => {
    expect(
      entryOf({
        command: 'docker',
        args: ['run', '-e', 'API_TOKEN=t-1', '--api-key', 'k-1', '--password=p-1', '--verbose'],
        env: { DB_PASSWORD: 'p-2', REGION: 'eu' },
      }),
    ).toMatchObject({
      entry: {
        args: [
          'run',
          '-e',
          'API_TOKEN=${keyring:s/API_TOKEN}',
          '--api-key',
          '${keyring:s/api-key}',
          '--password=${keyring:s/password}',
          '--verbose',
        ],
        env: { DB_PASSWORD: '${keyring:s/DB_PASSWORD}', REGION: 'eu' },
      },
      secrets: [
        { name: 's/API_TOKEN', value: 't-1', where: 'argument 3' },
        { name: 's/api-key', value: 'k-1' },
        { name: 's/password', value: 'p-1' },
        { name: 's/DB_PASSWORD', value: 'p-2', where: 'env DB_PASSWORD' },
      ],
    });
    expect(
      entryOf({
        url: 'https://x/mcp?site=1&api_key=k-2',
        headers: { Authorization: 'Bearer b-1', 'X-Site': '1' },
      }),
    ).toMatchObject({
      entry: {
        url: 'https://x/mcp?site=1&api_key=${keyring:s/api_key}',
        headers: { Authorization: 'Bearer ${keyring:s/Authorization}', 'X-Site': '1' },
      },
    });
    const basic = entryOf({ url: 'https://me:p%40ss@x/mcp' });
    expect(basic.entry).toMatchObject({
      url: 'https://x/mcp',
      headers: { Authorization: 'Basic ${keyring:s/AUTHORIZATION}' },
    });
    expect(basic.secrets[0]?.value).toBe(Buffer.from('me:p@ss').toString('base64'));
  });

  it('names environment variables where there is no keyring', () => {
    const { entry, secrets } = entryOf(
      { command: 'x', env: { S_TOKEN: 'abc', 'MY-PASSWORD': 'def' } },
      'env',
    );
    expect(entry).toMatchObject({
      env: { S_TOKEN: '${env:S_TOKEN}', 'MY-PASSWORD': '${env:S_MY_PASSWORD}' },
    });
    expect(secrets.map((secret) => secret.name)).toEqual(['S_TOKEN', 'S_MY_PASSWORD']);
  });

  it('gives two servers never the same name for different secrets', () => {
    const { secrets } = plan(
      {
        mcpServers: {
          'a-b': { command: 'x', env: { TOKEN: '1234' } },
          a_b: { command: 'x', env: { TOKEN: '5678' } },
        },
      },
      { secretsTo: 'env' },
    );
    expect(secrets.map((secret) => secret.name)).toEqual(['A_B_TOKEN', 'A_B_TOKEN_2']);
  });

  it('leaves references alone and translates those of other clients', () => {
    const { entry, secrets, notes } = entryOf({
      command: 'x',
      args: ['${workspaceFolder}/a'],
      env: {
        A_TOKEN: '${env:T}',
        B_TOKEN: '${TOK}',
        C: '${D:-fallback}',
        E_KEY: '${input:api-key}',
        F: null,
      },
    });
    expect(entry).toMatchObject({
      args: ['${workspaceFolder}/a'],
      env: { A_TOKEN: '${env:T}', B_TOKEN: '${env:TOK}', C: '${env:D}', E_KEY: '${keyring:s/api-key}' },
    });
    expect(secrets).toEqual([
      {
        server: 's',
        where: 'env E_KEY',
        reference: '${keyring:s/api-key}',
        from: 'keyring',
        name: 's/api-key',
      },
    ]);
    expect(notes).toEqual([
      's: argument 1: ${workspaceFolder} means nothing here: write the value',
      's: env C: the default of ${D} is not taken over: set the variable',
    ]);
  });

  it('does not touch what a shell would expand', () => {
    expect(entryOf({ command: '/bin/bash', args: ['-c', 'exec server ${HOME}'] }).entry).toMatchObject({
      args: ['-c', 'exec server ${HOME}'],
    });
  });

  it('does not repeat the file in its errors', () => {
    const broken = '{"mcpServers": {"a": {"env": {"TOKEN": "s3cr3t" oops';
    expect(() => planImport(broken, 'x.json', { existing: [], replace: false, secretsTo: 'env' })).toThrow(
      /^x.json is not JSON: unexpected text at position \d+/,
    );
    expect(() => plan({ other: 1 })).toThrow(/expected an object with "mcpServers" or "servers"/);
  });
});

describe('importing into the data directory', () => {
  const text = JSON.stringify({ mcpServers: { vc: { command: 'x', env: { PASSWORD: 'hunter-2' } } } });
  const into = async (keyring: Keyring) => {
    using folder = temporaryFolder();
    const servers = openServerFile(folder.path);
    const report = await importServers(text, 'f', {
      servers,
      secrets: createSecretStore({}, keyring),
      replace: false,
    });
    return { report, file: readFileSync(servers.path, 'utf8') };
  };

  it('puts secrets into the keyring, and none into the file or the report', async () => {
    const kept = new Map<string, string>();
    const { report, file } = await into({
      get: (name) => Promise.resolve(kept.get(name)),
      set: (name, value) => Promise.resolve(void kept.set(name, value)),
      delete: () => Promise.resolve(true),
    });
    expect([...kept]).toEqual([['vc/PASSWORD', 'hunter-2']]);
    expect(report.stored).toMatchObject([{ name: 'vc/PASSWORD' }]);
    expect(file + JSON.stringify(report)).not.toContain('hunter-2');
    expect(file).toContain('${keyring:vc/PASSWORD}');
  });

  it.each([
    ['there is none', { get: () => Promise.reject(new Error('no service')) }],
    ['it refuses', { get: () => Promise.resolve(undefined) }],
  ])('names variables to set when there is a keyring problem: %s', async (_, keyring) => {
    const { report, file } = await into({
      ...keyring,
      set: () => Promise.reject(new Error('locked')),
      delete: () => Promise.resolve(false),
    });
    expect(report.toSet).toMatchObject([{ from: 'env', name: 'VC_PASSWORD', where: 'env PASSWORD' }]);
    expect(report.keyringUnavailable).toMatch(/no service|locked/);
    expect(file + JSON.stringify(report)).not.toContain('hunter-2');
    expect(file).toContain('${env:VC_PASSWORD}');
  });
});

it('reads JSON with comments and trailing commas, and leaves strings alone', () => {
  expect(parseJsonWithComments('\uFEFF// c\n{ "a": "x // y", /* b */ "c": ["/* d */", ",]",], }\n')).toEqual({
    a: 'x // y',
    c: ['/* d */', ',]'],
  });
  expect(() => parseJsonWithComments('{"a": 1,, }')).toThrow(SyntaxError);
});
