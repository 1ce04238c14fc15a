import { z } from 'zod';
import { feedbackSchema } from '../../../shared/model/feedback.ts';
import { instantSchema } from '../../../shared/model/ids.ts';
import { isEntityKind, kindDefinition } from '../../../shared/model/kinds/registry.ts';
import { relationSchema } from '../../../shared/model/relation.ts';
import { remediationSchema } from '../../../shared/model/remediation.ts';
import type { SharedCollection } from '../../../shared/model/sync.ts';
import { ticketSchema } from '../../../shared/model/ticket.ts';
import { auditRecordSchema } from '../../audit/record.ts';
import type { Replicated } from '../replication/documents.ts';

/*
 * What the views rely on of a document, whoever wrote it. Other servers and other versions write there as well: what
 * does not fit is not stored, and said so.
 */

const text = z.string().max(10_000);
const name = z.string().min(1).max(400);
const versioned = { id: z.string().min(1).max(400), schemaVersion: z.number().int().min(1) };
const texts = z.record(z.string(), text);
const fence = z.number().int().min(0).exactOptional();

const entitySchema = z.looseObject({
  ...versioned,
  kind: z.string().refine(isEntityKind, 'expected a kind of entity that this version knows'),
  source: name,
  nativeId: name,
  name,
  partition: name.exactOptional(),
  attributes: z.record(z.string(), z.unknown()),
  relations: z.array(relationSchema).max(20_000),
  keys: z.array(z.string()).max(500),
  labels: texts,
  unknown: texts,
  simulated: z.boolean(),
  firstSeenAt: instantSchema,
  observedAt: instantSchema,
  changedAt: instantSchema,
  volatileAt: instantSchema,
  disappearedAt: instantSchema.exactOptional(),
  runId: z.string(),
  samples: z.record(z.string(), z.array(z.tuple([z.number(), z.number()])).max(400)).exactOptional(),
  configHash: z.string(),
  contentHash: z.string(),
  fence,
});

const changeSchema = z.looseObject({
  ...versioned,
  entityId: name,
  kind: z.string().refine(isEntityKind, 'expected a kind of entity that this version knows'),
  source: name,
  entityName: text,
  runId: z.string(),
  at: instantSchema,
  type: z.enum(['field', 'disappeared', 'returned']),
  class: z.enum(['configuration', 'placement']),
  path: text,
});

const runSchema = z.looseObject({
  ...versioned,
  type: z.literal('collection'),
  source: name,
  domain: z.string(),
  simulated: z.boolean(),
  startedAt: instantSchema,
  finishedAt: instantSchema.exactOptional(),
  outcome: z.enum(['running', 'succeeded', 'partial', 'failed', 'cancelled', 'interrupted']),
  scopes: z.array(
    z.looseObject({ kind: z.string(), outcome: z.enum(['complete', 'failed']), seen: z.number() }),
  ),
  counts: z.record(z.string(), z.number()),
  rejects: z.array(z.looseObject({ kind: z.string(), path: z.string(), reason: z.string() })),
  unavailable: z.array(z.looseObject({ what: z.string(), reason: z.string() })),
});

const blocks = z.array(z.looseObject({}));
const sectionSchema = z.looseObject({
  key: z.string(),
  title: z.string(),
  level: z.union([z.literal(2), z.literal(3)]),
  blocks,
  inputs: z.looseObject({ config: z.string(), content: z.string() }),
  writtenAt: instantSchema,
});

const documentSchema = z.looseObject({
  ...versioned,
  generator: name,
  generatorVersion: z.number(),
  domain: z.string(),
  title: text,
  version: z.number().int().min(0),
  versionAt: instantSchema,
  refreshedAt: instantSchema,
  sections: z.array(sectionSchema),
  notes: z.array(
    z.looseObject({
      id: z.string(),
      section: z.string(),
      text: z.string(),
      author: z.string(),
      createdAt: instantSchema,
    }),
  ),
  fence,
});

const documentVersionSchema = z.looseObject({
  ...versioned,
  documentId: name,
  version: z.number().int().min(0),
  at: instantSchema,
  reason: text,
  order: z.array(z.string()),
  replaced: z.array(sectionSchema),
  added: z.array(z.string()),
  title: text,
});

const policySchema = z.looseObject({
  ...versioned,
  sequence: z.number().int().min(0),
  version: z.string().max(100),
  at: instantSchema,
  by: text,
  how: z.string(),
  reason: text,
  text: z.string(),
  diff: z.string(),
});

const presenceSchema = z.looseObject(versioned);

const schemas: Readonly<Record<SharedCollection, z.ZodType>> = {
  entities: entitySchema,
  changes: changeSchema,
  runs: runSchema,
  documents: documentSchema,
  'document-versions': documentVersionSchema,
  tickets: ticketSchema,
  remediations: remediationSchema,
  feedback: feedbackSchema,
  audit: auditRecordSchema,
  policies: policySchema,
  presence: presenceSchema,
};

/** @returns what is wrong with a document that came from the server */
export function problemOf(collection: SharedCollection, document: Replicated): string | undefined {
  const { _deleted, ...fields } = document;
  void _deleted;
  const read = schemas[collection].safeParse(fields);
  if (!read.success) return z.prettifyError(read.error).slice(0, 500);
  return collection === 'entities' ? problemOfAttributes(fields) : undefined;
}

/** An attribute may be unknown; one that is there is what its kind says. */
function problemOfAttributes(fields: Readonly<Record<string, unknown>>): string | undefined {
  const { kind, attributes } = fields;
  if (typeof kind !== 'string' || !isEntityKind(kind)) return undefined;
  const read = kindDefinition(kind).attributes.safeParse(attributes);
  return read.success ? undefined : z.prettifyError(read.error).slice(0, 500);
}
