import type { z } from 'zod';
import type { sourceEntrySchema } from '../../../shared/contract/sources.ts';
import type { ServerConfig } from '../../mcp/server-config.ts';
import { DomainError } from '../../platform/errors.ts';

type Given = z.output<typeof sourceEntrySchema>;
type Value = Given extends never ? never : string | { readonly keep: true };

/**
 * What an operator wrote, as an entry of the shared `mcpServers` format. `keep` takes what stands in `before`.
 * @throws DomainError server-config-invalid when there is nothing to keep
 */
export function givenEntry(given: Given, before: ServerConfig | undefined): Record<string, unknown> {
  const { readOnlyTools, simulated, ...own } = given.options;
  const datacenterDocs = {
    ...own,
    ...(readOnlyTools.length > 0 && { readOnlyTools }),
    ...(simulated && { simulated }),
  };
  const shared = {
    ...(before?.disabled === true && { disabled: true }),
    ...(Object.keys(datacenterDocs).length > 0 && { datacenterDocs }),
  };
  if (given.kind === 'http') {
    const old = before?.transport.kind === 'http' ? before.transport : undefined;
    return {
      type: 'http',
      url: kept('url', given.url, old?.url),
      headers: members('header', given.headers, old?.headers),
      ...shared,
    };
  }
  const old = before?.transport.kind === 'stdio' ? before.transport : undefined;
  return {
    command: given.command,
    args: given.args.map((arg, i) => kept(`argument ${i + 1}`, arg, old?.args[i])),
    env: members('env', given.env, old?.env),
    ...(given.cwd !== undefined && given.cwd !== '' && { cwd: given.cwd }),
    ...shared,
  };
}

function members(
  what: string,
  given: Readonly<Record<string, Value>>,
  old: Readonly<Record<string, string>> | undefined,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => [name, kept(`${what} ${name}`, value, old?.[name])]),
  );
}

function kept(where: string, value: Value, old: string | undefined): string {
  if (typeof value === 'string') return value;
  if (old !== undefined) return old;
  throw new DomainError('server-config-invalid', `${where}: there is no value to keep.`, {
    hint: 'Write the value, or refer to a secret as ${keyring:NAME} or ${env:NAME}.',
  });
}
