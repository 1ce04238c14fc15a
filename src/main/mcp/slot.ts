import type { Clock } from '../platform/clock.ts';
import type { Logger } from '../platform/logger.ts';
import type { Random } from '../platform/random.ts';
import { createRedactor } from '../platform/secrets-redact.ts';
import { SecretError, type SecretStore } from '../platform/secrets.ts';
import { backoffMs, type BackoffOptions } from './backoff.ts';
import { openConnection, type Connection } from './connection.ts';
import { launch } from './launch.ts';
import { createLogTail } from './log-tail.ts';
import { McpError } from './mcp-error.ts';
import type { ServerConfig } from './server-config.ts';
import type { ServerDescription } from './session.ts';

/** Without an answer for so long, a call fails. */
const defaultTimeoutMs = 30_000;
/** Some servers are installed by the command that starts them. */
const defaultStartTimeoutMs = 60_000;
/** However much progress is reported, no call lasts longer. */
const defaultMaxTotalMs = 600_000;
/** So many calls in a row without an answer: the server hangs, and is ended. */
const timeoutsUntilRestart = 2;
/** Attempts of one `connect` before it gives up and leaves the circuit open. */
const attemptsAtOnce = 3;

/** The life of one configured server: connected, broken, waiting for its next attempt. */
export interface Slot {
  readonly config: ServerConfig;
  readonly state: SlotState;
  /** Joins an attempt that is under way. `admit` judges each new connection before anybody may use it. */
  connect(
    admit: (description: ServerDescription) => Promise<void>,
    signal?: AbortSignal,
  ): Promise<Connection>;
  /** The living connection, if there is one. */
  readonly connection: Connection | undefined;
  /** Told after every call: hanging servers are found by it. */
  called(connection: Connection, error: unknown): void;
  /** Set when the server said that its tools changed, until they have been looked at again. */
  toolsChanged: boolean;
  log(): string[];
  redact(text: string): string;
  /** Ends the process or session; the next `connect` starts anew. */
  disconnect(): Promise<void>;
  close(): Promise<void>;
}

export type SlotState =
  | { readonly is: 'idle' }
  | { readonly is: 'connecting' }
  | { readonly is: 'connected' }
  | {
      readonly is: 'waiting';
      readonly failures: number;
      readonly nextTryAt: string;
      readonly lastError: string;
    }
  | { readonly is: 'failed'; readonly code: string; readonly lastError: string };

export interface SlotPorts {
  readonly secrets: SecretStore;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly backoff: BackoffOptions;
  /** Told whenever `state` is another. */
  readonly changed?: (name: string) => void;
}

export function createSlot(
  config: ServerConfig,
  { secrets, clock, random, logger, backoff, changed = () => {} }: SlotPorts,
): Slot {
  const { name } = config;
  const redactor = createRedactor();
  const tail = createLogTail((text) => redactor.redact(text));
  const ending = new Set<Promise<void>>();
  const closed = new AbortController();
  let connection: Connection | undefined;
  let attempt: Promise<Connection> | undefined;
  let failures = 0;
  let nextTryMs = 0;
  let nextTryAt = '';
  let lastError: McpError | undefined;
  let silentCalls = 0;

  const openOnce = async (admit: (description: ServerDescription) => Promise<void>): Promise<Connection> => {
    // A server that is still leaving may hold what the new one needs.
    await Promise.allSettled(ending);
    const transport = await launch(config, { secrets, redactor, log: tail, clock });
    // Closing while it opens comes before there is anything to compare with.
    let opened: Connection | undefined;
    opened = await openConnection({
      source: name,
      transport,
      clock,
      log: tail,
      redact: (text) => redactor.redact(text),
      timeoutMs: config.options.timeoutMs ?? defaultTimeoutMs,
      startTimeoutMs: config.options.startTimeoutMs ?? defaultStartTimeoutMs,
      maxTotalMs: config.options.maxTotalMs ?? defaultMaxTotalMs,
      signal: closed.signal,
      onClosed: () => {
        if (opened && connection === opened) {
          connection = undefined;
          logger.info({ source: name }, 'MCP server disconnected');
          changed(name);
        }
      },
      onToolsChanged: () => (slot.toolsChanged = true),
    });
    try {
      slot.toolsChanged = false;
      await admit(opened.description);
    } catch (error) {
      await opened.close();
      throw error;
    }
    return opened;
  };

  const open = async (admit: (description: ServerDescription) => Promise<void>): Promise<Connection> => {
    for (let tried = 1; ; tried++) {
      try {
        const opened = await openOnce(admit);
        failures = 0;
        silentCalls = 0;
        lastError = undefined;
        connection = opened.isOpen ? opened : undefined;
        logger.info(
          { source: name, tools: opened.description.tools.length, pid: opened.pid },
          'MCP server connected',
        );
        return opened;
      } catch (error) {
        const known = asMcpError(error);
        lastError = known;
        // What only a person can mend is not tried again by itself.
        if (closed.signal.aborted || !isTransient(known)) throw known;
        failures += 1;
        const waitMs = backoffMs(failures, backoff, random);
        nextTryMs = clock.monotonicMs() + waitMs;
        nextTryAt = new Date(Date.parse(clock.now()) + waitMs).toISOString();
        logger.warn({ source: name, code: known.code, failures, waitMs }, known.message);
        if (tried >= attemptsAtOnce) throw withNextTry(known);
        await clock.sleep(waitMs, closed.signal);
      }
    }
  };

  const withNextTry = (error: McpError): McpError =>
    new McpError(
      name,
      error.code,
      `${sentence(error)} (${failures} failed attempt${failures === 1 ? '' : 's'}; next try at ${nextTryAt})`,
      {
        ...(error.hint === undefined ? {} : { hint: error.hint }),
        cause: error,
      },
    );

  const asMcpError = (error: unknown): McpError => {
    if (error instanceof McpError) return error;
    if (error instanceof SecretError) {
      return new McpError(
        name,
        'unauthorized',
        error.message,
        error.hint === undefined ? {} : { hint: error.hint },
      );
    }
    if (closed.signal.aborted) return new McpError(name, 'disconnected', 'the application is closing');
    const message = error instanceof Error ? error.message : String(error);
    return new McpError(name, 'disconnected', redactor.redact(message));
  };

  const sentence = (error: McpError) => error.message.replace(`MCP server "${name}": `, '');

  const end = (leaving: Connection | undefined): Promise<void> => {
    if (!leaving) return Promise.resolve();
    const done = leaving.close().finally(() => ending.delete(done));
    ending.add(done);
    return done;
  };

  const slot: Slot = {
    config,
    toolsChanged: false,
    get connection() {
      return connection?.isOpen ? connection : undefined;
    },
    get state(): SlotState {
      if (slot.connection) return { is: 'connected' };
      if (failures > 0 && lastError)
        return { is: 'waiting', failures, nextTryAt, lastError: lastError.message };
      if (attempt) return { is: 'connecting' };
      if (lastError) return { is: 'failed', code: lastError.code, lastError: lastError.message };
      return { is: 'idle' };
    },
    async connect(admit, signal) {
      if (slot.connection) return slot.connection;
      if (closed.signal.aborted) throw new McpError(name, 'disconnected', 'the application is closing');
      if (!attempt && failures >= attemptsAtOnce && lastError && clock.monotonicMs() < nextTryMs)
        throw withNextTry(lastError);
      if (!attempt) {
        attempt = open(admit).finally(() => {
          attempt = undefined;
          changed(name);
        });
        changed(name);
      }
      return signal ? await orCancelled(name, attempt, signal) : await attempt;
    },
    called(used, error) {
      if (!(error instanceof McpError) || error.code !== 'timeout') {
        silentCalls = 0;
        return;
      }
      silentCalls += 1;
      if (silentCalls < timeoutsUntilRestart || used !== connection) return;
      logger.warn(
        { source: name, silentCalls },
        'MCP server does not answer; it is ended and started again with the next call',
      );
      silentCalls = 0;
      connection = undefined;
      void end(used);
    },
    log: () => tail.lines(),
    redact: (text) => redactor.redact(text),
    async disconnect() {
      const leaving = connection ?? (await attempt?.catch(() => undefined));
      connection = undefined;
      if (leaving) changed(name);
      await end(leaving);
    },
    async close() {
      closed.abort(new McpError(name, 'disconnected', 'the application is closing'));
      await slot.disconnect();
      await Promise.allSettled(ending);
    },
  };
  return slot;
}

/** Whether trying again by itself can help. */
function isTransient({ code }: McpError): boolean {
  return code === 'disconnected' || code === 'timeout';
}

/** The caller stops waiting; the attempt itself goes on for whoever else waits. */
async function orCancelled<T>(source: string, work: Promise<T>, signal: AbortSignal): Promise<T> {
  const cancelled = () => new McpError(source, 'cancelled', 'cancelled by the caller');
  if (signal.aborted) {
    work.catch(() => {});
    throw cancelled();
  }
  let stop = () => {};
  const aborted = new Promise<never>((_, reject) => {
    const onAbort = () => reject(cancelled());
    signal.addEventListener('abort', onAbort, { once: true });
    stop = () => signal.removeEventListener('abort', onAbort);
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    stop();
    work.catch(() => {});
  }
}
