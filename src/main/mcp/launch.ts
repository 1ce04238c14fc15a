import type { Clock } from '../platform/clock.ts';
import type { Redactor } from '../platform/secrets-redact.ts';
import { looksSecret } from '../platform/secrets-redact.ts';
import { resolveSecrets, secretReferences, type SecretStore } from '../platform/secrets.ts';
import type { LogTail } from './log-tail.ts';
import { argumentPart, isSecretArgument } from './secret-arguments.ts';
import type { ServerConfig } from './server-config.ts';
import { defaultMaxMessageBytes, type ServerTransport } from './server-transport.ts';

export interface LaunchPorts {
  readonly secrets: SecretStore;
  readonly redactor: Redactor;
  readonly log: LogTail;
  readonly clock: Clock;
}

/**
 * Resolves the secret references of a configuration and makes its transport; nothing is started yet.
 * @throws SecretError
 */
export async function launch(
  { transport, options }: ServerConfig,
  ports: LaunchPorts,
): Promise<ServerTransport> {
  const { secrets, redactor, log, clock } = ports;
  const resolve = (text: string) => resolveSecrets(text, secrets, (value) => redactor.add(value));
  const resolveAll = async (members: Readonly<Record<string, string>>) =>
    Object.fromEntries(
      await Promise.all(
        Object.entries(members).map(async ([name, value]) => {
          const resolved = await resolve(value);
          // Also what was put into the file by hand, and the whole of a header of which a part is secret.
          if (looksSecret(name, value) || secretReferences(value).length > 0) redactor.add(resolved);
          return [name, resolved] as const;
        }),
      ),
    );
  const maxMessageBytes = options.maxMessageBytes ?? defaultMaxMessageBytes;
  const shared = { maxMessageBytes, log, clock };

  if (transport.kind === 'http') {
    const { createHttpTransport } = await import('./http-transport.ts');
    return createHttpTransport({
      ...shared,
      url: await resolve(transport.url),
      headers: await resolveAll(transport.headers),
    });
  }
  const [{ createStdioTransport }, { getDefaultEnvironment }] = await Promise.all([
    import('./stdio-transport.ts'),
    import('@modelcontextprotocol/sdk/client/stdio.js'),
  ]);
  for (const [index, arg] of transport.args.entries()) {
    const part = argumentPart(arg, transport.args[index - 1]);
    if (isSecretArgument(part)) redactor.add(part.value);
  }
  return createStdioTransport({
    ...shared,
    command: await resolve(transport.command),
    args: await Promise.all(transport.args.map(resolve)),
    // Only what every program needs, and what was configured: our own environment holds other servers' secrets.
    env: { ...getDefaultEnvironment(), ...(await resolveAll(transport.env)) },
    ...(transport.cwd === undefined ? {} : { cwd: transport.cwd }),
  });
}
