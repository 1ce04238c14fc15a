import type { ShownSourceEntry } from '../../../shared/contract/sources.ts';
import { argumentPart, isSecretArgument } from '../../mcp/secret-arguments.ts';
import type { ServerConfig } from '../../mcp/server-config.ts';
import { describeCommand } from '../../mcp/trust.ts';
import { looksSecret } from '../../platform/secrets-redact.ts';
import { secretReferences, type SecretReference } from '../../platform/secrets.ts';

const hidden = { hidden: true } as const;
type Shown = string | typeof hidden;

/** A configuration as it may be shown: a literal secret that was put there by hand does not leave the application. */
export function shownEntry({ transport, options }: ServerConfig): ShownSourceEntry {
  const { timeoutMs, startTimeoutMs, maxTotalMs, maxMessageBytes, readOnlyTools, simulated, domains } =
    options;
  const shownOptions = {
    ...(timeoutMs !== undefined && { timeoutMs }),
    ...(startTimeoutMs !== undefined && { startTimeoutMs }),
    ...(maxTotalMs !== undefined && { maxTotalMs }),
    ...(maxMessageBytes !== undefined && { maxMessageBytes }),
    readOnlyTools: [...readOnlyTools],
    simulated,
    ...(domains && { domains: [...domains] }),
  };
  if (transport.kind === 'http') {
    return {
      kind: 'http',
      url: shownUrl(transport.url),
      headers: shownMembers(transport.headers),
      options: shownOptions,
    };
  }
  const { command, args, env, cwd } = transport;
  return {
    kind: 'stdio',
    command,
    args: args.map((arg, i) => (isSecretArgument(argumentPart(arg, args[i - 1])) ? hidden : arg)),
    env: shownMembers(env),
    ...(cwd !== undefined && { cwd }),
    options: shownOptions,
  };
}

/** Literal secrets that stand in a configuration, to be taken out of other texts. */
export function literalSecrets({ transport }: ServerConfig): string[] {
  const inMembers = (members: Readonly<Record<string, string>>) =>
    Object.entries(members).flatMap(([name, value]) => (looksSecret(name, value) ? [bare(value)] : []));
  if (transport.kind === 'http') {
    return [...inMembers(transport.headers), ...inQuery(transport.url)];
  }
  return [
    ...inMembers(transport.env),
    ...transport.args.flatMap((arg, i, args) => {
      const part = argumentPart(arg, args[i - 1]);
      return isSecretArgument(part) ? [bare(part.value)] : [];
    }),
  ];
}

/** Without the scheme of `Bearer x`, which says nothing. */
function bare(value: string): string {
  return value.replace(/^(?:bearer|basic|token)\s+/i, '');
}

function inQuery(url: string): string[] {
  return [...url.matchAll(/[?&]([^=&#]+)=([^&#]+)/g)].flatMap(([, name = '', value = '']) =>
    looksSecret(name, value) ? [value] : [],
  );
}

/** The command line or address on one line, as it is shown for acceptance. */
export function shownTarget(config: ServerConfig): string {
  const command = describeCommand(config);
  return command.kind === 'http' ? command.url : [command.command, ...command.args].join(' ');
}

export function referencesOf({ transport }: ServerConfig): SecretReference[] {
  const texts =
    transport.kind === 'http'
      ? [transport.url, ...Object.values(transport.headers)]
      : [transport.command, ...transport.args, ...Object.values(transport.env), transport.cwd ?? ''];
  const found = new Map(
    texts.flatMap(readReferences).map((reference) => [referenceText(reference), reference] as const),
  );
  return [...found.values()];
}

export function referenceText({ from, name }: SecretReference): string {
  return `\${${from}:${name}}`;
}

/** A malformed reference is a problem of starting the server, not of showing it. */
function readReferences(text: string): SecretReference[] {
  try {
    return secretReferences(text);
  } catch {
    return [];
  }
}

function shownMembers(members: Readonly<Record<string, string>>): Record<string, Shown> {
  return Object.fromEntries(
    Object.entries(members).map(([name, value]) => [name, looksSecret(name, value) ? hidden : value]),
  );
}

function shownUrl(url: string): Shown {
  return looksSecret('', url) || inQuery(url).length > 0 ? hidden : url;
}
