import { DomainError } from '../platform/errors.ts';
import type { ServerDescription } from '../mcp/session.ts';
import type { Adapter, CollectorDefinition } from './collector.ts';

export interface Choice {
  readonly collector: CollectorDefinition;
  readonly adapter: Adapter;
}

/**
 * One adapter for each domain: the profile that the site names, else the first that recognises the server. Where the
 * named one is not in force, nothing of the domain is read by another: it would be other things to it.
 * @throws DomainError profile-not-in-force
 */
export function chosenAdapters(
  collectors: readonly CollectorDefinition[],
  server: ServerDescription,
  domain?: CollectorDefinition['domain'],
): readonly Choice[] {
  const named = collectors.flatMap((collector) =>
    collector.adapters
      .filter(({ id, revision }) => revision !== undefined && id === server.profile)
      .map((adapter): Choice => ({ collector, adapter })),
  );
  if (server.profile !== undefined && named.length === 0) {
    throw new DomainError(
      'profile-not-in-force',
      `the MCP server "${server.name}" is to be read by the profile "${server.profile}", which is not in force`,
      { hint: '`datacenter-docs profile list` says why; `profile accept` puts one in force.' },
    );
  }
  return collectors.flatMap((collector) => {
    if (domain !== undefined && collector.domain !== domain) return [];
    const own = named.find((choice) => choice.collector === collector);
    const adapter = own?.adapter ?? collector.adapters.find((candidate) => candidate.matches(server));
    return adapter ? [{ collector, adapter }] : [];
  });
}
