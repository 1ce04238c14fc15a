import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startStrictCouchDb, type StrictCouchDb } from '../support/couchdb/server.ts';

/* What the double for CouchDB has to hold to, as CouchDB 3.5 documents it: sync is judged by it. */

let couch: StrictCouchDb;
let now = 0;
beforeAll(async () => {
  couch = await startStrictCouchDb({ now: () => now, limits: { document: 10_000, request: 100_000 } });
  await ask('PUT', '/_users/org.couchdb.user:olga', user('olga', ['operator']));
  await ask('PUT', '/_users/org.couchdb.user:vera', user('vera', ['visitor']));
});
afterAll(() => couch[Symbol.asyncDispose]());

const user = (name: string, roles: string[]) => ({ name, roles, password: `${name}-pw`, type: 'user' });

type As = 'admin' | 'olga' | 'vera' | 'nobody';

function headersOf(as: As): Record<string, string> {
  if (as === 'nobody') return {};
  const password = as === 'admin' ? couch.admin.password : `${as}-pw`;
  return { authorization: `Basic ${Buffer.from(`${as}:${password}`).toString('base64')}` };
}

async function ask(method: string, path: string, body?: unknown, as: As = 'admin') {
  const response = await fetch(`${couch.url}${path}`, {
    method,
    headers: { ...headersOf(as), ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> & Rows };
}
interface Rows {
  readonly results: { readonly id: string; readonly seq: string | null; readonly doc?: unknown }[];
  readonly last_seq: string;
}

async function database(name: string, members: readonly string[] = ['operator']): Promise<string> {
  await ask('PUT', `/${name}`);
  await ask('PUT', `/${name}/_security`, { members: { roles: members }, admins: { roles: ['_admin'] } });
  return `/${name}`;
}

describe('who may', () => {
  it('a new database is for admins alone, and says which of two it is', async () => {
    await ask('PUT', '/fresh');
    expect(await ask('GET', '/fresh', undefined, 'olga')).toMatchObject({
      status: 403,
      body: { error: 'forbidden' },
    });
    expect(await ask('GET', '/fresh', undefined, 'nobody')).toMatchObject({
      status: 401,
      body: { error: 'unauthorized' },
    });
    expect((await ask('GET', '/fresh/_security')).body).toEqual({
      admins: { roles: ['_admin'] },
      members: { roles: ['_admin'] },
    });
    expect(await ask('PUT', '/fresh')).toMatchObject({ status: 412, body: { error: 'file_exists' } });
    expect(await ask('PUT', '/other', undefined, 'olga')).toMatchObject({ status: 401 });
  });

  it('members read and write, and change neither design documents nor who is a member', async () => {
    const db = await database('members');
    expect(await ask('PUT', `${db}/a`, { x: 1 }, 'olga')).toMatchObject({ status: 201 });
    expect(await ask('PUT', `${db}/b`, { x: 1 }, 'vera')).toMatchObject({ status: 403 });
    expect(await ask('PUT', `${db}/_design/d`, { views: {} }, 'olga')).toMatchObject({ status: 403 });
    expect(await ask('PUT', `${db}/_security`, {}, 'olga')).toMatchObject({ status: 403 });
  });

  it('a session runs out, and a wrong password is told', async () => {
    const log = (password: string) =>
      fetch(`${couch.url}/_session`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({ name: 'olga', password }),
      });
    expect((await log('wrong')).status).toBe(401);
    const entered = await log('olga-pw');
    expect(await entered.json()).toMatchObject({ ok: true, name: 'olga', roles: ['operator'] });
    const cookie = entered.headers.get('set-cookie')?.split(';')[0] ?? '';
    const who = async () => (await fetch(`${couch.url}/_session`, { headers: { cookie } })).json();
    expect(await who()).toMatchObject({ userCtx: { name: 'olga' } });
    now += 601_000;
    expect(await who()).toMatchObject({ error: 'unauthorized' });
  });
});

describe('revisions', () => {
  it('a write over something needs its revision, a write over nothing has none', async () => {
    const db = await database('revisions');
    const { body } = await ask('PUT', `${db}/a`, { x: 1 });
    expect(await ask('PUT', `${db}/a`, { x: 2 })).toMatchObject({ status: 409, body: { error: 'conflict' } });
    expect(await ask('PUT', `${db}/a`, { x: 2, _rev: body['rev'] })).toMatchObject({ status: 201 });
    expect(await ask('PUT', `${db}/b`, { _rev: `1-${'a'.repeat(32)}` })).toMatchObject({ status: 409 });
    expect(await ask('PUT', `${db}/c`, { _rev: 'x' })).toMatchObject({ status: 400 });
  });

  it('a deletion needs the newest revision, and what is deleted is begun anew without one', async () => {
    const db = await database('deletions');
    const { body } = await ask('PUT', `${db}/a`, { x: 1 });
    expect(await ask('DELETE', `${db}/a`)).toMatchObject({ status: 409 });
    expect(await ask('DELETE', `${db}/a?rev=1-${'b'.repeat(32)}`)).toMatchObject({ status: 409 });
    const gone = await ask('DELETE', `${db}/a?rev=${String(body['rev'])}`);
    expect(gone).toMatchObject({ status: 200, body: { ok: true } });
    expect(await ask('GET', `${db}/a`)).toMatchObject({ status: 404, body: { reason: 'deleted' } });
    const bulk = async (document: object) =>
      (
        (await ask('POST', `${db}/_bulk_docs`, { docs: [{ _id: 'a', ...document }] }))
          .body as unknown as object[]
      )[0];
    expect(await bulk({ _deleted: true, _rev: gone.body['rev'] })).toMatchObject({ error: 'conflict' });
    expect(await bulk({ x: 2, _rev: gone.body['rev'] })).toMatchObject({ error: 'conflict' });
    expect(await bulk({ x: 2 })).toMatchObject({ ok: true, rev: expect.stringMatching(/^3-/) });
  });
});

describe('rules of a design document', () => {
  it('refuse one document of many, know who writes and what was there before, and hold for admins', async () => {
    const db = await database('rules');
    const rule = `function (doc, before, user, security) {
      if (doc.bad) throw ({ forbidden: 'bad for ' + user.name + ' in ' + user.db });
      if (user.name === null) throw ({ unauthorized: 'who are you' });
      if (before && before.x > doc.x) throw ({ forbidden: 'only upward, for ' + security.members.roles[0] });
      if (doc.oops) doc.oops.not.there;
    }`;
    expect(await ask('PUT', `${db}/_design/rules`, { validate_doc_update: rule })).toMatchObject({
      status: 201,
    });
    const { body } = await ask(
      'POST',
      `${db}/_bulk_docs`,
      {
        docs: [
          { _id: 'a', x: 5 },
          { _id: 'b', bad: true },
          { _id: 'c', oops: {} },
        ],
      },
      'olga',
    );
    expect(body).toMatchObject([
      { id: 'a', ok: true },
      { id: 'b', error: 'forbidden', reason: 'bad for olga in rules' },
      { id: 'c', error: 'TypeError' },
    ]);
    const [{ rev }] = body as unknown as [{ rev: string }];
    expect(await ask('PUT', `${db}/a`, { x: 4, _rev: rev })).toMatchObject({
      status: 403,
      body: { reason: 'only upward, for operator' },
    });
    expect(await ask('PUT', `${db}/z`, { bad: true })).toMatchObject({ status: 403 });
  });

  it('have nothing of Node', async () => {
    const db = await database('sandboxed');
    const rule = `function () { throw ({ forbidden: [typeof process, typeof require, typeof fetch, typeof isArray].join() }); }`;
    await ask('PUT', `${db}/_design/rules`, { validate_doc_update: rule });
    expect(await ask('PUT', `${db}/a`, {})).toMatchObject({
      status: 403,
      body: { reason: 'undefined,undefined,undefined,function' },
    });
  });
});

describe('limits', () => {
  it('on documents, requests and attachments', async () => {
    const db = await database('limits');
    expect(await ask('PUT', `${db}/a`, { x: 'x'.repeat(10_000) })).toMatchObject({
      status: 413,
      body: { error: 'document_too_large', reason: 'a' },
    });
    expect(await ask('POST', `${db}/_bulk_docs`, { docs: [{ x: 'x'.repeat(100_000) }] })).toMatchObject({
      status: 413,
      body: { error: 'too_large' },
    });
    expect(await ask('PUT', `${db}/b`, { _attachments: { f: {} } })).toMatchObject({ status: 403 });
    expect(await ask('PUT', `${db}/b`, { _secret: 1 })).toMatchObject({
      status: 400,
      body: { error: 'doc_validation' },
    });
  });
});

describe('changes', () => {
  it('are told from a sequence on that only the server understands', async () => {
    const db = await database('sequences');
    for (const id of ['a', 'b', 'c']) await ask('PUT', `${db}/${id}`, {});
    const { body: first } = await ask('GET', `${db}/_changes?limit=2&seq_interval=2`);
    expect(first.results.map(({ id, seq }) => [id, seq === null])).toEqual([
      ['a', true],
      ['b', false],
    ]);
    const { body: next } = await ask('GET', `${db}/_changes?since=${first.last_seq}&include_docs=true`);
    expect(next.results).toMatchObject([{ id: 'c', doc: { _id: 'c' } }]);
    expect(await ask('GET', `${db}/_changes?since=2`)).toMatchObject({ status: 400 });
    expect(await ask('GET', `${db}/_changes?since=${first.last_seq.replace(/^2/, '1')}`)).toMatchObject({
      status: 400,
    });
    await ask('DELETE', db);
    await database('sequences');
    await ask('PUT', `${db}/d`, {});
    expect((await ask('GET', `${db}/_changes?since=${next.last_seq}`)).body.results).toMatchObject([
      { id: 'd' },
    ]);
  });

  it('are waited for, with a heartbeat, until there is one or the time is over', async () => {
    const db = await database('waiting');
    const { body: start } = await ask('GET', `${db}/_changes`);
    const poll = fetch(`${couch.url}${db}/_changes?feed=longpoll&heartbeat=20&since=${start.last_seq}`, {
      headers: headersOf('olga'),
    });
    const reader = (await poll).body?.getReader();
    expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe('\n');
    await ask('PUT', `${db}/a`, {});
    let text = '';
    for (let part = await reader?.read(); part && !part.done; part = await reader?.read())
      text += Buffer.from(part.value).toString();
    expect(JSON.parse(text)).toMatchObject({ results: [{ id: 'a' }] });
    const { body: late } = await ask('GET', `${db}/_changes?feed=longpoll&timeout=50&since=now`);
    expect(late.results).toEqual([]);
  });
});

it('a backup brings back what was, and sequences from after it are ahead of the database', async () => {
  const db = await database('restored');
  await ask('PUT', `${db}/a`, { x: 1 });
  const backup = await couch.backup();
  const before = (await ask('GET', `${db}/_changes`)).body.last_seq;
  for (const id of ['b', 'c', 'd']) await ask('PUT', `${db}/${id}`, {});
  const { last_seq: ahead } = (await ask('GET', `${db}/_changes`)).body;
  await couch.restore(backup);
  expect((await ask('GET', `${db}/_changes?since=${before}`)).body.results).toEqual([]);
  await ask('PUT', `${db}/e`, {});
  expect((await ask('GET', `${db}/_changes?since=${before}`)).body.results).toMatchObject([{ id: 'e' }]);
  // As with CouchDB: whoever read further than the backup is told nothing for a while.
  expect((await ask('GET', `${db}/_changes?since=${ahead}`)).body.results).toEqual([]);
  expect(await ask('GET', `${db}/a`)).toMatchObject({ status: 200, body: { x: 1 } });
});
