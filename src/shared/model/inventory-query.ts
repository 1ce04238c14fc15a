import { z } from 'zod';
import type { Change } from './change.ts';
import type { Entity } from './entity.ts';
import { entityIdSchema, instantSchema, sourceName, type Instant } from './ids.ts';
import { domains, type Domain } from './kind.ts';
import { entityKinds, type EntityKind } from './kinds/registry.ts';

const kind = z.enum(entityKinds as [EntityKind]);

/**
 * `path`: `name`, `id`, `nativeId`, `source`, `kind`, `domain`, `partition`, `changedAt`, `firstSeenAt`, … of the entity;
 * an attribute, nested with dots (`disks.capacityBytes`; any entry of a list will do); `label.NAME`; or a kind
 * (`cluster`, `datastore`) for the name of a related entity of that kind where there is no such attribute.
 */
export const filterOperators = [
  'eq',
  'ne',
  'contains',
  'gt',
  'gte',
  'lt',
  'lte',
  'exists',
  'missing',
] as const;
export type FilterOperator = (typeof filterOperators)[number];

export const inventoryFilterSchema = z.strictObject({
  path: z.string().min(1).max(200),
  op: z.enum(filterOperators),
  /**
   * Text compares without regard to case; in the value of `eq` and `ne`, `*` stands for any text, and commas part
   * several values of which any will do.
   */
  value: z.union([z.string().max(16_000), z.number(), z.boolean()]).default(''),
});
export type InventoryFilter = z.output<typeof inventoryFilterSchema>;

export const inventorySortSchema = z.strictObject({
  path: z.string().min(1).max(200),
  direction: z.enum(['ascending', 'descending']).default('ascending'),
});

/** All members narrow; lists within one member widen. Without `sort`: by name in natural order. */
export const inventoryQuerySchema = z.strictObject({
  kinds: z.array(kind).max(200).optional(),
  sources: z.array(sourceName).max(200).optional(),
  domains: z.array(z.enum(domains)).max(10).optional(),
  partitions: z.array(z.string().max(300)).max(200).optional(),
  /** Words that all occur in the name, the native id, keys, labels or texts among the attributes. */
  text: z.string().max(300).optional(),
  filters: z.array(inventoryFilterSchema).max(50).default([]),
  sort: z.array(inventorySortSchema).max(5).default([]),
  offset: z.number().int().min(0).default(0),
  limit: z.number().int().min(0).max(10_000).default(100),
  includeDisappeared: z.boolean().default(false),
  at: instantSchema.optional(),
});
export type InventoryQuery = z.output<typeof inventoryQuerySchema>;
export type InventoryQueryInput = z.input<typeof inventoryQuerySchema>;

export interface InventoryPage {
  readonly items: readonly Entity[];
  /** Of all that match, not of the page. */
  readonly total: number;
  readonly facets: {
    readonly kind: Readonly<Partial<Record<EntityKind, number>>>;
    readonly domain: Readonly<Partial<Record<Domain, number>>>;
    readonly source: Readonly<Record<string, number>>;
    /** The 100 largest. */
    readonly partition: Readonly<Record<string, number>>;
  };
}

export const changesQuerySchema = z.strictObject({
  entityId: entityIdSchema.optional(),
  source: sourceName.optional(),
  kinds: z.array(kind).max(200).optional(),
  class: z.enum(['configuration', 'placement']).optional(),
  since: instantSchema.optional(),
  until: instantSchema.optional(),
  offset: z.number().int().min(0).default(0),
  limit: z.number().int().min(1).max(10_000).default(100),
});
export type ChangesQuery = z.output<typeof changesQuerySchema>;
export type ChangesQueryInput = z.input<typeof changesQuerySchema>;

export interface ChangesPage {
  /** Newest first. */
  readonly items: readonly Change[];
  readonly total: number;
}

/** One line of an entity's life, newest first. */
export type TimelineEntry =
  | { readonly type: 'first-seen'; readonly at: Instant }
  | { readonly type: 'disappeared'; readonly at: Instant }
  | { readonly type: 'returned'; readonly at: Instant; readonly goneSince?: Instant }
  | { readonly type: 'changed'; readonly at: Instant; readonly changes: readonly Change[] };

export interface Timeline {
  readonly entity: Entity;
  readonly entries: readonly TimelineEntry[];
  /** Entries in all, not in the page. */
  readonly total: number;
}

/** How old what is shown of one source and domain is. */
export interface Freshness {
  readonly source: string;
  readonly domain: Domain;
  readonly simulated: boolean;
  readonly running: boolean;
  /** The newest finished run. */
  readonly lastRunAt?: Instant;
  readonly lastOutcome?: 'succeeded' | 'partial' | 'failed' | 'cancelled' | 'interrupted';
  readonly lastError?: { readonly code: string; readonly message: string };
  /** The newest run that saw everything that it asked about, and how long ago that was. */
  readonly lastCompleteAt?: Instant;
  readonly ageSeconds?: number;
}

export interface InventoryStats {
  readonly present: number;
  readonly disappeared: number;
  readonly kinds: Readonly<
    Partial<Record<EntityKind, { readonly present: number; readonly disappeared: number }>>
  >;
  readonly sources: Readonly<Record<string, number>>;
  readonly changes: number;
  readonly runs: number;
}
