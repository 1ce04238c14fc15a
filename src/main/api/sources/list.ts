import type { Source } from '../../../shared/contract/sources.ts';
import { labOf } from '../../embedded-lab.ts';
import type { Handler } from '../handler.ts';
import { referencesOf, referenceText } from '../../mcp/entry-secrets.ts';
import { shownEntry, shownTarget } from './shown-entry.ts';

export const list: Handler<'sources.list'> = async (_input, { app }) => {
  const [{ servers, problems }, described, freshness, stats] = await Promise.all([
    app.mcp.servers.read(),
    app.mcp.pool.describe(),
    app.inventory.freshness(),
    app.inventory.stats(),
  ]);
  const states = new Map(described.map((one) => [one.name, one]));
  const sources = await Promise.all(
    servers.map(async (config): Promise<Source> => {
      const { name } = config;
      const status = states.get(name);
      const accepted = await app.mcp.trust.get(name);
      const state = status?.state ?? { is: 'idle' as const };
      const tools = status?.server?.tools ?? accepted?.tools.length;
      const lab = labOf(config);
      return {
        name,
        target: shownTarget(config),
        entry: shownEntry(config),
        disabled: config.disabled,
        simulated: config.options.simulated,
        state,
        trust: trustOf(accepted !== undefined, status?.commandAccepted ?? false, state.is),
        ...(accepted && { acceptedAt: accepted.acceptedAt }),
        ...(status?.pid !== undefined && { pid: status.pid }),
        ...(status?.server && { server: { name: status.server.name, version: status.server.version } }),
        ...(tools !== undefined && { tools }),
        secrets: referencesOf(config).map((reference) => ({
          ...reference,
          reference: referenceText(reference),
        })),
        freshness: freshness.filter((one) => one.source === name).map((one) => ({ ...one })),
        entities: stats.sources[name] ?? 0,
        ...(lab && { lab: { ...lab, scenarios: [...lab.scenarios] } }),
      };
    }),
  );
  return {
    sources: sources.toSorted((a, b) => a.name.localeCompare(b.name)),
    problems: problems.map((one) => ({ ...one })),
    file: app.mcp.servers.path,
  };
};

function trustOf(wasAccepted: boolean, commandAccepted: boolean, state: string): Source['trust'] {
  if (!wasAccepted) return 'new';
  return commandAccepted && state !== 'untrusted' ? 'accepted' : 'changed';
}
