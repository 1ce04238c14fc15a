import { z } from 'zod';
import { sourceName } from '../../shared/model/ids.ts';
import { domains } from '../../shared/model/kind.ts';
import { profileIdSchema } from '../../shared/model/profile-id.ts';
import { DomainError } from '../platform/errors.ts';

/** One configured MCP server, as the pool uses it. Texts may hold secret references; they are resolved at the start. */
export interface ServerConfig {
  /** The source's name in the whole application. */
  readonly name: string;
  readonly transport: StdioTransportConfig | HttpTransportConfig;
  readonly disabled: boolean;
  readonly options: ServerOptions;
}

export interface StdioTransportConfig {
  readonly kind: 'stdio';
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

export interface HttpTransportConfig {
  readonly kind: 'http';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Our own members of the shared format, under `datacenterDocs`. */
export type ServerOptions = z.infer<typeof serverOptionsSchema>;

export const serverOptionsSchema = z.strictObject({
  /** Without an answer or progress for so long, a call has failed. Milliseconds; default 30,000. */
  timeoutMs: z.int().min(100).max(3_600_000).optional(),
  /** How long a server may take to start and shake hands. Milliseconds; default 60,000, as some install themselves first. */
  startTimeoutMs: z.int().min(100).max(3_600_000).optional(),
  /** However much progress is reported, no call lasts longer. Milliseconds; default 600,000. */
  maxTotalMs: z.int().min(100).max(86_400_000).optional(),
  /** Largest single message that is accepted. Bytes; default 64 MiB. */
  maxMessageBytes: z.int().min(1_024).max(1_073_741_824).optional(),
  /** Tools that this site declares to change nothing, by exact name. */
  readOnlyTools: z.array(z.string().min(1)).default([]),
  /** What this server says is made up; everything that comes of it is marked so. */
  simulated: z.boolean().default(false),
  /** Id of the profile that says how it is read, whatever adapter would recognise it. */
  profile: profileIdSchema.optional(),
  /** Which collectors to run against it; left out, those whose adapters recognise it. */
  domains: z.array(z.enum(domains)).optional(),
});

const text = z.string().refine((value) => !value.includes('\0'), 'must not contain a NUL character');
const environmentName = z
  .string()
  .regex(/^[^=\0]+$/, 'expected the name of an environment variable, without "="');
const headerName = z.string().regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, 'expected an HTTP header name');

/** A YAML-ish habit of other clients: numbers and switches as environment values. */
const environmentValue = z
  .union([text, z.number(), z.boolean()], 'expected a text, number or true/false')
  .transform(String);

const common = {
  type: z.string().optional(),
  transport: z.string().optional(),
  disabled: z.boolean().default(false),
  datacenterDocs: serverOptionsSchema.prefault({}),
};

const stdioEntry = z.looseObject({
  ...common,
  command: text.min(1, 'must not be empty'),
  args: z.array(text).default([]),
  env: z.record(environmentName, environmentValue).default({}),
  cwd: text.min(1).optional(),
});

const httpEntry = z.looseObject({
  ...common,
  url: text.min(1, 'must not be empty'),
  headers: z.record(headerName, text).default({}),
});

const stdioTypes = new Set(['stdio', 'local']);
const httpTypes = new Set(['http', 'streamable-http', 'streamablehttp', 'streamable_http', 'remote']);

export class ServerConfigError extends DomainError {
  override readonly name = 'ServerConfigError';
}

/** Why one entry cannot be used: `path` inside the file, and what was expected. */
export interface ConfigProblem {
  readonly path: string;
  readonly message: string;
}

export type ParsedServer =
  | { readonly ok: true; readonly config: ServerConfig }
  | { readonly ok: false; readonly problems: readonly ConfigProblem[] };

/** Reads one entry of `mcpServers`. `path` is where it stands, for messages. */
export function parseServer(name: string, entry: unknown, path = `mcpServers.${name}`): ParsedServer {
  const badName = sourceName.safeParse(name).error?.issues[0]?.message;
  if (badName !== undefined) return problem(path, `a server's name: ${badName}`);
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) {
    return problem(path, `expected an object with "command" or "url", got ${kindOf(entry)}`);
  }
  const declared = declaredKind(entry);
  if (declared === 'sse') {
    return problem(`${path}.type`, 'the old SSE transport is not supported: expected "stdio" or "http"');
  }
  if (declared === undefined) {
    return problem(`${path}.type`, 'expected "stdio" or "http"');
  }
  const has = { command: 'command' in entry, url: 'url' in entry };
  if (has.command && has.url) return problem(path, 'has both "command" and "url": expected one of them');
  if (!has.command && !has.url) return problem(path, 'expected "command" (stdio) or "url" (http)');
  if (declared === 'stdio' && has.url) return problem(`${path}.type`, 'is stdio, but there is a "url"');
  if (declared === 'http' && has.command) return problem(`${path}.type`, 'is http, but there is a "command"');

  if (has.command) {
    const parsed = stdioEntry.safeParse(entry);
    if (!parsed.success) return { ok: false, problems: problemsOf(parsed.error, path) };
    const { command, args, env, cwd, disabled, datacenterDocs } = parsed.data;
    const transport = { kind: 'stdio' as const, command, args, env, ...(cwd === undefined ? {} : { cwd }) };
    return { ok: true, config: { name, transport, disabled, options: datacenterDocs } };
  }
  const parsed = httpEntry.safeParse(entry);
  if (!parsed.success) return { ok: false, problems: problemsOf(parsed.error, path) };
  const { url, headers, disabled, datacenterDocs } = parsed.data;
  const badUrl = urlProblem(url);
  if (badUrl !== undefined) return problem(`${path}.url`, badUrl);
  return {
    ok: true,
    config: { name, transport: { kind: 'http', url, headers }, disabled, options: datacenterDocs },
  };
}

/** Reads a whole file's content: every entry on its own, so that one mistake does not take the others away. */
export function parseServers(root: unknown): { servers: ServerConfig[]; problems: ConfigProblem[] } {
  if (typeof root !== 'object' || root === null || Array.isArray(root)) {
    return { servers: [], problems: [{ path: '', message: `expected an object, got ${kindOf(root)}` }] };
  }
  const entries: unknown = Reflect.get(root, 'mcpServers') ?? {};
  if (typeof entries !== 'object' || entries === null || Array.isArray(entries)) {
    return {
      servers: [],
      problems: [{ path: 'mcpServers', message: `expected an object, got ${kindOf(entries)}` }],
    };
  }
  const servers: ServerConfig[] = [];
  const problems: ConfigProblem[] = [];
  for (const [name, entry] of Object.entries(entries)) {
    const parsed = parseServer(name, entry);
    if (parsed.ok) servers.push(parsed.config);
    else problems.push(...parsed.problems);
  }
  return { servers, problems };
}

/** As it is written to the file: defaults left out. */
export function serverEntry(config: ServerConfig): Record<string, unknown> {
  const { transport, options } = config;
  const own = Object.fromEntries(
    Object.entries(options).filter(
      ([, value]) => value !== undefined && value !== false && !(Array.isArray(value) && value.length === 0),
    ),
  );
  const shared = {
    ...(config.disabled ? { disabled: true } : {}),
    ...(Object.keys(own).length > 0 ? { datacenterDocs: own } : {}),
  };
  if (transport.kind === 'http') {
    return {
      type: 'http',
      url: transport.url,
      ...(Object.keys(transport.headers).length > 0 ? { headers: transport.headers } : {}),
      ...shared,
    };
  }
  return {
    command: transport.command,
    ...(transport.args.length > 0 ? { args: transport.args } : {}),
    ...(Object.keys(transport.env).length > 0 ? { env: transport.env } : {}),
    ...(transport.cwd === undefined ? {} : { cwd: transport.cwd }),
    ...shared,
  };
}

export function formatProblems(problems: readonly ConfigProblem[]): string {
  return problems.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)).join('\n');
}

function declaredKind(entry: object): 'stdio' | 'http' | 'sse' | 'left-open' | undefined {
  const declared: unknown = Reflect.get(entry, 'type') ?? Reflect.get(entry, 'transport');
  if (declared === undefined) return 'left-open';
  if (typeof declared !== 'string') return undefined;
  const word = declared.toLowerCase();
  if (stdioTypes.has(word)) return 'stdio';
  if (httpTypes.has(word)) return 'http';
  return word === 'sse' ? 'sse' : undefined;
}

function urlProblem(url: string): string | undefined {
  // References stand in for what is not known yet; they may be the whole host.
  const sample = url.replaceAll(/\$\{[^}]*\}/g, 'x');
  if (!URL.canParse(sample)) return 'expected an absolute URL, e.g. https://mcp.example.org/mcp';
  const { protocol, username, password } = new URL(sample);
  if (protocol !== 'http:' && protocol !== 'https:' && !url.startsWith('${')) {
    return `expected http: or https:, got ${protocol}`;
  }
  if (username !== '' || password !== '') {
    return 'must not carry a user name or password: use headers with a secret reference';
  }
  return undefined;
}

function problem(path: string, message: string): ParsedServer {
  return { ok: false, problems: [{ path, message }] };
}

function problemsOf(error: z.ZodError, path: string): ConfigProblem[] {
  return error.issues.map((issue) => ({
    path: [path, ...issue.path.map(String)].join('.'),
    message: issue.message,
  }));
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'a list' : typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
