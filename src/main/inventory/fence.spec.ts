import { describe, expect, it } from 'vitest';
import { createFakeClock } from '../../../test/support/fake-clock.ts';
import { createMemoryStore } from '../../../test/support/memory-store.ts';
import type { ObservedRecord } from '../../shared/model/entity.ts';
import { entityId } from '../../shared/model/ids.ts';
import { silentLogger } from '../platform/logger.ts';
import { createInventory } from './inventory.ts';

const vm = (nativeId: string, vcpus: number): ObservedRecord => ({
  nativeId,
  name: nativeId,
  attributes: { powerState: 'on', vcpus },
});

function station() {
  let ids = 0;
  const lease: { fence: number | undefined } = { fence: undefined };
  const store = createMemoryStore();
  const clock = createFakeClock('2026-11-23T12:00:00.000Z');
  const inventory = createInventory({
    store,
    clock,
    random: { id: () => `id-${ids++}`, unit: () => 0.5 },
    logger: silentLogger,
    fence: (source) => (source === 'vc' ? lease.fence : undefined),
  });
  const begin = () => inventory.beginRun({ source: 'vc', domain: 'vmware', simulated: false });
  return {
    lease,
    store,
    inventory,
    begin,
    collect: async (...records: readonly ObservedRecord[]) => {
      await clock.advance(60_000);
      const run = await begin();
      await run.observeInput('vm', records);
      run.complete('vm');
      return run.finish();
    },
    fenceOf: async (nativeId: string) => (await store.entities.get(entityId('vc', 'vm', nativeId)))?.fence,
  };
}

describe('the fence of a lease', () => {
  it('stands on what is written under it, and is no change by itself', async () => {
    const { lease, collect, fenceOf, store, inventory } = station();
    lease.fence = 4;
    await collect(vm('a', 1), vm('b', 1));
    expect([await fenceOf('a'), await fenceOf('b')]).toEqual([4, 4]);
    const before = await store.entities.get(entityId('vc', 'vm', 'b'));
    lease.fence = 5;
    const { counts } = await collect(vm('a', 2), vm('b', 1));
    expect(counts).toMatchObject({ changed: 1, unchanged: 1 });
    expect([await fenceOf('a'), await fenceOf('b')]).toEqual([5, 4]);
    expect(await store.entities.get(entityId('vc', 'vm', 'b'))).toEqual(before);
    const { items } = await inventory.changes({});
    expect(items.map(({ path }) => path)).toEqual(['attributes.vcpus']);
    expect(await inventory.highestFence('vc')).toBe(5);
    expect(await inventory.highestFence('other')).toBe(0);
  });

  it('is on nothing that is written without a lease, whatever stood there: it loses against whoever leads', async () => {
    const { lease, collect, fenceOf } = station();
    lease.fence = 4;
    await collect(vm('a', 1), vm('b', 1));
    lease.fence = undefined;
    await collect(vm('a', 2));
    expect([await fenceOf('a'), await fenceOf('b')]).toEqual([undefined, undefined]);
  });

  it('is not raised for a run that began under an earlier lease', async () => {
    const { lease, begin, fenceOf } = station();
    lease.fence = 4;
    const run = await begin();
    await run.observeInput('vm', [vm('a', 1)]);
    lease.fence = 6;
    run.complete('vm');
    await run.finish();
    expect(await fenceOf('a')).toBeUndefined();
  });
});
