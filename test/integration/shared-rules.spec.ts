import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCli } from '../support/cli.ts';
import { startStrictCouchDb, type StrictCouchDb } from '../support/couchdb/server.ts';
import {
  approval,
  comment,
  created,
  sampleAudit,
  sampleClaim,
  sampleEntity,
  sampleLease,
  sampleRemediation,
  sampleTicket,
} from '../support/rule-samples.ts';

/*
 * Accounts and rules as `init-db` sets them up, against clients that do not keep to what the application does: the
 * server itself refuses them.
 */

let couch: StrictCouchDb;
let dataDir: string;
const passwords = new Map<string, string>();

beforeAll(async () => {
  couch = await startStrictCouchDb();
  dataDir = await mkdtemp(join(tmpdir(), 'shared-rules-'));
  const roles = ['alice=operator', 'bob=approver', 'vera=viewer', 'carl=operator,collector'];
  const set = await runCli(
    [
      '--data-dir',
      dataDir,
      'init-db',
      '--json',
      '--url',
      couch.url,
      ...roles.flatMap((one) => ['--user', one]),
    ],
    { env: { COUCHDB_ADMIN_PASSWORD: couch.admin.password } },
  );
  const { accounts } = set.json() as { accounts: { name: string; password: string }[] };
  for (const { name, password } of accounts) passwords.set(name, password);
  passwords.set('admin', couch.admin.password);
  passwords.set('mallory', 'mallory-has-no-role');
  await as('admin').put('_users/org.couchdb.user:mallory', {
    name: 'mallory',
    type: 'user',
    roles: [],
    password: 'mallory-has-no-role',
  });
});
afterAll(async () => {
  await couch[Symbol.asyncDispose]();
  await rm(dataDir, { recursive: true });
});

/** @returns ok, or what the server says to it */
async function ask(name: string | undefined, method: string, path: string, body?: unknown): Promise<string> {
  const credentials = `${name ?? ''}:${passwords.get(name ?? '') ?? ''}`;
  const response = await fetch(`${couch.url}/${path}`, {
    method,
    headers: {
      'content-type': 'application/json',
      ...(name !== undefined && { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const answer = (await response.json()) as { reason?: string } | { reason?: string }[];
  const refused = [answer].flat().find(({ reason }) => reason !== undefined);
  return response.ok && !refused ? 'ok' : `${response.status} ${refused?.reason ?? ''}`;
}

const as = (name?: string) => ({
  get: (path: string) => ask(name, 'GET', path),
  put: (path: string, body: unknown) => ask(name, 'PUT', path, body),
  /** A document over what is there now. */
  async write(database: string, document: Readonly<Record<string, unknown>>): Promise<string> {
    const path = `datacenter-docs-${database}/${String(document['_id'])}`;
    const there = await fetch(`${couch.url}/${path}`, {
      headers: { authorization: `Basic ${Buffer.from(`admin:${couch.admin.password}`).toString('base64')}` },
    });
    const { _rev } = (await there.json()) as { _rev?: string };
    return ask(name, 'PUT', path, { ...document, ...(_rev !== undefined && { _rev }) });
  },
});

async function revisionOf(database: string, id: string): Promise<string> {
  const path = `datacenter-docs-${database}/${id}`;
  const there = await fetch(`${couch.url}/${path}`, {
    headers: { authorization: `Basic ${Buffer.from(`admin:${couch.admin.password}`).toString('base64')}` },
  });
  return ((await there.json()) as { _rev: string })._rev;
}

test('a stranger and an account without a role read and write nothing', async () => {
  for (const who of [as(), as('mallory')]) {
    expect(await who.get('datacenter-docs-tickets/_all_docs')).toMatch(/^40[13] /);
    expect(await who.write('tickets', sampleTicket())).toMatch(/^40[13] /);
    expect(await who.get('_all_dbs')).toMatch(/^40[13] /);
  }
});

test('a viewer reads, and writes nothing', async () => {
  expect(await as('vera').get('datacenter-docs-tickets/_all_docs')).toBe('ok');
  const author = { origin: { is: 'person', operator: 'vera' }, events: [{ ...created, by: 'vera' }] };
  expect(await as('vera').write('tickets', sampleTicket(author))).toMatch(/^403 role: /);
  expect(await as('vera').write('claims', sampleClaim({ operator: 'vera' }))).toMatch(/^403 role: /);
  expect(await as('vera').write('entities', sampleEntity())).toMatch(/^403 role: /);
});

describe('a client that tampers', () => {
  test('says nothing in the name of somebody else, and takes nothing back', async () => {
    const said = sampleTicket({ events: [created, comment('bob')] });
    expect(await as('alice').write('tickets', sampleTicket())).toBe('ok');
    expect(await as('alice').write('tickets', said)).toMatch(/^403 owner: /);
    expect(await as('bob').write('tickets', said)).toBe('ok');
    expect(await as('alice').write('tickets', sampleTicket())).toMatch(
      /^403 append-only: event c-bob is gone/,
    );
    expect(await as('alice').write('tickets', { _id: 'T-aaaaaaaa', _deleted: true })).toMatch(
      /^403 deleted: /,
    );
  });

  test('puts no revision of its own beside what is there, first or later', async () => {
    const said = sampleTicket({ _id: 'T-bbbbbbbb', events: [created, comment('alice')] });
    expect(await as('alice').write('tickets', { ...said, events: [created] })).toBe('ok');
    const first = await revisionOf('tickets', 'T-bbbbbbbb');
    expect(await as('alice').write('tickets', said)).toBe('ok');
    const short = sampleTicket({ _id: 'T-bbbbbbbb' });
    const [one, other] = ['a'.repeat(32), 'b'.repeat(32)];
    const branches = [
      // Of a first revision the rules see nothing that was there before.
      { ...short, _rev: `1-${other}`, _revisions: { start: 1, ids: [other] } },
      // From where it was young; it has more revisions than the one that stands, and would be shown in its place.
      { ...short, _rev: `4-${other}`, _revisions: { start: 4, ids: [other, one, one, first.slice(2)] } },
      { ...short, _rev: `9-${other}`, _revisions: { start: 9, ids: [other, one] } },
    ];
    for (const branch of branches)
      expect(
        await ask('alice', 'POST', 'datacenter-docs-tickets/_bulk_docs', {
          docs: [branch],
          new_edits: false,
        }),
      ).toMatch(/state: .*revision/);
    const shadow = sampleClaim({ _id: 'R-9', operator: 'bob', nonce: 'bob-has-another-1' });
    expect(await as('alice').write('claims', { ...sampleClaim(), _id: 'R-9' })).toBe('ok');
    const forged = {
      ...shadow,
      _rev: `1-${'f'.repeat(32)}`,
      _revisions: { start: 1, ids: ['f'.repeat(32)] },
    };
    const bulk = { docs: [forged], new_edits: false };
    expect(await ask('bob', 'POST', 'datacenter-docs-claims/_bulk_docs', bulk)).toMatch(/state: .*revision/);
    expect(await revisionOf('claims', 'R-9')).not.toMatch(/f{32}/);
  });

  test('approves nothing without the role, nor for somebody who has it', async () => {
    const approved = (by: string) => sampleRemediation({ state: 'approved', approvals: [approval(by)] });
    expect(await as('alice').write('remediations', sampleRemediation())).toBe('ok');
    expect(await as('alice').write('remediations', approved('alice'))).toMatch(/^403 role: /);
    expect(await as('alice').write('remediations', approved('bob'))).toMatch(/^403 owner: /);
    expect(await as('bob').write('remediations', approved('bob'))).toBe('ok');
    expect(await as('alice').write('remediations', sampleRemediation())).toMatch(/^403 append-only: /);
  });

  test('claims once, and nothing that is claimed', async () => {
    expect(await as('alice').write('claims', sampleClaim())).toBe('ok');
    const other = sampleClaim({ operator: 'bob', workstation: 'noc-2', nonce: 'bob-has-another-1' });
    expect(await as('bob').put('datacenter-docs-claims/R-1', other)).toMatch(/^409 /);
    expect(await as('bob').write('claims', other)).toMatch(/^403 state: /);
    expect(await as('admin').write('claims', { _id: 'R-1', _deleted: true })).toMatch(/^403 deleted: /);
  });

  test('rewrites no audit', async () => {
    const year = new Date().getUTCFullYear();
    const now = sampleAudit({ at: `${year}-05-01T08:00:00.000Z` as never });
    expect(await as('alice').write(`audit-${year}`, { ...now, subject: 'T-bbbbbbbb' })).toMatch(
      /^403 chain: /,
    );
    expect(await as('bob').write(`audit-${year}`, now)).toMatch(/^403 owner: /);
    expect(await as('alice').write(`audit-${year}`, now)).toBe('ok');
    expect(await as('admin').write(`audit-${year}`, { ...now, subject: 'x' })).toMatch(/^403 append-only: /);
  });

  test('leads nothing after its lease has gone to another', async () => {
    expect(await as('carl').write('leases', sampleLease({ fence: 4 }))).toBe('ok');
    expect(await as('carl').write('leases', sampleLease({ fence: 3 }))).toMatch(/^403 fenced: /);
    expect(await as('carl').write('entities', sampleEntity({ fence: 4 }))).toBe('ok');
    expect(await as('carl').write('entities', sampleEntity({ fence: 3 }))).toMatch(/^403 fenced: /);
  });

  test('changes no rule and lets nobody in', async () => {
    for (const name of ['alice', 'bob', 'carl']) {
      const design = { validate_doc_update: 'function () {}' };
      expect(await as(name).write('tickets', { ...design, _id: '_design/datacenter-docs' })).toMatch(/^403 /);
      expect(await as(name).put('datacenter-docs-tickets/_security', {})).toMatch(/^403 /);
      expect(await as(name).put('_users/org.couchdb.user:alice', { roles: [] })).toMatch(/^40[13] /);
    }
  });
});
