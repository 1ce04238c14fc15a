import { describe, expect, it } from 'vitest';
import { createFakeClock } from '../../../test/support/fake-clock.ts';
import { createMemoryStore, type MemoryStore } from '../../../test/support/memory-store.ts';
import type { ObservedRecord } from '../../shared/model/entity.ts';
import { entityId, type Instant } from '../../shared/model/ids.ts';
import { silentLogger } from '../platform/logger.ts';
import { inventoryCollections } from './follow-store.ts';
import { createInventory, type RunRecorder } from './inventory.ts';

const minute = 60_000;
const day = 86_400_000;
const clock = () => createFakeClock('2026-11-23T12:00:00.000Z');
type TestClock = ReturnType<typeof clock>;

function station(
  name: string,
  time: TestClock,
  store: MemoryStore = createMemoryStore(),
  mayForget?: (source: string) => boolean,
) {
  let ids = 0;
  const inventory = createInventory({
    store,
    clock: time,
    random: { id: () => `${name}-${ids++}`, unit: () => 0.5 },
    logger: silentLogger,
    workstation: async () => name,
    ...(mayForget && { mayForget }),
  });
  const told: { source: string; kinds: readonly string[]; changed: number }[] = [];
  inventory.onChanged(({ source, kinds, changed }) => told.push({ source, kinds, changed }));
  return {
    name,
    store,
    inventory,
    told,
    async collect(records: readonly ObservedRecord[], failed = false) {
      const run = await inventory.beginRun({ source: 'vc', domain: 'vmware', simulated: false });
      await run.observeInput('vm', records);
      if (failed) run.failed('vm', undefined, 'access denied');
      else run.complete('vm');
      return run.finish();
    },
  };
}
type Station = ReturnType<typeof station>;

/** What replication does: documents of one store stand in the other, and the inventory there is told which. */
async function replicate(from: Station, to: Station, only = inventoryCollections as readonly string[]) {
  for (const collection of inventoryCollections) {
    if (!only.includes(collection)) continue;
    const [there, here] = [from.store[collection], to.store[collection]];
    const ids: string[] = [];
    for await (const batch of there.each()) {
      await here.put(batch as never);
      ids.push(...batch.map(({ id }) => id));
    }
    const gone: string[] = [];
    for await (const batch of here.each()) {
      gone.push(...batch.filter(({ id }) => !ids.includes(id)).map(({ id }) => id));
    }
    await here.remove(gone);
    await to.inventory.storeChanged({ collection, ids: [...ids, ...gone] });
  }
}

/** Ends between the changes that were written and the entities that were not. */
async function crash({ store }: Station, run: RunRecorder): Promise<void> {
  store.beforeWrite = (collection) => {
    if (collection !== 'changes') throw new Error('the process ended');
  };
  await run.observeInput('vm', [vm('web', 4)]);
  await expect(run.finish()).rejects.toThrow('the process ended');
  store.beforeWrite = undefined;
}

const vm = (name: string, vcpus = 2): ObservedRecord => ({
  nativeId: name,
  name,
  attributes: { powerState: 'on', vcpus },
});
const idOf = (name: string) => entityId('vc', 'vm', name);

describe('an inventory whose store another workstation writes into', () => {
  it('shows what was collected there: entities, changes, how old they are, and tells it once', async () => {
    const time = clock();
    const [a, b] = [station('a', time), station('b', time)];
    await b.inventory.open();
    await a.collect([vm('web'), vm('db')]);
    await time.advance(10 * minute);
    const second = await a.collect([vm('web', 4)]);
    await replicate(a, b);

    const view = await b.inventory.view();
    const there = await a.inventory.view();
    expect(view.all('vm')).toEqual(there.all('vm'));
    expect(view.digest('vm')).toEqual(there.digest('vm'));
    expect(view.changesSince(view.all('vm')[0]?.firstSeenAt as Instant)).toEqual(
      there.changesSince(view.all('vm')[0]?.firstSeenAt as Instant),
    );
    expect(view.runs).toEqual(there.runs);
    const web = view.get(idOf('web'));
    expect(web && view.confirmedAt(web)).toBe(second.startedAt);
    expect(await b.inventory.freshness()).toEqual(await a.inventory.freshness());
    expect(await b.inventory.stats()).toEqual(await a.inventory.stats());
    expect(b.told.filter(({ changed }) => changed > 0)).toEqual([
      { source: 'vc', kinds: ['vm'], changed: 2 },
    ]);
  });

  it('follows when entities come before the changes that led to them, and the other way round', async () => {
    const time = clock();
    const [a, b] = [station('a', time), station('b', time)];
    await a.collect([vm('web')]);
    await replicate(a, b);
    await b.inventory.open();
    const before = time.now();
    await time.advance(minute);
    await a.collect([vm('web', 4)]);
    await time.advance(minute);
    await replicate(a, b, ['entities']);
    await b.inventory.view(before);
    await replicate(a, b, ['changes']);
    // Worked out anew: without the change, the past looked like the present.
    expect((await b.inventory.view(before)).get(idOf('web'))?.attributes).toMatchObject({ vcpus: 2 });
    await replicate(a, b);
    expect((await b.inventory.view()).changesSince(before)).toHaveLength(1);
  });

  it('goes on by its own clock after an observation from the end of all years', async () => {
    const time = clock();
    const [a, b] = [station('a', time), station('b', time)];
    await b.inventory.open();
    await a.collect([vm('web'), vm('db')]);
    const [one] = await a.store.entities.find({ selector: {} });
    if (!one) throw new Error('expected an entity');
    await a.store.entities.put([{ ...one, observedAt: '9999-12-31T23:59:59.999Z' as Instant }]);
    await replicate(a, b);
    await time.advance(minute);
    const run = await b.collect([vm('web', 4), vm('db', 4)]);
    expect(run.startedAt).toBe(time.now());
    for (const { changedAt } of await b.store.entities.find({ selector: {} }))
      expect(changedAt).toBe(time.now());
  });

  it('forgets what was removed there, also what had gone long ago', async () => {
    const time = clock();
    const [a, b] = [station('a', time), station('b', time)];
    await a.collect([vm('web'), vm('db'), vm('old')]);
    await a.collect([vm('web'), vm('db')]);
    await time.advance(30 * day);
    await a.collect([vm('web'), vm('db')]);
    await a.inventory.cleanUp();
    await b.inventory.open();
    await replicate(a, b);
    expect(await b.inventory.stats()).toMatchObject({ present: 2, disappeared: 1 });
    await a.store.entities.remove([idOf('db'), idOf('old')]);
    await replicate(a, b);
    expect((await b.inventory.view()).all('vm').map(({ name }) => name)).toEqual(['web']);
    expect(await b.inventory.stats()).toMatchObject({ present: 1, disappeared: 0 });
  });

  it('takes in a whole estate at once, with what is collected here meanwhile', async () => {
    const time = clock();
    const [a, b] = [station('a', time), station('b', time)];
    const many = Array.from({ length: 4_000 }, (_, n) => vm(`vm-${n}`));
    await a.collect(many);
    await b.inventory.open();
    const own = await b.inventory.beginRun({ source: 'other', domain: 'vmware', simulated: false });
    const coming = replicate(a, b);
    await own.observeInput('vm', [vm('mine')]);
    own.complete('vm');
    await Promise.all([coming, own.finish()]);
    await replicate(a, b, ['changes', 'runs']);
    const view = await b.inventory.view();
    expect(view.all('vm').filter(({ source }) => source === 'vc')).toEqual(
      (await a.inventory.view()).all('vm'),
    );
    expect(b.told.filter(({ source }) => source === 'vc')[0]).toMatchObject({ changed: 4_000 });
  });

  it('leaves it to whoever collects a source to forget for all what is long gone of it', async () => {
    const time = clock();
    const [a, b] = [station('a', time), station('b', time, createMemoryStore(), () => false)];
    await a.collect([vm('web'), vm('old')]);
    await a.collect([vm('web')]);
    await b.inventory.open();
    await replicate(a, b);
    time.jump(Date.parse(time.now()) + 500 * day);
    await b.inventory.cleanUp();
    expect(await b.store.entities.get(idOf('old'))).toBeDefined();
    expect(await a.inventory.cleanUp()).toMatchObject({ entities: 1 });
    await replicate(a, b);
    expect(await b.inventory.stats()).toMatchObject({ present: 1, disappeared: 0 });
  });

  it('goes on from what the other saw when it collects itself', async () => {
    const time = clock();
    const [a, b] = [station('a', time), station('b', time)];
    await b.inventory.open();
    await a.collect([vm('web'), vm('db')]);
    const seen = time.now();
    await replicate(a, b);
    time.jump(Date.parse(time.now()) - day);
    const run = await b.collect([vm('web')]);
    // A clock that stands a day back does not put what it sees before what was seen already.
    expect(run.startedAt > seen).toBe(true);
    expect(run.counts).toMatchObject({ added: 0, unchanged: 1, disappeared: 1 });
  });

  it('keeps the newest run of a source when an older one comes later', async () => {
    const time = clock();
    const [a, b] = [station('a', time), station('b', time)];
    await a.collect([vm('web')]);
    await time.advance(minute);
    await b.collect([vm('web')], true);
    await replicate(a, b, ['entities']);
    const older = await a.store.runs.find({ selector: {} });
    await b.store.runs.put(older);
    await b.inventory.storeChanged({ collection: 'runs', ids: older.map(({ id }) => id) });
    const [pair] = (await b.inventory.view()).runs;
    expect(pair?.last.outcome).toBe('failed');
    expect(pair?.lastComplete?.workstation).toBe('a');
  });
});

describe('a start after a crash', () => {
  it('ends no run of another workstation, and takes none of its changes back', async () => {
    const time = clock();
    const [a, b] = [station('a', time), station('b', time)];
    await a.collect([vm('web')]);
    await time.advance(minute);
    const run = await a.inventory.beginRun({ source: 'vc', domain: 'vmware', simulated: false });
    await crash(a, run);
    // The changes came, and what they led to is still on its way.
    for (const collection of ['changes', 'runs'] as const) {
      for await (const batch of a.store[collection].each()) await b.store[collection].put(batch as never);
    }
    const again = station('b', time, b.store.reopen());
    await again.inventory.open();
    expect(await again.store.runs.get(run.id)).toMatchObject({ outcome: 'running' });
    expect(await again.store.changes.count({ selector: {} })).toBe(1);
  });

  it('keeps a change that another workstation has seen the effect of', async () => {
    const time = clock();
    const a = station('a', time);
    await a.collect([vm('web')]);
    await time.advance(minute);
    const run = await a.inventory.beginRun({ source: 'vc', domain: 'vmware', simulated: false });
    await crash(a, run);
    await time.advance(minute);
    const [web] = await a.store.entities.getMany([idOf('web')]);
    if (!web) throw new Error('web was not kept');
    await a.store.entities.put([{ ...web, runId: 'run-of-b' as never, observedAt: time.now() }]);
    const again = station('a', time, a.store.reopen());
    await again.inventory.open();
    expect(await again.store.runs.get(run.id)).toMatchObject({ outcome: 'interrupted' });
    expect(await again.store.changes.count({ selector: {} })).toBe(1);
  });
});
