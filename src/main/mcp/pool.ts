import type { Clock } from '../platform/clock.ts';
import { silentLogger, type Logger } from '../platform/logger.ts';
import type { Random } from '../platform/random.ts';
import type { SecretStore } from '../platform/secrets.ts';
import { defaultBackoff, type BackoffOptions } from './backoff.ts';
import type { Connection } from './connection.ts';
import { McpError } from './mcp-error.ts';
import type { ConfigProblem, ServerConfig } from './server-config.ts';
import type {
  CallOptions,
  McpSession,
  McpWriter,
  ServerDescription,
  ToolDescription,
  WritePermit,
} from './session.ts';
import { createSlot, type Slot, type SlotPorts, type SlotState } from './slot.ts';
import type { TrustStore } from './trust-store.ts';
import {
  describeChange,
  describeCommand,
  diffCommand,
  diffTools,
  fingerprint,
  normalizeTools,
  type CommandDescription,
  type TrustChange,
} from './trust.ts';
import { createWriter } from './writer.ts';

export interface McpPool {
  /**
   * A handle on one server. Connects now; later calls reconnect by themselves when the server has gone.
   * @throws McpError unknown-server | disabled | untrusted | disconnected | timeout | cancelled | unauthorized | malformed
   */
  session(name: string, options?: SessionOptions): Promise<McpSession>;
  /**
   * What changes something on one server. Nothing is connected or called before the first permit. Reads go through a
   * session, also those of whoever writes.
   */
  writer(name: string, options: { readonly writes: readonly string[] }): McpWriter;
  describe(): Promise<ServerStatus[]>;
  /** The last lines that the server wrote beside the protocol, secrets taken out. */
  stderr(name: string): string[];
  /** What the command line is, and whether it was accepted; starts nothing. */
  inspectCommand(name: string): Promise<CommandInspection>;
  /**
   * What would be trusted. Starts the server only when its command line was accepted before, or when
   * `acceptedCommand` is the fingerprint that `inspectCommand` gave: the caller has shown it to somebody.
   */
  inspect(name: string, options?: { acceptedCommand?: string; signal?: AbortSignal }): Promise<Inspection>;
  /** Accepts what `inspect` showed. @throws McpError untrusted when `fingerprint` is not what was shown last */
  accept(name: string, fingerprint: string): Promise<void>;
  /** Withdraws the acceptance and ends the server. */
  revoke(name: string): Promise<void>;
  /** Ends one server's process or session; the next call starts it anew. */
  disconnect(name: string): Promise<void>;
  /** The same, unless somebody holds it or waits for an answer of it: then it stays. */
  disconnectWhenIdle(name: string): Promise<void>;
  /** Keeps a server from being ended as idle. @returns what lets go of it */
  hold(name: string): () => void;
  close(): Promise<void>;
}

export interface SessionOptions {
  readonly signal?: AbortSignal;
  /** Tools that an adapter vouches for. Site configuration adds to them; annotations do not. */
  readonly readOnlyTools?: readonly string[];
}

export interface ServerStatus {
  readonly name: string;
  readonly transport: 'stdio' | 'http';
  readonly state:
    SlotState | { readonly is: 'disabled' } | { readonly is: 'untrusted'; readonly lastError: string };
  readonly pid?: number;
  readonly server?: { readonly name: string; readonly version: string; readonly tools: number };
  readonly simulated: boolean;
  /** Whether the command line is the accepted one; tools are judged when it is connected. */
  readonly commandAccepted: boolean;
}

export interface CommandInspection {
  readonly name: string;
  readonly command: CommandDescription;
  readonly fingerprint: string;
  readonly accepted: boolean;
  readonly changes: readonly TrustChange[];
}

export interface Inspection extends CommandInspection {
  readonly server: ServerDescription;
  /** Over command and tools: what `accept` takes. */
  readonly fingerprint: string;
}

export type ReadGuard = (
  server: ServerDescription,
  tool: string,
  args: Readonly<Record<string, unknown>>,
) => string | undefined;

export interface McpPoolPorts {
  /** Asked again at every use, so that `mcp add` takes effect in a running worker. */
  readonly configs: () => Promise<{ servers: readonly ServerConfig[]; problems: readonly ConfigProblem[] }>;
  readonly trust: TrustStore;
  readonly secrets: SecretStore;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger?: Logger;
  /** The tools that known adapters vouch for on this kind of server, for sessions that name none. */
  readonly classify?: (server: ServerDescription) => readonly string[];
  /** Why a read must not be sent with these arguments; asked of every read of every session. */
  readonly guard?: ReadGuard;
  /** Whether the intent of a permit is on disk. Nothing that changes anything is called without this port. */
  readonly permits?: (permit: WritePermit) => Promise<boolean>;
  readonly backoff?: BackoffOptions;
  /** A server's connection or acceptance is another. */
  readonly onChanged?: (name: string) => void;
}

export function createMcpPool(ports: McpPoolPorts): McpPool {
  const { trust, clock, random, secrets } = ports;
  const logger = ports.logger ?? silentLogger;
  const slots = new Map<string, Slot>();
  const shown = new Map<string, Inspection>();
  /** What servers wrote while they were only looked at. */
  const glanceLogs = new Map<string, string[]>();
  const usedIntents = new Set<string>();
  /** How many hold each server, or wait for an answer of it. */
  const holders = new Map<string, number>();
  const hold = (name: string): (() => void) => {
    holders.set(name, (holders.get(name) ?? 0) + 1);
    let held = true;
    return () => {
      if (held) holders.set(name, (holders.get(name) ?? 0) - 1);
      held = false;
    };
  };
  const changed = (name: string) => ports.onChanged?.(name);
  const slotPorts: SlotPorts = {
    secrets,
    clock,
    random,
    logger,
    backoff: ports.backoff ?? defaultBackoff,
    changed,
  };
  let closed = false;

  const configOf = async (name: string): Promise<ServerConfig> => {
    const { servers, problems } = await ports.configs();
    const config = servers.find((server) => server.name === name);
    if (config) return config;
    const mine = problems.filter(
      ({ path }) => path === `mcpServers.${name}` || path.startsWith(`mcpServers.${name}.`),
    );
    if (mine.length > 0) {
      throw new McpError(
        name,
        'unknown-server',
        `its configuration cannot be used: ${mine.map((problem) => `${problem.path}: ${problem.message}`).join('; ')}`,
        {
          hint: 'Mend mcp.json, or remove and add the server again.',
        },
      );
    }
    const known = servers.map((server) => server.name);
    throw new McpError(name, 'unknown-server', 'there is no server of this name', {
      hint:
        known.length > 0
          ? `Configured are: ${known.join(', ')}.`
          : 'Add one with `datacenter-docs mcp add` or `mcp import`.',
    });
  };

  /** The slot for a configuration; one that has changed since ends the old server. */
  const slotFor = async (config: ServerConfig): Promise<Slot> => {
    if (closed) throw new McpError(config.name, 'disconnected', 'the application is closing');
    const existing = slots.get(config.name);
    if (existing && JSON.stringify(existing.config) === JSON.stringify(config)) return existing;
    const slot = createSlot(config, slotPorts);
    slots.set(config.name, slot);
    await existing?.close();
    return slot;
  };

  const enabled = async (name: string): Promise<ServerConfig> => {
    const config = await configOf(name);
    if (config.disabled) {
      throw new McpError(name, 'disabled', 'is switched off', {
        hint: 'Remove "disabled" from its entry in mcp.json.',
      });
    }
    return config;
  };

  const refuse = (name: string, changes: readonly TrustChange[], what: string): never => {
    const lines = changes.map(describeChange);
    throw new McpError(name, 'untrusted', `${what}:\n${lines.map((line) => `  - ${line}`).join('\n')}`, {
      changes: lines,
      hint: `Look at it and accept it with \`datacenter-docs mcp trust ${name}\`.`,
    });
  };

  const commandChanges = async (config: ServerConfig): Promise<TrustChange[]> => {
    const accepted = await trust.get(config.name);
    return accepted ? diffCommand(accepted.command, describeCommand(config)) : [{ what: 'server-new' }];
  };

  /** @throws McpError untrusted; before anything is started */
  const requireCommand = async (config: ServerConfig): Promise<void> => {
    const changes = await commandChanges(config);
    const isNew = changes.some((change) => change.what === 'server-new');
    if (changes.length > 0)
      refuse(
        config.name,
        changes,
        isNew ? 'it was not started' : 'it was not started, its command is not the accepted one',
      );
  };

  /** @throws McpError untrusted */
  const requireTools = async (name: string, tools: readonly ToolDescription[]): Promise<void> => {
    const accepted = await trust.get(name);
    const changes: TrustChange[] = accepted ? diffTools(accepted.tools, tools) : [{ what: 'server-new' }];
    if (changes.length > 0) refuse(name, changes, 'its tools are not the accepted ones');
  };

  const trustedConnection = async (
    name: string,
    signal?: AbortSignal,
  ): Promise<{ slot: Slot; connection: Connection }> => {
    const config = await enabled(name);
    await requireCommand(config);
    const slot = await slotFor(config);
    const connection = await slot.connect((description) => requireTools(name, description.tools), signal);
    if (slot.toolsChanged) {
      slot.toolsChanged = false;
      try {
        await requireTools(name, await connection.listTools(signal ? { signal } : {}));
      } catch (error) {
        // What it is now has not been accepted: it does not keep running.
        slot.toolsChanged = true;
        if (error instanceof McpError && error.code === 'untrusted') await slot.disconnect();
        throw error;
      }
    }
    return { slot, connection };
  };

  const createSession = (
    name: string,
    first: Connection,
    { readOnlyTools: siteTools, profile }: ServerConfig['options'],
    options: SessionOptions,
  ): McpSession => {
    const described = (of: Connection): ServerDescription =>
      profile === undefined ? of.description : { ...of.description, profile };
    let description = described(first);
    const vouched = options.readOnlyTools ?? ports.classify?.(description) ?? [];
    const readOnly = new Set([...vouched, ...siteTools]);

    const use = async <T>(
      call: CallOptions | undefined,
      work: (connection: Connection) => Promise<T>,
    ): Promise<T> => {
      for (let attempt = 1; ; attempt++) {
        const { slot, connection } = await trustedConnection(name, call?.signal);
        description = described(connection);
        const release = hold(name);
        try {
          const result = await work(connection);
          slot.called(connection, undefined);
          return result;
        } catch (error) {
          slot.called(connection, error);
          // The server forgot the session before it did anything: the same call may be made in a new one, once.
          if (
            attempt === 1 &&
            error instanceof McpError &&
            error.code === 'disconnected' &&
            error.notExecuted
          )
            continue;
          throw error;
        } finally {
          release();
        }
      }
    };

    return {
      source: name,
      get server() {
        return description;
      },
      async callTool(tool, args, call) {
        if (!description.tools.some((known) => known.name === tool)) {
          throw new McpError(name, 'tool-not-found', `there is no tool "${tool}"`, {
            hint: `Its tools: ${description.tools
              .map((known) => known.name)
              .slice(0, 50)
              .join(', ')}.`,
          });
        }
        // Tools that change something are called through the journal, never through a session.
        if (!readOnly.has(tool)) {
          throw new McpError(
            name,
            'not-read-only',
            `the tool "${tool}" is not classified as read-only, so it is not called`,
            {
              hint: `If it changes nothing, add it to datacenterDocs.readOnlyTools of "${name}" in mcp.json; the server's own annotations do not count.`,
            },
          );
        }
        // Taken apart once: what was judged is what is sent, also when somebody changes the object meanwhile.
        const asked = structuredClone(args);
        const refusal = ports.guard?.(description, tool, asked);
        if (refusal !== undefined) {
          throw new McpError(
            name,
            'argument-refused',
            `the tool "${tool}" is not called like this: ${refusal}`,
            {
              hint: 'Nothing was sent.',
            },
          );
        }
        return use(call, (connection) => connection.callTool(tool, asked, call));
      },
      readResource: (uri, call) => use(call, (connection) => connection.readResource(uri, call)),
    };
  };

  return {
    async session(name, options = {}) {
      const { slot, connection } = await trustedConnection(name, options.signal);
      return createSession(name, connection, slot.config.options, options);
    },

    writer: (name, { writes }) =>
      createWriter({
        source: name,
        writes,
        permits: async (permit) => (await ports.permits?.(permit)) ?? false,
        used: usedIntents,
        hold: () => hold(name),
        connect: (signal) => trustedConnection(name, signal),
      }),

    async describe() {
      const { servers } = await ports.configs();
      return Promise.all(
        servers.map(async (config): Promise<ServerStatus> => {
          const slot = slots.get(config.name);
          const commandAccepted = (await commandChanges(config)).length === 0;
          const connection = slot?.connection;
          const state = slot?.state ?? { is: 'idle' as const };
          return {
            name: config.name,
            transport: config.transport.kind,
            state: config.disabled
              ? { is: 'disabled' }
              : state.is === 'failed' && state.code === 'untrusted'
                ? { is: 'untrusted', lastError: state.lastError }
                : state,
            ...(connection?.pid === undefined ? {} : { pid: connection.pid }),
            ...(connection
              ? {
                  server: {
                    name: connection.description.name,
                    version: connection.description.version,
                    tools: connection.description.tools.length,
                  },
                }
              : {}),
            simulated: config.options.simulated,
            commandAccepted,
          };
        }),
      );
    },

    stderr(name) {
      const own = slots.get(name)?.log() ?? [];
      return own.length > 0 ? own : (glanceLogs.get(name) ?? []);
    },

    async inspectCommand(name) {
      const config = await configOf(name);
      const command = describeCommand(config);
      const changes = await commandChanges(config);
      return { name, command, fingerprint: fingerprint(command), accepted: changes.length === 0, changes };
    },

    async inspect(name, { acceptedCommand, signal } = {}) {
      const config = await enabled(name);
      const command = describeCommand(config);
      if (acceptedCommand !== fingerprint(command)) await requireCommand(config);
      // Ended first: some servers hold a lock or a port that only one of them can have.
      await slots.get(name)?.disconnect();
      // Apart from the slot that sessions use, so that nobody gets hold of a connection that has not been judged.
      const glance = createSlot(config, slotPorts);
      let description: ServerDescription;
      try {
        ({ description } = await glance.connect(() => Promise.resolve(), signal));
      } finally {
        await glance.close();
        glanceLogs.set(name, glance.log());
      }
      const accepted = await trust.get(name);
      const changes: TrustChange[] = accepted
        ? [...diffCommand(accepted.command, command), ...diffTools(accepted.tools, description.tools)]
        : [{ what: 'server-new' }];
      const inspection: Inspection = {
        name,
        command,
        server: description,
        fingerprint: fingerprint({ command, tools: normalizeTools(description.tools) }),
        accepted: changes.length === 0,
        changes,
      };
      shown.set(name, inspection);
      return inspection;
    },

    async accept(name, accepted) {
      const inspection = shown.get(name);
      if (inspection?.fingerprint !== accepted) {
        throw new McpError(name, 'untrusted', 'what is to be accepted is not what was shown', {
          hint: `Look at it again with \`datacenter-docs mcp trust ${name}\`.`,
        });
      }
      await trust.accept(name, {
        command: inspection.command,
        tools: inspection.server.tools,
        acceptedAt: clock.now(),
      });
      shown.delete(name);
      changed(name);
    },

    async revoke(name) {
      await trust.forget(name);
      await slots.get(name)?.disconnect();
      changed(name);
    },

    async disconnect(name) {
      await slots.get(name)?.disconnect();
    },

    async disconnectWhenIdle(name) {
      if ((holders.get(name) ?? 0) === 0) await slots.get(name)?.disconnect();
    },

    hold,

    async close() {
      closed = true;
      await Promise.allSettled([...slots.values()].map((slot) => slot.close()));
    },
  };
}
