import { z } from 'zod';
import type { CouchClient } from '../couch/couch-client.ts';
import { CouchError } from '../couch/couch-error.ts';
import { lifePath } from '../couch/database-life.ts';
import { databasePath } from '../layout.ts';
import type { ExpectedDatabase } from './expected.ts';

const infoSchema = z.looseObject({ doc_count: z.number(), doc_del_count: z.number().optional() });
const designSchema = z.looseObject({
  _rev: z.string(),
  life: z.string().optional(),
  layout: z.number().optional(),
  validate_doc_update: z.string().optional(),
});
export type Design = z.output<typeof designSchema>;
const limitSchema = z.number();
const indexesSchema = z.looseObject({
  indexes: z.array(
    z.looseObject({
      name: z.string(),
      def: z.looseObject({ fields: z.array(z.record(z.string(), z.string())) }),
    }),
  ),
});

/** One database as it is. */
export interface FoundDatabase {
  readonly expected: ExpectedDatabase;
  readonly documents: number;
  /** Absent: it was made by something else, or making it was broken off. */
  readonly design?: Design;
  readonly security: unknown;
  readonly revisionsLimit: number;
  readonly indexes: readonly { readonly name: string; readonly fields: readonly string[] }[];
}

/** @returns undefined where it is not there */
export async function surveyDatabase(
  client: CouchClient,
  expected: ExpectedDatabase,
): Promise<FoundDatabase | undefined> {
  const path = databasePath(expected.name);
  const info = await unlessMissing(client.ask(infoSchema, 'GET', path));
  if (!info) return undefined;
  const [design, security, revisionsLimit, { indexes }] = await Promise.all([
    unlessMissing(client.ask(designSchema, 'GET', `${path}/${lifePath}`)),
    client.ask(z.unknown(), 'GET', `${path}/_security`),
    client.ask(limitSchema, 'GET', `${path}/_revs_limit`),
    client.ask(indexesSchema, 'GET', `${path}/_index`),
  ]);
  // Design documents are counted as well: ours, and one for each index.
  const designs = new Set(indexes.flatMap(({ ddoc }) => (typeof ddoc === 'string' ? [ddoc] : []))).size;
  return {
    expected,
    documents: Math.max(0, info.doc_count - designs - (design ? 1 : 0)),
    ...(design && { design }),
    security,
    revisionsLimit,
    indexes: indexes.map(({ name, def }) => ({ name, fields: def.fields.flatMap(Object.keys) })),
  };
}

async function unlessMissing<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof CouchError && error.fault === 'missing') return undefined;
    throw error;
  }
}
