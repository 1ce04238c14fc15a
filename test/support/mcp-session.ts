import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import type { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import { openConnection, type Connection } from '../../src/main/mcp/connection.ts';
import { launch } from '../../src/main/mcp/launch.ts';
import { createLogTail } from '../../src/main/mcp/log-tail.ts';
import { McpError } from '../../src/main/mcp/mcp-error.ts';
import { parseServer } from '../../src/main/mcp/server-config.ts';
import type { ServerTransport } from '../../src/main/mcp/server-transport.ts';
import type { McpSession } from '../../src/main/mcp/session.ts';
import { systemClock, type Clock } from '../../src/main/platform/clock.ts';
import { createRedactor } from '../../src/main/platform/secrets-redact.ts';
import { createSecretStore } from '../../src/main/platform/secrets.ts';

export interface TestSession extends McpSession {
  close(): Promise<void>;
}

export interface TestSessionOptions {
  readonly source?: string;
  /** Left out, every tool may be called. */
  readonly readOnlyTools?: readonly string[];
  readonly timeoutMs?: number;
  readonly clock?: Clock;
}

/** A session with a server in this process: no trust, no reconnecting, the same calls and answers. */
export async function sessionTo(
  server: McpServer | Server,
  options: TestSessionOptions = {},
): Promise<TestSession> {
  const [ours, theirs] = InMemoryTransport.createLinkedPair();
  await server.connect(theirs);
  return sessionOver(ours, options);
}

/** A session with a server in a process of its own: `spawnSession(process.execPath, ['src/lab/main.ts', '--stdio'])`. */
export async function spawnSession(
  command: string,
  args: readonly string[],
  options: TestSessionOptions & { readonly env?: Readonly<Record<string, string>> } = {},
): Promise<TestSession> {
  const parsed = parseServer(options.source ?? 'test', { command, args, env: options.env ?? {} });
  if (!parsed.ok) throw new Error(parsed.problems.map((problem) => problem.message).join('; '));
  return sessionOver(await launch(parsed.config, launchPorts(options)), options);
}

/** A session with a server behind a URL, over the application's own transport. */
export async function httpSession(url: string, options: TestSessionOptions = {}): Promise<TestSession> {
  const parsed = parseServer(options.source ?? 'test', { url });
  if (!parsed.ok) throw new Error(parsed.problems.map((problem) => problem.message).join('; '));
  return sessionOver(await launch(parsed.config, launchPorts(options)), options);
}

const launchPorts = (options: TestSessionOptions) => ({
  secrets: createSecretStore(process.env, noKeyring),
  redactor: createRedactor(),
  log: createLogTail((text) => text),
  clock: options.clock ?? systemClock,
});

async function sessionOver(transport: ServerTransport, options: TestSessionOptions): Promise<TestSession> {
  const source = options.source ?? 'test';
  const connection: Connection = await openConnection({
    source,
    transport,
    clock: options.clock ?? systemClock,
    log: createLogTail((text) => text),
    redact: (text) => text,
    timeoutMs: options.timeoutMs ?? 30_000,
    startTimeoutMs: 60_000,
    maxTotalMs: 600_000,
  });
  return {
    source,
    server: connection.description,
    async callTool(name, args, call) {
      if (!connection.description.tools.some((tool) => tool.name === name)) {
        throw new McpError(source, 'tool-not-found', `there is no tool "${name}"`);
      }
      if (options.readOnlyTools && !options.readOnlyTools.includes(name)) {
        throw new McpError(source, 'not-read-only', `the tool "${name}" is not classified as read-only`);
      }
      return connection.callTool(name, args, call);
    },
    readResource: (uri, call) => connection.readResource(uri, call),
    close: () => connection.close(),
  };
}

const noKeyring = {
  get: () => Promise.resolve(undefined),
  set: () => Promise.reject(new Error('no keyring in tests')),
  delete: () => Promise.resolve(false),
};
