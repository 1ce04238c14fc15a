import type { Change } from '../../shared/model/change.ts';
import type { Entity, EntityOf } from '../../shared/model/entity.ts';
import type { EntityId, Instant } from '../../shared/model/ids.ts';
import type { EntityKind } from '../../shared/model/kinds/registry.ts';
import { relationTypes, type RelationType } from '../../shared/model/relation.ts';
import { DomainError } from '../platform/errors.ts';
import { compareNamed, compareNatural, compareText } from './natural-order.ts';
import { inboundKey, type Members, type StateSnapshot } from './state.ts';
import type { InventoryView } from './view.ts';

/** What a view needs besides the entities themselves. */
export interface ViewSurroundings {
  readonly at: Instant;
  readonly runs: InventoryView['runs'];
  /** When a complete run last judged the entity's scope; undefined when none did. */
  readonly confirmedAt: (entity: Entity) => Instant | undefined;
  /** Changes from `since` on, oldest first. */
  readonly changes: { readonly since: Instant; readonly list: readonly Change[] };
}

const noEntities: readonly never[] = Object.freeze([]);
const noMembers: Members = { list: [], config: 0n, content: 0n };

const contents = new WeakMap<InventoryView, object>();

/** Views of the same content show the same entities: what is worked out from those is kept under it. */
export function contentOf(view: InventoryView): object {
  return contents.get(view) ?? view;
}

/** Natural order of partition names, kept per set of partitions: generators ask for it again and again. */
const partitionOrder = new WeakMap<object, readonly string[]>();

export function createView(snapshot: StateSnapshot, surroundings: ViewSurroundings): InventoryView {
  const { at, runs, confirmedAt, changes } = surroundings;

  const presentEntity = (id: EntityId): Entity | undefined => {
    const entity = snapshot.entities.get(id);
    return entity?.disappearedAt === undefined ? entity : undefined;
  };
  const resolve = (ids: readonly EntityId[] | undefined): readonly Entity[] =>
    ids === undefined ? noEntities : ids.map(presentEntity).filter((entity) => entity !== undefined);

  const stating = (to: Entity, type: RelationType): Entity[] => {
    const found = [...resolve(snapshot.inbound.get(inboundKey(type, { to: to.id })))];
    for (const toKey of to.keys) {
      const byKey = snapshot.inbound.get(inboundKey(type, { toKey }));
      if (byKey) found.push(...resolve(byKey).filter((entity) => entity.id !== to.id));
    }
    return found;
  };
  const stated = (from: Entity, type: RelationType): Entity[] => {
    const found: Entity[] = [];
    for (const relation of from.relations) {
      if (relation.type !== type) continue;
      if ('to' in relation) {
        const target = presentEntity(relation.to);
        if (target) found.push(target);
      } else {
        for (const target of resolve(snapshot.keys.get(relation.toKey))) {
          if (target.id !== from.id) found.push(target);
        }
      }
    }
    return found;
  };

  const members = (kind: EntityKind, partition?: string): Members => {
    const ofKind = snapshot.kinds.get(kind);
    return (partition === undefined ? ofKind : ofKind?.partitions.get(partition)) ?? noMembers;
  };

  let newestFirst: readonly Change[] | undefined;

  const view: InventoryView = {
    at,
    runs,
    all: <K extends EntityKind>(kind: K) =>
      members(kind).list as readonly unknown[] as readonly EntityOf<K>[],
    inPartition: <K extends EntityKind>(kind: K, partition: string) =>
      members(kind, partition).list as readonly unknown[] as readonly EntityOf<K>[],
    partitions(kind) {
      const ofKind = snapshot.kinds.get(kind);
      if (!ofKind) return noEntities;
      let order = partitionOrder.get(ofKind.partitions);
      if (!order) {
        order = [...ofKind.partitions.keys()].toSorted(compareNatural);
        partitionOrder.set(ofKind.partitions, order);
      }
      return order;
    },
    get: (id) => snapshot.entities.get(id),
    byKey: (key) => distinctSorted(resolve(snapshot.keys.get(key))),
    outbound: (from, type) =>
      distinctSorted(
        isSymmetric(type) ? [...stated(from, type), ...stating(from, type)] : stated(from, type),
      ),
    inbound(to, type, kind) {
      const found = isSymmetric(type) ? [...stating(to, type), ...stated(to, type)] : stating(to, type);
      return distinctSorted(kind === undefined ? found : found.filter((entity) => entity.kind === kind));
    },
    confirmedAt(entity) {
      const confirmed = confirmedAt(entity);
      return confirmed !== undefined && confirmed > entity.observedAt ? confirmed : entity.observedAt;
    },
    changesSince(since) {
      if (since < changes.since) {
        throw new DomainError(
          'changes-not-loaded',
          `changes since ${since} were asked for; this view holds those since ${changes.since}`,
          { hint: 'raise recentChangeDays of the inventory' },
        );
      }
      newestFirst ??= changes.list.toSorted(newestChangeFirst);
      const first = newestFirst.findIndex((change) => change.at < since);
      return first === -1 ? newestFirst : newestFirst.slice(0, first);
    },
    digest(kind, partition) {
      const { config, content } = members(kind, partition);
      return { config: hex(config), content: hex(content) };
    },
  };
  contents.set(view, snapshot);
  return view;
}

/** Within one run: by entity, then by field, so that the same history always gives the same order. */
function newestChangeFirst(a: Change, b: Change): number {
  return compareText(b.at, a.at) || compareText(a.entityId, b.entityId) || compareText(a.path, b.path);
}

function hex(sum: bigint): string {
  return sum.toString(16).padStart(16, '0');
}

function isSymmetric(type: RelationType): boolean {
  return relationTypes[type].inverse === type;
}

/** Most lists are short and arrive sorted. */
function distinctSorted(entities: readonly Entity[]): readonly Entity[] {
  let inOrder = true;
  for (let i = 1; i < entities.length && inOrder; i++) {
    inOrder = compareNamed(entities[i - 1] as Entity, entities[i] as Entity) < 0;
  }
  return inOrder ? entities : [...new Set(entities)].toSorted(compareNamed);
}
