import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { runCli } from '../support/cli.ts';
import { startStrictCouchDb, type StrictCouchDb } from '../support/couchdb/server.ts';

/*
 * `init-db` as a process, over a server that does what CouchDB documents. What it sets up is looked at as an
 * administrator, and as those whom it makes accounts for.
 */

let couch: StrictCouchDb;
let dataDir: string;
const year = new Date().getUTCFullYear();

beforeAll(async () => {
  couch = await startStrictCouchDb();
  dataDir = await mkdtemp(join(tmpdir(), 'init-db-'));
});
beforeEach(async () => {
  await couch.restore(new Map());
  for (const name of ['alice', 'vera', 'mallory']) {
    const { body } = await ask('GET', `_users/org.couchdb.user:${name}`);
    const rev = body['_rev'];
    if (typeof rev === 'string') await ask('DELETE', `_users/org.couchdb.user:${name}?rev=${rev}`);
  }
});
afterAll(async () => {
  await couch[Symbol.asyncDispose]();
  await rm(dataDir, { recursive: true });
});

const initDb = (...args: string[]) =>
  runCli(['--data-dir', dataDir, 'init-db', '--url', couch.url, ...args], {
    env: { COUCHDB_ADMIN_PASSWORD: couch.admin.password },
  });

async function ask(
  method: string,
  path: string,
  body?: unknown,
  who: { name: string; password: string } = couch.admin,
): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await fetch(`${couch.url}/${path}`, {
    method,
    headers: {
      authorization: `Basic ${Buffer.from(`${who.name}:${who.password}`).toString('base64')}`,
      'content-type': 'application/json',
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

interface Report {
  readonly drift: boolean;
  readonly databases: {
    name: string;
    documents: number;
    steps: { is: string; says: string }[];
    unfit: { id: string; reason: string }[];
  }[];
  readonly accounts: { name: string; is: string; says: string; password?: string }[];
  readonly unknown: string[];
}

const drifted = (report: Report) =>
  Object.fromEntries(
    report.databases
      .filter(({ steps }) => steps.length > 0)
      .map(({ name, steps }) => [name.replace('datacenter-docs-', ''), steps.map(({ is }) => is)]),
  );

describe('whoever mistypes', () => {
  test('a password is told what to do about it', async () => {
    const refused = await runCli(['--data-dir', dataDir, 'init-db', '--url', couch.url], {
      env: { COUCHDB_ADMIN_PASSWORD: 'another one' },
    });
    expect(refused.code).not.toBe(0);
    expect(refused.stderr).toContain(`${couch.url} does not know admin with this password.`);
    expect(refused.stderr).toContain('Nothing was changed.');
  });

  test('the account of a password file gets no other password without a word', async () => {
    const { code, stderr } = await initDb('--user', 'alice=viewer', '--password-file', 'alcie=/run/alice');
    expect({ code, stderr }).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--password-file alcie=/run/alice: expected NAME=FILE') as string,
    });
  });
});

describe('a server that was never set up', () => {
  test('gets databases with rules, indexes and members; the second run finds nothing to do', async () => {
    const first = await initDb('--user', 'alice=approver,collector', '--user', 'vera=viewer', '--json');
    expect(first.stderr).toBe('');
    expect(first.code).toBe(0);
    const made = first.json() as Report;
    expect(made.databases.map(({ name }) => name)).toContain(`datacenter-docs-audit-${year + 1}`);
    expect(made.databases).toHaveLength(15);

    const { body: design } = await ask('GET', 'datacenter-docs-tickets/_design/datacenter-docs');
    expect(design).toMatchObject({ language: 'javascript', layout: 1 });
    expect(String(design['validate_doc_update'])).toMatch(/^function \(newDoc, oldDoc, userCtx, secObj\) \{/);
    const { body: security } = await ask('GET', 'datacenter-docs-claims/_security');
    expect(security).toMatchObject({ admins: { names: [], roles: ['_admin'] } });
    const { body: indexes } = await ask('GET', 'datacenter-docs-tickets/_index');
    expect(JSON.stringify(indexes)).toContain('"by-state"');
    expect(await ask('GET', 'datacenter-docs-tickets/_revs_limit')).toMatchObject({ body: 100 });

    const again = await initDb();
    expect(again.stdout).toContain('Nothing to do.');
    expect(again.code).toBe(0);
    expect((await initDb('--dry-run')).code).toBe(0);
    const { body: after } = await ask('GET', 'datacenter-docs-tickets/_design/datacenter-docs');
    expect(after).toEqual(design);
  });

  test('lets in whom it made an account for, as what they are, and nobody else', async () => {
    const { accounts } = (
      await initDb('--user', 'alice=operator', '--user', 'vera=viewer', '--json')
    ).json() as Report;
    const [alice, vera] = ['alice', 'vera'].map((name) => ({
      name,
      password: accounts.find((one) => one.name === name)?.password ?? '',
    }));
    const at = '2026-05-01T08:00:00.000Z';
    const feedback = (by: string) => ({
      _id: `f-${by}`,
      schemaVersion: 1,
      about: { is: 'diagnosis', ticket: 'T-aaaaaaaa' },
      verdict: 'up',
      by,
      at,
    });
    expect((await ask('POST', 'datacenter-docs-feedback', feedback('alice'), alice)).status).toBe(201);
    expect(await ask('POST', 'datacenter-docs-feedback', feedback('bob'), alice)).toMatchObject({
      status: 403,
      body: { reason: 'owner: feedback is in the name of "bob", and alice writes it' },
    });
    expect(await ask('POST', 'datacenter-docs-feedback', feedback('vera'), vera)).toMatchObject({
      status: 403,
      body: { reason: 'role: feedback takes the role operator; vera has viewer' },
    });
    expect((await ask('GET', 'datacenter-docs-feedback/f-alice', undefined, vera)).status).toBe(200);
    await ask('PUT', '_users/org.couchdb.user:mallory', {
      name: 'mallory',
      type: 'user',
      roles: [],
      password: 'x',
    });
    const mallory = { name: 'mallory', password: 'x' };
    expect((await ask('GET', 'datacenter-docs-feedback/f-alice', undefined, mallory)).status).toBe(403);
  });

  test('is only looked at by --dry-run', async () => {
    const { code, stdout } = await initDb('--dry-run', '--user', 'alice=operator');
    expect(code).toBe(1);
    expect(stdout).toContain('is not there');
    expect((await ask('GET', '_all_dbs')).body).toEqual(['_users']);
  });
});

describe('what is no longer as it was set up', () => {
  test('is named, and put right', async () => {
    await initDb('--user', 'alice=operator');
    const { body: design } = await ask('GET', 'datacenter-docs-tickets/_design/datacenter-docs');
    await ask('PUT', 'datacenter-docs-tickets/_design/datacenter-docs', {
      ...design,
      validate_doc_update: 'function () {}',
    });
    await ask('PUT', 'datacenter-docs-runs/_security', { admins: {}, members: {} });
    await ask('DELETE', 'datacenter-docs-remediations');
    await ask('PUT', 'datacenter-docs-surprise');
    const { body: account } = await ask('GET', '_users/org.couchdb.user:alice');
    await ask('PUT', '_users/org.couchdb.user:alice', {
      ...account,
      roles: ['datacenter-docs-operator', 'datacenter-docs-admin', 'other-system'],
    });

    const looked = await initDb('--dry-run', '--user', 'alice=operator', '--json');
    expect(looked.code).toBe(1);
    const report = looked.json() as Report;
    expect(drifted(report)).toEqual({
      tickets: ['rules'],
      runs: ['security'],
      remediations: ['create', 'rules', 'revisions', 'index', 'security'],
    });
    expect(report.databases.flatMap(({ steps }) => steps.map(({ says }) => says))).toContain(
      'lets everybody in',
    );
    expect(report.unknown).toEqual(['datacenter-docs-surprise']);
    expect(report.accounts).toMatchObject([{ name: 'alice', is: 'roles-changed' }]);

    await initDb('--user', 'alice=operator');
    const { body: restored } = await ask('GET', 'datacenter-docs-tickets/_design/datacenter-docs');
    expect(restored['life']).toBe(design['life']);
    expect(restored['validate_doc_update']).toBe(design['validate_doc_update']);
    const { body: afterwards } = await ask('GET', '_users/org.couchdb.user:alice');
    expect(afterwards['roles']).toEqual(['other-system', 'datacenter-docs-operator']);
    expect(afterwards['derived_key']).toBe(account['derived_key']);
    await ask('DELETE', 'datacenter-docs-surprise');
    expect((await initDb('--dry-run')).code).toBe(0);
  });

  test('after it was broken off is completed, wherever that was', async () => {
    await ask('PUT', 'datacenter-docs-tickets');
    await ask('PUT', 'datacenter-docs-claims');
    await ask('PUT', 'datacenter-docs-claims/_design/datacenter-docs', {
      life: 'a-life-of-its-own',
      layout: 1,
    });
    expect((await initDb()).code).toBe(0);
    expect((await initDb('--dry-run')).code).toBe(0);
    const { body } = await ask('GET', 'datacenter-docs-claims/_design/datacenter-docs');
    expect(body['life']).toBe('a-life-of-its-own');
  });
});

describe('databases of another layout', () => {
  test('that something else made are taken over with their documents, and what does not fit is named', async () => {
    await ask('PUT', 'datacenter-docs-feedback');
    await ask('POST', 'datacenter-docs-feedback', { _id: 'old', verdict: 'up' });
    await ask('POST', 'datacenter-docs-feedback', {
      _id: 'good',
      schemaVersion: 1,
      about: { is: 'diagnosis', ticket: 'T-aaaaaaaa' },
      verdict: 'up',
      by: 'alice',
      at: '2026-05-01T08:00:00.000Z',
    });
    const { databases } = (await initDb('--json')).json() as Report;
    const feedback = databases.find(({ name }) => name.endsWith('feedback'));
    expect(feedback).toMatchObject({
      documents: 2,
      unfit: [{ id: 'old', reason: 'shape: schemaVersion: expected 1, got nothing' }],
    });
    expect((await ask('GET', 'datacenter-docs-feedback/old')).status).toBe(200);
  });

  test('that a newer version set up are left alone', async () => {
    await ask('PUT', 'datacenter-docs-feedback');
    await ask('PUT', 'datacenter-docs-feedback/_design/datacenter-docs', { life: 'of-tomorrow', layout: 99 });
    const { code, stderr } = await initDb();
    expect(code).toBe(1);
    expect(stderr).toContain('has the layout 99');
    expect((await ask('GET', '_all_dbs')).body).toEqual(['_users', 'datacenter-docs-feedback']);
  });
});

describe('years', () => {
  test('that are over can be taken off, not by accident and not while they are written to', async () => {
    await initDb();
    await ask('PUT', 'datacenter-docs-changes-2019');
    await ask('POST', 'datacenter-docs-changes-2019', { _id: 'old' });
    const asked = await initDb('--drop-year', '2019');
    expect(asked.code).toBe(1);
    expect(asked.stdout).toContain('--yes');
    expect((await ask('GET', 'datacenter-docs-changes-2019/old')).status).toBe(200);
    expect((await initDb('--drop-year', '2019', '--yes')).stdout).toContain('taken off the server');
    expect((await ask('GET', 'datacenter-docs-changes-2019')).status).toBe(404);
    expect((await initDb('--drop-year', String(year), '--yes')).stderr).toContain('is written to');
  });
});

describe('who sets it up', () => {
  test('gives a password that stands in no argument, and is an administrator', async () => {
    const refused = await runCli(
      ['--data-dir', dataDir, 'init-db', '--url', couch.url.replace('//', '//admin:secret@')],
      {},
    );
    expect(refused.code).toBe(2);
    const piped = await runCli(['--data-dir', dataDir, 'init-db', '--url', couch.url], {
      input: `${couch.admin.password}\n`,
    });
    expect(piped.code).toBe(0);
    const { accounts } = (await initDb('--user', 'alice=admin', '--json')).json() as Report;
    const { code, stderr } = await runCli(
      ['--data-dir', dataDir, 'init-db', '--url', couch.url, '--admin', 'alice'],
      { env: { COUCHDB_ADMIN_PASSWORD: accounts[0]?.password ?? '' } },
    );
    expect(code).toBe(1);
    expect(stderr).toContain('no administrator of the server');
  });

  test.each(['alice', 'alice=boss', 'alice=viewer,admin', 'scheduler=admin', 'a:b=viewer'])(
    'is told what is wrong with --user %s',
    async (user) => {
      const { code, stderr } = await initDb('--user', user);
      expect(code).toBe(2);
      expect(stderr).toContain('expected');
    },
  );

  test('keeps the passwords of others unless told otherwise', async () => {
    const first = (await initDb('--user', 'alice=operator', '--json')).json() as Report;
    const second = (await initDb('--user', 'alice=approver', '--json')).json() as Report;
    expect(second.accounts).toMatchObject([{ name: 'alice', is: 'roles-changed' }]);
    expect(second.accounts[0]?.password).toBeUndefined();
    const reset = (await initDb('--reset-password', 'alice', '--json')).json() as Report;
    expect(reset.accounts[0]?.password).not.toBe(first.accounts[0]?.password);
    expect((await initDb('--reset-password', 'carl')).code).toBe(4);
  });
});
