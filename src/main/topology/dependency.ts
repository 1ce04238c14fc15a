import type { Entity } from '../../shared/model/entity.ts';
import type { EntityKind } from '../../shared/model/kinds/registry.ts';
import type { RelationType } from '../../shared/model/relation.ts';
import type { InventoryView } from '../inventory/view.ts';

/**
 * How a dependency reads, from what depends to what it depends on: a relation's type, or one of those that follow from
 * several records together.
 */
export type DependencyType = RelationType | 'documented-as' | 'uplink-to' | 'linked-with';

/**
 * What becomes of the dependant when things that it depends on fail. each: all of them are needed. any: one is enough.
 * but: it survives the loss of `spare` of them. reduces: it goes on, with less. failover: it needs one of them, and
 * another takes over when that is gone.
 */
export type Need =
  | { readonly type: 'each' }
  | { readonly type: 'any' }
  | { readonly type: 'reduces' }
  | {
      readonly type: 'but';
      /** undefined: how many can be lost is not known. */
      readonly spare: (view: InventoryView, entity: Entity) => number | undefined;
    }
  | {
      readonly type: 'failover';
      /** What can take over from `active`, in no order. */
      readonly standby: (view: InventoryView, entity: Entity, active: Entity) => readonly Entity[];
      /** restarts: gone until it is back elsewhere; reduced: it goes on. */
      readonly becomes: 'restarts' | 'reduced';
    };

/** One way in which things depend on others; read from both ends. */
export interface DependencyRule {
  readonly of: readonly EntityKind[];
  readonly on: readonly EntityKind[];
  readonly type: DependencyType;
  readonly need: Need;
  /** What `entity`, one of `of`, depends on. */
  readonly forward: (view: InventoryView, entity: Entity) => readonly Entity[];
  /** What depends on `entity`, one of `on`. */
  readonly reverse: (view: InventoryView, entity: Entity) => readonly Entity[];
  /** Whether it holds at all: a VM that is off needs no host. */
  readonly holds?: (entity: Entity) => boolean;
  /** Some of what it depends on may not be known, so the loss of all that is known is not the loss of all. */
  readonly hidden?: (view: InventoryView, entity: Entity) => boolean;
  /** Follows from others that are drawn: no line of its own in a picture. */
  readonly drawn?: false;
}

type Kinds = readonly EntityKind[];
type Rest = Partial<Pick<DependencyRule, 'need' | 'holds' | 'hidden' | 'drawn'>>;

const each: Need = { type: 'each' };

/** The dependant states the relation. */
export function states(of: Kinds, type: RelationType, on: Kinds, rest: Rest = {}): DependencyRule {
  const wanted = new Set<EntityKind>(on);
  return {
    of,
    on,
    type,
    need: each,
    forward: (view, entity) => view.outbound(entity, type).filter((other) => wanted.has(other.kind)),
    reverse: (view, entity) => of.flatMap((kind) => view.inbound(entity, type, kind)),
    ...rest,
  };
}

/** What is depended on states the relation: members of an aggregation, nodes of a cluster. */
export function stated(of: Kinds, type: RelationType, on: Kinds, rest: Rest = {}): DependencyRule {
  const wanted = new Set<EntityKind>(of);
  return {
    of,
    on,
    type,
    need: each,
    forward: (view, entity) => on.flatMap((kind) => view.inbound(entity, type, kind)),
    reverse: (view, entity) => view.outbound(entity, type).filter((other) => wanted.has(other.kind)),
    ...rest,
  };
}

/** Entities of a kind, kept as one of the union. */
export function entitiesOf(view: InventoryView, kind: EntityKind): readonly Entity[] {
  return view.all(kind) as readonly unknown[] as readonly Entity[];
}
