import type { EntityId, Instant, RunId } from './ids.ts';
import type { EntityKind } from './kinds/registry.ts';

/**
 * One field of one entity that differs from the run before. First appearances are not stored: they are the
 * entity's `firstSeenAt`. `path` is `name`, `attributes.vcpus`, `attributes.disks`, `relations.runs-on`,
 * `labels.team`, or '' when the whole entity appears again or goes.
 */
export interface Change {
  readonly id: string;
  readonly entityId: EntityId;
  readonly kind: EntityKind;
  readonly source: string;
  readonly entityName: string;
  readonly runId: RunId;
  readonly at: Instant;
  readonly type: 'field' | 'disappeared' | 'returned';
  readonly class: 'configuration' | 'placement';
  readonly path: string;
  /**
   * Absent: there was (is) no value. Of a relation type and of `keys` only the members that went (`from`) and came
   * (`to`) are kept; of an entity that returned, `from` is when it had disappeared.
   */
  readonly from?: unknown;
  readonly to?: unknown;
  /** When the entity had last changed before this: since when `from` held, at the latest. */
  readonly previousChangeAt?: Instant;
  readonly schemaVersion: number;
}
