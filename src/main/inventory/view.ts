import type { Entity, EntityOf } from '../../shared/model/entity.ts';
import type { EntityId, Instant } from '../../shared/model/ids.ts';
import type { EntityKind } from '../../shared/model/kinds/registry.ts';
import type { RelationType } from '../../shared/model/relation.ts';
import type { CollectionRun } from '../../shared/model/run.ts';
import type { Change } from '../../shared/model/change.ts';

/**
 * The inventory as it is known at one moment, in memory and immutable for its reader: what generators and finding
 * rules are functions of. All lists are of present entities (not disappeared), sorted by name in natural order
 * (`sw2` before `sw10`), then id; the same inventory always gives the same order.
 */
export interface InventoryView {
  readonly at: Instant;
  all<K extends EntityKind>(kind: K): readonly EntityOf<K>[];
  /** Of one partition (cluster, namespace, site…), sorted likewise. */
  inPartition<K extends EntityKind>(kind: K, partition: string): readonly EntityOf<K>[];
  /** The partitions that a kind's entities are in, in natural order; '' stands for none. */
  partitions(kind: EntityKind): readonly string[];
  /** Present or disappeared. */
  get(id: EntityId): Entity | undefined;
  /** The present entities that publish a natural key. */
  byKey(key: string): readonly Entity[];
  /** Entities that `from` states the relation to; unresolvable ones are left out (see `dangling`). */
  outbound(from: Entity, type: RelationType): readonly Entity[];
  /** Entities of `kind` (or any) that state the relation to `to`, by id or by one of its keys. */
  inbound(to: Entity, type: RelationType, kind?: EntityKind): readonly Entity[];
  /** The newest finished runs, one per source and domain, and the newest complete one where that differs. */
  readonly runs: readonly { readonly last: CollectionRun; readonly lastComplete?: CollectionRun }[];
  /** When the entity was last confirmed by a complete run of its scope (at least its `observedAt`). */
  confirmedAt(entity: Entity): Instant;
  /** Configuration and placement changes at or after `since`, newest first. */
  changesSince(since: Instant): readonly Change[];
  /**
   * Commutative digest of all present entities of a kind (of one partition): equal digests mean equal content.
   * `config` ignores volatile values.
   */
  digest(kind: EntityKind, partition?: string): { readonly config: string; readonly content: string };
}
