import { dirname, join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';
import { DomainError } from '../platform/errors.ts';
import { makeFolder } from '../platform/make-folder.ts';
import { fingerprint, normalizeTools, type CommandDescription } from './trust.ts';
import { createCachedFile } from './cached-file.ts';
import type { ToolDescription } from './session.ts';

/** What was accepted, in `<dataDir>/mcp-trust.json`. Stays on this workstation. */
export interface TrustStore {
  readonly path: string;
  get(name: string): Promise<AcceptedServer | undefined>;
  accept(name: string, accepted: AcceptedServer): Promise<void>;
  forget(name: string): Promise<void>;
}

export interface AcceptedServer {
  readonly command: CommandDescription;
  readonly tools: readonly ToolDescription[];
  /** ISO instant. */
  readonly acceptedAt: string;
}

const commandSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('stdio'),
    command: z.string(),
    args: z.array(z.string()),
    cwd: z.string().exactOptional(),
    env: z.record(z.string(), z.string()),
  }),
  z.object({ kind: z.literal('http'), url: z.string(), headers: z.record(z.string(), z.string()) }),
]);

const toolSchema = z.object({
  name: z.string(),
  title: z.string().exactOptional(),
  description: z.string().exactOptional(),
  inputSchema: z.unknown(),
  outputSchema: z.unknown().optional(),
  annotations: z.record(z.string(), z.unknown()).exactOptional(),
});

const acceptedSchema = z.object({
  command: commandSchema,
  tools: z.array(toolSchema),
  acceptedAt: z.string(),
  /** Over command and tools; an entry that was edited by hand without it is no acceptance. */
  fingerprint: z.string(),
});

const fileSchema = z.object({ version: z.literal(1), servers: z.record(z.string(), z.unknown()) });

export function openTrustStore(dataDir: string): TrustStore {
  const path = join(dataDir, 'mcp-trust.json');
  let queue: Promise<unknown> = Promise.resolve();

  const file = createCachedFile(path, (text): Map<string, AcceptedServer | undefined> => {
    if (text === undefined) return new Map();
    const { servers } = fileSchema.parse(JSON.parse(text));
    return new Map(Object.entries(servers).map(([name, entry]) => [name, readAccepted(entry)]));
  });

  const readAll = async (): Promise<Map<string, AcceptedServer | undefined>> => {
    try {
      return await file.read();
    } catch (error) {
      throw unusable(error);
    }
  };

  const unusable = (cause: unknown) =>
    new DomainError('trust-file-unusable', `${path} cannot be read, so no MCP server counts as accepted.`, {
      cause,
      hint: 'Move the file away and accept the servers again with `datacenter-docs mcp trust NAME`.',
    });

  const change = (edit: (servers: Map<string, AcceptedServer | undefined>) => void): Promise<void> => {
    const write = async (): Promise<void> => {
      const servers = new Map(await readAll());
      edit(servers);
      // Entries that cannot be read are no acceptance, and go with the next change.
      const entries = [...servers].flatMap(([name, entry]) =>
        entry ? [[name, { ...entry, fingerprint: acceptedFingerprint(entry) }] as const] : [],
      );
      const text = JSON.stringify({ version: 1, servers: Object.fromEntries(entries) }, null, 2);
      makeFolder(dirname(path), 0o700);
      await writeFileAtomic(path, `${text}\n`, { mode: 0o600 });
    };
    const done = queue.then(write);
    queue = done.catch(() => {});
    return done;
  };

  return {
    path,
    get: async (name) => (await readAll()).get(name),
    accept: (name, accepted) =>
      change((servers) => servers.set(name, { ...accepted, tools: normalizeTools(accepted.tools) })),
    forget: (name) => change((servers) => servers.delete(name)),
  };
}

function readAccepted(entry: unknown): AcceptedServer | undefined {
  const parsed = acceptedSchema.safeParse(entry);
  if (!parsed.success) return undefined;
  const { fingerprint: stored, ...accepted } = parsed.data;
  return stored === acceptedFingerprint(accepted) ? accepted : undefined;
}

/** For tests and for a pool whose servers the application itself makes up. */
export function createMemoryTrustStore(): TrustStore {
  const servers = new Map<string, AcceptedServer>();
  return {
    path: '(memory)',
    get: (name) => Promise.resolve(servers.get(name)),
    accept(name, accepted) {
      servers.set(name, accepted);
      return Promise.resolve();
    },
    forget(name) {
      servers.delete(name);
      return Promise.resolve();
    },
  };
}

function acceptedFingerprint({ command, tools }: Pick<AcceptedServer, 'command' | 'tools'>): string {
  return fingerprint({ command, tools: normalizeTools(tools) });
}
