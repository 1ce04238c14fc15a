import { z } from 'zod';
import type { EntityId, Instant, RunId } from './ids.ts';
import { relationSchema, type Relation } from './relation.ts';
import type { AttributesOf, EntityKind } from './kinds/registry.ts';

/**
 * What an adapter says of one thing it saw, before validation. `nativeId` is the source's own id; `partition` is
 * the part of the source it was found in (a cluster, a namespace, a site): a run that completed only some
 * partitions judges only those. `unknown` names attributes that the source could not give, each with the reason.
 */
export const observedRecordSchema = z.strictObject({
  nativeId: z.string().min(1).max(300),
  name: z.string().min(1).max(300),
  partition: z.string().min(1).max(300).optional(),
  attributes: z.record(z.string(), z.unknown()),
  relations: z.array(relationSchema).max(20_000).default([]),
  keys: z.array(z.string().min(3).max(300)).max(500).default([]),
  labels: z.record(z.string(), z.string()).default({}),
  unknown: z.record(z.string(), z.string()).default({}),
});
export type ObservedRecord = z.input<typeof observedRecordSchema>;

/** One point a day of a sampled attribute: [whole days since 1970-01-01 UTC, value]. Oldest first, at most 90. */
export type Sample = readonly [day: number, value: number];

interface EntityEnvelope {
  readonly id: EntityId;
  readonly source: string;
  readonly nativeId: string;
  readonly name: string;
  readonly partition?: string;
  readonly relations: readonly Relation[];
  readonly keys: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  /**
   * Attribute → why it is unknown. An attribute of configuration or placement that a run could not see keeps its
   * value and stands here as well: the value is the last known one, and the reason ends in `(last known INSTANT)`.
   * A volatile attribute that could not be seen has no value.
   */
  readonly unknown: Readonly<Record<string, string>>;
  /** Fed by the lab. */
  readonly simulated: boolean;
  readonly firstSeenAt: Instant;
  /** When the values shown were first observed; that they still hold is told by the newest complete run of the scope. */
  readonly observedAt: Instant;
  /** When a field of configuration or placement last changed. */
  readonly changedAt: Instant;
  /** When a volatile value last changed: older views cannot show it. */
  readonly volatileAt: Instant;
  /** Set while the thing is gone; it keeps its history and loses this when it returns. */
  readonly disappearedAt?: Instant;
  readonly runId: RunId;
  readonly samples?: Readonly<Record<string, readonly Sample[]>>;
  /** Digest of everything that is not volatile, and of everything. 16 hex digits. */
  readonly configHash: string;
  readonly contentHash: string;
  /** Number of the lease that its source was collected under; absent: under none. A higher one is the newer leader. */
  readonly fence?: number;
  readonly schemaVersion: number;
}

export type EntityOf<K extends EntityKind> = EntityEnvelope & {
  readonly kind: K;
  readonly attributes: Readonly<AttributesOf<K>>;
};

/** Any entity; narrows by `kind`. */
export type Entity = { [K in EntityKind]: EntityOf<K> }[EntityKind];
