import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createFakeClock } from '../../../test/support/fake-clock.ts';
import { createMemoryStore, type MemoryStore } from '../../../test/support/memory-store.ts';
import { temporaryFolder } from '../../../test/support/temporary-folder.ts';
import { silentLogger } from '../platform/logger.ts';
import { systemRandom } from '../platform/random.ts';
import { defaultPolicyText } from '../trust.ts';
import { openPolicies } from './open-policies.ts';
import type { Policies } from './policies.ts';

const alice = { operator: 'alice', via: 'cli' };

/** A site with a data directory of its own, that can be left and opened again. */
async function site(folder: string, options: { file?: string; store?: MemoryStore } = {}) {
  const file = join(folder, 'policy.yaml');
  if (options.file !== undefined) writeFileSync(file, options.file);
  const store = options.store ?? createMemoryStore();
  const edits: string[] = [];
  const open = (on: MemoryStore): Promise<Policies> =>
    openPolicies({
      dataDir: folder,
      defaultText: defaultPolicyText(),
      store: on.policies,
      recordEdit: async ({ version }) => {
        edits.push(version);
      },
      clock: createFakeClock(),
      random: systemRandom,
      logger: silentLogger,
    });
  const policies = await open(store);
  const told: unknown[] = [];
  policies.onChanged((change) => told.push(change));
  return {
    policies,
    store,
    told,
    edits,
    file,
    reopen: () => open(store),
    edit: async (text: string) => {
      writeFileSync(file, text);
      await policies.fileChanged();
    },
    apply: (text: string, reason = '') =>
      policies.apply({ text, baseVersion: policies.current.version, reason }, alice),
  };
}

describe('the policy of a site', () => {
  it('that has written none is the one that the application comes with, and nothing runs by itself', async () => {
    using folder = temporaryFolder();
    const { policies } = await site(folder.path);
    expect(policies.text).toBe(defaultPolicyText());
    expect(policies.current.policy).toMatchObject({
      automatic: false,
      killSwitch: false,
      minimumReliability: 85,
    });
    expect(policies.problem).toBeUndefined();
  });

  it('is in force when the application says that it is, and stands in the file', async () => {
    using folder = temporaryFolder();
    const { policies, apply, file, told, reopen } = await site(folder.path);
    const record = await apply('minimumReliability: 90\n', 'CHG-1');
    expect(policies.current.policy.minimumReliability).toBe(90);
    expect(readFileSync(file, 'utf8')).toBe('minimumReliability: 90\n');
    expect(record).toMatchObject({
      by: 'alice',
      how: 'applied',
      reason: 'CHG-1',
      version: policies.current.version,
    });
    expect(told).toEqual([{ by: 'operator', version: policies.current.version }]);
    expect((await reopen()).current.policy.minimumReliability).toBe(90);
  });

  it('keeps what it was, who changed it, and how it differs', async () => {
    using folder = temporaryFolder();
    const { policies, apply } = await site(folder.path);
    await apply('minimumReliability: 90\n');
    await apply('minimumReliability: 91\n');
    const history = await policies.history({ limit: 10 });
    expect(history.map(({ sequence, how, by }) => [sequence, how, by])).toEqual([
      [3, 'applied', 'alice'],
      [2, 'applied', 'alice'],
      [1, 'first', 'application'],
    ]);
    expect(history[0]?.diff).toContain('-minimumReliability: 90\n+minimumReliability: 91\n');
    expect((await policies.version(history[1]?.version ?? ''))?.text).toBe('minimumReliability: 90\n');
    expect((await policies.history({ limit: 10, before: 2 })).map(({ sequence }) => sequence)).toEqual([1]);
  });

  it('is not changed by somebody who has not seen what is in force', async () => {
    using folder = temporaryFolder();
    const { policies, apply } = await site(folder.path);
    const { version } = policies.current;
    await apply('minimumReliability: 90\n');
    const late = policies.apply(
      { text: 'minimumReliability: 10\n', baseVersion: version, reason: '' },
      alice,
    );
    await expect(late).rejects.toMatchObject({ code: 'policy-changed' });
    expect(policies.current.policy.minimumReliability).toBe(90);
  });

  it('is changed by one of two who change it at once', async () => {
    using folder = temporaryFolder();
    const { policies, apply } = await site(folder.path);
    const both = await Promise.allSettled([
      apply('minimumReliability: 90\n'),
      apply('minimumReliability: 70\n'),
    ]);
    expect(both.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    expect(policies.current.policy.minimumReliability).toBe(90);
  });

  it('is refused with the place of the fault, and nothing has changed', async () => {
    using folder = temporaryFolder();
    const { policies, apply, file } = await site(folder.path);
    await expect(apply('rates:\n  perHour: many\n')).rejects.toMatchObject({
      code: 'policy-invalid',
      message: expect.stringContaining('line 2, rates.perHour') as unknown,
    });
    expect(policies.text).toBe(defaultPolicyText());
    expect(existsSync(file)).toBe(false);
  });

  it('that cannot be written is not in force, and not in the history', async () => {
    using folder = temporaryFolder();
    const { policies, apply, file } = await site(folder.path);
    rmSync(folder.path, { recursive: true });
    await expect(apply('minimumReliability: 1\n')).rejects.toThrow('ENOENT');
    expect(existsSync(file)).toBe(false);
    expect(policies.current.policy.minimumReliability).toBe(85);
    expect(await policies.history({ limit: 5 })).toHaveLength(1);
  });

  it('that cannot be put on record is not in force', async () => {
    using folder = temporaryFolder();
    const { policies, store, apply, file } = await site(folder.path);
    store.beforeWrite = () => {
      throw new Error('the disk is full');
    };
    await expect(apply('minimumReliability: 1\n')).rejects.toThrow('full');
    expect(policies.current.policy.minimumReliability).toBe(85);
    expect(existsSync(file)).toBe(false);
  });
});

describe('a policy file that somebody edits', () => {
  it('is in force when it is saved, stands in the history, and in the audit', async () => {
    using folder = temporaryFolder();
    const { policies, edit, told, edits } = await site(folder.path);
    await edit('minimumReliability: 95\n');
    const { version } = policies.current;
    expect(policies.current.policy.minimumReliability).toBe(95);
    expect(told).toEqual([{ by: 'file', version }]);
    expect(edits).toEqual([version]);
    expect((await policies.history({ limit: 1 }))[0]).toMatchObject({ how: 'file', version });
  });

  it.each([
    ['broken YAML', 'rates: [\n'],
    ['a value that cannot be', 'minimumReliability: 200\n'],
    ['a name that is not known', 'automatik: true\n'],
    ['a file that was cut off to nothing', ''],
    ['a second document', 'automatic: true\n---\nautomatic: false\n'],
    ['a bomb of aliases', 'actions: &a {}\napprovals: *a\n'],
    [
      'a freeze that ends before it begins',
      "freezes: [{ reason: x, from: '2026-12-02T00:00:00Z', to: '2026-12-01T00:00:00Z' }]\n",
    ],
  ])('with %s is not in force: what was good stays, and the fault is told', async (_, text) => {
    using folder = temporaryFolder();
    const { policies, edit, told, apply } = await site(folder.path, { file: 'minimumReliability: 99\n' });
    const { version } = policies.current;
    await edit(text);
    expect(policies.current).toMatchObject({ version, policy: { minimumReliability: 99 } });
    expect(policies.problem).toMatchObject({ locked: false });
    expect(policies.problem?.faults.length).toBeGreaterThan(0);
    expect(policies.fileText).toBe(text);
    expect(told).toEqual([{ by: 'file', version, problem: policies.problem?.text }]);
    await apply('minimumReliability: 98\n');
    expect(policies.problem).toBeUndefined();
  });

  it('that cannot be read at all is told like one that is not right', async () => {
    using folder = temporaryFolder();
    const { policies, file } = await site(folder.path, { file: 'minimumReliability: 99\n' });
    rmSync(file);
    mkdirSync(file);
    await policies.fileChanged();
    expect(policies.current.policy.minimumReliability).toBe(99);
    expect(policies.problem?.text).toContain('expected an ordinary file');
  });

  it('that is broken stays out of force over a restart', async () => {
    using folder = temporaryFolder();
    const { edit, reopen } = await site(folder.path, { file: 'minimumReliability: 99\n' });
    await edit('minimumReliability: [\n');
    const again = await reopen();
    expect(again.current.policy.minimumReliability).toBe(99);
    expect(again.problem?.locked).toBe(false);
  });

  it('that goes away does not bring back the default: it may permit more', async () => {
    using folder = temporaryFolder();
    const { policies, file, reopen } = await site(folder.path, {
      file: 'approvals: { low: { approvals: 3 } }\n',
    });
    rmSync(file);
    await policies.fileChanged();
    expect(policies.current.policy.approvals.low.approvals).toBe(3);
    expect(policies.problem?.text).toContain('is gone');
    expect((await reopen()).current.policy.approvals.low.approvals).toBe(3);
  });

  it('that never was good locks everything until it is mended', async () => {
    using folder = temporaryFolder();
    const { policies, edit } = await site(folder.path, { file: 'killSwitch: ja\n' });
    expect(policies.current.policy).toMatchObject({ killSwitch: true, automatic: false });
    expect(policies.problem?.locked).toBe(true);
    await edit('killSwitch: false\n');
    expect(policies.current.policy.killSwitch).toBe(false);
  });

  it('holds everything at once where it says so, also when that cannot be put on record', async () => {
    using folder = temporaryFolder();
    const { policies, store, file } = await site(folder.path);
    store.beforeWrite = () => {
      throw new Error('the disk is full');
    };
    writeFileSync(file, 'killSwitch: true\n');
    await expect(policies.fileChanged()).rejects.toThrow('full');
    expect(policies.current.policy.killSwitch).toBe(true);
  });

  it('while the application was down is in force at its next start, and noticed', async () => {
    using folder = temporaryFolder();
    const { reopen, file, edits } = await site(folder.path, { file: 'minimumReliability: 99\n' });
    writeFileSync(file, 'minimumReliability: 97\n');
    const again = await reopen();
    expect(again.current.policy.minimumReliability).toBe(97);
    expect(edits).toHaveLength(2);
  });
});

describe('small changes', () => {
  it('keep comments and order', async () => {
    using folder = temporaryFolder();
    const { policies } = await site(folder.path, { file: '# ours\nautomatic: false # for now\n' });
    await policies.setAutomatic({ on: true, reason: 'CHG-2' }, alice);
    expect(policies.text).toBe('# ours\nautomatic: true # for now\n');
    await policies.setAutomatic({ on: true, action: 'vm.restart', reason: '' }, alice);
    expect(policies.current.policy.actions['vm.restart']).toEqual({ automatic: true });
    expect(policies.text).toContain('# for now');
  });

  it('are none when it is like that already', async () => {
    using folder = temporaryFolder();
    const { policies } = await site(folder.path, { file: 'automatic: true\n' });
    expect(await policies.setAutomatic({ on: true, reason: '' }, alice)).toBeUndefined();
  });

  it('are refused while the file is something else', async () => {
    using folder = temporaryFolder();
    const { policies, edit } = await site(folder.path, { file: 'automatic: true\n' });
    await edit('automatic: [\n');
    await expect(policies.setAutomatic({ on: false, reason: '' }, alice)).rejects.toMatchObject({
      code: 'policy-invalid',
    });
  });
});

describe('the kill switch', () => {
  it('is thrown at once, whatever the file is like, and stays so over a restart', async () => {
    using folder = temporaryFolder();
    const { policies, edit, reopen, told } = await site(folder.path, { file: 'automatic: true\n' });
    await edit('automatic: [\n');
    await policies.kill({ on: true, reason: 'fire' }, alice);
    expect(policies.current.policy.killSwitch).toBe(true);
    expect(policies.killed).toMatchObject({ by: 'alice', reason: 'fire' });
    expect(told).toHaveLength(2);
    const again = await reopen();
    expect(again.current.policy.killSwitch).toBe(true);
    await again.kill({ on: false, reason: 'out' }, alice);
    expect(again.current.policy.killSwitch).toBe(false);
    expect((await reopen()).current.policy.killSwitch).toBe(false);
  });

  it('holds when it cannot be written, and is not released by that', async () => {
    using folder = temporaryFolder();
    const { policies } = await site(folder.path);
    rmSync(folder.path, { recursive: true });
    const thrown = policies.kill({ on: true, reason: 'fire' }, alice);
    expect(policies.current.policy.killSwitch).toBe(true);
    await expect(thrown).rejects.toThrow('ENOENT');
    await policies.fileChanged();
    expect(policies.current.policy.killSwitch).toBe(true);
  });

  it('whose file cannot be read is on', async () => {
    using folder = temporaryFolder();
    writeFileSync(join(folder.path, 'kill-switch.json'), '{');
    const { policies } = await site(folder.path);
    expect(policies.current.policy.killSwitch).toBe(true);
  });

  it('that the policy has on is released in the policy', async () => {
    using folder = temporaryFolder();
    const { policies } = await site(folder.path, { file: 'killSwitch: true # Monday\n' });
    await policies.kill({ on: false, reason: 'done' }, alice);
    expect(policies.text).toBe('killSwitch: false # Monday\n');
    expect(policies.current.policy.killSwitch).toBe(false);
  });

  it('is not released while there is no policy that can be used', async () => {
    using folder = temporaryFolder();
    const { policies } = await site(folder.path, { file: ']' });
    await policies.kill({ on: true, reason: 'fire' }, alice);
    await expect(policies.kill({ on: false, reason: 'done' }, alice)).rejects.toMatchObject({
      code: 'policy-invalid',
    });
    expect(policies.current.policy.killSwitch).toBe(true);
  });

  it('that is thrown while somebody releases it stays on', async () => {
    using folder = temporaryFolder();
    const { policies, reopen } = await site(folder.path);
    await policies.kill({ on: true, reason: 'fire' }, alice);
    const released = policies.kill({ on: false, reason: 'out' }, alice);
    const again = policies.kill({ on: true, reason: 'it burns again' }, { operator: 'bob', via: 'cli' });
    await expect(released).rejects.toMatchObject({ code: 'policy-changed' });
    await again;
    expect(policies.current.policy.killSwitch).toBe(true);
    expect((await reopen()).current.policy.killSwitch).toBe(true);
  });

  it('that is released while it is still being written is off, also after a restart', async () => {
    using folder = temporaryFolder();
    const { policies, reopen } = await site(folder.path);
    const thrown = policies.kill({ on: true, reason: 'fire' }, alice);
    await policies.kill({ on: false, reason: 'a mistake' }, alice);
    await thrown;
    await policies.fileChanged();
    expect(policies.current.policy.killSwitch).toBe(false);
    expect((await reopen()).current.policy.killSwitch).toBe(false);
  });

  it.skipIf(process.platform === 'win32')(
    'is on where a pipe or a broken link lies in its place',
    async () => {
      for (const put of [
        (file: string) => void execFileSync('mkfifo', [file]),
        (file: string) => symlinkSync('nowhere', file),
      ]) {
        using folder = temporaryFolder();
        put(join(folder.path, 'kill-switch.json'));
        const { policies } = await site(folder.path);
        expect(policies.current.policy.killSwitch).toBe(true);
      }
    },
  );
});

describe.skipIf(process.platform === 'win32')('something else than a file in the place of the policy', () => {
  it.each([
    ['a pipe', (file: string) => void execFileSync('mkfifo', [file])],
    ['a device without an end', (file: string) => symlinkSync('/dev/zero', file)],
    ['a folder', (file: string) => mkdirSync(file)],
  ])('such as %s holds nothing up and lets nothing run', async (_, put) => {
    using folder = temporaryFolder();
    put(join(folder.path, 'policy.yaml'));
    const { policies } = await site(folder.path);
    expect(policies.problem).toMatchObject({ text: expect.stringContaining('cannot be read'), locked: true });
    expect(policies.current.policy.killSwitch).toBe(true);
  });
});

it('a policy with tens of thousands of keys is refused at once', async () => {
  using folder = temporaryFolder();
  const keys = Array.from({ length: 50_000 }, (_, n) => `  a.b${n}: { enabled: true }`).join('\n');
  const began = performance.now();
  const { policies } = await site(folder.path, { file: `actions:\n${keys}\n` });
  expect(performance.now() - began).toBeLessThan(5_000);
  expect(policies.problem?.text).toContain('at most 65536 characters');
  expect(policies.current.policy.killSwitch).toBe(true);
});
