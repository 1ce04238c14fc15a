import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createMemoryStore } from '../../../../test/support/memory-store.ts';
import { buildRemediation } from '../../../../test/support/remediation-records.ts';
import { temporaryFolder } from '../../../../test/support/temporary-folder.ts';
import { systemClock } from '../../platform/clock.ts';
import { createFileClaims } from './file-claims.ts';
import { createStoreClaims } from './store-claims.ts';

const record = buildRemediation({ id: 'R-7' });
const wish = { remediation: 'R-7', workstation: 'noc-1', by: 'alice', planHash: 'p1' };

async function claimsOf(folder: string) {
  const { remediations } = createMemoryStore();
  await remediations.insert({ ...record });
  return createFileClaims(join(folder, 'claims'), createStoreClaims(remediations, systemClock));
}

it('a claim is made once, also by a store that was restored from before it', async () => {
  using folder = temporaryFolder();
  const claims = await claimsOf(folder.path);
  const all = await Promise.all(Array.from({ length: 10 }, () => claims.acquire(wish)));
  expect(all.filter((won) => won)).toHaveLength(1);
  const restored = await claimsOf(folder.path);
  expect(await restored.acquire(wish)).toBe(false);
  expect(await restored.isMadeHere('R-7')).toBe(true);
  expect(await restored.isMadeHere('R-8')).toBe(false);
});

it('a claim that cannot be written down is none', async () => {
  using folder = temporaryFolder();
  const claims = await claimsOf(folder.path);
  writeFileSync(join(folder.path, 'claims'), '');
  await expect(claims.acquire(wish)).rejects.toThrow('EEXIST');
});

it('an id leads nowhere but into the folder of claims', async () => {
  using folder = temporaryFolder();
  const claims = await claimsOf(folder.path);
  await claims.acquire({ ...wish, remediation: '../../R-7' });
  expect(readdirSync(folder.path)).toEqual(['claims']);
  expect(readdirSync(join(folder.path, 'claims'))).toHaveLength(1);
});
