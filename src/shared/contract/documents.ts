import { z } from 'zod';
import { domains } from '../model/kind.ts';
import { entityIdSchema, instantSchema } from '../model/ids.ts';
import { blockSchema, sentEntityId, sentInstant } from './document-blocks.ts';
import { defineFeature } from './feature.ts';

const documentId = z.string().min(1).max(300);
const versionNumber = z.number().int().min(1).max(1_000_000_000);
const noteId = z.string().min(1).max(100);
/** A version by its number, or the one that was in force at a moment; neither: as the document stands. */
const whichVersion = { version: versionNumber.exactOptional(), at: instantSchema.exactOptional() };
const nothing = z.strictObject({});

const noteSchema = z.strictObject({
  id: z.string(),
  section: z.string(),
  /** Markdown, as written. */
  text: z.string(),
  author: z.string(),
  createdAt: sentInstant,
  editedAt: sentInstant.exactOptional(),
  /** Who wrote it as it stands; absent: its author. */
  editedBy: z.string().exactOptional(),
  /** What others wrote at other workstations at the same time; all stand until somebody writes the note anew. */
  alternatives: z
    .array(z.strictObject({ text: z.string(), author: z.string(), writtenAt: sentInstant }))
    .readonly()
    .exactOptional(),
});

/** What an editor began with: `editedAt ?? createdAt`, and how many texts stood beside it. */
const noteBase = {
  basedOn: instantSchema.exactOptional(),
  alternatives: z.number().int().min(0).exactOptional(),
};

/** configuration: a new version will be made; measured: values are refreshed in place. */
const staleSectionSchema = z.strictObject({
  key: z.string(),
  title: z.string(),
  state: z.enum(['configuration', 'measured', 'new', 'removed']),
  /** `host changed on 14 VMs` */
  reason: z.string(),
  /** When the first of that happened, where it is known. */
  since: sentInstant.exactOptional(),
});

const staleSchema = z.strictObject({
  /** new: not written yet; retire: what it describes is gone. */
  state: z.enum(['new', 'configuration', 'measured', 'retire']),
  reason: z.string(),
  /** Keys. */
  sections: z.array(z.string()),
  details: z.array(staleSectionSchema),
});

const versionSchema = z.strictObject({
  version: z.number(),
  at: sentInstant,
  reason: z.string(),
  /** Keys of the sections that it changed, added or removed. */
  sections: z.array(z.string()),
});

const summarySchema = z.strictObject({
  id: z.string(),
  title: z.string(),
  generator: z.string(),
  domain: z.enum(domains),
  parent: z.string().exactOptional(),
  /** The newest, or the one in force at the moment that was asked for. */
  version: z.number(),
  versionAt: sentInstant,
  refreshedAt: sentInstant,
  retiredAt: sentInstant.exactOptional(),
  sections: z.array(z.strictObject({ key: z.string(), title: z.string() })),
  /** How many there are now, whatever moment was asked for. */
  notes: z.number(),
  /** Absent: up to date, or a moment in the past was asked for. */
  stale: staleSchema.exactOptional(),
});

const shownSectionSchema = z.strictObject({
  key: z.string(),
  title: z.string(),
  level: z.union([z.literal(2), z.literal(3)]),
  blocks: z.array(blockSchema),
  /** Written while it is read, from the inventory as it is; it has no versions. */
  live: z.literal(true).exactOptional(),
  writtenAt: sentInstant,
});

const sourceSchema = z.strictObject({
  source: z.string(),
  domain: z.enum(domains),
  /** Of the last run that was not cut short; absent: there has been none. */
  completeAt: sentInstant.exactOptional(),
  lastOutcome: z.enum(['succeeded', 'partial', 'failed', 'cancelled', 'interrupted']).exactOptional(),
  lastAt: sentInstant.exactOptional(),
  simulated: z.boolean(),
});

const headOfShown = {
  id: z.string(),
  title: z.string(),
  domain: z.enum(domains),
  parent: z.string().exactOptional(),
  generator: z.string(),
  generatorVersion: z.number(),
  version: z.number(),
  versionAt: sentInstant,
  /** Why this version was made; absent when that is no longer kept. */
  versionReason: z.string().exactOptional(),
  /** When measured values were last taken over; of a past version, when it was made. */
  refreshedAt: sentInstant,
  retiredAt: sentInstant.exactOptional(),
  /** The newest version there is. */
  currentVersion: z.number(),
  /** The moment that was asked for: the document is shown as it was in force then. */
  at: sentInstant.exactOptional(),
};

const textSchema = z.strictObject({ ...headOfShown, text: z.string() });

const comparedSchema = z.strictObject({
  version: z.number(),
  at: sentInstant,
  title: z.string(),
  /** Markdown. */
  text: z.string(),
});

const outcomes = ['created', 'versioned', 'refreshed', 'unchanged', 'retired', 'failed'] as const;

const generateReportSchema = z.strictObject({
  documents: z.array(
    z.strictObject({
      id: z.string(),
      title: z.string(),
      outcome: z.enum(outcomes),
      version: z.number(),
      written: z.array(z.string()),
      refreshed: z.array(z.string()),
      reason: z.string().exactOptional(),
      errors: z.array(z.strictObject({ section: z.string().exactOptional(), message: z.string() })),
    }),
  ),
  counts: z.record(z.enum(outcomes), z.number()),
  sections: z.strictObject({ rendered: z.number(), total: z.number() }),
  durationMs: z.number(),
  /** The run in the history of jobs. */
  run: z.string(),
});

const rangeSchema = z.tuple([z.number(), z.number()]);

const findResultSchema = z.strictObject({
  document: z.strictObject({
    id: z.string(),
    title: z.string(),
    domain: z.enum(domains),
    retired: z.literal(true).exactOptional(),
  }),
  /** Absent: the document's title matches. */
  section: z.strictObject({ key: z.string(), title: z.string() }).exactOptional(),
  /** The heading inside the section that it stands under. */
  heading: z.string().exactOptional(),
  /** Set when it is an operator's note that matches. */
  note: z.string().exactOptional(),
  /** The row's entity, when it is a row of a table that matches. */
  entity: sentEntityId.exactOptional(),
  /** What matches, shortened around the first match. */
  snippet: z.string(),
  /** Where in the snippet, as start and end in UTF-16 units. */
  ranges: z.array(rangeSchema),
});

const fileFormat = z.enum(['markdown', 'html']);

/** Generated documents: reading, comparing, annotating, writing, finding and exporting them. */
export const documents = defineFeature({
  methods: {
    /** Every document, roots before their pages. `at`: those that there were then, with the version then in force. */
    tree: {
      input: z.strictObject({ at: instantSchema.exactOptional() }),
      output: z.strictObject({
        documents: z.array(summarySchema),
        /** Documents that would be written for the first time. */
        unwritten: z.array(
          z.strictObject({
            id: z.string(),
            title: z.string(),
            domain: z.enum(domains),
            parent: z.string().exactOptional(),
          }),
        ),
        at: sentInstant.exactOptional(),
      }),
      effect: 'read',
    },
    /** One document as blocks. */
    show: {
      input: z.strictObject({ id: documentId, ...whichVersion }),
      output: z.strictObject({
        ...headOfShown,
        sections: z.array(shownSectionSchema),
        notes: z.array(noteSchema),
        /** Of the document as it stands now; absent for a past version. */
        stale: staleSchema.exactOptional(),
        /** The sources that it is written from, and how fresh they are; none for a past version. */
        sources: z.array(sourceSchema),
      }),
      effect: 'read',
      errors: ['document-not-found', 'version-not-found'],
    },
    /** One document as Markdown. */
    source: {
      input: z.strictObject({ id: documentId, ...whichVersion }),
      output: textSchema,
      effect: 'read',
      errors: ['document-not-found', 'version-not-found'],
    },
    /** One document as a page of HTML that needs nothing else. */
    html: {
      input: z.strictObject({ id: documentId, ...whichVersion }),
      output: textSchema,
      effect: 'read',
      errors: ['document-not-found', 'version-not-found'],
    },
    /** A diagram as the application draws it by itself, for when nothing better can. Absent: it has no drawing. */
    picture: {
      input: z.strictObject({
        id: documentId,
        ...whichVersion,
        section: z.string().min(1).max(200),
        /** Which of the section's diagrams, from 0. */
        diagram: z.number().int().min(0).max(1000),
      }),
      output: z.strictObject({ svg: z.string().exactOptional() }),
      effect: 'read',
      errors: ['document-not-found', 'version-not-found'],
    },
    /** Newest first; those that are kept. */
    versions: {
      input: z.strictObject({ id: documentId }),
      output: z.strictObject({ id: z.string(), title: z.string(), versions: z.array(versionSchema) }),
      effect: 'read',
      errors: ['document-not-found'],
    },
    /** Absent `to`: the current version; absent `from`: the one before `to`. */
    diff: {
      input: z.strictObject({
        id: documentId,
        from: versionNumber.exactOptional(),
        to: versionNumber.exactOptional(),
      }),
      output: z.strictObject({
        id: z.string(),
        from: z.number(),
        to: z.number(),
        /** Both whole, for a comparison side by side. */
        before: comparedSchema,
        after: comparedSchema,
        sections: z.array(
          z.strictObject({
            key: z.string(),
            title: z.string(),
            type: z.enum(['added', 'removed', 'changed']),
            /** Unified hunks over the section's Markdown. */
            text: z.string(),
            /** Lines of `before.text` and `after.text` where it begins, from 1. */
            beforeLine: z.number().exactOptional(),
            afterLine: z.number().exactOptional(),
          }),
        ),
        /** Unified, over all sections; empty when nothing but measured values differs. */
        text: z.string(),
      }),
      effect: 'read',
      errors: ['document-not-found', 'version-not-found'],
    },
    notes: {
      input: z.strictObject({ id: documentId }),
      output: z.strictObject({ notes: z.array(noteSchema) }),
      effect: 'read',
      errors: ['document-not-found'],
    },
    /** Notes survive every regeneration. `author` may be given by the command line alone. */
    addNote: {
      input: z.strictObject({
        id: documentId,
        section: z.string().min(1).max(200),
        text: z.string(),
        author: z.string().min(1).max(200).exactOptional(),
      }),
      output: noteSchema,
      effect: 'write',
      errors: ['document-not-found', 'section-not-found', 'note-empty', 'note-too-long', 'not-permitted'],
    },
    /** Takes the place of all texts that stand there; other ones than the editor began with are a conflict. */
    editNote: {
      input: z.strictObject({
        id: documentId,
        note: noteId,
        text: z.string(),
        ...noteBase,
      }),
      output: noteSchema,
      effect: 'write',
      errors: ['document-not-found', 'note-not-found', 'note-empty', 'note-too-long', 'note-conflict'],
    },
    /** `restoreNote` brings it back for as long as this process runs. */
    removeNote: {
      input: z.strictObject({ id: documentId, note: noteId, ...noteBase }),
      output: noteSchema,
      effect: 'write',
      errors: ['document-not-found', 'note-not-found', 'note-conflict'],
    },
    restoreNote: {
      input: z.strictObject({ id: documentId, note: noteId }),
      output: noteSchema,
      effect: 'write',
      errors: ['document-not-found', 'note-not-found'],
    },
    /**
     * Writes what is not up to date, as a job of the queue `documentation`: it waits for whoever writes now. Taking
     * the question back cancels the job; what was written until then stays.
     */
    generate: {
      input: z.strictObject({
        /** Documents, each with the pages below it; absent: all. */
        ids: z.array(documentId).min(1).max(1000).exactOptional(),
        /** Every section again, whatever its inputs say. */
        force: z.boolean().exactOptional(),
        /** false: no prose follows, although a language model is set. */
        prose: z.boolean().exactOptional(),
      }),
      output: generateReportSchema,
      progress: z.strictObject({
        state: z.enum(['queued', 'running']),
        run: z.string(),
        done: z.number(),
        total: z.number().exactOptional(),
        document: z.string(),
      }),
      effect: 'write',
      errors: ['document-not-found', 'generation-failed'],
    },
    /**
     * Writes the prose that is missing or stale by the language model, as a job. Each section is kept as soon as it is
     * written; taking the question back cancels the job.
     */
    writeProse: {
      input: z.strictObject({
        /** Documents, each with the pages below it; absent: all. */
        ids: z.array(documentId).min(1).max(1000).exactOptional(),
        /** Also what is not stale. */
        force: z.boolean().exactOptional(),
      }),
      output: z.strictObject({
        /** false: no language model is set, and nothing was done. */
        model: z.boolean(),
        sections: z.array(
          z.strictObject({
            document: z.string(),
            section: z.string(),
            outcome: z.enum(['written', 'kept', 'failed']),
            sentences: z.number(),
            omitted: z.array(z.strictObject({ text: z.string(), reason: z.string() })),
            error: z.string().exactOptional(),
          }),
        ),
        counts: z.strictObject({ written: z.number(), kept: z.number(), failed: z.number() }),
        sentences: z.strictObject({ written: z.number(), omitted: z.number() }),
        durationMs: z.number(),
        run: z.string(),
      }),
      progress: z.strictObject({
        state: z.enum(['queued', 'running']),
        run: z.string(),
        done: z.number(),
        total: z.number().exactOptional(),
        document: z.string(),
      }),
      effect: 'write',
      errors: ['document-not-found', 'generation-failed'],
    },
    /** What `generate` would write, and why. */
    stale: {
      input: z.strictObject({ ids: z.array(documentId).max(1000).exactOptional() }),
      output: z.strictObject({
        documents: z.array(z.strictObject({ id: z.string(), title: z.string(), ...staleSchema.shape })),
      }),
      effect: 'read',
    },
    /** Which sections each generator can write, and what each contains. */
    sections: {
      input: nothing,
      output: z.strictObject({
        catalogue: z.array(
          z.strictObject({
            document: z.string(),
            title: z.string(),
            sections: z.array(z.strictObject({ key: z.string(), title: z.string(), contains: z.string() })),
          }),
        ),
      }),
      effect: 'read',
    },
    /**
     * Words anywhere in what was written, notes included, whatever their case; all words in one row or paragraph
     * together with the headings above it; "quoted words" as one. Live sections are not searched.
     */
    find: {
      input: z.strictObject({
        text: z.string().max(200),
        limit: z.number().int().min(1).max(200).default(50),
        /** Only in these documents and their pages. */
        ids: z.array(documentId).max(100).exactOptional(),
      }),
      output: z.strictObject({
        results: z.array(findResultSchema),
        /** How many places match; `documents` in how many documents. */
        total: z.number(),
        documents: z.number(),
      }),
      effect: 'read',
    },
    /** The documents and sections that carry an entity. */
    mentions: {
      input: z.strictObject({ entityId: entityIdSchema }),
      output: z.strictObject({
        mentions: z.array(
          z.strictObject({
            id: z.string(),
            title: z.string(),
            domain: z.enum(domains),
            /** Links to the entity lead to this document. */
            home: z.literal(true).exactOptional(),
            sections: z.array(z.strictObject({ key: z.string(), title: z.string() })),
          }),
        ),
      }),
      effect: 'read',
    },
    /** Where a fact comes from: what its entity is, who saw it, and when. */
    origin: {
      input: z.strictObject({
        id: entityIdSchema,
        path: z.string().max(300).exactOptional(),
        at: instantSchema.exactOptional(),
      }),
      output: z.strictObject({
        /** Absent: the inventory does not know it (any more). */
        entity: z
          .strictObject({
            id: sentEntityId,
            kind: z.string(),
            kindTitle: z.string(),
            name: z.string(),
            source: z.string(),
            simulated: z.boolean(),
            observedAt: sentInstant,
            confirmedAt: sentInstant,
            disappearedAt: sentInstant.exactOptional(),
            /** What an operator asks first: power state, health, size. */
            state: z.array(z.strictObject({ label: z.string(), text: z.string() })),
          })
          .exactOptional(),
        field: z
          .strictObject({
            title: z.string(),
            /** As it is now (or at `at`); absent: unknown, for the reason. */
            text: z.string().exactOptional(),
            reason: z.string().exactOptional(),
          })
          .exactOptional(),
      }),
      effect: 'read',
    },
    /**
     * Documents as files that link to each other, some at a time: ask again with `after: next` until there is no
     * `next`. Paths are relative, with `/`.
     */
    export: {
      input: z.strictObject({
        ids: z.array(documentId).min(1).max(1000).exactOptional(),
        format: fileFormat,
        after: z.string().max(400).exactOptional(),
      }),
      output: z.strictObject({
        files: z.array(z.strictObject({ path: z.string(), text: z.string() })),
        /** The page to open first; it comes last. */
        index: z.string(),
        done: z.number(),
        total: z.number(),
        next: z.string().exactOptional(),
      }),
      effect: 'read',
      errors: ['document-not-found'],
    },
    /** One document as one file that needs nothing else. */
    file: {
      input: z.strictObject({ id: documentId, format: fileFormat, ...whichVersion }),
      output: z.strictObject({ name: z.string(), mediaType: z.string(), text: z.string() }),
      effect: 'read',
      errors: ['document-not-found', 'version-not-found'],
    },
  },
  events: {
    /** Documents were written, retired or annotated. `stale`: which are up to date may have changed. */
    changed: {
      input: nothing,
      payload: z.strictObject({ ids: z.array(z.string()), stale: z.boolean() }),
    },
  },
});
