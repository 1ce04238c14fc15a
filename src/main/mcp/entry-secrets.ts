import { looksSecret } from '../platform/secrets-redact.ts';
import { secretReferences, type SecretReference } from '../platform/secrets.ts';
import { argumentPart, isSecretArgument } from './secret-arguments.ts';
import type { ServerConfig } from './server-config.ts';

/** Literal secrets that stand in a configuration, to be taken out of other texts. */
export function literalSecrets({ transport }: ServerConfig): string[] {
  const inMembers = (members: Readonly<Record<string, string>>) =>
    Object.entries(members).flatMap(([name, value]) => (looksSecret(name, value) ? [bare(value)] : []));
  if (transport.kind === 'http') {
    return [...inMembers(transport.headers), ...secretsInQuery(transport.url)];
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

export function secretsInQuery(url: string): string[] {
  return [...url.matchAll(/[?&]([^=&#]+)=([^&#]+)/g)].flatMap(([, name = '', value = '']) =>
    looksSecret(name, value) ? [value] : [],
  );
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
