import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { acceptBuiltIn } from '../../src/main/mcp/open-mcp.ts';
import type { CollectionRun, JobRun } from '../../src/shared/model/run.ts';
import { openAppClient, type AppClient } from '../support/app-client.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

let open: AppClient | undefined;
let folder: ReturnType<typeof temporaryFolder> | undefined;
afterEach(async () => {
  await open?.close();
  open = undefined;
  folder?.[Symbol.dispose]();
  delete process.env['LLM_API_KEY'];
  delete process.env['PLANTED_VARIABLE'];
});

/** Each is put in one place; none of them looks like a word that occurs otherwise. */
const planted = {
  keyring: 'kr-4f9a1c7e-plain',
  environment: 'ev-88d20b61-plain',
  literalEnvironment: 'le-3c5e77aa-plain',
  literalArgument: 'la-90aa17ce-plain',
  header: 'hd-51ffb2c3-plain',
  address: 'ad-c2e6a9d4-plain',
  settings: 'st-77b1e0f5-%zz-plain',
  model: 'md-1d9c44b6-plain',
  set: 'ss-6a0f33d7-plain',
} as const;

test('the bundle holds what helps, and no secret from wherever it may stand', async () => {
  folder = temporaryFolder();
  process.env['LLM_API_KEY'] = planted.model;
  process.env['PLANTED_VARIABLE'] = planted.environment;
  writeFileSync(
    join(folder.path, 'config.yaml'),
    `site: FRA\ncouchdb:\n  url: https://admin:${planted.settings}@couch.example.org\n`,
  );
  // As somebody writes it by hand, past every form that would have moved it.
  writeFileSync(
    join(folder.path, 'mcp.json'),
    JSON.stringify({
      mcpServers: {
        vc: {
          command: process.execPath,
          args: [
            '-e',
            // It says its secrets aloud and ends, as badly behaved programs do.
            'console.error(`denied for ${process.env.VC_PASSWORD} and ${process.env.OTHER}`); process.exit(1)',
            '--token',
            planted.literalArgument,
          ],
          env: {
            VC_PASSWORD: '${keyring:vc/VC_PASSWORD}',
            OTHER: '${env:PLANTED_VARIABLE}',
            API_TOKEN: planted.literalEnvironment,
          },
        },
        web: {
          type: 'http',
          url: `https://mcp.example.org/mcp?access_token=${planted.address}`,
          headers: { Authorization: `Bearer ${planted.header}` },
        },
      },
    }),
  );
  open = await openAppClient(folder.path);
  const { client, app, keyring } = open;
  keyring.set('vc/VC_PASSWORD', planted.keyring);
  await client.sources.setSecret({ name: 'vc/OTHER', value: planted.set });
  const { fingerprint } = await client.sources.inspectCommand({ name: 'vc' });
  await client.sources.inspect({ name: 'vc', acceptedCommand: fingerprint }).catch(() => {});
  const at = '2026-11-23T08:00:00.000Z' as JobRun['queuedAt'];
  await app.store.runs.put([
    {
      type: 'job',
      id: 'job-1' as JobRun['id'],
      job: 'collection',
      queue: 'data-collection',
      singleFlightKey: 'collection',
      trigger: 'schedule',
      attempt: 1,
      queuedAt: at,
      outcome: 'failed',
      error: {
        code: 'x',
        message: `login with ${planted.keyring}, ${planted.literalEnvironment}, ${planted.literalArgument}, ${planted.header} or ${planted.settings} was refused`,
      },
      log: [{ at, message: `vc: https://root:${planted.environment}@vc` }],
      schemaVersion: 1,
    },
    {
      type: 'collection',
      id: 'run-1' as CollectionRun['id'],
      source: 'vc',
      domain: 'vmware',
      simulated: false,
      startedAt: at,
      finishedAt: at,
      outcome: 'failed',
      scopes: [{ kind: 'vm', outcome: 'failed', seen: 0, reason: `denied: ${planted.keyring}` }],
      counts: { seen: 0, added: 0, changed: 0, unchanged: 0, disappeared: 0, returned: 0, rejected: 1 },
      rejects: [{ kind: 'vm', path: 'x', reason: `got ${planted.environment}` }],
      unavailable: [{ what: 'x', reason: planted.keyring }],
      schemaVersion: 1,
    },
  ]);

  const bundle = await client.diagnostics.bundle({});
  for (const [where, secret] of Object.entries(planted)) {
    expect(bundle.content.includes(secret), `the secret of ${where}`).toBe(false);
  }
  const content = JSON.parse(bundle.content) as Record<string, unknown>;
  expect(bundle.parts.map(({ name }) => name)).toEqual(
    Object.keys(content).filter((name) => name !== 'madeAt'),
  );
  expect(content).toMatchObject({
    about: { versions: { node: process.versions.node }, lock: { what: 'test' } },
    settings: { site: 'FRA' },
    sources: { sources: [{ name: 'vc' }, { name: 'web' }] },
    jobs: { history: [{ id: 'job-1' }] },
    collections: [{ id: 'run-1' }],
  });
  // What it wrote is there, without the secrets.
  expect(bundle.content).toContain('denied for');
});

test('what is known is read without asking anybody; checks ask, and say what to do', async () => {
  folder = temporaryFolder();
  open = await openAppClient(folder.path);
  const { client } = open;
  const read = await client.diagnostics.read({});
  expect(read.store.sizeBytes).toBeGreaterThan(0);
  expect(read.files.map(({ what }) => what)).toContain('store');
  expect(read.lock.pid).toBe(process.pid);
  const told: string[] = [];
  const { checks } = await client.diagnostics.check({}, { onProgress: ({ name }) => told.push(name) });
  expect(told).toEqual(checks.map(({ name }) => name));
  expect(checks.find(({ name }) => name === 'mcp servers')).toMatchObject({
    status: 'not-set',
    hint: expect.any(String) as string,
  });
  expect(checks.find(({ name }) => name === 'settings')?.status).toBe('ok');
});

test('a server that answers, and of which nothing could be read, is not in order', async () => {
  folder = temporaryFolder();
  // Our own server starts without asking the vCenter, so that it says what is wrong itself.
  writeFileSync(
    join(folder.path, 'mcp.json'),
    JSON.stringify({
      mcpServers: {
        vc: {
          command: process.execPath,
          args: [
            join(import.meta.dirname, '../../bin/datacenter-docs.mjs'),
            'mcp-server',
            'vsphere',
            '--url',
            'https://127.0.0.1:1',
            '--fingerprint',
            Array.from({ length: 32 }, () => 'AA').join(':'),
          ],
          env: { VSPHERE_USER: 'reader', VSPHERE_PASSWORD: '${env:PLANTED_VARIABLE}' },
        },
      },
    }),
  );
  process.env['PLANTED_VARIABLE'] = 'any';
  open = await openAppClient(folder.path);
  const { client, app } = open;
  await acceptBuiltIn(app.mcp.pool, 'vc');
  const checkOf = async () => {
    const { checks } = await client.diagnostics.check({});
    return checks.find(({ name }) => name === 'mcp vc');
  };
  expect(await checkOf()).toMatchObject({ status: 'ok' });
  await client.collection.collect({ sources: ['vc'] });
  const check = await checkOf();
  expect(check).toMatchObject({ status: 'warning' });
  expect(check?.detail).toMatch(/nothing was read .* could not be reached/);
  expect(check?.hint).toContain('collect --source vc');
  const { freshness } = await client.overview.read({});
  expect(freshness.find(({ source }) => source === 'vc')?.lastError).toMatchObject({
    code: 'incomplete',
    message: expect.stringContaining('could not be reached') as string,
  });
});
