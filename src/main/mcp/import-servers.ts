import { isRecord } from './inbox.ts';
import { parseJsonWithComments } from './jsonc.ts';
import { moveSecrets, type FoundSecret } from './move-secrets.ts';
import { parseServer, ServerConfigError, type ConfigProblem, type ServerConfig } from './server-config.ts';

/** What importing a file would do. Pure; the secrets it found are handed over once, to be stored. */
export interface ImportPlan {
  readonly servers: readonly ServerConfig[];
  /** Names that had to be changed to be usable as a source. */
  readonly renamed: readonly { readonly from: string; readonly to: string }[];
  /** Names that are there already; nothing was changed for them. */
  readonly collisions: readonly string[];
  /** Entries that cannot be used, and why. */
  readonly problems: readonly ConfigProblem[];
  /** What works differently here, for the operator to look at. */
  readonly notes: readonly string[];
  readonly secrets: readonly FoundSecret[];
}

export interface ImportOptions {
  /** Names that are configured already. */
  readonly existing: readonly string[];
  readonly replace: boolean;
  /** Where secrets go: into the OS keyring where there is one, else the operator has to set variables. */
  readonly secretsTo: 'env' | 'keyring';
  /** Only these of the file, by the names that they have here. */
  readonly only?: readonly string[];
}

/**
 * Reads another client's file: `mcpServers` (Claude, Cursor, Cline, Windsurf), `servers` (VS Code's mcp.json) or
 * `mcp.servers` (VS Code's settings), with comments and trailing commas.
 * @throws ServerConfigError
 */
export function planImport(text: string, file: string, options: ImportOptions): ImportPlan {
  const entries = entriesIn(parseFile(text, file), file);
  const servers: ServerConfig[] = [];
  const renamed: { from: string; to: string }[] = [];
  const collisions: string[] = [];
  const problems: ConfigProblem[] = [];
  const notes: string[] = [];
  const secrets: FoundSecret[] = [];
  const taken = new Set(options.existing);

  for (const [original, entry] of Object.entries(entries)) {
    const name = usableName(original);
    if (options.only && !options.only.includes(name)) continue;
    if (name !== original) renamed.push({ from: original, to: name });
    const isNew = !taken.has(name) || (options.replace && !servers.some((server) => server.name === name));
    if (!isNew) {
      collisions.push(name);
      continue;
    }
    const moved = moveSecrets(name, entry, options.secretsTo, secrets);
    const parsed = parseServer(name, moved.entry);
    if (!parsed.ok) {
      problems.push(...parsed.problems);
      continue;
    }
    taken.add(name);
    servers.push(parsed.config);
    secrets.push(...moved.secrets);
    notes.push(...moved.notes.map((note) => `${name}: ${note}`));
  }
  return { servers, renamed, collisions, problems, notes, secrets };
}

function parseFile(text: string, file: string): unknown {
  try {
    return parseJsonWithComments(text);
  } catch (error) {
    // The parser quotes what it stumbled over, which may be a secret: only the place is passed on.
    const reason = error instanceof Error ? error.message : '';
    const place = /at position \d+( \(line \d+ column \d+\))?/.exec(reason)?.[0] ?? '';
    throw new ServerConfigError(
      'import-malformed',
      `${file} is not JSON${place === '' ? '' : `: unexpected text ${place}`}.`,
    );
  }
}

function entriesIn(root: unknown, file: string): Record<string, unknown> {
  if (isRecord(root)) {
    const { mcp } = root;
    for (const candidate of [
      root['mcpServers'],
      root['servers'],
      isRecord(mcp) ? mcp['servers'] : undefined,
    ]) {
      if (isRecord(candidate)) return candidate;
    }
  }
  throw new ServerConfigError(
    'import-malformed',
    `${file}: expected an object with "mcpServers" or "servers".`,
    {
      hint: 'Files of Claude Desktop, Claude Code, Cursor, VS Code and other MCP clients can be imported.',
    },
  );
}

function usableName(name: string): string {
  const usable = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9._-]+/g, '-')
    .replaceAll(/^[^a-z0-9]+|-+$/g, '')
    .slice(0, 63);
  return usable === '' ? 'server' : usable;
}
