import { z } from 'zod';
import type { Change } from '../model/change.ts';
import type { Entity } from '../model/entity.ts';
import { entityIdSchema, instantSchema, sourceName } from '../model/ids.ts';
import { changesQuerySchema, inventoryQuerySchema, type TimelineEntry } from '../model/inventory-query.ts';
import { domains } from '../model/kind.ts';
import { entityKinds, type EntityKind } from '../model/kinds/registry.ts';
import { relationTypes, type RelationType } from '../model/relation.ts';
import { severities } from '../model/severity.ts';
import { defineFeature } from './feature.ts';

const kind = z.enum(entityKinds as [EntityKind]);
const domain = z.enum(domains);
const severity = z.enum(severities);
const relationType = z.enum(Object.keys(relationTypes) as [RelationType]);
const count = z.number().int().min(0);
const at = instantSchema.optional();

/** Anything that has the envelope of an entity; what its attributes are stands in `inventory.kinds`. */
export const entitySchema = z.looseObject({
  id: entityIdSchema,
  kind,
  source: z.string(),
  nativeId: z.string(),
  name: z.string(),
  partition: z.string().exactOptional(),
  attributes: z.record(z.string(), z.unknown()),
  labels: z.record(z.string(), z.string()),
  unknown: z.record(z.string(), z.string()),
  simulated: z.boolean(),
  firstSeenAt: instantSchema,
  observedAt: instantSchema,
  changedAt: instantSchema,
  disappearedAt: instantSchema.exactOptional(),
}) as unknown as z.ZodType<Entity>;

export const changeSchema = z.looseObject({
  id: z.string(),
  entityId: entityIdSchema,
  kind,
  source: z.string(),
  entityName: z.string(),
  runId: z.string(),
  at: instantSchema,
  type: z.enum(['field', 'disappeared', 'returned']),
  class: z.enum(['configuration', 'placement']),
  path: z.string(),
}) as unknown as z.ZodType<Change>;

const timelineEntrySchema = z.looseObject({
  type: z.enum(['first-seen', 'disappeared', 'returned', 'changed']),
  at: instantSchema,
}) as unknown as z.ZodType<TimelineEntry>;

/** Without paging: what matches, in which order. `at` is when; absent: now. */
export const inventorySelectionSchema = inventoryQuerySchema.omit({ offset: true, limit: true });
/** The same, one page of it at a time. */
export const inventoryRowsQuerySchema = inventoryQuerySchema.extend({
  limit: z.number().int().min(0).max(500).default(100),
});

const cell = z.union([
  z.string(),
  z.number(),
  z.boolean(),
  z.null(),
  z.array(z.union([z.string(), z.number(), z.boolean()])),
]);

/** What one column can show, and how. `path` is what filters and sorts name it. */
const fieldSchema = z.strictObject({
  path: z.string(),
  title: z.string(),
  /** choice: one of `choices`; moment: an instant; list: several texts; table, record: entries with fields of their own. */
  type: z.enum(['text', 'choice', 'number', 'yes-no', 'moment', 'list', 'table', 'record']),
  align: z.enum(['left', 'right']),
  /** Stands in the table until columns are chosen. */
  shown: z.boolean(),
  /** Sorts and filters take its path. */
  filterable: z.boolean(),
  /** Moves by itself: it has no history. */
  volatile: z.boolean(),
  choices: z.array(z.string()).exactOptional(),
  /** Of the entries of a table. */
  fields: z
    .array(
      z.strictObject({
        path: z.string(),
        title: z.string(),
        align: z.enum(['left', 'right']),
        type: z.enum(['text', 'choice', 'number', 'yes-no', 'moment', 'list', 'table', 'record']),
      }),
    )
    .exactOptional(),
});
export type InventoryField = z.output<typeof fieldSchema>;

const rowSchema = z.strictObject({
  id: entityIdSchema,
  kind,
  name: z.string(),
  source: z.string(),
  partition: z.string().exactOptional(),
  simulated: z.boolean(),
  observedAt: instantSchema,
  /** By a complete run of its scope: how old everything in this row is. */
  confirmedAt: instantSchema,
  changedAt: instantSchema,
  disappearedAt: instantSchema.exactOptional(),
  /** Of the worst finding about it. */
  severity: severity.exactOptional(),
  /** One a column that was asked for; null is unknown. Of tables and records: how many entries. */
  values: z.array(cell),
  /** Index of a column → why its value is unknown, or why it is the last known one. */
  unknown: z.record(z.string(), z.string()).exactOptional(),
});
export type InventoryRow = z.output<typeof rowSchema>;

const facetSchema = z.strictObject({
  path: z.string(),
  title: z.string(),
  /** The most frequent ones, most frequent first. */
  values: z.array(z.strictObject({ value: z.string(), count })),
  /** How many different values there are beyond those. */
  more: count,
  /** Entities without a value. */
  missing: count,
});
export type InventoryFacet = z.output<typeof facetSchema>;

/** Another entity, as a link to it needs it. */
const neighbourSchema = z.strictObject({
  id: entityIdSchema,
  kind,
  name: z.string(),
  partition: z.string().exactOptional(),
  simulated: z.boolean(),
  disappearedAt: instantSchema.exactOptional(),
  severity: severity.exactOptional(),
});
export type InventoryNeighbour = z.output<typeof neighbourSchema>;

const relationGroupSchema = z.strictObject({
  type: relationType,
  /** out: this entity states it; in: the others do. */
  direction: z.enum(['out', 'in']),
  /** The relation as read from this entity: `runs-on`, or `runs` from the other end. */
  label: z.string(),
  kind,
  total: count,
  /** The first ones, by name. */
  items: z.array(neighbourSchema),
});
export type InventoryRelationGroup = z.output<typeof relationGroupSchema>;

const entityFindingSchema = z.strictObject({
  id: entityIdSchema,
  severity,
  rule: z.string(),
  title: z.string(),
  value: z.string(),
  threshold: z.string(),
  why: z.string(),
  remedy: z.string(),
  openedAt: z.string(),
  unconfirmed: z.string().exactOptional(),
});

const freshnessSchema = z.strictObject({
  source: z.string(),
  domain,
  simulated: z.boolean(),
  running: z.boolean(),
  lastRunAt: instantSchema.exactOptional(),
  lastOutcome: z.enum(['succeeded', 'partial', 'failed', 'cancelled', 'interrupted']).exactOptional(),
  lastError: z.strictObject({ code: z.string(), message: z.string() }).exactOptional(),
  lastCompleteAt: instantSchema.exactOptional(),
  ageSeconds: z.number().exactOptional(),
});

const columns = z.array(z.string().min(1).max(200)).max(80);

export const inventory = defineFeature({
  methods: {
    /** A page of a table: only what its columns show. */
    rows: {
      effect: 'read',
      input: z.strictObject({
        query: inventoryRowsQuerySchema.prefault({}),
        columns: columns.default([]),
        at,
        /** Tells where in the whole list this one stands. */
        locate: entityIdSchema.optional(),
      }),
      output: z.strictObject({
        /** Of all that match, not of the page. */
        total: count,
        rows: z.array(rowSchema),
        /** Of `locate`, from 0; absent when it is not among them. */
        place: count.exactOptional(),
        /** The moment that is shown. */
        at: instantSchema,
      }),
      errors: ['before-history'],
    },
    /**
     * The same rows again as they are now, whether they still match or have disappeared: how a table shows changes
     * without moving what is looked at. What is not known (any more) is left out.
     */
    rowsOf: {
      effect: 'read',
      input: z.strictObject({
        ids: z.array(entityIdSchema).max(500),
        columns: columns.default([]),
        at,
      }),
      output: z.strictObject({ rows: z.array(rowSchema), at: instantSchema }),
      errors: ['before-history'],
    },
    /** Whole entities, for programs. */
    query: {
      effect: 'read',
      input: inventoryQuerySchema,
      output: z.strictObject({
        items: z.array(entitySchema),
        total: count,
        facets: z.strictObject({
          kind: z.record(z.string(), count),
          domain: z.record(z.string(), count),
          source: z.record(z.string(), count),
          /** The 100 largest. */
          partition: z.record(z.string(), count),
        }),
        /** Of each of `items`, in their order. */
        confirmedAt: z.array(instantSchema),
      }),
      errors: ['before-history'],
    },
    /** What the values of a selection are, counted. Apart from `rows`, so that typing does not pay for it. */
    facets: {
      effect: 'read',
      input: z.strictObject({
        query: inventorySelectionSchema.prefault({}),
        at,
        /** Absent: those that divide the selection well. */
        paths: z.array(z.string().min(1).max(200)).max(20).optional(),
        /** Values of each at most. */
        limit: z.number().int().min(1).max(200).default(12),
      }),
      output: z.strictObject({ total: count, facets: z.array(facetSchema) }),
      errors: ['before-history'],
    },
    /** One entity with what hangs on it. */
    entity: {
      effect: 'read',
      input: z.strictObject({
        id: entityIdSchema,
        at,
        /** Items of each group of relations at most; `relations` gives the rest. */
        related: z.number().int().min(0).max(200).default(12),
      }),
      output: z.strictObject({
        entity: entitySchema,
        kind: z.strictObject({ title: z.string(), plural: z.string(), domain }),
        /** When a complete run of its scope last confirmed it; absent when it is gone. */
        confirmedAt: instantSchema.exactOptional(),
        /** Everything that the kind can have, in the kind's order. */
        fields: z.array(fieldSchema),
        severity: severity.exactOptional(),
        findings: z.array(entityFindingSchema),
        relations: z.array(relationGroupSchema),
        /** Stated, but there is no such entity in the inventory. */
        dangling: z.array(z.strictObject({ type: relationType, target: z.string() })),
        at: instantSchema,
      }),
      errors: ['entity-not-found', 'before-history'],
    },
    /** More of one group of relations. */
    relations: {
      effect: 'read',
      input: z.strictObject({
        id: entityIdSchema,
        at,
        type: relationType,
        direction: z.enum(['out', 'in']),
        kind,
        offset: count.default(0),
        limit: z.number().int().min(1).max(500).default(100),
      }),
      output: z.strictObject({ total: count, items: z.array(neighbourSchema) }),
      errors: ['entity-not-found', 'before-history'],
    },
    /** An entity's life, newest first. */
    timeline: {
      effect: 'read',
      input: z.strictObject({
        id: entityIdSchema,
        /** Nothing after this. */
        until: instantSchema.optional(),
        offset: count.default(0),
        limit: z.number().int().min(1).max(1000).default(100),
      }),
      output: z.strictObject({ entity: entitySchema, entries: z.array(timelineEntrySchema), total: count }),
      errors: ['entity-not-found'],
    },
    /** Changes of configuration and placement, newest first. */
    changes: {
      effect: 'read',
      input: changesQuerySchema,
      output: z.strictObject({ items: z.array(changeSchema), total: count }),
    },
    /** Every kind, how many there are, and what a table of it can show. */
    kinds: {
      effect: 'read',
      input: z.strictObject({ at }),
      output: z.strictObject({
        /** Fields that entities of every kind have. */
        common: z.array(fieldSchema),
        kinds: z.array(
          z.strictObject({
            kind,
            domain,
            title: z.string(),
            plural: z.string(),
            /** Comes and goes by itself. */
            runtime: z.boolean(),
            present: count,
            fields: z.array(fieldSchema),
          }),
        ),
        total: count,
      }),
      errors: ['before-history'],
    },
    /** What could stand at the cursor of a filter box. */
    suggest: {
      effect: 'read',
      input: z.strictObject({
        text: z.string().max(20_000),
        cursor: count.max(20_000),
        /** The kinds that the table shows, where the text names none. */
        kinds: z.array(kind).max(200).default([]),
        at,
        limit: z.number().int().min(1).max(50).default(12),
      }),
      output: z.strictObject({
        /** The part of the text that a suggestion takes the place of. */
        from: count,
        to: count,
        items: z.array(
          z.strictObject({
            is: z.enum(['field', 'value', 'name']),
            /** What is put in. */
            insert: z.string(),
            /** What is shown. */
            label: z.string(),
            detail: z.string().exactOptional(),
            /** Entities that have it. */
            count: count.exactOptional(),
          }),
        ),
      }),
      errors: ['before-history'],
    },
    /** How old what is shown of each source is. */
    freshness: {
      effect: 'read',
      input: z.strictObject({}),
      output: z.strictObject({ sources: z.array(freshnessSchema), now: instantSchema }),
    },
    stats: {
      effect: 'read',
      input: z.strictObject({}),
      output: z.strictObject({
        present: count,
        disappeared: count,
        kinds: z.record(z.string(), z.strictObject({ present: count, disappeared: count })),
        sources: z.record(z.string(), count),
        changes: count,
        runs: count,
      }),
    },
    /**
     * A table as text, some thousand rows at a time: ask again with `next` for as long as there is one. All pieces are
     * of the moment of the first, whatever is collected meanwhile.
     */
    export: {
      effect: 'read',
      input: z.strictObject({
        query: inventorySelectionSchema.prefault({}),
        columns: columns.min(1),
        at,
        /** Only these of what matches. */
        only: z.array(entityIdSchema).max(50_000).optional(),
        /** All that match but these. */
        except: z.array(entityIdSchema).max(50_000).optional(),
        format: z.enum(['csv', 'json']),
        /** A byte order mark first, by which Excel knows UTF-8; CSV alone. */
        byteOrderMark: z.boolean().default(true),
        /** What the piece before said; everything else is as it was asked first. */
        next: z.strictObject({ export: z.string().max(40), first: count }).optional(),
      }),
      output: z.strictObject({
        text: z.string(),
        /** Rows so far, and in all. */
        done: count,
        total: count,
        next: z.strictObject({ export: z.string(), first: count }).exactOptional(),
        mediaType: z.string(),
        fileName: z.string(),
      }),
      errors: ['before-history', 'export-expired'],
    },
  },
  events: {
    /** Something of the inventory was written. */
    changed: {
      input: z.strictObject({ sources: z.array(sourceName).max(200).optional() }),
      payload: z.strictObject({
        source: z.string(),
        domain,
        kinds: z.array(kind),
        /** Entities of any kind. */
        changed: count,
        at: instantSchema,
      }),
    },
  },
});
