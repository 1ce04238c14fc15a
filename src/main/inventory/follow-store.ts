import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Change } from '../../shared/model/change.ts';
import type { Entity } from '../../shared/model/entity.ts';
import type { EntityId, RunId } from '../../shared/model/ids.ts';
import { entityKinds, kindDefinition, type EntityKind } from '../../shared/model/kinds/registry.ts';
import type { CollectionRun } from '../../shared/model/run.ts';
import type { Clock } from '../platform/clock.ts';
import type { Store } from '../store/store.ts';
import type { ChangedEvent } from './core.ts';

/** Collections that an inventory is read from. */
export const inventoryCollections = ['entities', 'changes', 'runs'] as const;
export type InventoryCollection = (typeof inventoryCollections)[number];

/** What stands in the store was written by somebody else; absent ones of `ids` were removed there. */
export interface StoreChange {
  readonly collection: InventoryCollection;
  readonly ids: readonly string[];
}

/** The memory that follows the store. */
export interface FollowedMemory {
  readonly standing: (id: EntityId) => Entity | undefined;
  /** Puts entities in place of what stood there and settles; `removed` are forgotten. */
  takeEntities(entities: readonly Entity[], removed: readonly EntityId[]): void;
  /** Reads all entities anew, in turns, while memory answers as before; each that is there is given to `read`. */
  rebuild(came: ReadonlySet<EntityId>, read: (entity: Entity) => void): Promise<void>;
  takeChanges(changes: readonly Change[]): void;
  /** @returns false: it is older than what is known, so that the history has to be read again. */
  takeRun(run: CollectionRun): boolean;
  reloadRuns(): Promise<void>;
  /** Tombstones that are not kept in memory came or went. */
  recount(kinds: readonly EntityKind[]): Promise<void>;
  /** A moment in the past is worked out backwards from the present: it may be another one now. */
  pastChanged(): void;
  announce(event: ChangedEvent): void;
}

export interface StoreFollower {
  /** Takes in what came, one batch after the other. Resolves when it stands in memory, and was told of. */
  take(change: StoreChange): Promise<void>;
}

/** So many are read and settled before everything else has its turn. */
const piece = 200;
const longestSilenceMs = 1_000;
/** Of more than these, each piece would sort long lists anew: all is read anew instead. */
const mostInPieces = 3_000;

interface Told {
  readonly source: string;
  readonly domain: ChangedEvent['domain'];
  runId: RunId;
  readonly kinds: Set<EntityKind>;
  changed: number;
}

/**
 * Brings what other workstations wrote into memory: in pieces, so that a first replication of a whole estate holds
 * nothing up, and told of once for all that came together.
 */
export function createStoreFollower(
  store: Pick<Store, InventoryCollection>,
  memory: FollowedMemory,
  clock: Pick<Clock, 'monotonicMs'>,
): StoreFollower {
  let tail: Promise<void> = Promise.resolve();
  let waiting = 0;
  /** Entities that came and are not taken in yet, of all batches. */
  const queued = new Set<EntityId>();
  const told = new Map<string, Told>();
  const recount = new Set<EntityKind>();
  /** What was removed was not in memory, so that its kind is not known. */
  let recountAll = false;
  let reload = false;
  let endedMs = clock.monotonicMs();

  function tell(source: string, domain: ChangedEvent['domain'], runId: RunId): Told {
    const key = `${source} ${domain}`;
    const one = told.get(key) ?? { source, domain, runId, kinds: new Set(), changed: 0 };
    told.set(key, one);
    one.runId = runId;
    return one;
  }

  function entityTold({ source, kind, runId }: Entity): void {
    const one = tell(source, kindDefinition(kind).domain, runId);
    one.kinds.add(kind);
    one.changed += 1;
  }

  async function rebuild(): Promise<void> {
    const came = new Set(queued);
    queued.clear();
    // What is changed from now on is read anew, or comes once more.
    const before = new Map([...came].flatMap((id) => pairOf(id, memory.standing(id))));
    await memory.rebuild(came, (entity) => {
      if (came.has(entity.id)) entityTold(entity);
      before.delete(entity.id);
    });
    for (const removed of before.values()) entityTold(removed);
  }

  async function takeEntities(asked: readonly EntityId[]): Promise<void> {
    const ids = asked.filter((id) => queued.delete(id));
    if (ids.length === 0) return;
    const found = await store.entities.getMany(ids);
    const there = new Set(found.map(({ id }) => id));
    const removed = ids.filter((id) => !there.has(id));
    for (const entity of found) {
      entityTold(entity);
      if (entity.disappearedAt !== undefined && memory.standing(entity.id) === undefined) {
        recount.add(entity.kind);
      }
    }
    for (const id of removed) {
      const before = memory.standing(id);
      if (before) entityTold(before);
      else recountAll = true;
    }
    memory.takeEntities(found, removed);
  }

  async function takeChanges(ids: readonly string[]): Promise<void> {
    const found = await store.changes.getMany(ids);
    memory.takeChanges(found);
    for (const { source, kind, runId } of found) tell(source, kindDefinition(kind).domain, runId);
  }

  async function takeRuns(ids: readonly string[]): Promise<void> {
    const finished = (await store.runs.getMany(ids)).filter(
      (run): run is CollectionRun => run.type === 'collection' && run.outcome !== 'running',
    );
    for (const run of finished.toSorted((a, b) => (a.startedAt < b.startedAt ? -1 : 1))) {
      if (!memory.takeRun(run)) reload = true;
      tell(run.source, run.domain, run.id);
    }
  }

  async function end(): Promise<void> {
    if (recountAll || recount.size > 0) {
      const kinds = recountAll ? entityKinds : [...recount];
      recount.clear();
      recountAll = false;
      await memory.recount(kinds);
    }
    if (reload) {
      reload = false;
      await memory.reloadRuns();
    }
    const events = [...told.values()];
    told.clear();
    for (const { kinds, ...event } of events) memory.announce({ ...event, kinds: [...kinds] });
  }

  async function work({ collection, ids }: StoreChange): Promise<void> {
    if (collection === 'entities' && queued.size > mostInPieces) {
      await rebuild();
      memory.pastChanged();
    }
    for (let from = 0; from < ids.length; from += piece) {
      const some = ids.slice(from, from + piece);
      switch (collection) {
        case 'entities':
          await takeEntities(some as EntityId[]);
          break;
        case 'changes':
          await takeChanges(some);
          break;
        case 'runs':
          await takeRuns(some);
          break;
        default:
          collection satisfies never;
      }
      memory.pastChanged();
      await nextTurn();
    }
  }

  async function takeInTurn(change: StoreChange): Promise<void> {
    try {
      await work(change);
    } finally {
      waiting -= 1;
      // What comes in one go is told of in one go; whoever looks meanwhile sees it grow.
      if (waiting === 0 || clock.monotonicMs() - endedMs > longestSilenceMs) {
        await end();
        endedMs = clock.monotonicMs();
      }
    }
  }

  return {
    take(change) {
      waiting += 1;
      if (change.collection === 'entities') for (const id of change.ids) queued.add(id as EntityId);
      const done = tail.then(() => takeInTurn(change));
      tail = done.catch(() => undefined);
      return done;
    },
  };
}

const pairOf = (id: EntityId, entity: Entity | undefined): [EntityId, Entity][] =>
  entity === undefined ? [] : [[id, entity]];
