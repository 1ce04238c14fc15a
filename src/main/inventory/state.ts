import type { Entity } from '../../shared/model/entity.ts';
import type { EntityId } from '../../shared/model/ids.ts';
import { entityKinds, kindDefinition, type EntityKind } from '../../shared/model/kinds/registry.ts';
import type { Relation, RelationType } from '../../shared/model/relation.ts';
import { addDigest, equalValue, subtractDigest } from './digest.ts';
import { replaceInList } from './sorted-list.ts';
import { compareNamed, sortNamed } from './natural-order.ts';
import { atOnce, inTurns, type Turns } from '../platform/turns.ts';
import { SnapshotMap, type ReadableMap } from './snapshot-map.ts';

/** Present entities of one kind, or of one of its partitions. Never changed once it is shown to a reader. */
export interface Members {
  readonly list: readonly Entity[];
  readonly config: bigint;
  readonly content: bigint;
}

export interface KindMembers extends Members {
  readonly partitions: ReadonlyMap<string, Members>;
}

/** One moment of the state; later writes do not show in it. */
export interface StateSnapshot {
  readonly entities: ReadableMap<EntityId, Entity>;
  readonly kinds: ReadonlyMap<EntityKind, KindMembers>;
  /** Natural key → who publishes it. Sorted by kind, then name, then id, as `inbound` is. */
  readonly keys: ReadableMap<string, readonly EntityId[]>;
  /** `inboundKey` → who states that relation to that target. */
  readonly inbound: ReadableMap<string, readonly EntityId[]>;
}

const kindRank = new Map(entityKinds.map((kind, rank) => [kind, rank]));
const noMembers: KindMembers = { list: [], config: 0n, content: 0n, partitions: new Map() };

/**
 * All entities in memory with their indexes. Writes go into the map at once; lists, digests and indexes follow when
 * someone reads (`settle`), each touched list being rebuilt once however many entities changed.
 */
export class InventoryState {
  readonly #entities = new SnapshotMap<EntityId, Entity>();
  readonly #keys = new SnapshotMap<string, readonly EntityId[]>();
  readonly #inbound = new SnapshotMap<string, readonly EntityId[]>();
  #kinds: ReadonlyMap<EntityKind, KindMembers> = new Map();
  /** What changed since the last settling, with what was there then. */
  readonly #pending = new Map<EntityId, Entity | undefined>();
  /** The same object for as long as nothing is written: what is worked out from it is kept beside it. */
  #shown: StateSnapshot | undefined;

  get size(): number {
    return this.#entities.size;
  }

  get(id: EntityId): Entity | undefined {
    return this.#entities.get(id);
  }

  values(): Iterable<Entity> {
    return this.#entities.values();
  }

  present(kind: EntityKind): readonly Entity[] {
    this.settle();
    return this.#kinds.get(kind)?.list ?? [];
  }

  apply(entities: readonly Entity[]): void {
    if (entities.length > 0) this.#shown = undefined;
    for (const entity of entities) {
      this.#note(entity.id);
      this.#entities.set(entity.id, entity);
    }
  }

  forget(ids: readonly EntityId[]): void {
    if (ids.length > 0) this.#shown = undefined;
    for (const id of ids) {
      this.#note(id);
      this.#entities.delete(id);
    }
  }

  snapshot(): StateSnapshot {
    this.settle();
    this.#shown ??= {
      entities: this.#entities.snapshot(),
      kinds: this.#kinds,
      keys: this.#keys.snapshot(),
      inbound: this.#inbound.snapshot(),
    };
    return this.#shown;
  }

  #note(id: EntityId): void {
    if (!this.#pending.has(id)) this.#pending.set(id, this.#entities.get(id));
  }

  settle(): void {
    atOnce(this.#settling());
  }

  /** The same while others get their turns: for a state that nobody reads or writes before this has ended. */
  settleInTurns(turns: Turns): Promise<void> {
    return inTurns(this.#settling(), turns);
  }

  *#settling(): Generator<void, void> {
    if (this.#pending.size === 0) return;
    const steps: Step[] = [];
    for (const [id, was] of this.#pending) {
      yield;
      const now = this.#entities.get(id);
      const step: Step = { id, was: present(was), now: present(now) };
      if (step.was !== step.now) steps.push(step);
    }
    this.#pending.clear();
    if (steps.length === 0) return;
    yield* this.#settleKinds(steps);
    yield* this.#settlePostings(this.#keys, steps, (entity) => entity.keys);
    yield* this.#settlePostings(this.#inbound, steps, (entity) => entity.relations, inboundKeyOf);
  }

  *#settleKinds(steps: readonly Step[]): Generator<void, void> {
    const kinds = new Map(this.#kinds);
    for (const [kind, ofKind] of groupBy(steps, kindOf)) {
      kinds.set(kind, yield* settleKind(kind, kinds.get(kind) ?? noMembers, ofKind));
    }
    this.#kinds = kinds;
  }

  /** Brings the lists of who publishes a key, or states a relation, up to date; each list once. */
  *#settlePostings<T>(
    postings: SnapshotMap<string, readonly EntityId[]>,
    steps: readonly Step[],
    termsOf: (entity: Entity) => readonly T[],
    textOf: (term: T) => string = String,
  ): Generator<void, void> {
    const edits = new Map<string, { went?: Set<EntityId>; came: EntityId[] }>();
    const editsOf = (term: T) => {
      const text = textOf(term);
      const found = edits.get(text);
      if (found) return found;
      const fresh: { went?: Set<EntityId>; came: EntityId[] } = { came: [] };
      edits.set(text, fresh);
      return fresh;
    };
    for (const { id, was, now } of steps) {
      yield;
      const before = was ? termsOf(was) : none;
      const after = now ? termsOf(now) : none;
      const renamed = was?.name !== now?.name;
      if (!renamed && (before === after || equalValue(before, after))) continue;
      for (const term of before) (editsOf(term).went ??= new Set()).add(id);
      for (const term of after) editsOf(term).came.push(id);
    }
    for (const [text, { went, came }] of edits) {
      yield;
      const stood = postings.get(text) ?? none;
      const stay = went ? stood.filter((id) => !went.has(id)) : stood;
      const list = came.length === 0 ? stay : this.#inOrder([...stay, ...came]);
      if (list.length === 0) postings.delete(text);
      else postings.set(text, list);
    }
  }

  #inOrder(ids: EntityId[]): readonly EntityId[] {
    if (ids.length < 2) return ids;
    const entities = ids.map((id) => this.#entities.get(id)).filter((entity) => entity !== undefined);
    return sortNamed(entities)
      .toSorted((a, b) => (kindRank.get(a.kind) ?? 0) - (kindRank.get(b.kind) ?? 0))
      .map((entity) => entity.id);
  }
}

interface Step {
  readonly id: EntityId;
  readonly was: Entity | undefined;
  readonly now: Entity | undefined;
}

const none: readonly never[] = [];

function present(entity: Entity | undefined): Entity | undefined {
  return entity?.disappearedAt === undefined ? entity : undefined;
}

function kindOf(step: Step): EntityKind {
  return ((step.now ?? step.was) as Entity).kind;
}

/** Under what the stating entities of a relation to an entity id, or to a natural key, are found. */
export function inboundKey(type: RelationType, target: { to: EntityId } | { toKey: string }): string {
  return 'to' in target ? `${type} ${target.to}` : `${type}  ${target.toKey}`;
}

function inboundKeyOf(relation: Relation): string {
  return inboundKey(relation.type, relation);
}

function groupBy<T, K>(items: readonly T[], keyOf: (item: T) => K | undefined): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

function* settleKind(
  kind: EntityKind,
  before: KindMembers,
  steps: readonly Step[],
): Generator<void, KindMembers> {
  const partitions = new Map(before.partitions);
  const partOf = (entity: Entity | undefined) => (entity ? (entity.partition ?? '') : undefined);
  const inPartition: { step: Step; partition: string }[] = [];
  for (const step of steps) {
    const from = partOf(step.was);
    const to = partOf(step.now);
    if (from === to && from !== undefined) inPartition.push({ step, partition: from });
    else {
      if (from !== undefined) inPartition.push({ step: { ...step, now: undefined }, partition: from });
      if (to !== undefined) inPartition.push({ step: { ...step, was: undefined }, partition: to });
    }
  }
  for (const [partition, entries] of groupBy(inPartition, (entry) => entry.partition)) {
    yield;
    const members = settleMembers(
      kind,
      partitions.get(partition) ?? noMembers,
      entries.map((entry) => entry.step),
    );
    if (members.list.length === 0) partitions.delete(partition);
    else partitions.set(partition, members);
  }
  return { ...settleMembers(kind, before, steps), partitions };
}

function settleMembers(kind: EntityKind, before: Members, steps: readonly Step[]): Members {
  const runtime = kindDefinition(kind).runtime === true;
  let { config, content } = before;
  for (const { was, now } of steps) {
    if (was) {
      if (!runtime) config = subtractDigest(config, was.configHash);
      content = subtractDigest(content, was.contentHash);
    }
    if (now) {
      if (!runtime) config = addDigest(config, now.configHash);
      content = addDigest(content, now.contentHash);
    }
  }
  return { list: replaceInList(before.list, steps, compareNamed), config, content };
}
