import type { ServerDescription } from '../mcp/session.ts';
import type { Adapter, CollectorDefinition } from './collector.ts';

/** Tools that the adapters for this kind of server know to change nothing. */
export function vouchedTools(
  collectors: readonly CollectorDefinition[],
  server: ServerDescription,
): readonly string[] {
  const known = collectors.flatMap(({ adapters }) => adapters.filter((adapter) => adapter.matches(server)));
  return [...new Set(known.flatMap((adapter) => adapter.readOnlyTools))];
}

/**
 * Why a read must not be sent as it is; undefined: it may. Several adapters can know one server (hosts over SSH have
 * a network and a storage side): what one that vouches for the tool lets pass may be asked. A tool that none vouches
 * for is the site's own decision, unless an adapter knows that nothing of it may be read.
 */
export function refusalOfRead(
  collectors: readonly CollectorDefinition[],
  server: ServerDescription,
  tool: string,
  args: Readonly<Record<string, unknown>>,
): string | undefined {
  const known = guardingOf(collectors, server);
  // What a site's profile vouches for takes no guard of the application away.
  const vouching = known.filter(
    (adapter) => adapter.revision === undefined && adapter.readOnlyTools.includes(tool),
  );
  const reasons = (vouching.length > 0 ? vouching : known).map((adapter) => adapter.guard?.(tool, args));
  const allowed =
    vouching.length > 0 ? reasons.includes(undefined) : reasons.every((reason) => reason === undefined);
  if (allowed) return undefined;
  return [...new Set(reasons.filter((reason) => reason !== undefined))].join('; ');
}

/** Who vouches for a tool, and who judges what it is called with: as `refusalOfRead` asks them. */
export function whoSpeaksFor(
  collectors: readonly CollectorDefinition[],
  server: ServerDescription,
  tool: string,
): { readonly vouchedBy: readonly string[]; readonly guardedBy: readonly string[] } {
  const known = guardingOf(collectors, server);
  const vouching = known.filter((adapter) => adapter.matches(server) && adapter.readOnlyTools.includes(tool));
  const own = vouching.filter(({ revision }) => revision === undefined);
  const titles = (adapters: readonly Adapter[]) => [...new Set(adapters.map(({ title }) => title))];
  return {
    vouchedBy: titles(vouching),
    guardedBy: titles((own.length > 0 ? own : known).filter(({ guard }) => guard !== undefined)),
  };
}

function guardingOf(collectors: readonly CollectorDefinition[], server: ServerDescription): Adapter[] {
  return collectors.flatMap(({ adapters }) =>
    adapters.filter((adapter) => adapter.matches(server) || adapter.guards?.(server) === true),
  );
}
