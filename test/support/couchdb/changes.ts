import type { ServerResponse } from 'node:http';
import type { Database } from './database.ts';
import { badRequest } from './refusal.ts';
import type { UpstreamChange } from './upstream.ts';

const defaultTimeoutMs = 60_000;
const feeds = new Set(['normal', 'longpoll']);

/** `_changes` with `feed` normal and longpoll, of documents that whoever asks may read. */
export async function answerChanges(
  database: Database,
  query: URLSearchParams,
  response: ServerResponse,
): Promise<void> {
  const feed = query.get('feed') ?? 'normal';
  if (!feeds.has(feed)) throw badRequest(`feed=${feed} is not offered here`);
  const asked = query.get('since') ?? '0';
  const limit = Math.max(1, countOf(query, 'limit') ?? 1_000_000_000);
  const interval = countOf(query, 'seq_interval');
  const withDocuments = query.get('include_docs') === 'true';
  const since = asked === 'now' ? await database.newest() : database.sequences.read(asked);
  const write = (row: UpstreamChange, position: number) => ({
    // Between two intervals sequences are not worked out.
    seq:
      interval !== undefined && interval > 0 && (position + 1) % interval !== 0
        ? null
        : database.sequences.write(row.seq),
    id: row.id,
    changes: row.changes,
    ...(row.deleted && { deleted: true }),
    ...(withDocuments && { doc: row.doc }),
  });
  const first = await database.changes(since, limit);
  const end = ({ rows, last, pending }: typeof first) =>
    response.end(
      `${JSON.stringify({ results: rows.map(write), last_seq: database.sequences.write(last), pending })}\n`,
    );
  response.setHeader('content-type', 'application/json');
  if (feed === 'normal' || first.rows.length > 0) {
    end(first);
    return;
  }
  const controller = new AbortController();
  response.once('close', () => controller.abort());
  const heartbeat = query.get('heartbeat');
  const beatMs = heartbeat === 'true' ? defaultTimeoutMs : countOf(query, 'heartbeat');
  // A heartbeat takes the place of the timeout.
  const timeout =
    beatMs === undefined
      ? setTimeout(
          () => controller.abort(),
          Math.min(countOf(query, 'timeout') ?? defaultTimeoutMs, defaultTimeoutMs),
        )
      : undefined;
  response.flushHeaders();
  const beat = beatMs === undefined ? undefined : setInterval(() => response.write('\n'), beatMs);
  try {
    let found = first;
    while (
      found.rows.length === 0 &&
      !controller.signal.aborted &&
      (await database.changed(controller.signal))
    )
      found = await database.changes(since, limit);
    if (!response.closed && !response.destroyed) end(found);
  } finally {
    clearTimeout(timeout);
    clearInterval(beat);
  }
}

/** @throws Refusal where it is no count */
function countOf(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null || text === 'true') return undefined;
  if (!/^\d+$/.test(text)) throw badRequest(`Invalid value for ${name}: ${JSON.stringify(text)}`);
  return Number(text);
}
