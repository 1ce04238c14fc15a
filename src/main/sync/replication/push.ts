import { z } from 'zod';
import { equalValue } from '../../inventory/digest.ts';
import { silence, type CouchClient } from '../couch/couch-client.ts';
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

/** How much goes into one request: less where a proxy or the server breaks off larger ones without a word. */
export interface RequestSize {
  bytes: number;
  /** Single documents that a connection broke off over, with how often in a row. */
  readonly broken: Map<string, number>;
}

export const usualRequestSize = (): RequestSize => ({ bytes: mostBytes, broken: new Map() });

/** What reverse proxies take by default is one megabyte; CouchDB itself takes more. */
const mostBytes = 900_000;
const leastBytes = 4_096;
/** Over anything smaller a connection breaks by itself. */
const suspiciousBytes = 16_384;
const mostBreaks = 5;

export interface PushOptions {
  readonly size?: RequestSize;
  readonly signal?: AbortSignal;
  readonly refuse: (refused: Refused) => void;
  /** What stands there now. */
  readonly written?: (id: string, rev: string) => void;
  /** Whether those that were never seen there are likely there all the same, as after a backup was restored. */
  readonly askFirst?: boolean;
  /** Of what was written under a lease that is lost: whether what stands there is still to be taken instead. */
  readonly yields?: (id: string) => boolean;
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
  z.object({
    id: z.string(),
    rev: z.string().optional(),
    error: z.string().optional(),
    reason: z.string().nullish(),
  }),
);

interface Standing {
  readonly rev: string;
  readonly state: Replicated;
}

interface Way extends PushOptions {
  readonly client: CouchClient;
  readonly path: string;
}

/**
 * Sends what has changed here. @returns what the server has in place of what was assumed: those are to be merged and
 * sent again. @throws CouchError when nothing can be said of some
 */
export async function pushRows(
  client: CouchClient,
  path: string,
  rows: readonly PushRow[],
  options: PushOptions,
): Promise<Replicated[]> {
  const way: Way = { ...options, client, path };
  // What was never seen there is most likely not there: that it is tells the attempt itself.
  const asked = rows.filter((row) => options.askFirst === true || row.assumedMasterState !== undefined);
  const standing = await standingOf(way, asked.map(idOf));
  const sending: PushRow[] = [];
  const conflicts: Replicated[] = [];
  for (const row of rows) {
    const verdict = judge(row, standing.get(idOf(row)));
    if (verdict === 'send') sending.push(row);
    else if (verdict !== 'done') conflicts.push(verdict);
  }
  const quicker: string[] = [];
  for (const part of parts(sending, options.size?.bytes ?? mostBytes))
    quicker.push(...(await sendPart(way, part, standing)));
  if (quicker.length === 0) return conflicts;
  const now = await standingOf(way, quicker);
  for (const row of sending) {
    const there = now.get(idOf(row));
    if (!there) continue;
    const verdict = judge(row, there);
    // One that came to stand as it was assumed after all is a conflict as well: it is sent with the next round.
    if (verdict !== 'done') conflicts.push(there.state);
  }
  return conflicts;
}

const textOf = (row: PushRow | undefined): string => JSON.stringify(row?.newDocumentState ?? '');
const idOf = ({ newDocumentState }: PushRow): string => newDocumentState.id;

function judge(
  { newDocumentState, assumedMasterState }: PushRow,
  there: Standing | undefined,
): 'send' | 'done' | Replicated {
  if (!there) return 'send';
  const { state } = there;
  // What both have deleted is deleted; what both wrote alike is written.
  if ((state._deleted && newDocumentState._deleted) || equalValue(state, newDocumentState)) return 'done';
  if (assumedMasterState !== undefined && same(state, assumedMasterState)) return 'send';
  return state;
}

const same = (there: Replicated, assumed: Replicated): boolean =>
  there._deleted && assumed._deleted ? true : equalValue(there, assumed);

async function standingOf(
  { client, path, signal }: Way,
  ids: readonly string[],
): Promise<Map<string, Standing>> {
  if (ids.length === 0) return new Map();
  let rows: z.output<typeof standingSchema>['rows'];
  try {
    ({ rows } = await client.ask(standingSchema, 'POST', `${path}/_all_docs`, {
      query: { include_docs: true },
      body: { keys: ids },
      ...(signal && { signal }),
    }));
  } catch (error) {
    if (!(error instanceof CouchError) || error.fault !== 'too-large' || ids.length === 1) throw error;
    const half = Math.ceil(ids.length / 2);
    const way: Way = { client, path, refuse: () => {}, ...(signal && { signal }) };
    return new Map([
      ...(await standingOf(way, ids.slice(0, half))),
      ...(await standingOf(way, ids.slice(half))),
    ]);
  }
  return new Map(
    rows.flatMap(({ key, value, doc }): [string, Standing][] => {
      if (!value) return [];
      // Of what is deleted CouchDB says no more than that.
      const state = doc && value.deleted !== true ? fromCouch(doc) : { id: key, _deleted: true };
      return [[key, { rev: value.rev, state }]];
    }),
  );
}

/** In order, each as large as a request may be; one that is larger goes alone. */
function* parts(rows: readonly PushRow[], most: number): Generator<readonly PushRow[]> {
  let part: PushRow[] = [];
  let bytes = 0;
  for (const row of rows) {
    const own = textOf(row).length;
    if (part.length > 0 && bytes + own > most) {
      yield part;
      part = [];
      bytes = 0;
    }
    part.push(row);
    bytes += own;
  }
  if (part.length > 0) yield part;
}

/** Where an answer to what is too large never comes because the connection is closed, the next is smaller. */
async function sendPart(
  way: Way,
  rows: readonly PushRow[],
  standing: ReadonlyMap<string, Standing>,
): Promise<string[]> {
  const { size, refuse } = way;
  if (!size) return send(way, rows, standing);
  const [only] = rows;
  const single = rows.length === 1 && only ? idOf(only) : undefined;
  try {
    const again = await send(way, rows, standing);
    size.bytes = Math.min(mostBytes, size.bytes * 2);
    if (single !== undefined) size.broken.delete(single);
    return again;
  } catch (error) {
    if (!brokeOff(error)) throw error;
    size.bytes = Math.max(leastBytes, Math.floor(size.bytes / 4));
    if (single === undefined || textOf(only).length < suspiciousBytes) throw error;
    const times = (size.broken.get(single) ?? 0) + 1;
    size.broken.set(single, times);
    if (times < mostBreaks) throw error;
    size.broken.delete(single);
    refuse({ id: single, reason: `${brokeOffReason} whenever it is sent` });
    return [];
  }
}

export const brokeOffReason = 'the connection breaks off';

/** After it was there: a server that cannot be reached at all says nothing of what is sent. */
function brokeOff(error: unknown): boolean {
  for (let one = error; one instanceof Error; one = one.cause)
    if (breaks.has(String(Reflect.get(one, 'code')))) return true;
  return false;
}
const breaks = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET', silence]);

/** What CouchDB says of a document that it will never take as it is. */
const refusals = new Set([
  'forbidden',
  'unauthorized',
  'bad_request',
  'doc_validation',
  'illegal_docid',
  'document_too_large',
  'too_large',
  'max_document_size',
]);

/** @returns ids of those that somebody else was quicker with, and of those that were written under a lost lease */
async function send(
  way: Way,
  rows: readonly PushRow[],
  standing: ReadonlyMap<string, Standing>,
): Promise<string[]> {
  if (rows.length === 0) return [];
  const { client, path, signal, refuse } = way;
  const docs = rows.map(({ newDocumentState }) => {
    const there = standing.get(newDocumentState.id);
    return toCouch(newDocumentState, there && !there.state._deleted ? there.rev : undefined);
  });
  let answer: z.output<typeof writtenSchema>;
  try {
    answer = await client.ask(writtenSchema, 'POST', `${path}/_bulk_docs`, {
      body: { docs },
      ...(signal && { signal }),
    });
  } catch (error) {
    if (!(error instanceof CouchError) || !spoiledByOne(error)) throw error;
    // One of them spoils the whole request: it is found by halves.
    const [only] = rows;
    if (rows.length === 1 && only) {
      refuse({ id: idOf(only), reason: error.message });
      return [];
    }
    const half = Math.ceil(rows.length / 2);
    const first = await send(way, rows.slice(0, half), standing);
    return [...first, ...(await send(way, rows.slice(half), standing))];
  }
  const told = new Map(answer.map((row) => [row.id, row]));
  const again: string[] = [];
  let failed: string | undefined;
  for (const row of rows) {
    const id = idOf(row);
    const one = told.get(id);
    if (!one) failed ??= `${path}: nothing was said of ${id}`;
    else if (one.error === undefined) way.written?.(id, one.rev ?? '');
    else if (one.error === 'conflict') again.push(id);
    else if (isFenced(one.reason) && (way.yields?.(id) ?? true)) again.push(id);
    else if (refusals.has(one.error)) refuse({ id, reason: one.reason ?? one.error });
    else failed ??= `${path}: ${id} was not written: ${one.error}, ${one.reason ?? ''}`;
  }
  if (failed !== undefined) throw new CouchError('broken', failed);
  return again;
}

const spoiledByOne = ({ fault, status }: CouchError): boolean => fault === 'too-large' || status === 400;

/** Somebody else leads what this was written for: what stands there is the newer, and is taken here as well. */
const isFenced = (reason: string | null | undefined): boolean => reason?.startsWith('fenced') === true;
