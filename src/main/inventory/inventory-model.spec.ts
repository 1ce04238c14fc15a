import * as fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { createFakeClock } from '../../../test/support/fake-clock.ts';
import { createMemoryStore, type MemoryStore } from '../../../test/support/memory-store.ts';
import { propertyRuns } from '../../../test/support/property.ts';
import type { Entity, ObservedRecord } from '../../shared/model/entity.ts';
import { entityId, instant, type EntityId, type Instant } from '../../shared/model/ids.ts';
import { relationTypes, type RelationType } from '../../shared/model/relation.ts';
import { silentLogger } from '../platform/logger.ts';
import { volatileOf } from './diff.ts';
import { createInventory, type Inventory } from './inventory.ts';
import { compareNamed } from './natural-order.ts';
import { validateRecord } from './record.ts';
import type { InventoryView } from './view.ts';

// The long run tries thousands of cases.
vi.setConfig({ testTimeout: 900_000 });

/**
 * The inventory against the plainest thing that could do its work: keep everything that is known after each run.
 * A pod comes and goes by itself and leaves no change records; a VM leaves them all.
 */
type Kind = 'vm' | 'pod';
const kinds: readonly Kind[] = ['vm', 'pod'];
const partitions = ['p', 'q', undefined] as const;

interface Seen {
  readonly kind: Kind;
  readonly id: number;
  readonly name: string;
  readonly partition: string | undefined;
  readonly text: string | undefined;
  readonly hidden: boolean;
  readonly place: string;
  readonly measured: number;
  readonly label: string | undefined;
  readonly key: string | undefined;
  readonly on: number | string;
}

interface Step {
  readonly seen: readonly Seen[];
  readonly complete: readonly { readonly kind: Kind; readonly partition: string | undefined }[];
  readonly failed: readonly { readonly kind: Kind; readonly partition: string | undefined }[];
  readonly afterSeconds: number;
  readonly restart: boolean;
  readonly look: boolean;
}

const scope = fc.record({ kind: fc.constantFrom(...kinds), partition: fc.constantFrom(...partitions) });
const seen: fc.Arbitrary<Seen> = fc.record({
  kind: fc.constantFrom(...kinds),
  id: fc.nat(5),
  name: fc.constantFrom('a', 'b', 'sw10', 'sw2', 'Ä'),
  partition: fc.constantFrom(...partitions),
  text: fc.constantFrom('x', 'y', undefined),
  hidden: fc.boolean(),
  place: fc.constantFrom('h1', 'h2'),
  measured: fc.nat(3),
  label: fc.constantFrom('1', '2', undefined),
  key: fc.constantFrom('uuid:1', 'uuid:2', undefined),
  on: fc.oneof(fc.nat(5), fc.constantFrom('uuid:1', 'uuid:2')),
});
const step: fc.Arbitrary<Step> = fc.record({
  seen: fc.uniqueArray(seen, { selector: ({ kind, id }) => `${kind} ${id}`, maxLength: 8 }),
  complete: fc.array(scope, { maxLength: 4 }),
  failed: fc.array(scope, { maxLength: 1 }),
  afterSeconds: fc.integer({ min: 1, max: 200_000 }),
  restart: fc.boolean(),
  look: fc.boolean(),
});

function recordOf(one: Seen): ObservedRecord {
  const { kind, id, name, partition, text, hidden, place, measured, label, key, on } = one;
  const attributes =
    kind === 'vm'
      ? { host: place, usedBytes: measured, ...(text !== undefined && !hidden && { notes: text }) }
      : {
          cluster: 'k',
          namespace: 'n',
          node: place,
          restarts: measured,
          ...(text !== undefined && !hidden && { owner: text }),
        };
  return {
    nativeId: String(id),
    name,
    ...(partition !== undefined && { partition }),
    attributes,
    relations: [
      {
        type: 'runs-on',
        ...(typeof on === 'number' ? { to: entityId('s', kind, String(on)) } : { toKey: on }),
      },
      { type: 'connected-to', to: entityId('s', 'vm', String((id + 1) % 3)) },
    ],
    keys: key === undefined ? [] : [key],
    labels: label === undefined ? {} : { 'app.kubernetes.io/name': label },
    ...(hidden && { unknown: { [kind === 'vm' ? 'notes' : 'owner']: 'no access' } }),
  };
}

/** What the plain model keeps of an entity: everything but measured values. */
interface Known {
  readonly kind: string;
  readonly name: string;
  readonly partition: string | undefined;
  readonly attributes: unknown;
  readonly relations: unknown;
  readonly keys: unknown;
  readonly labels: unknown;
  readonly gone: boolean;
}

function knownOf(entity: Entity): Known {
  const volatile = volatileOf(entity.kind);
  return {
    kind: entity.kind,
    name: entity.name,
    partition: entity.partition,
    attributes: Object.fromEntries(Object.entries(entity.attributes).filter(([name]) => !volatile.has(name))),
    relations: entity.relations,
    keys: entity.keys,
    labels: entity.labels,
    gone: entity.disappearedAt !== undefined,
  };
}

type Snapshot = ReadonlyMap<EntityId, Known>;

function modelRun(before: Snapshot, { seen: list, complete, failed }: Step): Snapshot {
  const after = new Map(before);
  const present = new Set<EntityId>();
  for (const one of list) {
    const validation = validateRecord(one.kind, recordOf(one));
    if (!validation.ok) throw new Error(JSON.stringify(validation.reject));
    const { record } = validation;
    const id = entityId('s', one.kind, record.nativeId);
    const volatile = volatileOf(one.kind);
    const stood = before.get(id)?.attributes as Record<string, unknown> | undefined;
    const remembered = Object.fromEntries(
      Object.keys(record.unknown).flatMap((name) =>
        stood?.[name] === undefined ? [] : [[name, stood[name]]],
      ),
    );
    present.add(id);
    after.set(id, {
      kind: one.kind,
      name: record.name,
      partition: record.partition,
      attributes: {
        ...Object.fromEntries(Object.entries(record.attributes).filter(([name]) => !volatile.has(name))),
        ...remembered,
      },
      relations: record.relations,
      keys: record.keys,
      labels: record.labels,
      gone: false,
    });
  }
  const covers = (scopes: Step['complete'], kind: string, partition: string | undefined) =>
    scopes.some((one) => one.kind === kind && one.partition === partition);
  const outcome = (kind: string, partition: string | undefined) =>
    covers(failed, kind, partition) ? 'failed' : covers(complete, kind, partition) ? 'complete' : undefined;
  for (const [id, known] of before) {
    if (present.has(id) || known.gone) continue;
    const own = known.partition === undefined ? undefined : outcome(known.kind, known.partition);
    if ((own ?? outcome(known.kind, undefined)) === 'complete') after.set(id, { ...known, gone: true });
  }
  return after;
}

async function collect(inventory: Inventory, { seen: list, complete, failed }: Step): Promise<Instant> {
  const run = await inventory.beginRun({ source: 's', domain: 'vmware', simulated: false });
  for (const one of list) {
    await run.observeInput(one.kind, [recordOf(one)]);
  }
  for (const { kind, partition } of complete) run.complete(kind, partition);
  for (const { kind, partition } of failed) run.failed(kind, partition, 'no');
  await run.finish();
  return run.startedAt;
}

function snapshotOf(view: InventoryView, ids: Iterable<EntityId>): Snapshot {
  const known = new Map<EntityId, Known>();
  for (const id of ids) {
    const entity = view.get(id);
    if (entity) known.set(id, knownOf(entity));
  }
  return known;
}

/** What went long ago is in the store alone, so what has gone is not compared. */
function present(snapshot: Snapshot): Snapshot {
  return new Map([...snapshot].filter(([, known]) => !known.gone));
}

/** Everything that a reader can ask of a view, in a form that compares. */
function everythingOf(view: InventoryView, ids: readonly EntityId[]) {
  return {
    lists: kinds.map((kind) => view.all(kind)),
    parts: kinds.map((kind) =>
      view
        .partitions(kind)
        .map((partition) => [partition, view.inPartition(kind, partition), view.digest(kind, partition)]),
    ),
    digests: kinds.map((kind) => view.digest(kind)),
    keys: ['uuid:1', 'uuid:2'].map((key) => view.byKey(key)),
    relations: ids.map((id) => {
      const entity = view.get(id);
      return (
        entity &&
        (Object.keys(relationTypes) as RelationType[]).map((type) => [
          view.outbound(entity, type).map((other) => other.id),
          view.inbound(entity, type).map((other) => other.id),
        ])
      );
    }),
    confirmed: ids.map((id) => {
      const entity = view.get(id);
      return entity && view.confirmedAt(entity);
    }),
    changes: view.changesSince('2026-11-20T00:00:00.000Z' as Instant),
  };
}

function open(store: MemoryStore, clock: ReturnType<typeof createFakeClock>): Inventory {
  let ids = 0;
  return createInventory({
    store,
    clock,
    random: { id: () => `r${ids++}`, unit: () => 0.5 },
    logger: silentLogger,
    settings: { recentChangeDays: 300, hotTombstoneDays: 2, historyDays: 1_000 },
  });
}

describe('the inventory, against a model that keeps every snapshot', () => {
  it('knows the same now and at any time before; what it kept up to date equals what it would load', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
        const store = createMemoryStore();
        const clock = createFakeClock('2026-11-23T12:00:00.000Z');
        let inventory = open(store, clock);
        let model: Snapshot = new Map();
        const moments: { at: Instant; model: Snapshot; digests: unknown }[] = [];
        const held: { view: InventoryView; shows: unknown; ids: EntityId[] }[] = [];
        for (const one of steps) {
          await clock.advance(one.afterSeconds * 1_000);
          if (one.restart) {
            await inventory.cleanUp();
            inventory = open(store, clock);
          }
          const at = await collect(inventory, one);
          model = modelRun(model, one);
          const view = await inventory.view();
          moments.push({ at, model, digests: kinds.map((kind) => view.digest(kind).config) });
          const ids = [...present(model).keys()];
          const loaded = await open(store.reopen(), clock).view();
          const shows = everythingOf(view, ids);
          expect(shows).toEqual(everythingOf(loaded, ids));
          for (const list of shows.lists)
            expect([...list]).toEqual(([...list] as Entity[]).toSorted(compareNamed));
          if (one.look) held.push({ view, shows, ids });
        }
        for (const { view, shows, ids } of held) expect(everythingOf(view, ids)).toEqual(shows);
        for (const [i, moment] of moments.entries()) {
          const next = moments[i + 1]?.at;
          const end = next === undefined ? moment.at : instant(Date.parse(next) - 1);
          for (const at of new Set([moment.at, end])) {
            const past = await inventory.view(at);
            expect(present(snapshotOf(past, moment.model.keys()))).toEqual(present(moment.model));
            expect(kinds.map((kind) => past.digest(kind).config)).toEqual(moment.digests);
          }
        }
      }),
      { numRuns: propertyRuns(60, 3_000) },
    );
  });

  it('writes nothing when a run sees again what stands', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 5 }), async (steps) => {
        const store = createMemoryStore();
        const clock = createFakeClock('2026-11-23T12:00:00.000Z');
        const inventory = open(store, clock);
        for (const one of steps) await collect(inventory, one);
        const last = steps.at(-1);
        if (!last) return;
        store.writes.length = 0;
        await collect(inventory, last);
        expect(store.writes.map((write) => write.collection)).toEqual(['runs', 'runs']);
      }),
      { numRuns: propertyRuns(60, 3_000) },
    );
  });

  it('tells, whatever write a crash prevents, either what was before or what came after of each entity', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 6 }), fc.nat(6), async (steps, survived) => {
        const store = createMemoryStore();
        const clock = createFakeClock('2026-11-23T12:00:00.000Z');
        const inventory = open(store, clock);
        let model: Snapshot = new Map();
        for (const one of steps.slice(0, -1)) {
          await clock.advance(one.afterSeconds * 1_000);
          await collect(inventory, one);
          model = modelRun(model, one);
        }
        const last = steps.at(-1) as Step;
        const before = model;
        const after = modelRun(model, last);
        await clock.advance(1_000);
        let writes = 0;
        store.beforeWrite = () => {
          if (writes++ >= survived) throw new Error('killed');
        };
        await collect(inventory, last).catch(() => {});
        store.beforeWrite = undefined;

        const again = open(store.reopen(), clock);
        const view = await again.view();
        const ids = [...after.keys()];
        for (const [id, known] of snapshotOf(view, ids))
          expect([before.get(id), after.get(id)]).toContainEqual(known);
        // History says exactly what the inventory says: undoing it leads back to where it was.
        const past = await again.view(instant(Date.parse(clock.now()) - 1));
        const shown = [...snapshotOf(past, ids)].filter(([, known]) => !known.gone);
        expect(new Map(shown)).toEqual(new Map([...before].filter(([, known]) => !known.gone)));
        await clock.advance(1_000);
        await collect(again, last);
        const healed = snapshotOf(await again.view(), ids);
        expect(present(healed)).toEqual(present(modelRun(after, last)));
      }),
      { numRuns: propertyRuns(60, 3_000) },
    );
  });
});
