import { z } from 'zod';
import { instantSchema } from '../model/ids.ts';
import { entityKinds, type EntityKind } from '../model/kinds/registry.ts';
import { sentEntityId, sentInstant } from './document-blocks.ts';
import { defineFeature } from './feature.ts';

const count = z.number().int().min(0);
const nothing = z.strictObject({});
const folderName = z.string().min(1).max(4_096);

export const passageOrigins = ['document', 'note', 'file'] as const;

const originSchema = z.discriminatedUnion('is', [
  z.strictObject({ is: z.literal('document'), document: z.string(), section: z.string() }),
  z.strictObject({ is: z.literal('note'), document: z.string(), note: z.string() }),
  /** `folder` is the name of an imported folder, `file` its path below it, with `/`. */
  z.strictObject({ is: z.literal('file'), folder: z.string(), file: z.string() }),
]);

const passageFields = {
  id: z.string(),
  origin: originSchema,
  title: z.string(),
  headings: z.array(z.string()),
  text: z.string(),
  at: sentInstant,
};
const foundPassageSchema = z.strictObject({
  ...passageFields,
  score: z.number(),
  /** How much of the question it speaks of, 0 to 1. */
  coverage: z.number(),
  by: z.array(z.enum(['words', 'vectors'])),
  /** Where words of the question stand in `text`. */
  ranges: z.array(z.tuple([count, count])),
});
export type ShownPassage = z.output<typeof foundPassageSchema>;

const namedEntitySchema = z.strictObject({
  id: sentEntityId,
  kind: z.enum(entityKinds as [EntityKind]),
  name: z.string(),
  words: z.string(),
  how: z.enum(['name', 'short-name', 'misspelt', 'address', 'serial']),
});

const filterSchema = z.strictObject({
  document: z.string().min(1).max(300).exactOptional(),
  kinds: z
    .array(z.enum(entityKinds as [EntityKind]))
    .max(100)
    .exactOptional(),
  origins: z.array(z.enum(passageOrigins)).max(3).exactOptional(),
  folder: z.string().min(1).max(200).exactOptional(),
  source: z.string().min(1).max(100).exactOptional(),
  since: instantSchema.exactOptional(),
});

const progressSchema = z.strictObject({
  /** `rebuilding`: everything anew; the index of before answers until that is done. */
  state: z.enum(['idle', 'indexing', 'rebuilding']),
  what: z.string().exactOptional(),
  done: count,
  total: count.exactOptional(),
});

const problemSchema = z.strictObject({ file: z.string(), reason: z.string() });

const folderSchema = z.strictObject({
  name: z.string(),
  path: z.string(),
  importedAt: sentInstant,
  files: count,
  passages: count,
  scannedAt: sentInstant.exactOptional(),
  /** Changes are noticed at once; otherwise when it is looked at again. */
  watched: z.boolean(),
  /** It is not there now; what was indexed of it stays. */
  missing: z.boolean(),
  /** The first of what could not be indexed. */
  problems: z.array(problemSchema),
  problemCount: count,
});
export type KnowledgeFolder = z.output<typeof folderSchema>;

const errors = ['knowledge-unavailable'] as const;

/** Passages of documents, notes and imported folders. */
export const knowledge = defineFeature({
  methods: {
    /** Passages that answer a question, and the entities that it names. With or without a model. */
    find: {
      effect: 'read',
      input: z.strictObject({
        question: z.string().max(4_000),
        limit: z.number().int().min(1).max(100).default(10),
        filter: filterSchema.exactOptional(),
        /** Also passages that say the same as a better one in another place. */
        alike: z.boolean().default(false),
        /** Waits until everything that can be seen to have changed is indexed. */
        upToDate: z.boolean().default(false),
      }),
      output: z.strictObject({
        /** Best first. */
        passages: z.array(foundPassageSchema),
        entities: z.array(namedEntitySchema),
      }),
      errors,
    },
    passage: {
      effect: 'read',
      input: z.strictObject({ id: z.string().min(1).max(100) }),
      /** Absent: there is no such passage any more. */
      output: z.strictObject({ passage: z.strictObject(passageFields).exactOptional() }),
      errors,
    },
    entities: {
      effect: 'read',
      input: z.strictObject({ text: z.string().max(4_000) }),
      output: z.strictObject({ entities: z.array(namedEntitySchema) }),
    },
    status: {
      effect: 'read',
      input: nothing,
      output: z.strictObject({
        progress: progressSchema,
        passages: count,
        documents: z.strictObject({ items: count, passages: count }),
        folders: z.array(folderSchema),
        vectors: z.strictObject({
          model: z.string().exactOptional(),
          embedded: count,
          /** All are made anew; what answers meanwhile: vectors of an earlier model, or words alone. */
          making: z.strictObject({ meanwhile: z.string().exactOptional() }).exactOptional(),
          problem: z.string().exactOptional(),
        }),
        problem: z.string().exactOptional(),
        /** The size of the index. */
        bytes: count,
      }),
      errors,
    },
    folders: {
      effect: 'read',
      input: nothing,
      output: z.strictObject({ folders: z.array(folderSchema) }),
      errors,
    },
    /** Indexes the texts of a folder of this workstation and follows it from now on; again: brings it up to date. */
    importFolder: {
      effect: 'write',
      role: 'admin',
      input: z.strictObject({ path: folderName }),
      output: z.strictObject({
        name: z.string(),
        files: count,
        written: count,
        removed: count,
        problems: z.array(problemSchema),
        problemCount: count,
      }),
      progress: progressSchema,
      errors: [...errors, 'folder-not-found', 'folder-overlaps', 'folder-not-imported'],
    },
    /** By its name or path. Its files stay where they are. */
    removeFolder: {
      effect: 'write',
      role: 'admin',
      input: z.strictObject({ folder: folderName }),
      output: z.strictObject({ name: z.string(), path: z.string() }),
      errors: [...errors, 'folder-not-imported'],
    },
    /** Makes the index anew beside the one that answers, and puts it in its place. */
    rebuild: {
      effect: 'write',
      input: nothing,
      output: z.strictObject({ passages: count }),
      progress: progressSchema,
      errors,
    },
  },
  events: {
    /** How far indexing is; folders, counts or vectors may be others. */
    changed: { input: nothing, payload: progressSchema },
  },
});
