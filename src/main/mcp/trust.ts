import { createHash } from 'node:crypto';
import { looksSecret } from '../platform/secrets-redact.ts';
import { secretReferences } from '../platform/secrets.ts';
import { argumentPart, isSecretArgument } from './secret-arguments.ts';
import type { ServerConfig } from './server-config.ts';
import type { ToolDescription } from './session.ts';

/**
 * What an operator accepts of one server: the command line (or address) that it is started with, and its tools. Pure:
 * trust-store.ts keeps it, the pool enforces it.
 */
export type CommandDescription =
  | {
      readonly kind: 'stdio';
      readonly command: string;
      readonly args: readonly string[];
      readonly cwd?: string;
      /** Per variable: a secret reference as it stands, else a digest; a value never lies in the trust file. */
      readonly env: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'http'; readonly url: string; readonly headers: Readonly<Record<string, string>> };

/** One difference between what was accepted and what is there now. */
export type TrustChange =
  | { readonly what: 'server-new' }
  | { readonly what: 'command'; readonly part: string; readonly before: string; readonly after: string }
  | { readonly what: 'tool-added'; readonly tool: string; readonly after: ToolDescription }
  | { readonly what: 'tool-removed'; readonly tool: string }
  | {
      readonly what: 'tool-changed';
      readonly tool: string;
      readonly part: (typeof toolParts)[number];
      readonly before: string;
      readonly after: string;
    };

const toolParts = ['title', 'description', 'inputSchema', 'outputSchema', 'annotations'] as const;

export function describeCommand({ transport }: ServerConfig): CommandDescription {
  if (transport.kind === 'http') {
    return { kind: 'http', url: maskedUrl(transport.url), headers: digests(transport.headers) };
  }
  return {
    kind: 'stdio',
    command: transport.command,
    args: transport.args.map((arg, index) => maskedArgument(arg, transport.args[index - 1])),
    ...(transport.cwd === undefined ? {} : { cwd: transport.cwd }),
    env: digests(transport.env),
  };
}

/** For people: one line each. */
export function commandLines(command: CommandDescription): string[] {
  if (command.kind === 'http') {
    return [
      `address  ${command.url}`,
      ...Object.entries(command.headers).map(([name, value]) => `header   ${name}: ${shownValue(value)}`),
    ];
  }
  return [
    `command  ${[command.command, ...command.args].map(quoted).join(' ')}`,
    ...(command.cwd === undefined ? [] : [`folder   ${command.cwd}`]),
    ...Object.entries(command.env).map(([name, value]) => `env      ${name}=${shownValue(value)}`),
  ];
}

export function fingerprint(value: unknown): string {
  return createHash('sha256').update(canonical(value)).digest('hex');
}

/** The tools as they are compared and kept: only the parts that are accepted, in an order of their own. */
export function normalizeTools(tools: readonly ToolDescription[]): ToolDescription[] {
  return tools
    .map((tool) => ({
      name: tool.name,
      inputSchema: tool.inputSchema,
      ...(tool.title === undefined ? {} : { title: tool.title }),
      ...(tool.description === undefined ? {} : { description: tool.description }),
      ...(tool.outputSchema === undefined ? {} : { outputSchema: tool.outputSchema }),
      ...(tool.annotations === undefined ? {} : { annotations: tool.annotations }),
    }))
    .toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

export function toolsFingerprint(tools: readonly ToolDescription[]): string {
  return fingerprint(normalizeTools(tools));
}

export function diffCommand(before: CommandDescription, after: CommandDescription): TrustChange[] {
  if (before.kind !== after.kind) {
    return [{ what: 'command', part: 'transport', before: before.kind, after: after.kind }];
  }
  const parts = new Map<string, [string, string]>();
  const compare = (part: string, a: string, b: string) => {
    if (a !== b) parts.set(part, [a, b]);
  };
  const compareMembers = (
    part: string,
    a: Readonly<Record<string, string>>,
    b: Readonly<Record<string, string>>,
  ) => {
    for (const name of [...new Set([...Object.keys(a), ...Object.keys(b)])].toSorted()) {
      compare(`${part} ${name}`, shownMember(a, name), shownMember(b, name));
      // Two values that people may not see can only differ in their digest.
      if (a[name] !== b[name] && !parts.has(`${part} ${name}`)) {
        parts.set(`${part} ${name}`, ['(a value)', '(another value)']);
      }
    }
  };
  if (before.kind === 'http' && after.kind === 'http') {
    compare('url', before.url, after.url);
    compareMembers('header', before.headers, after.headers);
  }
  if (before.kind === 'stdio' && after.kind === 'stdio') {
    compare('command', before.command, after.command);
    compare('arguments', before.args.map(quoted).join(' '), after.args.map(quoted).join(' '));
    compare('folder', before.cwd ?? '(none)', after.cwd ?? '(none)');
    compareMembers('env', before.env, after.env);
  }
  return [...parts].map(([part, [a, b]]) => ({ what: 'command', part, before: a, after: b }));
}

export function diffTools(
  before: readonly ToolDescription[],
  after: readonly ToolDescription[],
): TrustChange[] {
  const old = new Map(normalizeTools(before).map((tool) => [tool.name, tool]));
  const now = new Map(normalizeTools(after).map((tool) => [tool.name, tool]));
  const removed = [...old.keys()].filter((name) => !now.has(name));
  const present = [...now.values()].flatMap((tool): TrustChange[] => {
    const accepted = old.get(tool.name);
    if (!accepted) return [{ what: 'tool-added', tool: tool.name, after: tool }];
    return toolParts
      .filter((part) => canonical(accepted[part]) !== canonical(tool[part]))
      .map((part) => ({
        what: 'tool-changed',
        tool: tool.name,
        part,
        before: partText(accepted[part]),
        after: partText(tool[part]),
      }));
  });
  return [...present, ...removed.map((tool): TrustChange => ({ what: 'tool-removed', tool }))];
}

/** For people and for errors: one line each, before and after cut around the first difference. */
export function describeChange(change: TrustChange): string {
  switch (change.what) {
    case 'server-new':
      return 'this server has never been accepted';
    case 'command': {
      const [before, after] = around(change.before, change.after);
      return `${change.part}: was ${before}, is ${after}`;
    }
    case 'tool-added':
      return `tool ${change.tool} is new: ${firstLine(change.after.description)}`;
    case 'tool-removed':
      return `tool ${change.tool} is gone`;
    case 'tool-changed': {
      const [before, after] = around(change.before, change.after);
      return `tool ${change.tool}, ${change.part}: was ${before}, is ${after}`;
    }
  }
}

function around(before: string, after: string): [string, string] {
  const width = 120;
  let same = 0;
  while (same < before.length && same < after.length && before[same] === after[same]) same += 1;
  const from = Math.max(0, same - 30);
  const cut = (text: string) => {
    const piece = text.slice(from, from + width);
    return `"${from > 0 ? '…' : ''}${piece}${from + width < text.length ? '…' : ''}"`;
  };
  return [cut(before), cut(after)];
}

function partText(value: unknown): string {
  return value === undefined ? '(none)' : typeof value === 'string' ? value : canonical(value);
}

function firstLine(text: string | undefined): string {
  const line = text?.trim().split('\n')[0] ?? '';
  return line === '' ? '(no description)' : line.length > 160 ? `${line.slice(0, 160)}…` : line;
}

/** The same JSON for the same content, whatever the order of members. Depth is bounded where messages are parsed. */
function canonical(value: unknown): string {
  return (
    JSON.stringify(value, (_, member: unknown) =>
      typeof member === 'object' && member !== null && !Array.isArray(member)
        ? Object.fromEntries(Object.entries(member).toSorted(([a], [b]) => (a < b ? -1 : 1)))
        : member,
    ) ?? 'undefined'
  );
}

const digestMark = 'sha256:';

/** Variables that decide which code a program runs are part of what is accepted, and are shown as they stand. */
const runsCode =
  /^(?:PATH|NODE_OPTIONS|NODE_PATH|LD_\w+|DYLD_\w+|PYTHON\w*|BASH_ENV|ENV|SHELL|IFS|PERL5\w*|RUBY\w*|JAVA_TOOL_OPTIONS|_JAVA_OPTIONS|JDK_JAVA_OPTIONS|GIT_\w+|NPM_CONFIG_\w+|UV_\w+|PIP_\w+|\w+_PROXY|SSL_CERT_FILE|NODE_EXTRA_CA_CERTS|NODE_TLS_REJECT_UNAUTHORIZED)$/i;

function digests(members: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(members).map(([name, value]) => [
      name,
      (secretReferences(value).length > 0 || runsCode.test(name)) && !looksSecret(name, value)
        ? value
        : `${digestMark}${createHash('sha256').update(value).digest('hex').slice(0, 16)}`,
    ]),
  );
}

function shownValue(value: string): string {
  return value.startsWith(digestMark) ? '(set in mcp.json)' : value;
}

function shownMember(members: Readonly<Record<string, string>>, name: string): string {
  const value = members[name];
  return value === undefined ? '(none)' : value.startsWith(digestMark) ? '(a value)' : value;
}

function masked(key: string, value: string): string {
  return looksSecret(key, value)
    ? `${digestMark}${createHash('sha256').update(value).digest('hex').slice(0, 16)}`
    : value;
}

function maskedUrl(url: string): string {
  return url.replaceAll(
    /([?&])([^=&#]+)=([^&#]+)/g,
    (_, mark: string, key: string, value: string) => `${mark}${key}=${masked(key, value)}`,
  );
}

/** A literal secret that was put there by hand is compared by digest and not shown. */
function maskedArgument(arg: string, before: string | undefined): string {
  const part = argumentPart(arg, before);
  return isSecretArgument(part) ? `${part.prefix}${masked(part.key, part.value)}` : arg;
}

function quoted(word: string): string {
  return /^[\w@%+=:,./\\${}-]+$/.test(word) ? word : JSON.stringify(word);
}
