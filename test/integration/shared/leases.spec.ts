import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { couchRoles } from '../../../src/main/sync/layout.ts';
import { startStrictCouchDb, type StrictCouchDb } from '../../support/couchdb/server.ts';

/*
 * Workstations as processes, ten times faster than in earnest: what takes 20 s there takes 2 s here. One that is killed
 * beats no more, one that is stopped does not know that it was.
 */

const hurry = Number(process.env['DATACENTER_DOCS_LEASE_HURRY'] ?? 10);
const earnest = (seconds: number) => (seconds * 1_000) / hurry;
/** Whoever leads is replaced in less. */
const failover = earnest(30);

const fencedOnly = `function (now, was) {
  if (was && !was._deleted && (now.fence || 0) < (was.fence || 0))
    throw { forbidden: 'fenced: written under ' + now.fence + ', and what is there under ' + was.fence };
}`;

interface Said {
  readonly leads?: readonly string[];
  readonly fault?: string;
  readonly wrote?: string;
  readonly refused?: string;
  readonly began?: string;
  readonly fence?: number;
  readonly why?: string;
  readonly closed?: true;
}

interface Workstation {
  readonly name: string;
  readonly process: ChildProcess;
  readonly said: { readonly at: number; readonly line: Said }[];
  leads(): readonly string[];
}

let couch: StrictCouchDb;
const started: Workstation[] = [];

beforeAll(async () => {
  couch = await startStrictCouchDb();
});
afterAll(() => couch[Symbol.asyncDispose]());

async function ask(method: string, path: string, body?: unknown): Promise<Record<string, unknown>> {
  const response = await fetch(`${couch.url}${path}`, {
    method,
    headers: {
      authorization: `Basic ${Buffer.from(`${couch.admin.name}:${couch.admin.password}`).toString('base64')}`,
      'content-type': 'application/json',
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return (await response.json()) as Record<string, unknown>;
}

beforeEach(async () => {
  const rules = { leases: readFileSync('resources/couchdb/leases.js', 'utf8'), work: fencedOnly };
  for (const [name, rule] of Object.entries(rules)) {
    await ask('DELETE', `/${name}`);
    await ask('PUT', `/${name}`);
    await ask('PUT', `/${name}/_security`, {
      admins: { names: [], roles: [] },
      members: { names: [], roles: Object.values(couchRoles) },
    });
    await ask('PUT', `/${name}/_design/datacenter-docs`, { validate_doc_update: rule });
  }
});

afterEach(async () => {
  for (const { process: child } of started.splice(0)) {
    const gone = new Promise((resolve) => child.once('exit', resolve));
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill('SIGKILL');
    await gone;
  }
});

async function account(name: string, roles: readonly string[]): Promise<void> {
  const id = `/_users/org.couchdb.user:${name}`;
  const { _rev } = await ask('GET', id);
  await ask('PUT', id, {
    name,
    type: 'user',
    roles,
    password: 'secret',
    ...(_rev !== undefined && { _rev }),
  });
}

async function start(
  name: string,
  tasks: readonly string[],
  roles: readonly string[] = [couchRoles.operator, couchRoles.collector],
  user = name,
): Promise<Workstation> {
  await account(user, roles);
  const settings = { url: couch.url, user, password: 'secret', workstation: name, tasks, hurry };
  const child = spawn(
    process.execPath,
    [
      '--disable-warning=ExperimentalWarning',
      'test/support/leases/station-process.ts',
      JSON.stringify(settings),
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const said: { at: number; line: Said }[] = [];
  createInterface({ input: child.stdout }).on('line', (line) =>
    said.push({ at: performance.now(), line: JSON.parse(line) as Said }),
  );
  const workstation: Workstation = {
    name,
    process: child,
    said,
    leads: () => said.findLast(({ line }) => line.leads !== undefined)?.line.leads ?? [],
  };
  started.push(workstation);
  return workstation;
}

const until = (what: () => void | Promise<void>, timeout = failover) =>
  vi.waitFor(what, { timeout, interval: 10 });

/** The one that leads a task, and nobody else says so. */
async function leaderOf(task: string, among: readonly Workstation[]): Promise<Workstation> {
  return vi.waitFor(
    () => {
      const leaders = among.filter((one) => one.leads().includes(task));
      expect(leaders.map(({ name }) => name)).toHaveLength(1);
      return leaders[0] as Workstation;
    },
    { timeout: failover, interval: 10 },
  );
}

describe('leases of workstations as processes', () => {
  it(
    'spread over those that are there, and go over when their leader is killed',
    { timeout: 120_000 },
    async () => {
      const tasks = ['documents', 'collect:vcenter-a', 'collect:vcenter-b'];
      const all = await Promise.all(['noc-1', 'noc-2', 'noc-3'].map((name) => start(name, tasks)));
      for (const task of tasks) await leaderOf(task, all);
      const killed = await leaderOf('documents', all);
      const lost = killed.leads();
      const others = all.filter((one) => one !== killed);
      const began = performance.now();
      killed.process.kill('SIGKILL');
      for (const task of lost) await leaderOf(task, others);
      const tookMs = performance.now() - began;
      process.stdout.write(`failover after kill -9: ${Math.round(tookMs * hurry)} ms in earnest\n`);
      expect(tookMs).toBeLessThan(failover);
      // Before the others could know that it is gone nobody took its place.
      expect(tookMs).toBeGreaterThan(earnest(15));
    },
  );

  it('are free at once when their leader ends in order', { timeout: 120_000 }, async () => {
    const first = await start('noc-1', ['documents']);
    await leaderOf('documents', [first]);
    const second = await start('noc-2', ['documents']);
    await until(() => expect(second.said.length).toBeGreaterThan(0));
    first.process.kill('SIGTERM');
    await until(() => expect(first.said.some(({ line }) => line.closed)).toBe(true));
    const freed = performance.now();
    await until(() => expect(second.leads()).toEqual(['documents']));
    expect(performance.now() - freed).toBeLessThan(earnest(8));
  });

  it(
    'let a leader that stood still for a minute write nothing when it goes on',
    { timeout: 180_000 },
    async () => {
      const first = await start('noc-1', ['documents']);
      await until(() => expect(first.said.some(({ line }) => line.wrote !== undefined)).toBe(true));
      const second = await start('noc-2', ['documents']);
      first.process.kill('SIGSTOP');
      await until(() => expect(second.leads()).toEqual(['documents']));
      await sleep(earnest(60) - earnest(25));
      const saidBefore = first.said.length;
      first.process.kill('SIGCONT');
      await until(() => expect(first.leads()).toEqual([]));
      await sleep(earnest(10));
      const after = first.said.slice(saidBefore).map(({ line }) => line);
      expect(after.filter(({ began }) => began !== undefined)).toEqual([]);
      // An answer that had come before it was stopped is read when it goes on.
      expect(after.filter(({ wrote }) => wrote !== undefined).length).toBeLessThanOrEqual(1);
      expect(second.leads()).toEqual(['documents']);
      expect(await ask('GET', '/work/documents')).toMatchObject({ by: 'noc-2', fence: 2 });
      const { _rev } = await ask('GET', '/work/documents');
      expect(await ask('PUT', '/work/documents', { _rev, by: 'noc-1', fence: 1 })).toMatchObject({
        error: 'forbidden',
        reason: expect.stringMatching(/^fenced/) as unknown,
      });
    },
  );

  it(
    'are not led by a copy of a data directory beside the one that it was copied from',
    { timeout: 120_000 },
    async () => {
      const first = await start('noc-1', ['documents']);
      await leaderOf('documents', [first]);
      const copy = await start('noc-1', ['documents', 'collect:vcenter-a']);
      await until(() => expect(copy.said.at(-1)?.line.fault).toMatch(/was copied/));
      expect(copy.leads()).toEqual([]);
      expect(first.leads()).toEqual(['documents']);
    },
  );

  it('are not given to an account that may not collect', { timeout: 120_000 }, async () => {
    const viewer = await start('noc-1', ['documents'], [couchRoles.viewer]);
    await until(() => expect(viewer.said.at(-1)?.line.fault).toMatch(/role/));
    expect(viewer.leads()).toEqual([]);
    const other = await start('noc-2', ['documents']);
    await leaderOf('documents', [other]);
  });
});
