import type { CollectionRun } from '../../shared/model/run.ts';
import type { Inventory, RunEnd, RunRecorder } from '../inventory/inventory.ts';
import type { McpSession, ServerDescription } from '../mcp/session.ts';
import { DomainError } from '../platform/errors.ts';
import type { Logger } from '../platform/logger.ts';
import { chosenAdapters, type Choice } from './chosen.ts';
import type { CollectContext, CollectEvent, CollectorDefinition } from './collector.ts';
import { startFlight, type Flight } from './flight.ts';

export interface CollectionDependencies {
  readonly inventory: Inventory;
  readonly collectors: readonly CollectorDefinition[];
  /** A session with a configured MCP server; the MCP pool's `session`. */
  readonly sessions: (source: string, options: SessionOptions) => Promise<McpSession>;
  /** Ends the connection when a collection is over; without it, it stays open. */
  readonly disconnect?: (source: string) => Promise<void>;
  /** Whether what this server says comes from the lab. */
  readonly simulated: (source: string, server: ServerDescription) => boolean | Promise<boolean>;
  readonly logger: Logger;
  readonly settings: {
    /** Longest silence of one call. */
    readonly callTimeoutMs: number;
  };
}

export interface SessionOptions {
  readonly readOnlyTools?: readonly string[];
  readonly signal?: AbortSignal;
}

export interface CollectRequest {
  readonly source: string;
  /** Only this one; otherwise every domain that an adapter recognises. */
  readonly domain?: CollectorDefinition['domain'];
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: CollectProgress) => void;
}

export interface CollectProgress {
  readonly source: string;
  /** Absent while it is not known yet what the server can be asked for. */
  readonly domain?: CollectorDefinition['domain'];
  readonly phase: 'connect' | 'collect' | 'store' | 'done';
  /** Records so far, and of how many where the adapter can tell. */
  readonly done: number;
  readonly total?: number;
  readonly message: string;
}

export interface Collection {
  /**
   * Collects one source: connect → collect → validate → diff → store → disconnect, one run for each domain. Whatever
   * goes wrong on the way stands in the run; yesterday's inventory stands until something is seen to differ. A
   * collection of the same source and domain that is already under way is joined.
   * @throws DomainError no-adapter, when the domain asked for is not what the server serves
   * @throws McpError when there is no connection and nothing was ever collected from the source
   */
  collect(request: CollectRequest): Promise<CollectionRun[]>;
  /** Which adapter each domain would use; connects, and asks nothing. */
  recognise(source: string, signal?: AbortSignal): Promise<readonly Recognised[]>;
}

export interface Recognised {
  readonly domain: CollectorDefinition['domain'];
  readonly adapter: string;
  readonly title: string;
}

interface SharedFlight {
  readonly flight: Flight<CollectionRun>;
  readonly listeners: Set<(progress: CollectProgress) => void>;
}

export function createCollection(dependencies: CollectionDependencies): Collection {
  const { inventory, collectors, sessions, logger } = dependencies;
  const flights = new Map<string, SharedFlight>();
  /** Collections in progress by source: the last one out disconnects. */
  const inUse = new Map<string, number>();

  const connect = (source: string, signal: AbortSignal | undefined) =>
    sessions(source, { readOnlyTools: [], ...(signal && { signal }) });

  async function collect(request: CollectRequest): Promise<CollectionRun[]> {
    const { source, domain, signal, onProgress } = request;
    signal?.throwIfAborted();
    inUse.set(source, (inUse.get(source) ?? 0) + 1);
    try {
      onProgress?.({ source, ...(domain && { domain }), phase: 'connect', done: 0, message: 'connecting' });
      let session: McpSession;
      try {
        session = await connect(source, signal);
      } catch (error) {
        if (signal?.aborted) throw error;
        return await recordUnreachable(request, error);
      }
      const choices = chosenAdapters(collectors, session.server, domain);
      if (domain !== undefined && choices.length === 0) throw noAdapter(collectors, session, domain);
      if (choices.length === 0) {
        logger.warn(
          { source, tools: session.server.tools.length },
          'no collector knows how to read this MCP server',
        );
      }
      const runs: CollectionRun[] = [];
      for (const choice of choices) {
        signal?.throwIfAborted();
        runs.push(await fly(source, session.server, choice, request));
      }
      return runs;
    } finally {
      await release(source);
    }
  }

  async function release(source: string): Promise<void> {
    const left = (inUse.get(source) ?? 1) - 1;
    if (left > 0) {
      inUse.set(source, left);
      return;
    }
    inUse.delete(source);
    try {
      await dependencies.disconnect?.(source);
    } catch (error) {
      logger.warn({ source, err: error }, 'the connection could not be ended');
    }
  }

  /** Starts a run, or joins the one that is under way. */
  async function fly(
    source: string,
    server: ServerDescription,
    choice: Choice,
    { signal, onProgress }: CollectRequest,
  ): Promise<CollectionRun> {
    const key = `${source} ${choice.collector.domain}`;
    let shared = flights.get(key);
    if (!shared) {
      const listeners = new Set<(progress: CollectProgress) => void>();
      const report = (progress: CollectProgress) => {
        for (const listener of listeners) listener(progress);
      };
      shared = {
        listeners,
        flight: startFlight(async (abort) => {
          try {
            return await run(source, server, choice, abort, report);
          } finally {
            flights.delete(key);
          }
        }),
      };
      flights.set(key, shared);
    }
    if (onProgress) shared.listeners.add(onProgress);
    try {
      return await shared.flight.join(signal);
    } finally {
      if (onProgress) shared.listeners.delete(onProgress);
    }
  }

  async function run(
    source: string,
    server: ServerDescription,
    { collector, adapter }: Choice,
    signal: AbortSignal,
    report: (progress: CollectProgress) => void,
  ): Promise<CollectionRun> {
    const { domain } = collector;
    const recorder = await inventory.beginRun({
      source,
      domain,
      adapter: adapter.id,
      simulated: await dependencies.simulated(source, server),
    });
    const progress = (phase: CollectProgress['phase'], message: string, total?: number) => {
      const done = recorder.counts.seen;
      report({ source, domain, phase, done, ...(total === undefined ? {} : { total }), message });
    };
    let end: RunEnd = {};
    try {
      progress('collect', `reading with ${adapter.title}`);
      const session = await sessions(source, { readOnlyTools: adapter.readOnlyTools, signal });
      const context: CollectContext = {
        signal,
        call: { signal, timeoutMs: dependencies.settings.callTimeoutMs },
        startedAt: recorder.startedAt,
      };
      for await (const event of untilAborted(adapter.collect(session, context), signal)) {
        await take(recorder, event, progress);
      }
    } catch (error) {
      end = endOf(error, signal);
      if (end.error) {
        logger.warn({ source, domain, run: recorder.id, err: error }, 'a collection ended before its time');
      }
    }
    progress('store', 'judging what has gone');
    const finished = await recorder.finish(end);
    progress('done', finished.outcome);
    logger.info(
      { source, domain, run: finished.id, outcome: finished.outcome, ...finished.counts },
      'collected',
    );
    return finished;
  }

  /** A failed run for each domain that the source is known for, so that every reader sees how old its data is. */
  async function recordUnreachable(
    { source, domain, onProgress }: CollectRequest,
    error: unknown,
  ): Promise<CollectionRun[]> {
    const known = (await inventory.freshness()).filter(
      (entry) => entry.source === source && (domain === undefined || entry.domain === domain),
    );
    if (known.length === 0) throw error;
    const runs: CollectionRun[] = [];
    for (const entry of known) {
      if (entry.running) continue;
      const recorder = await inventory.beginRun({
        source,
        domain: entry.domain,
        simulated: entry.simulated,
      });
      runs.push(await recorder.finish({ error: describe(error) }));
    }
    logger.warn({ source, err: error }, 'a source could not be reached');
    onProgress?.({ source, ...(domain && { domain }), phase: 'done', done: 0, message: 'failed' });
    return runs;
  }

  return {
    collect,
    async recognise(source, signal) {
      const session = await connect(source, signal);
      return chosenAdapters(collectors, session.server).map(({ collector, adapter }) => ({
        domain: collector.domain,
        adapter: adapter.id,
        title: adapter.title,
      }));
    },
  };
}

function noAdapter(
  collectors: readonly CollectorDefinition[],
  session: McpSession,
  domain: CollectorDefinition['domain'],
): DomainError {
  const expected = collectors
    .filter((collector) => collector.domain === domain)
    .flatMap((collector) => collector.adapters)
    .map((adapter) => `${adapter.title} (${shortList(adapter.readOnlyTools)})`);
  const found = session.server.tools.map((tool) => tool.name);
  return new DomainError(
    'no-adapter',
    `no ${domain} collector knows the MCP server "${session.source}" (${session.server.name} ${session.server.version}). ` +
      `Expected the tools of ${expected.length > 0 ? expected.join(' or ') : 'an adapter; there is none'}; ` +
      `found ${found.length > 0 ? shortList(found) : 'none'}`,
    { hint: `datacenter-docs mcp tools ${session.source} lists them all` },
  );
}

function shortList(names: readonly string[]): string {
  const shown = names.slice(0, 6).join(', ');
  return names.length > 6 ? `${shown}, … ${names.length} in all` : shown;
}

/** Records taken in between two looks at the event loop. */
const slice = 2_000;

async function take(
  recorder: RunRecorder,
  event: CollectEvent,
  progress: (phase: 'collect', message: string, total?: number) => void,
): Promise<void> {
  switch (event.type) {
    case 'records': {
      const { kind, records } = event;
      for (let i = 0; i < records.length; i += slice) {
        await recorder.observeInput(kind, records.slice(i, i + slice));
      }
      progress('collect', kind);
      return;
    }
    case 'complete':
      recorder.complete(event.kind, event.partition);
      return;
    case 'failed':
      recorder.failed(event.kind, event.partition, event.reason);
      return;
    case 'reject':
      recorder.reject(event.reject);
      return;
    case 'unavailable':
      recorder.unavailable(event.what, event.reason);
      return;
    case 'progress':
      progress('collect', event.message, event.total);
      return;
    default:
      event satisfies never;
  }
}

/** Events asked for before they are needed: records, what is said of them, and the question for the next page. */
const readAhead = 3;

/**
 * Asks for the next events before the one at hand is worked on, so that the server reads ahead meanwhile. Ends at once
 * when the signal fires, even when the iteration hangs; what hangs is told to end and not awaited.
 */
async function* untilAborted<T>(events: AsyncIterable<T>, signal: AbortSignal): AsyncIterable<T> {
  const iterator = events[Symbol.asyncIterator]();
  let onAbort: (() => void) | undefined;
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => {
      reject(signal.reason as Error);
    };
    signal.addEventListener('abort', onAbort, { once: true });
  });
  aborted.catch(() => {});
  let ended = false;
  const ask = () => {
    const next = iterator.next();
    // Whoever awaits it hears of a failure; nobody does after the end.
    next.catch(() => {});
    return next;
  };
  try {
    signal.throwIfAborted();
    const coming = Array.from({ length: readAhead }, ask);
    for (;;) {
      const next = await Promise.race([coming.shift() ?? ask(), aborted]);
      signal.throwIfAborted();
      if (next.done) {
        ended = true;
        return;
      }
      coming.push(ask());
      yield next.value;
    }
  } finally {
    if (onAbort) signal.removeEventListener('abort', onAbort);
    if (!ended) iterator.return?.().catch(() => {});
  }
}

function endOf(error: unknown, signal: AbortSignal): RunEnd {
  return signal.aborted ? { cancelled: true } : { error: describe(error) };
}

function describe(error: unknown): { code: string; message: string } {
  if (error instanceof DomainError) return { code: error.code, message: error.message };
  return { code: 'collector-failed', message: error instanceof Error ? error.message : String(error) };
}
