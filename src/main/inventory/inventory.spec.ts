import { describe, expect, it } from 'vitest';
import { createFakeClock } from '../../../test/support/fake-clock.ts';
import { createMemoryStore, type MemoryStore } from '../../../test/support/memory-store.ts';
import type { ObservedRecord } from '../../shared/model/entity.ts';
import { entityId, type Instant, type RunId } from '../../shared/model/ids.ts';
import type { EntityKind } from '../../shared/model/kinds/registry.ts';
import type { CollectionRun } from '../../shared/model/run.ts';
import { silentLogger } from '../platform/logger.ts';
import { createInventory, type Inventory, type RunEnd } from './inventory.ts';

const minute = 60_000;

function setUp(store: MemoryStore = createMemoryStore()) {
  const clock = createFakeClock('2026-11-23T12:00:00.000Z');
  let ids = 0;
  const random = { id: () => `r${ids++}`, unit: () => 0.5 };
  const inventory = createInventory({ store, clock, random, logger: silentLogger });
  return { store, clock, random, inventory };
}

interface Seen {
  readonly kind?: EntityKind;
  readonly records?: readonly ObservedRecord[];
  readonly complete?: readonly (string | undefined)[];
  readonly failed?: readonly (string | undefined)[];
  readonly end?: RunEnd;
}

/** One run of the source vc that sees these records. */
async function collect(inventory: Inventory, seen: Seen): Promise<CollectionRun> {
  const { kind = 'vm', records = [], complete = [undefined], failed = [], end } = seen;
  const run = await inventory.beginRun({ source: 'vc', domain: 'vmware', simulated: false });
  for (const record of records) {
    await run.observeInput(kind, [record]);
  }
  for (const partition of complete) run.complete(kind, partition);
  for (const partition of failed) run.failed(kind, partition, 'access denied');
  return run.finish(end);
}

const vm = (name: string, parts: Partial<ObservedRecord> = {}): ObservedRecord => ({
  nativeId: name,
  name,
  ...parts,
  attributes: { powerState: 'on', vcpus: 2, ...parts.attributes },
});
const idOf = (name: string, kind = 'vm') => entityId('vc', kind, name);

describe('a collection run', () => {
  it('adds what it sees for the first time, without change records', async () => {
    const { inventory, store } = setUp();
    const run = await collect(inventory, { records: [vm('a'), vm('b')] });
    expect(run).toMatchObject({
      outcome: 'succeeded',
      counts: { seen: 2, added: 2, changed: 0, unchanged: 0 },
      scopes: [{ kind: 'vm', outcome: 'complete', seen: 2 }],
    });
    expect(await store.changes.count({ selector: {} })).toBe(0);
    expect((await inventory.view()).all('vm').map((entity) => entity.name)).toEqual(['a', 'b']);
  });

  it('writes nothing but its own record when nothing changed', async () => {
    const { inventory, store, clock } = setUp();
    await collect(inventory, { records: [vm('a'), vm('b')] });
    store.writes.length = 0;
    await clock.advance(60 * minute);
    const run = await collect(inventory, { records: [vm('b'), vm('a')] });
    expect(run.counts).toMatchObject({ seen: 2, unchanged: 2, changed: 0 });
    expect(store.writes).toEqual([
      { collection: 'runs', documents: 1 },
      { collection: 'runs', documents: 1 },
    ]);
  });

  it('confirms what did not change', async () => {
    const { inventory, clock } = setUp();
    await collect(inventory, { records: [vm('a')] });
    await clock.advance(60 * minute);
    await collect(inventory, { records: [vm('a')] });
    const view = await inventory.view();
    const [entity] = view.all('vm');
    expect(entity?.observedAt).toBe('2026-11-23T12:00:00.000Z');
    expect(entity && view.confirmedAt(entity)).toBe('2026-11-23T13:00:00.000Z');
  });

  it('records each field that differs, in its class', async () => {
    const { inventory, clock } = setUp();
    const before = vm('a', {
      partition: 'c1',
      attributes: { host: 'h1', vcpus: 2 },
      relations: [
        { type: 'runs-on', to: idOf('h1', 'host') },
        { type: 'stored-on', to: idOf('d1', 'datastore') },
      ],
      labels: { team: 'x' },
    });
    const after = vm('a', {
      partition: 'c1',
      attributes: { host: 'h2', vcpus: 4 },
      relations: [
        { type: 'stored-on', to: idOf('d1', 'datastore') },
        { type: 'runs-on', to: idOf('h2', 'host') },
      ],
      labels: { team: 'y' },
    });
    await collect(inventory, { records: [before] });
    await clock.advance(minute);
    const run = await collect(inventory, { records: [after] });
    expect(run.counts.changed).toBe(1);
    const { items } = await inventory.changes({ entityId: idOf('a') });
    expect(
      items
        .map((change) => [change.path, change.class, change.from, change.to])
        .toSorted((a, b) => (String(a[0]) < String(b[0]) ? -1 : 1)),
    ).toEqual([
      ['attributes.host', 'placement', 'h1', 'h2'],
      ['attributes.vcpus', 'configuration', 2, 4],
      ['labels.team', 'configuration', 'x', 'y'],
      [
        'relations.runs-on',
        'placement',
        [{ type: 'runs-on', to: 'vc:host:h1' }],
        [{ type: 'runs-on', to: 'vc:host:h2' }],
      ],
    ]);
  });

  it('keeps no history of volatile values, and one sample a day', async () => {
    const { inventory, store, clock } = setUp();
    const node = (used: number): ObservedRecord => ({
      nativeId: 'n',
      name: 'n',
      attributes: { cluster: 'k', usedMemoryBytes: used },
    });
    await collect(inventory, { kind: 'k8s-node', records: [node(1)] });
    await clock.advance(60 * minute);
    const run = await collect(inventory, { kind: 'k8s-node', records: [node(2)] });
    await clock.advance(24 * 60 * minute);
    await collect(inventory, { kind: 'k8s-node', records: [node(3)] });
    expect(run.counts).toMatchObject({ changed: 0, unchanged: 1 });
    expect(await store.changes.count({ selector: {} })).toBe(0);
    const [entity] = (await inventory.view()).all('k8s-node');
    expect(entity?.samples).toEqual({
      usedMemoryBytes: [
        [20780, 2],
        [20781, 3],
      ],
    });
    expect(entity?.changedAt).toBe('2026-11-23T12:00:00.000Z');
  });

  it('tombstones what has gone from a complete scope, and lets it return with its history', async () => {
    const { inventory, clock } = setUp();
    await collect(inventory, { records: [vm('a'), vm('b')] });
    await clock.advance(minute);
    const gone = await collect(inventory, { records: [vm('b')] });
    expect(gone.counts.disappeared).toBe(1);
    expect((await inventory.view()).all('vm').map((entity) => entity.name)).toEqual(['b']);
    expect((await inventory.get(idOf('a')))?.disappearedAt).toBe('2026-11-23T12:01:00.000Z');
    await clock.advance(minute);
    const back = await collect(inventory, { records: [vm('a', { attributes: { vcpus: 8 } }), vm('b')] });
    expect(back.counts).toMatchObject({ returned: 1, added: 0 });
    const entity = await inventory.get(idOf('a'));
    expect(entity).not.toHaveProperty('disappearedAt');
    expect(entity?.firstSeenAt).toBe('2026-11-23T12:00:00.000Z');
    const { entries } = await inventory.timeline(idOf('a'));
    expect(entries.map((entry) => entry.type)).toEqual(['changed', 'returned', 'disappeared', 'first-seen']);
  });

  it('judges only the partitions that were complete', async () => {
    const { inventory, clock } = setUp();
    const inP = vm('a', { partition: 'p' });
    const inQ = vm('b', { partition: 'q' });
    await collect(inventory, { records: [inP, inQ], complete: ['p', 'q'] });
    await clock.advance(minute);
    const run = await collect(inventory, { records: [], complete: ['p'], failed: ['q'] });
    expect(run.outcome).toBe('partial');
    expect((await inventory.view()).all('vm').map((entity) => entity.name)).toEqual(['b']);
  });

  it('sees a move between partitions as a move', async () => {
    const { inventory, clock } = setUp();
    await collect(inventory, { records: [vm('a', { partition: 'p' })], complete: ['p', 'q'] });
    await clock.advance(minute);
    const run = await collect(inventory, { records: [vm('a', { partition: 'q' })], complete: ['p', 'q'] });
    expect(run.counts).toMatchObject({ changed: 1, disappeared: 0 });
    const view = await inventory.view();
    expect(view.partitions('vm')).toEqual(['q']);
    expect(view.inPartition('vm', 'p')).toEqual([]);
  });

  it('deletes nothing because of a record that was rejected', async () => {
    const { inventory, clock } = setUp();
    await collect(inventory, { records: [vm('a'), vm('b')] });
    await clock.advance(minute);
    const run = await collect(inventory, {
      records: [vm('a', { attributes: { vcpus: 'two' } }), vm('b')],
    });
    expect(run).toMatchObject({
      outcome: 'succeeded',
      counts: { rejected: 1, disappeared: 0 },
      rejects: [{ kind: 'vm', nativeId: 'a', path: 'attributes.vcpus' }],
    });
    expect(run.rejects[0]?.reason).toContain('got "two"');
  });

  it('judges nothing of a kind of which a record without an id was rejected', async () => {
    const { inventory, clock } = setUp();
    await collect(inventory, { records: [vm('a')] });
    await clock.advance(minute);
    const run = await collect(inventory, {
      records: [{ name: 'x', attributes: {} } as unknown as ObservedRecord],
    });
    expect(run.counts).toMatchObject({ rejected: 1, disappeared: 0 });
    expect(run.scopes[0]?.reason).toContain('without an id');
  });

  it('reports a second record of the same id and keeps the first', async () => {
    const { inventory } = setUp();
    const run = await collect(inventory, { records: [vm('a'), vm('a', { attributes: { vcpus: 9 } })] });
    expect(run.rejects).toMatchObject([{ nativeId: 'a', path: 'nativeId' }]);
    expect((await inventory.view()).all('vm')[0]?.attributes.vcpus).toBe(2);
  });

  it('keeps the last known configuration of what it could not see, and says since when', async () => {
    const { inventory, store, clock } = setUp();
    await collect(inventory, { records: [vm('a', { attributes: { dnsName: 'a.lan', usedBytes: 5 } })] });
    await clock.advance(minute);
    const blind = vm('a', { unknown: { dnsName: 'Tools not running', usedBytes: 'disconnected' } });
    await collect(inventory, { records: [blind] });
    await clock.advance(minute);
    await collect(inventory, { records: [blind] });
    const entity = (await inventory.view()).all('vm')[0];
    expect(entity?.attributes.dnsName).toBe('a.lan');
    expect(entity?.attributes).not.toHaveProperty('usedBytes');
    expect(entity?.unknown).toEqual({
      dnsName: 'Tools not running (last known 2026-11-23T12:00:00.000Z)',
      usedBytes: 'disconnected',
    });
    expect(await store.changes.count({ selector: {} })).toBe(0);
    await clock.advance(minute);
    await collect(inventory, { records: [vm('a')] });
    expect((await inventory.changes({})).items).toMatchObject([
      { path: 'attributes.dnsName', from: 'a.lan' },
    ]);
  });

  it('keeps what stands when it ends early, and counts the scopes that were complete by then', async () => {
    const { inventory, clock } = setUp();
    await collect(inventory, { records: [vm('a', { partition: 'p' }), vm('b', { partition: 'q' })] });
    await clock.advance(minute);
    const run = await collect(inventory, {
      records: [],
      complete: ['p'],
      end: { error: { code: 'disconnected', message: 'the server went away' } },
    });
    expect(run).toMatchObject({ outcome: 'partial', error: { code: 'disconnected' } });
    expect((await inventory.view()).all('vm').map((entity) => entity.name)).toEqual(['b']);
    const nothing = await collect(inventory, {
      records: [],
      complete: [],
      end: { error: { code: 'x', message: 'y' } },
    });
    expect(nothing.outcome).toBe('failed');
  });

  it('refuses to run twice at once', async () => {
    const { inventory } = setUp();
    await inventory.beginRun({ source: 'vc', domain: 'vmware', simulated: false });
    await expect(
      inventory.beginRun({ source: 'vc', domain: 'vmware', simulated: false }),
    ).rejects.toMatchObject({ code: 'already-running' });
  });

  it('goes on from the newest observation when the clock is set back', async () => {
    const { inventory, clock } = setUp();
    await collect(inventory, { records: [vm('a')] });
    clock.jump('2026-11-20T12:00:00.000Z');
    const run = await collect(inventory, { records: [vm('a', { attributes: { vcpus: 4 } })] });
    expect(run.startedAt).toBe('2026-11-23T12:00:00.001Z');
    const then = await inventory.view('2026-11-23T12:00:00.000Z' as Instant);
    expect(then.all('vm')[0]?.attributes.vcpus).toBe(2);
  });

  it('tells who listens what changed', async () => {
    const { inventory } = setUp();
    const events: unknown[] = [];
    const stop = inventory.onChanged((event) => events.push(event));
    const run = await collect(inventory, { records: [vm('a'), vm('b')] });
    stop();
    await collect(inventory, { records: [vm('a')] });
    expect(events).toEqual([{ source: 'vc', domain: 'vmware', kinds: ['vm'], changed: 2, runId: run.id }]);
  });
});

describe('after a crash', () => {
  it('marks the run interrupted and takes back changes whose entity was never written', async () => {
    const { inventory, store, clock } = setUp();
    await collect(inventory, { records: [vm('a')] });
    await clock.advance(minute);
    store.beforeWrite = (collection) => {
      if (collection === 'entities') throw new Error('killed');
    };
    await expect(collect(inventory, { records: [vm('a', { attributes: { vcpus: 4 } })] })).rejects.toThrow(
      'killed',
    );
    expect(await store.changes.count({ selector: {} })).toBe(1);

    const again = setUp(store.reopen());
    await again.inventory.open();
    expect(await again.store.changes.count({ selector: {} })).toBe(0);
    const runs = await again.store.runs.find({ selector: {}, sort: [{ startedAt: 'asc' }] });
    expect(runs.map((run) => run.outcome)).toEqual(['succeeded', 'interrupted']);
    expect((await again.inventory.view()).all('vm')[0]?.attributes.vcpus).toBe(2);
  });

  it('writes the same changes over those of the attempt before', async () => {
    const { inventory, store, clock } = setUp();
    await collect(inventory, { records: [vm('a')] });
    await clock.advance(minute);
    const changed = vm('a', { attributes: { vcpus: 4 } });
    const fail = (collection: string) => {
      if (collection === 'entities') throw new Error('disk full');
    };
    store.beforeWrite = fail;
    await expect(collect(inventory, { records: [changed] })).rejects.toThrow('disk full');
    store.beforeWrite = undefined;
    await clock.advance(minute);
    await collect(inventory, { records: [changed] });
    expect((await inventory.changes({})).total).toBe(1);
  });
});

describe('findings', () => {
  const finding = (rule: string, object: string): ObservedRecord => ({
    nativeId: `${rule}:${object}`,
    name: `${rule} ${object}`,
    partition: rule,
    attributes: {
      rule,
      ruleDomain: 'vmware',
      severity: 'warning',
      title: 't',
      object,
      objectId: object,
      objectKind: 'vm',
      objectSource: 'vc',
      value: '91 %',
      threshold: '90 %',
      why: 'w',
      remedy: 'r',
      ruleSource: 's',
      openedAt: '2026-11-23T12:00:00.000Z',
      persistence: 'observed-once',
    },
  });
  const apply = (inventory: Inventory, partitions: string[], records: ObservedRecord[]) =>
    inventory.applyObserved({
      source: 'findings',
      domain: 'infrastructure',
      kind: 'finding',
      partitions,
      records,
      runId: 'run-1' as RunId,
      simulated: false,
    });

  it('open, stand and close, each rule judging its own', async () => {
    const { inventory, clock } = setUp();
    await apply(inventory, ['VS01', 'VS02'], [finding('VS01', 'a'), finding('VS02', 'a')]);
    await clock.advance(minute);
    const { counts } = await apply(inventory, ['VS01'], []);
    expect(counts).toMatchObject({ disappeared: 1, unchanged: 0 });
    const [left] = (await inventory.view()).all('finding');
    expect(left?.name).toBe('VS02 a');
    expect(left?.firstSeenAt).toBe('2026-11-23T12:00:00.000Z');
  });
});

describe('a view', () => {
  it('does not change under its reader', async () => {
    const { inventory, clock } = setUp();
    await collect(inventory, {
      records: [vm('a', { keys: ['uuid:1'], relations: [{ type: 'runs-on', to: idOf('h', 'host') }] })],
    });
    const before = await inventory.view();
    const digest = before.digest('vm');
    await clock.advance(minute);
    await collect(inventory, { records: [vm('b')] });
    expect(before.all('vm').map((entity) => entity.name)).toEqual(['a']);
    expect(before.get(idOf('a'))).not.toHaveProperty('disappearedAt');
    expect(before.get(idOf('b'))).toBeUndefined();
    expect(before.byKey('uuid:1')).toHaveLength(1);
    expect(before.digest('vm')).toEqual(digest);
    expect((await inventory.view()).byKey('uuid:1')).toEqual([]);
  });

  it('resolves relations by id and by key, both ways', async () => {
    const { inventory } = setUp();
    await collect(inventory, {
      kind: 'host',
      records: [{ nativeId: 'h', name: 'h', attributes: {}, keys: ['serial:1'] }],
    });
    await collect(inventory, {
      records: [
        vm('vm10', { relations: [{ type: 'runs-on', to: idOf('h', 'host') }] }),
        vm('vm2', { relations: [{ type: 'runs-on', toKey: 'serial:1' }] }),
      ],
    });
    const view = await inventory.view();
    const host = view.get(idOf('h', 'host'));
    expect(host && view.inbound(host, 'runs-on').map((entity) => entity.name)).toEqual(['vm2', 'vm10']);
    const guest = view.get(idOf('vm2'));
    expect(guest && view.outbound(guest, 'runs-on').map((entity) => entity.name)).toEqual(['h']);
  });

  it('reads symmetric relations from either end', async () => {
    const { inventory } = setUp();
    await collect(inventory, {
      records: [vm('a', { relations: [{ type: 'connected-to', to: idOf('b') }] }), vm('b')],
    });
    const view = await inventory.view();
    const b = view.get(idOf('b'));
    expect(b && view.outbound(b, 'connected-to').map((entity) => entity.name)).toEqual(['a']);
  });

  it('of the past leaves out what came later and undoes what changed later', async () => {
    const { inventory, clock } = setUp();
    await collect(inventory, { records: [vm('a', { attributes: { usedBytes: 1 } })] });
    await clock.advance(minute);
    await collect(inventory, { records: [vm('b')] });
    await clock.advance(minute);
    await collect(inventory, { records: [vm('a', { attributes: { vcpus: 4, usedBytes: 2 } }), vm('b')] });
    const first = await inventory.view('2026-11-23T12:00:30.000Z' as Instant);
    const [a, ...others] = first.all('vm');
    expect(others).toEqual([]);
    expect(a?.attributes).toEqual({ powerState: 'on', vcpus: 2 });
    expect(a?.unknown).toEqual({ usedBytes: 'measured values of that time are not kept' });
    const second = await inventory.view('2026-11-23T12:01:30.000Z' as Instant);
    expect(second.all('vm').map((entity) => entity.name)).toEqual(['b']);
    expect(second.get(idOf('a'))?.disappearedAt).toBe('2026-11-23T12:01:00.000Z');
  });

  it('tells changes newest first, and refuses those that it does not hold', async () => {
    const { inventory, clock } = setUp();
    await collect(inventory, { records: [vm('a')] });
    await clock.advance(minute);
    await collect(inventory, { records: [vm('a', { attributes: { vcpus: 4 } })] });
    await clock.advance(minute);
    await collect(inventory, { records: [vm('a', { attributes: { vcpus: 8 } })] });
    const view = await inventory.view();
    const since = (at: string) => view.changesSince(at as Instant).map((change) => change.to);
    expect(since('2026-11-23T12:00:00.000Z')).toEqual([8, 4]);
    expect(since('2026-11-23T12:02:00.000Z')).toEqual([8]);
    expect(() => since('2020-01-01T00:00:00.000Z')).toThrow('this view holds those since');
  });
});

describe('words in a long list', () => {
  it('are looked for while others get their turns, and one gathering serves all who ask', async () => {
    const { inventory } = setUp();
    await collect(inventory, {
      records: Array.from({ length: 2_000 }, (_, i) => vm(`vm-${i}`)),
    });
    let turns = 0;
    let counting = true;
    const count = () => {
      turns += 1;
      if (counting) setImmediate(count);
    };
    setImmediate(count);
    const [found, again] = await Promise.all([
      inventory.query({ kinds: ['vm'], text: 'vm-1999' }),
      inventory.query({ kinds: ['vm'], text: 'vm-1998' }),
    ]);
    counting = false;
    expect([found.total, again.total]).toEqual([1, 1]);
    expect(turns).toBeGreaterThanOrEqual(3);
  });
});

describe('what is old', () => {
  it('leaves memory, and still returns with its history', async () => {
    const { inventory, clock, store } = setUp();
    await collect(inventory, { records: [vm('a'), vm('b')] });
    await clock.advance(minute);
    await collect(inventory, { records: [vm('b')] });
    await clock.advance(10 * 24 * 60 * minute);
    await inventory.cleanUp();
    expect((await inventory.view()).get(idOf('a'))).toBeUndefined();
    expect((await inventory.stats()).disappeared).toBe(1);
    expect((await inventory.query({ includeDisappeared: true })).total).toBe(2);
    const past = await inventory.view('2026-11-23T12:00:30.000Z' as Instant);
    expect(past.all('vm').map((entity) => entity.name)).toEqual(['a', 'b']);
    const run = await collect(inventory, { records: [vm('a'), vm('b')] });
    expect(run.counts).toMatchObject({ returned: 1, added: 0 });
    expect((await inventory.stats()).disappeared).toBe(0);
    expect(await store.entities.count({ selector: {} })).toBe(2);
  });

  it('is forgotten after the history that is kept, and asking for it is refused', async () => {
    const { inventory, clock, store } = setUp();
    await collect(inventory, { records: [vm('a'), vm('b')] });
    await clock.advance(minute);
    await collect(inventory, { records: [vm('b')] });
    await clock.advance(500 * 24 * 60 * minute);
    await collect(inventory, { records: [vm('b')] });
    expect(await inventory.cleanUp()).toEqual({ runs: 2, entities: 1 });
    expect(await store.entities.get('vc:vm:a')).toBeUndefined();
    await expect(inventory.view('2026-11-23T12:00:30.000Z' as Instant)).rejects.toMatchObject({
      code: 'before-history',
    });
  });
});
