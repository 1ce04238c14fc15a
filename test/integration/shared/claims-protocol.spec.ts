import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ClaimWish } from '../../../src/main/remediation/engine/ports.ts';
import type { Reconciled } from '../../../src/main/sync/claims/create-shared-claims.ts';
import {
  claimStation,
  copyFolder,
  makeClaimsAnew,
  setUpClaims,
  type ClaimStation,
} from '../../support/claim-station.ts';
import { startStrictCouchDb, type StrictCouchDb } from '../../support/couchdb/server.ts';
import { startFaultProxy, type FaultProxy } from '../../support/fault-proxy.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

let couch: StrictCouchDb;
let proxy: FaultProxy;
let disk: ReturnType<typeof temporaryFolder>;
let anna: ClaimStation;
let bert: ClaimStation;
let made = 0;
let id = '';

const isClaim = (method: string, url: URL, wanted: string) =>
  method === wanted && url.pathname.endsWith(`/${id}`);

beforeAll(async () => {
  disk = temporaryFolder();
  couch = await startStrictCouchDb();
  await setUpClaims(couch, ['anna', 'bert']);
  proxy = await startFaultProxy(() => couch.url);
});
afterAll(async () => {
  await proxy[Symbol.asyncDispose]();
  await couch[Symbol.asyncDispose]();
  disk[Symbol.dispose]();
});

function station(name: string, folder = join(disk.path, `${made}-${name}`)): ClaimStation {
  mkdirSync(folder, { recursive: true });
  return claimStation({
    name,
    folder,
    url: () => proxy.url,
    openRemediations: async () => [id],
    requestMs: 1_000,
  });
}

/** The same data directory in the process after it. */
const restarted = ({ name, folder }: ClaimStation) => station(name, folder);

beforeEach(() => {
  made += 1;
  id = `R-${made}`;
  proxy.fault = undefined;
  proxy.heal();
  anna = station('anna');
  bert = station('bert');
});

async function wishOf({ name, claims }: ClaimStation, glass?: ClaimWish['breakGlass']): Promise<ClaimWish> {
  const claimsLife = await claims.life();
  return {
    remediation: id,
    workstation: name,
    by: name,
    planHash: 'p1',
    ...(claimsLife !== undefined && { claimsLife }),
    ...(glass && { breakGlass: glass }),
  };
}

const acquire = async (one: ClaimStation) => one.claims.acquire(await wishOf(one));

async function reconciled(one: ClaimStation): Promise<Reconciled[]> {
  const all: Reconciled[] = [];
  await one.claims.meet(async (next) => void all.push(next));
  return all;
}

const glass = { by: 'anna', typed: 'web-01 may be changed twice' };

describe('a claim', () => {
  it('is made once, and whoever comes later is told who has it', async () => {
    expect(await acquire(anna)).toEqual({ is: 'made' });
    expect(await acquire(bert)).toMatchObject({
      is: 'taken',
      text: expect.stringMatching(/at anna by anna/) as string,
    });
    // Also by another process over the same data directory.
    expect((await acquire(restarted(anna))).is).not.toBe('made');
  });

  it('is not made for what the server believes nobody here of, and leaves it to others', async () => {
    const wish = await wishOf(anna);
    const agreed = (by: readonly string[], role: 'approver' | 'admin', needed = 1) =>
      anna.claims.acquire({ ...wish, agreed: { by, needed, role } });
    expect(await agreed(['carol'], 'approver')).toEqual({
      is: 'not-agreed',
      text: 'carol approved it here, and of this workstation the server believes anna alone',
    });
    expect(await agreed(['anna'], 'admin')).toEqual({
      is: 'not-agreed',
      text: 'it takes an admin, and anna is approver on the server',
    });
    expect((await agreed(['anna', 'carol'], 'approver', 2)).is).toBe('not-agreed');
    expect(await agreed(['carol', 'anna'], 'approver')).toEqual({ is: 'made' });
    expect((await acquire(bert)).is).toBe('taken');
  });

  it('is known as the own one where the answer got lost', async () => {
    const life = await wishOf(anna);
    let lost = 0;
    proxy.fault = ({ method, url }) =>
      isClaim(method, url, 'PUT') && lost++ === 0 ? { is: 'lose-answer' } : undefined;
    expect(await anna.claims.acquire(life)).toEqual({ is: 'made' });
    expect(lost).toBeGreaterThan(1);
    expect((await acquire(bert)).is).toBe('taken');
  });

  it('is nobody’s to use where the process ended before it heard the answer', async () => {
    await wishOf(anna);
    proxy.fault = ({ method, url }) =>
      isClaim(method, url, 'PUT')
        ? { is: 'lose-answer' }
        : isClaim(method, url, 'GET')
          ? { is: 'drop' }
          : undefined;
    expect((await acquire(anna)).is).toBe('away');
    proxy.fault = undefined;
    const later = restarted(anna);
    expect(await acquire(later)).toMatchObject({ is: 'lost' });
    expect((await acquire(bert)).is).toBe('taken');
    expect(await reconciled(restarted(anna))).toEqual([{ is: 'left-over', remediation: id }]);
    expect(await reconciled(restarted(anna))).toEqual([]);
  });

  it('is asked for again by the process that did not hear the answer, and is its own', async () => {
    await wishOf(anna);
    proxy.fault = ({ method, url }) =>
      isClaim(method, url, 'PUT')
        ? { is: 'lose-answer' }
        : isClaim(method, url, 'GET')
          ? { is: 'drop' }
          : undefined;
    expect((await acquire(anna)).is).toBe('away');
    proxy.fault = undefined;
    expect(await acquire(anna)).toEqual({ is: 'made' });
  });

  it('is one of two copies of a data directory, which have the same name', async () => {
    await reconciled(anna);
    const folder = join(disk.path, `${made}-copy`);
    await copyFolder(anna.folder, folder);
    const copy = station('anna', folder);
    const all = await Promise.all([acquire(anna), acquire(copy)]);
    expect(all.filter(({ is }) => is === 'made')).toHaveLength(1);
  });

  it('is none of a data directory that was restored from before it', async () => {
    const backup = join(disk.path, `${made}-backup`);
    await copyFolder(anna.folder, backup);
    expect((await acquire(anna)).is).toBe('made');
    await copyFolder(backup, anna.folder);
    expect((await acquire(restarted(anna))).is).toBe('taken');
  });

  it('is refused where it was proposed under another database, or before there was one', async () => {
    const before = await wishOf(anna);
    await makeClaimsAnew(couch);
    expect(await anna.claims.acquire(before)).toMatchObject({
      is: 'lost',
      text: expect.stringMatching(/made anew/) as string,
    });
    const { claimsLife: _, ...never } = before;
    expect(await bert.claims.acquire(never)).toMatchObject({ is: 'lost' });
    expect((await acquire(bert)).is).toBe('made');
  });

  it('is refused where the server was taken back to before it may have been made', async () => {
    const backup = await couch.backup();
    await reconciled(bert);
    expect((await acquire(anna)).is).toBe('made');
    await couch.restore(backup);
    expect(await acquire(bert)).toMatchObject({
      is: 'lost',
      text: expect.stringMatching(/taken back/) as string,
    });
    // What is proposed from now on is another one.
    id = `${id}-anew`;
    expect((await acquire(bert)).is).toBe('made');
  });

  it('is not made while the server cannot be reached, and is when it can', async () => {
    await wishOf(anna);
    proxy.cut();
    expect((await acquire(anna)).is).toBe('away');
    expect(await anna.claims.reach()).toMatchObject({ is: 'silent' });
    proxy.heal();
    expect(await anna.claims.reach()).toEqual({ is: 'answers' });
    expect((await acquire(anna)).is).toBe('made');
  });

  it('is not made while sharing is paused, or by an account that is not let in', async () => {
    const wish = await wishOf(anna);
    anna.state = 'paused';
    expect((await anna.claims.acquire(wish)).is).toBe('away');
    const stranger = claimStation({
      name: 'eve',
      folder: join(disk.path, `${made}-eve`),
      url: () => couch.url,
    });
    expect((await stranger.claims.acquire({ ...wish, workstation: 'eve' })).is).toBe('away');
    expect(await stranger.claims.reach()).toMatchObject({ is: 'refuses' });
  });

  it('of what is shared is not made by a workstation that has left the server', async () => {
    const wish = await wishOf(anna);
    const alone = claimStation({ name: 'anna', folder: anna.folder, url: () => undefined });
    expect((await alone.claims.acquire(wish)).is).toBe('away');
    const { claimsLife: _, ...own } = wish;
    expect((await alone.claims.acquire({ ...own, remediation: `${id}-own` })).is).toBe('made');
  });
});

describe('broken glass', () => {
  it('is told to the server when it is back, and nobody has it there then', async () => {
    const wish = await wishOf(anna, glass);
    proxy.cut();
    expect(await anna.claims.acquire(wish)).toEqual({ is: 'made' });
    expect((await anna.claims.acquire(wish)).is).toBe('taken');
    await expect(reconciled(anna)).rejects.toThrow(/does not answer|no answer/);
    proxy.heal();
    expect(await reconciled(anna)).toMatchObject([{ is: 'alone', broken: { remediation: id } }]);
    expect((await acquire(bert)).is).toBe('taken');
    expect(await reconciled(anna)).toEqual([]);
  });

  it('is found out where another workstation has claimed it meanwhile, also by the process after it', async () => {
    const wish = await wishOf(anna, glass);
    expect((await acquire(bert)).is).toBe('made');
    expect(await anna.claims.acquire(wish)).toEqual({ is: 'made' });
    expect(await reconciled(restarted(anna))).toMatchObject([
      { is: 'run-twice', broken: { breakGlass: glass }, other: { workstation: 'bert', by: 'bert' } },
    ]);
  });

  it('is told again where the process ended in the middle of telling it', async () => {
    expect((await anna.claims.acquire(await wishOf(anna, glass))).is).toBe('made');
    await expect(anna.claims.meet(() => Promise.reject(new Error('the disk is full')))).rejects.toThrow(
      'the disk is full',
    );
    expect(await reconciled(restarted(anna))).toMatchObject([{ is: 'alone' }]);
  });

  it('that was not written down whole was never acted on', async () => {
    const folder = join(anna.folder, 'shared-claims', 'break-glass');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `id-${id}.json`), '{"remedia');
    expect(await reconciled(anna)).toEqual([]);
    expect(readdirSync(folder)).toEqual([]);
  });
});
