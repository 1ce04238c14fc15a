import { DomainError } from '../platform/errors.ts';
import type { CallOptions, McpSession } from '../mcp/session.ts';
import { readAlerts, type AlertList } from './alertmanager/read-alerts.ts';
import { readSilences, type Silence } from './alertmanager/silences.ts';
import type { MonitoringServer } from './monitoring-server.ts';
import { askPrometheus, type MetricSample } from './prometheus/query.ts';
import { monitoringOf } from './registry.ts';

export interface MonitoringPorts {
  /** Servers that are configured and switched on, with the tools that were accepted of them; nothing is started for it. */
  readonly accepted: () => Promise<
    readonly { readonly name: string; readonly tools: McpSession['server']['tools'] }[]
  >;
  readonly session: (source: string, signal: AbortSignal) => Promise<McpSession>;
}

/** Systems that watch others, by the names of their sources. */
export interface Monitoring {
  sources(gives: MonitoringServer['gives']): Promise<readonly string[]>;
  /** @throws DomainError unreadable; McpError */
  alerts(source: string, options: WatchOptions): Promise<AlertList>;
  /** @throws DomainError unreadable; McpError */
  silences(source: string, options: WatchOptions): Promise<readonly Silence[]>;
  /** @throws DomainError unreadable; McpError */
  ask(
    source: string,
    query: string,
    options: WatchOptions,
  ): Promise<{ readonly samples: readonly MetricSample[]; readonly text: string }>;
}

export type WatchOptions = Required<Pick<CallOptions, 'signal' | 'timeoutMs'>>;

export function createMonitoring({ accepted, session }: MonitoringPorts): Monitoring {
  /** What was accepted may be another server by now: what it is now decides. */
  async function open(source: string, gives: MonitoringServer['gives'], signal: AbortSignal) {
    const opened = await session(source, signal);
    if (monitoringOf(opened.server).some((one) => one.gives === gives)) return opened;
    throw new DomainError('unreadable', `${source} is no server that gives ${gives}.`, {
      hint: `\`datacenter-docs mcp tools ${source}\` shows what it has.`,
    });
  }
  return {
    async sources(gives) {
      const servers = await accepted();
      return servers
        .filter((server) => monitoringOf(server).some((one) => one.gives === gives))
        .map(({ name }) => name);
    },
    alerts: async (source, options) => readAlerts(await open(source, 'alerts', options.signal), options),
    silences: async (source, options) => readSilences(await open(source, 'alerts', options.signal), options),
    ask: async (source, query, options) =>
      askPrometheus(await open(source, 'metrics', options.signal), query, options),
  };
}
