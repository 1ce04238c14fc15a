import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createFakeClock } from '../../../test/support/fake-clock.ts';
import { createMemoryStore } from '../../../test/support/memory-store.ts';
import { accounts, openRule } from '../../../test/support/rule-engines.ts';
import { temporaryFolder } from '../../../test/support/temporary-folder.ts';
import { silentLogger } from '../platform/logger.ts';
import { systemRandom } from '../platform/random.ts';
import { openPolicies } from './open-policies.ts';
import { versionOf } from './parse-policy.ts';
import type { PolicyChanged } from './policies.ts';

const folder = temporaryFolder();
afterAll(() => folder[Symbol.dispose]());
let stations = 0;
const clock = createFakeClock();

async function station(options: { file?: string; account?: string } = {}) {
  const dataDir = join(folder.path, `station-${(stations += 1)}`);
  mkdirSync(dataDir);
  const file = join(dataDir, 'policy.yaml');
  const switchFile = join(dataDir, 'kill-switch.json');
  if (options.file !== undefined) writeFileSync(file, options.file);
  const store = createMemoryStore();
  const audited: unknown[] = [];
  const open = () =>
    openPolicies({
      dataDir,
      defaultText: 'killSwitch: false\n',
      store: store.policies,
      account: () => options.account,
      recordEdit: async () => {},
      recordShared: async ({ by }) => void audited.push(by),
      clock,
      random: systemRandom,
      logger: silentLogger,
    });
  let policies = await open();
  const told: PolicyChanged[] = [];
  const listen = () => policies.onChanged((changed) => told.push(changed));
  listen();
  return {
    store,
    file,
    switchFile,
    told,
    audited,
    get policies() {
      return policies;
    },
    async restart() {
      policies = await open();
      listen();
    },
    by: (operator: string) => ({ operator, via: 'cli' }),
    apply: (text: string, operator: string) =>
      policies.apply({ text, baseVersion: policies.current.version, reason: '' }, { operator, via: 'cli' }),
    text: () => readFileSync(file, 'utf8'),
  };
}
type Station = Awaited<ReturnType<typeof station>>;

/** What one has, the other gets; it is told of it unless it does not run. */
async function replicate(from: Station, to: Station, runs = true): Promise<void> {
  await to.store.policies.put(await from.store.policies.find({ selector: {} }));
  if (runs) await to.policies.storeChanged();
}

async function meet(a: Station, b: Station): Promise<void> {
  await replicate(a, b);
  await replicate(b, a);
}

describe('a policy that an admin applied at another workstation', () => {
  it('comes into force here: in the file, in the audit, and told with who wrote it', async () => {
    const [a, b] = [await station(), await station()];
    await a.apply('minimumReliability: 90 # after the outage\n', 'anna');
    await replicate(a, b);
    expect(b.policies.current.policy.minimumReliability).toBe(90);
    expect(b.text()).toBe('minimumReliability: 90 # after the outage\n');
    expect(b.audited).toEqual(['anna']);
    expect(b.told).toMatchObject([{ by: 'shared', taken: { by: 'anna' } }]);
    expect((await b.policies.history({ limit: 1 }))[0]).toMatchObject({ by: 'anna', how: 'applied' });
    // Its file that is the same now is no edit of this workstation.
    await b.policies.fileChanged();
    expect(await b.store.policies.count({ selector: { by: 'whoever edited the file' } })).toBe(0);
    await b.restart();
    expect(b.policies.current.policy.minimumReliability).toBe(90);
    expect(b.audited).toEqual(['anna']);
  });

  it('comes into force at the next start where it came while nobody followed', async () => {
    const [a, b] = [await station(), await station()];
    await b.apply('minimumReliability: 70\n', 'ben');
    await meet(a, b);
    await a.apply('minimumReliability: 90\n', 'anna');
    await replicate(a, b, false);
    await b.restart();
    expect(b.text()).toBe('minimumReliability: 90\n');
    expect(b.audited).toEqual(['anna']);
  });

  it('gives way to what was written into the file here meanwhile, which travels', async () => {
    const [a, b] = [await station(), await station()];
    await a.apply('minimumReliability: 90\n', 'anna');
    await replicate(a, b);
    writeFileSync(b.file, 'minimumReliability: 95\n');
    await b.policies.fileChanged();
    await replicate(b, a);
    expect(a.text()).toBe('minimumReliability: 95\n');
    expect(a.told.at(-1)).toMatchObject({ by: 'shared', taken: { by: 'whoever edited the file' } });
  });

  it('follows on what its admin knew, also where their clock is a day behind', async () => {
    const [a, b] = [await station(), await station()];
    await a.apply('minimumReliability: 90\n', 'anna');
    await replicate(a, b);
    const now = Date.parse(clock.now());
    clock.jump(now - 86_400_000);
    await b.apply('minimumReliability: 95\n', 'ben');
    clock.jump(now);
    await replicate(b, a);
    expect(a.text()).toBe('minimumReliability: 95\n');
    await a.restart();
    expect(a.policies.current.policy.minimumReliability).toBe(95);
  });

  it('does not write over a file that somebody is in the middle of', async () => {
    const [a, b] = [await station(), await station()];
    writeFileSync(b.file, 'minimumReliability: [\n');
    await b.policies.fileChanged();
    await a.apply('minimumReliability: 90\n', 'anna');
    await replicate(a, b);
    expect(b.policies.current.policy.minimumReliability).toBe(90);
    expect(b.text()).toBe('minimumReliability: [\n');
    expect(b.policies.problem).toBeDefined();
  });

  it('is no match for what every workstation comes with', async () => {
    const a = await station({ file: 'minimumReliability: 90\n' });
    // Both are the first of their workstation; the one that nobody wrote is the younger.
    clock.jump(Date.parse(clock.now()) + 60_000);
    const b = await station();
    await meet(a, b);
    expect([a.text(), b.text()]).toEqual(['minimumReliability: 90\n', 'minimumReliability: 90\n']);
  });

  it.each([
    [
      'a text that is no policy',
      { text: 'killSwitch: perhaps\n', version: versionOf('killSwitch: perhaps\n') },
    ],
    ['a text that its version was not made of', { text: 'automatic: true\n', version: '0123456789abcdef' }],
    [
      'a member that nobody knows',
      { text: 'automatic: true\n', version: versionOf('automatic: true\n'), more: 1 },
    ],
  ])('is refused and told, and what was good stays: %s', async (_, hostile) => {
    const b = await station();
    await b.apply('minimumReliability: 70\n', 'ben');
    const record = { id: '000000999-x', sequence: 999, at: clock.now(), by: 'mallory', how: 'applied' };
    await b.store.policies.put([{ ...record, ...hostile, reason: '', diff: '', schemaVersion: 1 }]);
    await b.policies.storeChanged();
    expect(b.policies.current.policy).toMatchObject({ minimumReliability: 70, automatic: false });
    expect(b.text()).toBe('minimumReliability: 70\n');
    expect(b.policies.problem).toMatchObject({ text: expect.stringContaining('mallory'), locked: false });
    expect(b.told.at(-1)).toMatchObject({ by: 'shared', problem: expect.stringContaining('mallory') });
    // Whoever looks and applies another one is in force with it.
    await b.apply('minimumReliability: 75\n', 'ben');
    await b.policies.storeChanged();
    expect(b.policies.current.policy.minimumReliability).toBe(75);
    expect(b.policies.problem).toBeUndefined();
  });
});

describe('a workstation that was used alone', () => {
  const siteOf = (site: Station) => ({
    ids: async () => (await site.store.policies.find({ selector: {} })).map(({ id }) => id),
    read: (ids: readonly string[]) => site.store.policies.getMany(ids),
  });

  it('takes over the policy of the site that it joins, however often it changed its own', async () => {
    const [site, alone] = [await station(), await station()];
    await site.apply('minimumReliability: 90\n', 'anna');
    for (const least of [10, 20, 30]) await alone.apply(`minimumReliability: ${least}\n`, 'ben');
    await alone.policies.join(siteOf(site));
    expect(alone.text()).toBe('minimumReliability: 90\n');
    expect(alone.told.at(-1)).toMatchObject({ by: 'shared', taken: { by: 'anna', over: 'ben' } });
    expect(alone.audited).toEqual(['anna']);
    expect(readFileSync(`${alone.file}.before-joining`, 'utf8')).toBe('minimumReliability: 30\n');
    await meet(site, alone);
    await alone.restart();
    await alone.policies.join(siteOf(site));
    await meet(site, alone);
    for (const one of [site, alone]) expect(one.policies.current.policy.minimumReliability).toBe(90);
    expect(site.told.filter(({ by }) => by === 'shared')).toEqual([]);
    await alone.apply('minimumReliability: 95\n', 'ben');
    await alone.policies.join(siteOf(site));
    await meet(alone, site);
    expect(site.text()).toBe('minimumReliability: 95\n');
  });

  it('gives the site its policy where that has none', async () => {
    const [site, alone] = [await station(), await station()];
    await alone.apply('minimumReliability: 30\n', 'ben');
    await alone.policies.join(siteOf(site));
    await meet(alone, site);
    expect(site.text()).toBe('minimumReliability: 30\n');
  });

  it('keeps a kill switch that it threw', async () => {
    const [site, alone] = [await station(), await station()];
    await site.apply('minimumReliability: 90\n', 'anna');
    await alone.apply('minimumReliability: 30\n', 'ben');
    await alone.policies.kill({ on: true, reason: 'fire' }, alone.by('ben'));
    await alone.policies.join(siteOf(site));
    await meet(alone, site);
    for (const one of [site, alone]) expect(one.policies.current.policy.killSwitch).toBe(true);
  });

  it('joins again where the application ended in the middle of it', async () => {
    const [site, alone] = [await station(), await station()];
    await site.apply('minimumReliability: 90\n', 'anna');
    await alone.apply('minimumReliability: 30\n', 'ben');
    const [own] = await alone.store.policies.find({ selector: { how: 'applied' } });
    let writes = 0;
    alone.store.beforeWrite = () => {
      if ((writes += 1) === 2) throw new Error('the end');
    };
    await expect(alone.policies.join(siteOf(site))).rejects.toThrow('the end');
    alone.store.beforeWrite = undefined;
    expect(await alone.store.policies.get(own?.id ?? '')).toBeUndefined();
    await alone.restart();
    await alone.policies.join(siteOf(site));
    await meet(alone, site);
    await meet(alone, site);
    for (const one of [site, alone]) expect(one.text()).toBe('minimumReliability: 90\n');
    expect(readFileSync(`${alone.file}.before-joining`, 'utf8')).toBe('minimumReliability: 30\n');
  });
});

describe('policies of two admins who were apart', () => {
  it('are both kept, the same one is in force everywhere, and the other admin is told', async () => {
    const [a, b] = [await station(), await station()];
    await a.apply('minimumReliability: 90\n', 'anna');
    await clock.advance(1_000);
    await b.apply('minimumReliability: 95\n', 'ben');
    await meet(a, b);
    await meet(a, b);
    expect([a.text(), b.text()]).toEqual(['minimumReliability: 95\n', 'minimumReliability: 95\n']);
    for (const one of [a, b]) {
      const written = (await one.policies.history({ limit: 10 })).map(({ by }) => by);
      expect(written).toEqual(expect.arrayContaining(['anna', 'ben']));
    }
    expect(a.told.at(-1)).toMatchObject({ by: 'shared', taken: { by: 'ben', over: 'anna' } });
    expect(b.told.filter(({ taken }) => taken)).toEqual([]);
  });
});

describe('the kill switch', () => {
  it('stops all when it is thrown anywhere, lasts over a restart, and is released for all', async () => {
    const [a, b] = [await station(), await station()];
    await a.policies.kill({ on: true, reason: 'fire' }, a.by('anna'));
    await replicate(a, b);
    expect(b.policies.current.policy.killSwitch).toBe(true);
    expect(b.policies.killed).toMatchObject({ by: 'anna', reason: 'fire' });
    expect(b.told).toMatchObject([{ by: 'shared' }]);
    await b.restart();
    expect(b.policies.current.policy.killSwitch).toBe(true);
    await b.policies.kill({ on: false, reason: 'out' }, b.by('ben'));
    expect(b.policies.current.policy.killSwitch).toBe(false);
    await replicate(b, a);
    expect(a.policies.current.policy.killSwitch).toBe(false);
    expect(existsSync(a.switchFile)).toBe(false);
    await a.restart();
    await meet(a, b);
    expect([a, b].map(({ policies }) => policies.current.policy.killSwitch)).toEqual([false, false]);
  });

  it('stays on where somebody threw it whom the one who released it did not see', async () => {
    const [a, b] = [await station(), await station()];
    await a.policies.kill({ on: true, reason: 'fire' }, a.by('anna'));
    await replicate(a, b);
    await a.policies.kill({ on: true, reason: 'it spreads' }, a.by('alan'));
    await b.policies.kill({ on: false, reason: 'out' }, b.by('ben'));
    await meet(a, b);
    await meet(a, b);
    expect([a, b].map(({ policies }) => policies.current.policy.killSwitch)).toEqual([true, true]);
    expect(b.policies.killed).toMatchObject({ by: 'alan' });
  });

  it('of another workstation is not released by taking its file away here', async () => {
    const [a, b] = [await station(), await station()];
    await a.policies.kill({ on: true, reason: 'fire' }, a.by('anna'));
    await replicate(a, b);
    rmSync(b.switchFile);
    await b.policies.fileChanged();
    expect(b.policies.current.policy.killSwitch).toBe(true);
    expect(existsSync(b.switchFile)).toBe(true);
    // Where it was thrown, whoever may take the file away means it.
    rmSync(a.switchFile);
    await a.policies.fileChanged();
    await replicate(a, b);
    expect([a, b].map(({ policies }) => policies.current.policy.killSwitch)).toEqual([false, false]);
  });

  it('is told in the name of nobody where somebody else than the owner of the account threw it', async () => {
    const [a, b] = [await station({ account: 'noc-1' }), await station({ account: 'ben' })];
    await a.policies.kill({ on: true, reason: 'fire' }, a.by('anna'));
    expect(a.policies.killed).toMatchObject({ by: 'anna', reason: 'fire' });
    await replicate(a, b);
    expect(b.policies.killed).toMatchObject({ by: 'whoever edited the file', reason: 'anna: fire' });
    await b.policies.kill({ on: false, reason: 'out' }, b.by('ben'));
    const [release] = await b.store.policies.find({ selector: { how: 'kill-switch-released' } });
    expect(release).toMatchObject({ by: 'ben', reason: 'out' });
  });

  it('that somebody lays there as a file is thrown for all', async () => {
    const [a, b] = [await station(), await station()];
    writeFileSync(a.switchFile, '');
    await a.policies.fileChanged();
    await replicate(a, b);
    expect(b.policies.current.policy.killSwitch).toBe(true);
    await b.policies.kill({ on: false, reason: 'out' }, b.by('ben'));
    await replicate(b, a);
    expect(a.policies.current.policy.killSwitch).toBe(false);
  });

  it('stops here although it cannot be put on record, and is told to the others when it can', async () => {
    const [a, b] = [await station(), await station()];
    a.store.beforeWrite = () => {
      throw new Error('disk full');
    };
    await a.policies.kill({ on: true, reason: 'fire' }, a.by('anna'));
    expect(a.policies.current.policy.killSwitch).toBe(true);
    a.store.beforeWrite = undefined;
    await a.policies.storeChanged();
    expect(a.policies.current.policy.killSwitch).toBe(true);
    await replicate(a, b);
    expect(b.policies.killed).toMatchObject({ by: 'anna' });
  });

  it('is not held back by a policy that came and cannot be used', async () => {
    const [a, b] = [await station(), await station()];
    await a.policies.kill({ on: true, reason: 'fire' }, a.by('anna'));
    await b.store.policies.put([{ id: 'x', sequence: 7, schemaVersion: 1, how: 'applied' }]);
    await replicate(a, b);
    expect(b.policies.current.policy.killSwitch).toBe(true);
  });
});

it('what is written of policies is what the rules on the server take', async () => {
  const judge = openRule('policies');
  const { admin } = accounts;
  const a = await station({ account: admin.name, file: 'minimumReliability: 80\n' });
  await a.apply('minimumReliability: 90\n', admin.name);
  await a.policies.kill({ on: true, reason: 'fire' }, a.by(admin.name));
  await a.policies.kill({ on: false, reason: 'out' }, a.by('somebody else'));
  const fresh = await station();
  const written = [
    ...(await a.store.policies.find({ selector: {} })),
    ...(await fresh.store.policies.find({ selector: {} })),
  ];
  expect(written).toHaveLength(5);
  for (const { id, ...record } of written) {
    expect(judge({ _id: id, ...record }, null, admin)).toBeUndefined();
  }
});
