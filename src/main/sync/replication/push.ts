import { z } from 'zod';
import { equalValue } from '../../inventory/digest.ts';
import type { CouchClient } from '../couch/couch-client.ts';
import { CouchError } from '../couch/couch-error.ts';
import { couchDocumentSchema, fromCouch, toCouch, type Replicated } from './documents.ts';

export interface PushRow {
  readonly newDocumentState: Replicated;
  /** What the server was last known to have. */
  readonly assumedMasterState?: Replicated;
}

/** One that the server will not have. It stays as it is here, and does not hold up the others. */
export interface Refused {
  readonly id: string;
  readonly reason: string;
}

const standingSchema = z.object({
  rows: z.array(
    z.object({
      key: z.string(),
      value: z.object({ rev: z.string(), deleted: z.boolean().optional() }).optional(),
      doc: couchDocumentSchema.nullish(),
    }),
  ),
});
const writtenSchema = z.array(
  z.object({ id: z.string(), error: z.string().optional(), reason: z.string().optional() }),
);

interface Standing {
  readonly rev: string;
  readonly state: Replicated;
}

/**
 * Sends what has changed here. @returns what the server has in place of what was assumed: those are to be merged and
 * sent again. @throws CouchError when nothing can be said of any
 */
export async function pushRows(
  client: CouchClient,
  path: string,
  rows: readonly PushRow[],
  refuse: (refused: Refused) => void,
): Promise<Replicated[]> {
  const ids = rows.map(({ newDocumentState }) => newDocumentState.id);
  const standing = await standingOf(client, path, ids);
  const conflicts: Replicated[] = [];
  const sending: PushRow[] = [];
  for (const row of rows) {
    const there = standing.get(row.newDocumentState.id);
    if (!there) sending.push(row);
    // What both have deleted is deleted; what both wrote alike is written.
    else if (
      equalValue(there.state, row.newDocumentState) ||
      (there.state._deleted && row.newDocumentState._deleted)
    )
      continue;
    else if (row.assumedMasterState !== undefined && same(there.state, row.assumedMasterState))
      sending.push(row);
    else conflicts.push(there.state);
  }
  const quicker = await send(client, path, sending, standing, refuse);
  if (quicker.length > 0)
    for (const { state } of (await standingOf(client, path, quicker)).values()) conflicts.push(state);
  return conflicts;
}

const same = (there: Replicated, assumed: Replicated): boolean =>
  there._deleted && assumed._deleted ? true : equalValue(there, assumed);

async function standingOf(
  client: CouchClient,
  path: string,
  ids: readonly string[],
): Promise<Map<string, Standing>> {
  const { rows } = await client.ask(standingSchema, 'POST', `${path}/_all_docs`, {
    query: { include_docs: true },
    body: { keys: ids },
  });
  return new Map(
    rows.flatMap(({ key, value, doc }): [string, Standing][] => {
      if (!value) return [];
      // Of what is deleted CouchDB says no more than that.
      const state = doc && value.deleted !== true ? fromCouch(doc) : { id: key, _deleted: true };
      return [[key, { rev: value.rev, state }]];
    }),
  );
}

/** @returns ids of those that somebody else was quicker with */
async function send(
  client: CouchClient,
  path: string,
  rows: readonly PushRow[],
  standing: ReadonlyMap<string, Standing>,
  refuse: (refused: Refused) => void,
): Promise<string[]> {
  if (rows.length === 0) return [];
  const docs = rows.map(({ newDocumentState }) => {
    const there = standing.get(newDocumentState.id);
    return toCouch(newDocumentState, there && !there.state._deleted ? there.rev : undefined);
  });
  let written: z.output<typeof writtenSchema>;
  try {
    written = await client.ask(writtenSchema, 'POST', `${path}/_bulk_docs`, { body: { docs } });
  } catch (error) {
    if (!(error instanceof CouchError) || !['too-large', 'malformed'].includes(error.fault)) throw error;
    // One of them spoils the whole request: it is found by halves.
    const [only] = rows;
    if (rows.length === 1 && only) {
      refuse({ id: only.newDocumentState.id, reason: error.message });
      return [];
    }
    const half = Math.ceil(rows.length / 2);
    const first = await send(client, path, rows.slice(0, half), standing, refuse);
    return [...first, ...(await send(client, path, rows.slice(half), standing, refuse))];
  }
  const quicker: string[] = [];
  for (const { id, error, reason } of written) {
    if (error === undefined) continue;
    if (error === 'conflict') quicker.push(id);
    else refuse({ id, reason: `${error}: ${reason ?? ''}` });
  }
  return quicker;
}
