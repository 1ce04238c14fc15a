import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { operatorName } from '../../../src/main/platform/operator-name.ts';
import type { ShownRemediation } from '../../../src/shared/contract/remediation.ts';
import { runCli, startCli, type CliResult, type RunningCli } from '../../support/cli.ts';
import { addLabSource, collectedHome } from '../../support/cli-home.ts';
import { startStrictCouchDb, type StrictCouchDb } from '../../support/couchdb/server.ts';
import { startFaultProxy, type FaultProxy } from '../../support/fault-proxy.ts';

/* One workstation, a server with all its rules, and somebody at another workstation. */

const me = operatorName();
let couch: StrictCouchDb;
let proxy: FaultProxy;
let home: Awaited<ReturnType<typeof collectedHome>>;
let worker: RunningCli;
let vm: string;
const passwords = new Map<string, string>();

const run = (...words: readonly string[]): Promise<CliResult> =>
  runCli(['--data-dir', home.path, ...words], {
    env: { COUCHDB_PASSWORD: passwords.get(me) ?? '', COUCHDB_ADMIN_PASSWORD: couch.admin.password },
  });

beforeAll(async () => {
  couch = await startStrictCouchDb();
  proxy = await startFaultProxy(() => couch.url);
  home = await collectedHome();
  const set = await run(
    '--json',
    'init-db',
    '--url',
    couch.url,
    '--user',
    `${me}=admin,collector`,
    '--user',
    'bert=approver',
  );
  const { accounts } = set.json() as { accounts: { name: string; password?: string }[] };
  for (const { name, password = '' } of accounts) passwords.set(name, password);
  appendFileSync(join(home.path, 'config.yaml'), `couchdb: { url: '${proxy.url}', user: '${me}' }\n`);
  writeFileSync(
    join(home.path, 'policy.yaml'),
    'cooldownMinutes: 0\nrates: { perHour: 100, perAction: 100, perTarget: 100, perCluster: 100 }\n',
  );
  // Time goes on in this one, and with it all tasks.
  await addLabSource((...words) => run('-q', ...words), 'lab', [
    '--seed',
    'attach',
    '--domains',
    'vmware',
    '--speed',
    '30',
  ]);
  await run('-q', 'collect');
  process.env['COUCHDB_PASSWORD'] = passwords.get(me) ?? '';
  worker = await startCli(['--data-dir', home.path, 'worker'], 'Ctrl-C stops');
  await vi.waitFor(
    async () => {
      const { state } = (await run('--json', 'sync', 'status')).json() as { state: string };
      if (state !== 'running') throw new Error(`sharing is ${state}`);
    },
    { timeout: 60_000, interval: 500 },
  );
  const { items } = (
    await run('--json', 'inventory', 'list', 'kind:vm', 'powerState:on', '--limit', '1')
  ).json() as {
    items: { name: string }[];
  };
  vm = items[0]?.name ?? '';
}, 180_000);

afterAll(async () => {
  delete process.env['COUCHDB_PASSWORD'];
  await worker[Symbol.asyncDispose]();
  await proxy[Symbol.asyncDispose]();
  await couch[Symbol.asyncDispose]();
  home[Symbol.dispose]();
});

async function propose(name: string): Promise<ShownRemediation> {
  const words = ['remediation', 'propose', 'vm.snapshot.create', vm, '--set', `name=${name}`];
  return (await run('--json', ...words)).json() as ShownRemediation;
}

const show = async (id: string) =>
  (await run('--json', 'remediation', 'show', id)).json() as ShownRemediation;

const approve = ({ id, plan }: ShownRemediation, ...words: readonly string[]) =>
  run('remediation', 'approve', id, '--plan', plan?.hash ?? '', '--name', vm, ...words);

async function asked(
  path: string,
  as: string,
  body?: unknown,
): Promise<{ status: number; body: Record<string, unknown> }> {
  const password = as === couch.admin.name ? couch.admin.password : (passwords.get(as) ?? '');
  const response = await fetch(`${couch.url}/datacenter-docs-claims/${path}`, {
    method: body === undefined ? 'GET' : 'PUT',
    headers: {
      authorization: `Basic ${Buffer.from(`${as}:${password}`).toString('base64')}`,
      'content-type': 'application/json',
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

const audited = async (action: string, id: string): Promise<boolean> =>
  (await run('--json', 'audit', 'list', '--action', action)).stdout.includes(id);

describe('a workstation with a shared database', () => {
  it('claims there what it runs, in the name of its account', async () => {
    const proposed = await propose('first');
    expect(proposed.claimsLife).toBeDefined();
    const ended = await approve(proposed, '--run');
    expect([ended.code, ended.stderr]).toEqual([0, expect.any(String)]);
    expect((await asked(proposed.id, couch.admin.name)).body).toMatchObject({
      operator: me,
      by: me,
      workstation: (await show(proposed.id)).claim?.workstation,
      planHash: proposed.plan?.hash,
    });
  });

  it('does not run what somebody else has claimed', async () => {
    const proposed = await propose('second');
    const claim = {
      _id: proposed.id,
      schemaVersion: 1,
      workstation: 'noc-2',
      operator: 'bert',
      by: 'bert',
      nonce: 'abcdefghijklmnopqrstuvwxyz',
      planHash: proposed.plan?.hash,
      at: '2026-11-23T12:00:00.000Z',
    };
    expect((await asked(proposed.id, 'bert', { ...claim, operator: me })).status).toBe(403);
    expect((await asked(proposed.id, 'bert', claim)).status).toBe(201);
    const refused = await approve(proposed, '--run');
    expect(refused.code).not.toBe(0);
    expect(refused.stderr).toMatch(/taken up at noc-2 by bert/);
    expect(await show(proposed.id)).toMatchObject({ state: 'approved' });
    await run('remediation', 'cancel', proposed.id, 'noc-2 has it');
  });

  it('runs nothing while that is away but what glass was broken for, and tells of it when it is back', async () => {
    const proposed = await propose('third');
    const { id } = proposed;
    const needless = await approve(proposed, '--break-glass', '--type', 'anything');
    expect(needless.stderr).toContain('the shared database answers');
    proxy.cut();
    const away = await approve(proposed, '--run');
    expect(away.code).not.toBe(0);
    expect(away.stderr).toContain('is approved, and was not begun');
    const waiting = await run('remediation', 'show', id);
    expect(waiting.stdout).toContain('not yet:');

    const untyped = await run('remediation', 'run', id, '--break-glass');
    expect(untyped.code).toBe(2);
    expect(untyped.stderr).toContain(`${vm} may be changed twice`);
    const wrong = await run('remediation', 'run', id, '--break-glass', '--type', vm);
    expect(wrong.code).not.toBe(0);
    const broken = await run(
      'remediation',
      'run',
      id,
      '--break-glass',
      '--type',
      `${vm} may be changed twice`,
    );
    expect([broken.code, broken.stderr]).toEqual([0, expect.any(String)]);
    const shown = await run('remediation', 'show', id);
    expect(shown.stdout).toContain(`${me} broke glass`);
    expect(await audited('remediation.glass-broken', id)).toBe(true);

    proxy.heal();
    await expect
      .poll(async () => (await asked(id, couch.admin.name)).body, { timeout: 60_000, interval: 250 })
      .toMatchObject({ breakGlass: { by: me, typed: `${vm} may be changed twice` } });
    await expect.poll(() => audited('remediation.reconciled', id), { timeout: 30_000 }).toBe(true);
    expect((await run('audit', 'verify')).code).toBe(0);
  }, 180_000);

  it('finds out that somebody else has claimed what glass was broken for', async () => {
    const proposed = await propose('fourth');
    const { id } = proposed;
    proxy.cut();
    const broken = await approve(proposed, '--break-glass', '--type', `${vm} may be changed twice`);
    expect([broken.code, broken.stderr]).toEqual([0, expect.any(String)]);
    const claim = {
      _id: id,
      schemaVersion: 1,
      workstation: 'noc-2',
      operator: 'bert',
      by: 'bert',
      nonce: 'abcdefghijklmnopqrstuvwxyz',
      planHash: proposed.plan?.hash,
      at: '2026-11-23T12:00:00.000Z',
    };
    expect((await asked(id, 'bert', claim)).status).toBe(201);
    proxy.heal();
    await expect
      .poll(() => audited('remediation.run-twice', id), { timeout: 60_000, interval: 500 })
      .toBe(true);
    // And the rules of the server take all that was written of these remediations.
    const { parkedDocuments } = (await run('--json', 'sync', 'status', '--parked')).json() as {
      parkedDocuments: readonly { collection: string }[];
    };
    expect(parkedDocuments.filter(({ collection }) => collection === 'remediations')).toEqual([]);
  }, 180_000);
});
