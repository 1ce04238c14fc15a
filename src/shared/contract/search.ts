import { z } from 'zod';
import { entityIdSchema, instantSchema } from '../model/ids.ts';
import { entityKinds, type EntityKind } from '../model/kinds/registry.ts';
import { severities } from '../model/severity.ts';
import { defineFeature } from './feature.ts';

const foundEntitySchema = z.strictObject({
  id: entityIdSchema,
  kind: z.enum(entityKinds as [EntityKind]),
  name: z.string(),
  /** The part of the source that it is in: a cluster, a site, a namespace. */
  partition: z.string().exactOptional(),
  source: z.string(),
  simulated: z.boolean(),
  /** Its state in the source's own word, where its kind has one. */
  state: z.string().exactOptional(),
  /** Of the worst finding about it. */
  severity: z.enum(severities).exactOptional(),
  disappearedAt: instantSchema.exactOptional(),
  /** Where it was found when that is not its name, and what stands there. */
  match: z
    .strictObject({ field: z.enum(['key', 'attribute', 'nativeId', 'label']), text: z.string() })
    .exactOptional(),
});
export type SearchedEntity = z.output<typeof foundEntitySchema>;

const foundDocumentSchema = z.strictObject({
  id: z.string(),
  title: z.string(),
  section: z.strictObject({ key: z.string(), title: z.string() }).exactOptional(),
  /** What it described is gone. */
  retired: z.boolean(),
});

/** One question over everything. */
export const search = defineFeature({
  methods: {
    /** Every word has to be found; where little is, one error in a word is allowed. */
    find: {
      effect: 'read',
      input: z.strictObject({
        text: z.string().max(300),
        /** Of entities, and of documents. */
        limit: z.number().int().min(1).max(100).default(12),
        at: instantSchema.optional(),
      }),
      output: z.strictObject({
        /** Best first. */
        entities: z.array(foundEntitySchema),
        /** All entities that match. */
        total: z.number().int().min(0),
        /** Of now, whatever `at` says. */
        documents: z.array(foundDocumentSchema),
        corrected: z.boolean(),
      }),
    },
  },
  events: {},
});
