import type { Mcp } from './mcp/open-mcp.ts';
import type { McpPool } from './mcp/pool.ts';
import { silenceCreation, silenceRemoval, silenceWrites } from './monitoring/alertmanager/silence-calls.ts';
import { coverageOf } from './monitoring/alertmanager/silences.ts';
import { createMonitoring, type Monitoring } from './monitoring/monitoring.ts';
import { queryTool } from './monitoring/prometheus/query.ts';
import type { Metrics } from './tickets/ports.ts';
import type { SilencePort } from './remediation/engine/silencing.ts';
import type { AlertListing } from './tickets/intake/listed-alerts.ts';

const askMs = 20_000;

/** Monitoring as the application has it: accepted servers, connected when they are needed. */
export function openMonitoring(mcp: Pick<Mcp, 'pool' | 'servers' | 'trust'>): Monitoring {
  return createMonitoring({
    async accepted() {
      const { servers } = await mcp.servers.read();
      const all = await Promise.all(
        servers
          .filter(({ disabled }) => !disabled)
          .map(async ({ name }) => {
            const accepted = await mcp.trust.get(name);
            return accepted && { name, tools: accepted.tools };
          }),
      );
      return all.filter((one) => one !== undefined);
    },
    session: (source, signal) => mcp.pool.session(source, { signal }),
  });
}

/** Monitoring as what looks into causes asks it. */
export const metricsOf = (monitoring: Monitoring): Metrics => ({
  tool: queryTool,
  sources: () => monitoring.sources('metrics'),
  ask: (source, query, options) => monitoring.ask(source, query, options),
});

/** Monitoring as remediations silence it: writes go through writers, and are permitted one by one. */
export const silencingOf = (monitoring: Monitoring, pool: Pick<McpPool, 'writer'>): SilencePort => ({
  sources: () => monitoring.sources('alerts'),
  creation: silenceCreation,
  removal: silenceRemoval,
  async inForce(source, signal) {
    const silences = await monitoring.silences(source, { signal, timeoutMs: askMs });
    return silences.filter(({ status }) => status !== 'expired');
  },
  writer: (source) => pool.writer(source, { writes: silenceWrites }),
});

/** What every source of alerts lists now. One that does not answer is told as such, and keeps none of the others. */
export async function listAlerts(
  monitoring: Monitoring,
  signal: AbortSignal,
): Promise<readonly AlertListing[]> {
  const sources = await monitoring.sources('alerts');
  return Promise.all(
    sources.map(async (source): Promise<AlertListing> => {
      const options = { signal: AbortSignal.any([signal, AbortSignal.timeout(askMs)]), timeoutMs: askMs };
      try {
        const { alerts, unreadable } = await monitoring.alerts(source, options);
        const [first] = unreadable;
        const suppressed = alerts.some(({ state }) => state === 'suppressed');
        const silences = suppressed ? await monitoring.silences(source, options).catch(() => []) : [];
        signal.throwIfAborted();
        return {
          is: 'listed',
          source,
          alerts,
          silences: silences
            .filter(({ status }) => status === 'active')
            .map((silence) => ({ ...silence, covers: coverageOf(silence) })),
          ...(first && {
            partial: `${unreadable.length} of ${alerts.length + unreadable.length} alerts could not be read: ${first.path}: ${first.reason}`,
          }),
        };
      } catch (error) {
        signal.throwIfAborted();
        return { is: 'failed', source, reason: error instanceof Error ? error.message : String(error) };
      }
    }),
  );
}
