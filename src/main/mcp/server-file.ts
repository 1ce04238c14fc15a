import { dirname, join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { makeFolder } from '../platform/make-folder.ts';
import { createCachedFile } from './cached-file.ts';
import {
  formatProblems,
  parseServer,
  parseServers,
  serverEntry,
  ServerConfigError,
  type ConfigProblem,
  type ServerConfig,
} from './server-config.ts';

/** `<dataDir>/mcp.json`: which servers there are. Entries that we cannot read are kept as they stand. */
export interface ServerFile {
  readonly path: string;
  /** @throws ServerConfigError when the file as a whole cannot be read */
  read(): Promise<{ servers: ServerConfig[]; problems: ConfigProblem[] }>;
  /** Adds or replaces. @throws ServerConfigError */
  put(servers: readonly ServerConfig[]): Promise<void>;
  /** @returns false when there was none of that name. */
  remove(name: string): Promise<boolean>;
  /** Every name that stands in the file, readable or not. */
  names(): Promise<string[]>;
}

export function openServerFile(dataDir: string): ServerFile {
  const path = join(dataDir, 'mcp.json');
  let queue: Promise<unknown> = Promise.resolve();

  const parseRoot = (text: string | undefined): Record<string, unknown> => {
    if (text === undefined) return {};
    let root: unknown;
    try {
      root = JSON.parse(text);
    } catch (error) {
      throw new ServerConfigError('server-config-malformed', `${path} is not JSON: ${reasonOf(error)}`, {
        cause: error,
        hint: 'Mend the file by hand; it has not been touched. Comments belong elsewhere: `mcp import` reads files that have some.',
      });
    }
    if (typeof root === 'object' && root !== null && !Array.isArray(root))
      return root as Record<string, unknown>;
    throw new ServerConfigError(
      'server-config-malformed',
      `${path}: expected an object with "mcpServers", got something else.`,
      { hint: 'Mend the file by hand; it has not been touched.' },
    );
  };
  const file = createCachedFile(path, (text) => {
    const root = parseRoot(text);
    return { root, parsed: parseServers(root) };
  });
  const readFileOnce = async () => {
    try {
      return await file.read();
    } catch (error) {
      if (error instanceof ServerConfigError) throw error;
      throw new ServerConfigError('server-config-unreadable', `${path} cannot be read: ${reasonOf(error)}`, {
        cause: error,
      });
    }
  };

  const entriesOf = (root: Record<string, unknown>): Record<string, unknown> => {
    const { problems } = parseServers({ mcpServers: root['mcpServers'] ?? {} });
    const whole = problems.find((problem) => problem.path === 'mcpServers');
    if (whole) throw new ServerConfigError('server-config-malformed', `${path}: ${formatProblems([whole])}`);
    return (root['mcpServers'] ?? {}) as Record<string, unknown>;
  };

  // One change after the other: two that interleave would lose one of them.
  const change = <T>(
    edit: (entries: Record<string, unknown>) => { entries: object; result: T } | undefined,
    none: T,
  ) => {
    const done = queue.then(async () => {
      const root = (await readFileOnce()).root;
      const edited = edit(entriesOf(root));
      if (edited === undefined) return none;
      makeFolder(dirname(path), 0o700);
      const text = `${JSON.stringify({ ...root, mcpServers: edited.entries }, null, 2)}\n`;
      await writeFileAtomic(path, text, { mode: 0o600 });
      return edited.result;
    });
    queue = done.catch(() => {});
    return done;
  };

  return {
    path,
    async read() {
      return (await readFileOnce()).parsed;
    },
    async names() {
      return Object.keys(entriesOf((await readFileOnce()).root));
    },
    async put(servers) {
      const additions = servers.map((server) => [server.name, serverEntry(server)] as const);
      for (const [name, entry] of additions) {
        const checked = parseServer(name, entry);
        if (!checked.ok)
          throw new ServerConfigError('server-config-invalid', formatProblems(checked.problems));
      }
      await change(
        (entries) => ({ entries: { ...entries, ...Object.fromEntries(additions) }, result: undefined }),
        undefined,
      );
    },
    remove(name) {
      return change<boolean>((entries) => {
        if (!Object.hasOwn(entries, name)) return undefined;
        return {
          entries: Object.fromEntries(Object.entries(entries).filter(([key]) => key !== name)),
          result: true,
        };
      }, false);
    },
  };
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
