import { z } from 'zod';
import { instantSchema } from '../model/ids.ts';
import { defineFeature } from './feature.ts';

const name = z
  .string()
  .trim()
  .min(1, 'a view needs a name')
  .max(80, 'a name of at most 80 characters')
  .regex(/^\P{Cc}*$/u, 'a name without control characters');

const columnSchema = z.strictObject({
  path: z.string().min(1).max(200),
  /** Pixels; absent: as wide as the field wants. */
  width: z.number().int().min(40).max(2000).exactOptional(),
  pinned: z.literal(true).exactOptional(),
});

/** What a view keeps, apart from what it is called. */
export const viewContentSchema = z.strictObject({
  screen: z.literal('inventory'),
  /** The tab: a kind, or `all`. */
  kind: z.string().max(80),
  /** As it stands in the filter box. */
  query: z.string().max(20_000),
  columns: z.array(columnSchema).max(80),
  sort: z
    .array(
      z.strictObject({ path: z.string().min(1).max(200), direction: z.enum(['ascending', 'descending']) }),
    )
    .max(5),
});
export type ViewContent = z.output<typeof viewContentSchema>;
export type ViewColumn = z.output<typeof columnSchema>;

export const savedViewSchema = viewContentSchema.extend({
  id: z.string().min(1).max(40),
  name,
  createdAt: instantSchema,
});
export type SavedView = z.output<typeof savedViewSchema>;

/** Tables as somebody arranged them, kept with the data directory in the order in which they are offered. */
export const views = defineFeature({
  methods: {
    list: {
      effect: 'read',
      input: z.strictObject({}),
      output: z.strictObject({
        views: z.array(savedViewSchema),
        /** Set when the file could not be read: where it was put aside, and why. */
        setAside: z.strictObject({ path: z.string(), reason: z.string() }).exactOptional(),
      }),
    },
    /** With the id of one there is, that one is replaced; with another, it comes back under it. */
    save: {
      effect: 'write',
      input: z.strictObject({ id: z.string().min(1).max(40).optional(), name, view: viewContentSchema }),
      output: savedViewSchema,
      errors: ['view-name-taken', 'too-many-views'],
    },
    rename: {
      effect: 'write',
      input: z.strictObject({ id: z.string(), name }),
      output: savedViewSchema,
      errors: ['view-not-found', 'view-name-taken'],
    },
    /** @returns what was removed and where it stood, for whoever takes that back */
    remove: {
      effect: 'write',
      input: z.strictObject({ id: z.string() }),
      output: z.strictObject({ removed: savedViewSchema, place: z.number().int().min(0) }),
      errors: ['view-not-found'],
    },
    /** Puts one at another place. */
    reorder: {
      effect: 'write',
      input: z.strictObject({ id: z.string(), place: z.number().int().min(0) }),
      output: z.strictObject({ views: z.array(savedViewSchema) }),
      errors: ['view-not-found'],
    },
  },
  events: {
    changed: { input: z.strictObject({}), payload: z.strictObject({}) },
  },
});
