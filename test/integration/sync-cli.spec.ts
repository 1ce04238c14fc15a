import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../support/cli.ts';
import { startStrictCouchDb, type StrictCouchDb } from '../support/couchdb/server.ts';
import { setUp } from '../support/couchdb/station-with-store.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

let couch: StrictCouchDb;
const home = temporaryFolder();
beforeAll(async () => {
  couch = await startStrictCouchDb();
  await setUp(couch, 'cli');
});
afterAll(async () => {
  home[Symbol.dispose]();
  await couch[Symbol.asyncDispose]();
});

const sync = (args: readonly string[], input = '') =>
  runCli(['--data-dir', home.path, 'sync', ...args], {
    input,
    env: { COUCHDB_PASSWORD: couch.admin.password },
  });

describe('sync', () => {
  it('says that there is no server, and that a check needs one', async () => {
    const status = await sync(['status', '--json']);
    expect(status.code).toBe(0);
    expect(status.json()).toMatchObject({ state: 'off', collections: [] });
    const check = await sync(['check']);
    expect(check.code).toBe(1);
    expect(check.stderr).toContain('sync connect');
  });

  it('takes no server whose account it cannot use, and repeats no password', async () => {
    const wrong = await sync(
      ['connect', couch.url, '--user', 'admin', '--prefix', 'cli'],
      'not-the-password\n',
    );
    expect(wrong.code).toBe(1);
    expect(wrong.stderr).toContain(`${couch.url} does not know admin with this password.`);
    expect(`${wrong.stdout}${wrong.stderr}`).not.toContain('not-the-password');
    expect((await sync(['status', '--json'])).json()).toMatchObject({ state: 'off' });
    expect((await sync(['connect', couch.url, '--user', 'admin'], '\n')).code).toBe(2);
  });

  it('connects, pauses with a reason, compares, repairs and disconnects', async () => {
    const connected = await sync(
      ['connect', couch.url, '--user', 'admin', '--prefix', 'cli', '--json'],
      `${couch.admin.password}\n`,
    );
    expect(connected.stderr).toBe('');
    expect(connected.code).toBe(0);
    // Whoever runs this goes by the account from then on: there is nothing to warn of.
    expect((connected.json() as { text: string }).text).not.toContain('refuses');
    expect((await sync(['status', '--json'])).json()).toMatchObject({
      url: couch.url,
      user: 'admin',
      serverVersion: '3.5.0',
      roles: ['_admin'],
    });
    expect((await sync(['pause', '--reason', 'the server is moved'])).code).toBe(0);
    const paused = await sync(['status']);
    expect(paused.stdout).toContain('the server is moved');
    expect((await sync(['resume'])).code).toBe(0);
    const check = await sync(['check', 'tickets', '--json']);
    expect(check.json()).toMatchObject({
      ok: false,
      collections: [{ collection: 'tickets', here: 0, there: 0 }],
      findings: expect.arrayContaining([
        expect.objectContaining({ ok: false, text: expect.stringContaining('no rules') }),
      ]),
    });
    expect(check.code).toBe(1);
    expect((await sync(['repair', 'tickets', '--json'])).json()).toEqual({ collections: ['tickets'] });
    expect((await sync(['repair', 'sheep'])).code).toBe(2);
    expect((await sync(['disconnect'])).code).toBe(0);
    expect((await sync(['status', '--json'])).json()).toMatchObject({ state: 'off' });
  });
});
