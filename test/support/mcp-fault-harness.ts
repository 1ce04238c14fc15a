import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { createMcpPool, type McpPool, type ReadGuard } from '../../src/main/mcp/pool.ts';
import { parseServers } from '../../src/main/mcp/server-config.ts';
import { createMemoryTrustStore, type TrustStore } from '../../src/main/mcp/trust-store.ts';
import { systemClock } from '../../src/main/platform/clock.ts';
import type { Logger } from '../../src/main/platform/logger.ts';
import { systemRandom } from '../../src/main/platform/random.ts';
import { createSecretStore } from '../../src/main/platform/secrets.ts';

export const faultServer = fileURLToPath(new URL('mcp-fault-server.ts', import.meta.url));

export interface FaultHttp {
  readonly url: string;
  readonly pid: number;
  control(path: string): Promise<string>;
  stop(): Promise<void>;
}

/** Starts the fault server with HTTP; it ends with this process. */
export async function startFaultHttp(...flags: string[]): Promise<FaultHttp> {
  const child = spawn(process.execPath, [faultServer, '--http', ...flags], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout });
  const port = await new Promise<number>((resolve, reject) => {
    lines.once('line', (line) => resolve((JSON.parse(line) as { port: number }).port));
    child.once('exit', () => reject(new Error('the fault server ended at its start')));
  });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const base = `http://127.0.0.1:${port}`;
  return {
    url: `${base}/mcp`,
    pid: child.pid ?? 0,
    control: async (path) => (await fetch(`${base}/${path}`)).text(),
    async stop() {
      child.kill('SIGKILL');
      await gone;
    },
  };
}

export interface Bench {
  readonly pool: McpPool;
  readonly trust: TrustStore;
  readonly dir: string;
  /** Everything that was logged, as JSON lines. */
  readonly logged: string[];
  /** Inspects and accepts as an operator would. */
  trustServer(name?: string): Promise<void>;
  /** Pids of every start of a server that was given `--starts` with this bench's file. */
  starts(): Promise<number[]>;
  readonly startsFile: string;
  change(servers: Record<string, unknown>): void;
}

/** A pool over the given entries of `mcpServers`, with real time, trust in memory, and short waits. */
export async function createBench(
  makeServers: (bench: { dir: string; startsFile: string }) => Record<string, unknown>,
  env: Readonly<Record<string, string>> = {},
  guard?: ReadGuard,
): Promise<Bench & { close(): Promise<void> }> {
  const dir = await mkdtemp(join(tmpdir(), 'mcp-'));
  const startsFile = join(dir, 'starts');
  let servers = makeServers({ dir, startsFile });
  const trust = createMemoryTrustStore();
  const logged: string[] = [];
  const write = (fields: object, message: string) => void logged.push(JSON.stringify({ ...fields, message }));
  const logger: Logger = { debug: write, info: write, warn: write, error: write };
  const pool = createMcpPool({
    configs: () => Promise.resolve(parseServers({ mcpServers: servers })),
    trust,
    secrets: createSecretStore(env, {
      get: () => Promise.resolve(undefined),
      set: () => Promise.resolve(),
      delete: () => Promise.resolve(false),
    }),
    clock: systemClock,
    random: systemRandom,
    logger,
    backoff: { firstMs: 20, maxMs: 60_000 },
    ...(guard && { guard }),
  });
  return {
    pool,
    trust,
    dir,
    logged,
    startsFile,
    async trustServer(name = 'fault') {
      const { fingerprint } = await pool.inspectCommand(name);
      const inspection = await pool.inspect(name, { acceptedCommand: fingerprint });
      await pool.accept(name, inspection.fingerprint);
    },
    async starts() {
      const text = await readFile(startsFile, 'utf8').catch(() => '');
      return text.split('\n').filter(Boolean).map(Number);
    },
    change(next) {
      servers = next;
    },
    async close() {
      await pool.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Resolves when the condition holds; fails after `ms`. */
export async function eventually(condition: () => boolean | Promise<boolean>, ms = 10_000): Promise<void> {
  const until = performance.now() + ms;
  while (!(await condition())) {
    if (performance.now() > until) throw new Error(`did not happen within ${ms} ms: ${String(condition)}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** The error that a promise rejects with. */
export async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    (value) => {
      throw new Error(`expected a failure, got ${JSON.stringify(value)}`);
    },
    (error: unknown) => error,
  );
}
