import type { ToolResult } from '../mcp/session.ts';
import { DomainError } from '../platform/errors.ts';

/** A host as ssh-mcp is configured for it. Profiles that lead to the same address are the same host. */
export interface SshHost {
  /** Of its first profile: what the site calls it. */
  readonly name: string;
  readonly address: string;
  readonly port: number;
  /** As they are configured. The first one reads; the last one is what changes are made with. */
  readonly profiles: readonly [string, ...string[]];
}

const line = /^(.+): (\S+)@(\S+):(\d+) \[[a-z]+\] sessions=\d+ role=\S+$/;

export interface ListedHosts {
  readonly hosts: readonly SshHost[];
  /** Lines that are no connection. */
  readonly unread: readonly string[];
}

/**
 * The hosts of `list-connections`, which has a line for each profile and no other form.
 * @throws DomainError when the server says that it has none: it is not configured
 */
export function listedHosts(
  source: string,
  { isError, text }: Pick<ToolResult, 'isError' | 'text'>,
): ListedHosts {
  if (isError)
    throw new DomainError(
      'unreadable',
      `${source}: it does not list its connections: ${text.slice(0, 300)}`,
      {
        hint: 'Give ssh-mcp a configuration with a profile for each host; docs/ssh-servers.md has one.',
      },
    );
  const byAddress = new Map<string, SshHost>();
  const unread: string[] = [];
  for (const one of text.split('\n').filter((it) => it.trim() !== '')) {
    const [, profile, , address, port] = line.exec(one) ?? [];
    if (profile === undefined || address === undefined) {
      unread.push(one);
      continue;
    }
    const key = `${address}:${port}`;
    const known = byAddress.get(key);
    byAddress.set(
      key,
      known
        ? { ...known, profiles: [...known.profiles, profile] }
        : { name: profile, address, port: Number(port), profiles: [profile] },
    );
  }
  return { hosts: [...byAddress.values()], unread };
}

export const readingProfile = ({ profiles }: SshHost): string => profiles[0];
export const changingProfile = ({ profiles }: SshHost): string => profiles.at(-1) ?? profiles[0];
