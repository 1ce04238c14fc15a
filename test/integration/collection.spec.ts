import { describe, expect, it } from 'vitest';
import { createCollection, type CollectProgress } from '../../src/main/collectors/collection.ts';
import { collectors } from '../../src/main/collectors/registry.ts';
import { createInventory } from '../../src/main/inventory/inventory.ts';
import { systemClock } from '../../src/main/platform/clock.ts';
import { silentLogger } from '../../src/main/platform/logger.ts';
import { systemRandom } from '../../src/main/platform/random.ts';
import { openStore } from '../../src/main/store/open-store.ts';
import { spawnSession, type TestSession } from '../support/mcp-session.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const ports = { clock: systemClock, random: systemRandom, logger: silentLogger };
const lab = (...flags: string[]) =>
  spawnSession(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', 'src/lab/main.ts', '--stdio', '--frozen', ...flags],
    { source: 'lab' },
  );

/** A store on disk, an inventory over it, and a collection from whatever the lab is started with. */
async function setUp(dataDir: string, flags: string[] = []) {
  const store = await openStore({ dataDir, what: 'test', ...ports });
  const inventory = createInventory({ store, ...ports });
  let session: TestSession | undefined;
  const world = { flags };
  const collection = createCollection({
    inventory,
    collectors,
    logger: silentLogger,
    settings: { callTimeoutMs: 30_000 },
    simulated: () => true,
    sessions: async () => (session ??= await lab(...world.flags)),
    disconnect: async () => {
      await session?.close();
      session = undefined;
    },
  });
  return { store, inventory, collection, world };
}

describe('a collection from the lab', () => {
  it('fills all four domains, rejects nothing, and writes nothing when nothing changed', async () => {
    using folder = temporaryFolder();
    const { store, inventory, collection } = await setUp(folder.path);
    const progress: CollectProgress[] = [];
    const first = await collection.collect({ source: 'lab', onProgress: (event) => progress.push(event) });
    expect(first.map((run) => [run.domain, run.outcome, run.rejects])).toEqual([
      ['vmware', 'succeeded', []],
      ['kubernetes', 'succeeded', []],
      ['network', 'succeeded', []],
      ['storage', 'succeeded', []],
    ]);
    expect(progress.filter((event) => event.phase === 'done').map((event) => event.domain)).toEqual([
      'vmware',
      'kubernetes',
      'network',
      'storage',
    ]);
    const view = await inventory.view();
    expect(view.all('vm')).toHaveLength(80);
    expect(view.all('vm').every((vm) => vm.simulated)).toBe(true);
    const again = await collection.collect({ source: 'lab' });
    expect(again.map(({ counts }) => counts.seen - counts.unchanged)).toEqual([0, 0, 0, 0]);
    expect(again.map(({ counts }) => counts.disappeared)).toEqual([0, 0, 0, 0]);
    expect(await store.changes.count({ selector: {} })).toBe(0);
    const after = await inventory.view();
    const kinds = new Set(first.flatMap((run) => run.scopes.map((scope) => scope.kind)));
    for (const kind of kinds) expect(after.digest(kind)).toEqual(view.digest(kind));
    await store.close();
  });

  it('loads from disk what it had in memory', async () => {
    using folder = temporaryFolder();
    const before = await setUp(folder.path);
    const runs = await before.collection.collect({ source: 'lab' });
    const shown = await before.inventory.view();
    await before.store.close();
    const store = await openStore({ dataDir: folder.path, what: 'test', ...ports });
    const loaded = await createInventory({ store, ...ports }).view();
    for (const kind of new Set(runs.flatMap((run) => run.scopes.map((scope) => scope.kind)))) {
      expect(loaded.digest(kind)).toEqual(shown.digest(kind));
      expect(loaded.all(kind)).toEqual(shown.all(kind));
    }
    await store.close();
  });

  it('keeps what stands when the server dies half-way', async () => {
    using folder = temporaryFolder();
    const { store, inventory, collection, world } = await setUp(folder.path, ['--domains', 'vmware']);
    await collection.collect({ source: 'lab', domain: 'vmware' });
    const before = await inventory.view();
    world.flags = ['--domains', 'vmware', '--fault', 'disconnect:tools=vmware_list_vms'];
    const [run] = await collection.collect({ source: 'lab', domain: 'vmware' });
    expect(run?.outcome).toBe('partial');
    expect(run?.counts.disappeared).toBe(0);
    const after = await inventory.view();
    expect(after.all('vm')).toEqual(before.all('vm'));
    expect(await inventory.freshness()).toMatchObject([{ source: 'lab', lastOutcome: 'partial' }]);
    await store.close();
  });
});
