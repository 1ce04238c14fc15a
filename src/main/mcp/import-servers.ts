import { homedir } from 'node:os';
import { looksSecret } from '../platform/secrets-redact.ts';
import { isRecord } from './inbox.ts';
import { parseJsonWithComments } from './jsonc.ts';
import { argumentPart, isSecretArgument } from './secret-arguments.ts';
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

/** A literal that became a reference. */
export interface FoundSecret {
  readonly server: string;
  /** Where it stood, e.g. `env GITHUB_TOKEN`. */
  readonly where: string;
  readonly reference: string;
  readonly from: 'env' | 'keyring';
  readonly name: string;
  /** Left out where the file itself did not have it (VS Code's `${input:…}`). Never shown, never written to a file. */
  readonly value?: string;
}

export interface ImportOptions {
  /** Names that are configured already. */
  readonly existing: readonly string[];
  readonly replace: boolean;
  /** Where secrets go: into the OS keyring where there is one, else the operator has to set variables. */
  readonly secretsTo: 'env' | 'keyring';
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
    if (name !== original) renamed.push({ from: original, to: name });
    const isNew = !taken.has(name) || (options.replace && !servers.some((server) => server.name === name));
    if (!isNew) {
      collisions.push(name);
      continue;
    }
    const moved = moveSecrets(name, entry, options.secretsTo);
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

function moveSecrets(
  server: string,
  entry: unknown,
  to: ImportOptions['secretsTo'],
): { entry: unknown; secrets: FoundSecret[]; notes: string[] } {
  if (!isRecord(entry)) return { entry, secrets: [], notes: [] };
  const secrets: FoundSecret[] = [];
  const notes: string[] = [];

  const refer = (where: string, key: string, value?: string): string => {
    const words = `${server}_${key}`.replaceAll(/[^A-Za-z0-9]+/g, '_').replaceAll(/^_+|_+$/g, '');
    const base =
      to === 'env'
        ? (/^\d/.test(words) ? `_${words}` : words).toUpperCase()
        : `${server}/${key.replaceAll(/[^\w.-]+/g, '_').replaceAll(/^[_-]+/g, '')}`;
    const same = secrets.find((known) => known.value !== undefined && known.value === value);
    if (same) return same.reference;
    let name = base.slice(0, 120);
    for (let n = 2; secrets.some((known) => known.name === name && known.value !== value); n++)
      name = `${base.slice(0, 116)}_${n}`;
    const reference = `\${${to}:${name}}`;
    secrets.push({ server, where, reference, from: to, name, ...(value === undefined ? {} : { value }) });
    return reference;
  };

  /** `${VAR}` of Claude, `${input:id}` of VS Code, `${userHome}`. */
  const translate = (where: string, value: string): string =>
    value.replaceAll(/\$\{([^}]*)\}/g, (whole, inner: string) => {
      if (/^(?:env|keyring):[\w./-]+$/.test(inner)) return whole;
      const input = /^input:([\w.-]+)$/.exec(inner)?.[1];
      if (input !== undefined) return refer(where, input);
      if (inner === 'userHome') return homedir();
      const variable = /^(?:env:)?([A-Z_][A-Z0-9_]*)(:-.*)?$/s.exec(inner);
      if (variable) {
        if (variable[2] !== undefined)
          notes.push(`${where}: the default of \${${variable[1]}} is not taken over: set the variable`);
        return `\${env:${variable[1]}}`;
      }
      notes.push(`${where}: \${${inner.slice(0, 40)}} means nothing here: write the value`);
      return whole;
    });

  /** Keeps the scheme of `Bearer x`. */
  const hide = (where: string, key: string, value: string): string => {
    const scheme = /^((?:bearer|basic|token)\s+)(.+)$/is.exec(value);
    return scheme ? `${scheme[1]}${refer(where, key, scheme[2])}` : refer(where, key, value);
  };

  const members = (kind: string, value: unknown): unknown =>
    isRecord(value)
      ? Object.fromEntries(
          Object.entries(value).map(([key, member]) => {
            if (typeof member !== 'string') return [key, member];
            const translated = translate(`${kind} ${key}`, member);
            return [key, looksSecret(key, translated) ? hide(`${kind} ${key}`, key, translated) : translated];
          }),
        )
      : value;

  const isShell =
    typeof entry['command'] === 'string' &&
    /(?:^|[\\/])(?:ba|z|da|k)?sh$|powershell|pwsh|cmd(?:\.exe)?$/.test(entry['command']);
  const args = (value: unknown): unknown => {
    if (!Array.isArray(value)) return value;
    return value.map((arg: unknown, index) => {
      if (typeof arg !== 'string') return arg;
      const where = `argument ${index + 1}`;
      // A shell expands its own variables.
      const translated = isShell ? arg : translate(where, arg);
      const before: unknown = value[index - 1];
      const part = argumentPart(translated, typeof before === 'string' ? before : undefined);
      if (!isSecretArgument(part)) return translated;
      return `${part.prefix}${hide(where, part.key === '' ? `ARG_${index + 1}` : part.key, part.value)}`;
    });
  };

  const { envFile, command, url, cwd } = entry;
  if (envFile !== undefined) notes.push('envFile is not read: put its variables under "env"');
  const headers = members('header', entry['headers']);
  const address = typeof url === 'string' ? moveUrlSecrets(translate('url', url), refer) : undefined;
  const changed = {
    ...entry,
    ...(typeof command === 'string' ? { command: translate('command', command) } : {}),
    ...(typeof cwd === 'string' ? { cwd: translate('cwd', cwd) } : {}),
    ...(address === undefined ? {} : { url: address.url }),
    ...(entry['args'] === undefined ? {} : { args: args(entry['args']) }),
    ...(entry['env'] === undefined ? {} : { env: withoutNull(members('env', entry['env'])) }),
    ...(headers === undefined && address?.authorization === undefined
      ? {}
      : {
          headers: {
            ...(isRecord(headers) ? headers : {}),
            ...(address?.authorization === undefined ? {} : { Authorization: address.authorization }),
          },
        }),
  };
  return { entry: changed, secrets, notes };
}

/** VS Code writes null for a variable that is to be removed. */
function withoutNull(value: unknown): unknown {
  return isRecord(value)
    ? Object.fromEntries(Object.entries(value).filter(([, member]) => member !== null))
    : value;
}

function moveUrlSecrets(
  url: string,
  refer: (where: string, key: string, value?: string) => string,
): { url: string; authorization?: string } {
  const query = url.replaceAll(
    /([?&])([^=&#]+)=([^&#]+)/g,
    (whole, mark: string, key: string, value: string) =>
      looksSecret(key, decode(value)) ? `${mark}${key}=${refer(`url ${key}`, key, value)}` : whole,
  );
  const user = /^(https?:\/\/)([^/@?#]+)@/.exec(query);
  if (!user) return { url: query };
  const [whole, scheme = '', credentials = ''] = user;
  const basic = Buffer.from(decode(credentials)).toString('base64');
  return {
    url: `${scheme}${query.slice(whole.length)}`,
    authorization: `Basic ${refer('url user and password', 'AUTHORIZATION', basic)}`,
  };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
