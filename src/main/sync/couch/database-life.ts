import { z } from 'zod';
import type { CouchClient } from './couch-client.ts';
import { CouchError } from './couch-error.ts';

/** Where a database says which one it is: only its administrators can write there, and nobody reads it as a document. */
export const lifePath = '_design/datacenter-docs';

const designSchema = z.looseObject({
  life: z.string().min(8).max(100),
  layout: z.number().int().min(1).optional(),
});
const markSchema = z.looseObject({ _rev: z.string(), round: z.number().int().min(0) });
const writtenSchema = z.looseObject({ rev: z.string() });

/**
 * What a station remembers of a database: which one it was, how far it had got with it, and how often it had to begin
 * anew because the database was taken back to an earlier state.
 */
export interface KnownLife {
  readonly life: string;
  readonly round: number;
  readonly restores: number;
}

export interface Recognised {
  /** Created anew, or taken back by a backup: nothing that was read or sent can be relied on. */
  readonly is: 'same' | 'new' | 'taken-back';
  readonly known: KnownLife;
  /** How it was set up: a number that `init-db` raises. */
  readonly layout: number;
}

/**
 * Compares what a database says of itself with what is remembered. The mark is this station's own, in a document that
 * is part of every backup of the database and is replicated to nobody.
 * @throws CouchError, missing where the database was not set up
 */
export async function recogniseDatabase(
  client: CouchClient,
  path: string,
  station: string,
  before: KnownLife | undefined,
): Promise<Recognised> {
  const { life, layout = 1 } = await client.ask(designSchema, 'GET', `${path}/${lifePath}`);
  if (before?.life !== life) return { is: 'new', layout, known: { life, round: 0, restores: 0 } };
  const there = await markOf(client, path, station);
  if ((there?.round ?? 0) >= before.round) return { is: 'same', layout, known: before };
  return { is: 'taken-back', layout, known: { life, round: 0, restores: before.restores + 1 } };
}

/** Says on the server how far this station has got. @returns what is to be remembered; undefined where it had got further before */
export async function markRound(
  client: CouchClient,
  path: string,
  station: string,
  known: KnownLife,
): Promise<KnownLife | undefined> {
  const there = await markOf(client, path, station);
  if ((there?.round ?? 0) < known.round) return undefined;
  const round = Math.max(known.round, there?.round ?? 0) + 1;
  await client.ask(writtenSchema, 'PUT', markPath(path, station), {
    body: { round, ...(there && { _rev: there._rev }) },
  });
  return { ...known, round };
}

async function markOf(client: CouchClient, path: string, station: string) {
  try {
    return await client.ask(markSchema, 'GET', markPath(path, station));
  } catch (error) {
    if (error instanceof CouchError && error.fault === 'missing') return undefined;
    throw error;
  }
}

const markPath = (path: string, station: string): string =>
  `${path}/_local/station-${encodeURIComponent(station)}`;
