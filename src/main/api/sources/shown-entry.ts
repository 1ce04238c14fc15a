import type { ShownSourceEntry } from '../../../shared/contract/sources.ts';
import { secretsInQuery } from '../../mcp/entry-secrets.ts';
import { argumentPart, isSecretArgument } from '../../mcp/secret-arguments.ts';
import type { ServerConfig } from '../../mcp/server-config.ts';
import { describeCommand } from '../../mcp/trust.ts';
import { looksSecret } from '../../platform/secrets-redact.ts';

const hidden = { hidden: true } as const;
type Shown = string | typeof hidden;

/** A configuration as it may be shown: a literal secret that was put there by hand does not leave the application. */
export function shownEntry({ transport, options }: ServerConfig): ShownSourceEntry {
  const {
    timeoutMs,
    startTimeoutMs,
    maxTotalMs,
    maxMessageBytes,
    readOnlyTools,
    simulated,
    domains,
    profile,
  } = options;
  const shownOptions = {
    ...(timeoutMs !== undefined && { timeoutMs }),
    ...(startTimeoutMs !== undefined && { startTimeoutMs }),
    ...(maxTotalMs !== undefined && { maxTotalMs }),
    ...(maxMessageBytes !== undefined && { maxMessageBytes }),
    readOnlyTools: [...readOnlyTools],
    simulated,
    ...(domains && { domains: [...domains] }),
    ...(profile !== undefined && { profile }),
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

/** The command line or address on one line, as it is shown for acceptance. */
export function shownTarget(config: ServerConfig): string {
  const command = describeCommand(config);
  return command.kind === 'http' ? command.url : [command.command, ...command.args].join(' ');
}

function shownMembers(members: Readonly<Record<string, string>>): Record<string, Shown> {
  return Object.fromEntries(
    Object.entries(members).map(([name, value]) => [name, looksSecret(name, value) ? hidden : value]),
  );
}

function shownUrl(url: string): Shown {
  return looksSecret('', url) || secretsInQuery(url).length > 0 ? hidden : url;
}
