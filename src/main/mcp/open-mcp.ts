import { systemClock, type Clock } from '../platform/clock.ts';
import type { Logger } from '../platform/logger.ts';
import { systemRandom, type Random } from '../platform/random.ts';
import { createOsKeyring } from '../platform/secrets-keyring.ts';
import { createSecretStore, type SecretStore } from '../platform/secrets.ts';
import { createMcpPool, type McpPool, type ReadGuard } from './pool.ts';
import type { ServerConfig } from './server-config.ts';
import { openServerFile, type ServerFile } from './server-file.ts';
import type { ServerDescription, WritePermit } from './session.ts';
import { openTrustStore, type TrustStore } from './trust-store.ts';

/** Everything about MCP that belongs to one data directory. Opens no file and starts nothing until it is used. */
export interface Mcp {
  readonly pool: McpPool;
  readonly servers: ServerFile;
  readonly trust: TrustStore;
  readonly secrets: SecretStore;
  close(): Promise<void>;
}

export interface McpOptions {
  readonly dataDir: string;
  readonly clock?: Clock;
  readonly random?: Random;
  readonly logger?: Logger;
  readonly secrets?: SecretStore;
  /** Servers that the application itself brings, e.g. the embedded lab; the file's entries win over them. */
  readonly builtIn?: readonly ServerConfig[];
  readonly classify?: (server: ServerDescription) => readonly string[];
  readonly guard?: ReadGuard;
  /** Whether the intent of a permit is on disk; without it nothing is called that changes something. */
  readonly permits?: (permit: WritePermit) => Promise<boolean>;
  /** A server's connection or acceptance is another. */
  readonly onChanged?: (name: string) => void;
}

export function openMcp(options: McpOptions): Mcp {
  const { dataDir, builtIn = [], clock = systemClock, random = systemRandom } = options;
  const servers = openServerFile(dataDir);
  const trust = openTrustStore(dataDir);
  const secrets = options.secrets ?? createSecretStore(process.env, createOsKeyring());
  const pool = createMcpPool({
    configs: async () => {
      const file = await servers.read();
      const names = new Set(file.servers.map((server) => server.name));
      return {
        servers: [...builtIn.filter((server) => !names.has(server.name)), ...file.servers],
        problems: file.problems,
      };
    },
    trust,
    secrets,
    clock,
    random,
    ...(options.logger ? { logger: options.logger } : {}),
    ...(options.classify ? { classify: options.classify } : {}),
    ...(options.guard ? { guard: options.guard } : {}),
    ...(options.permits ? { permits: options.permits } : {}),
    ...(options.onChanged ? { onChanged: options.onChanged } : {}),
  });
  return { pool, servers, trust, secrets, close: () => pool.close() };
}

/**
 * Accepts a server whose command the application itself made up (the embedded lab), without asking: through the same
 * door as an operator, so that its tools are recorded and a change of them would be noticed.
 */
export async function acceptBuiltIn(pool: McpPool, name: string, signal?: AbortSignal): Promise<void> {
  const { fingerprint } = await pool.inspectCommand(name);
  const inspection = await pool.inspect(name, {
    acceptedCommand: fingerprint,
    ...(signal ? { signal } : {}),
  });
  await pool.accept(name, inspection.fingerprint);
}
