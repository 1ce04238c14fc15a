import type { ServerDescription } from '../mcp/session.ts';
import { alertmanagerServer } from './alertmanager/server.ts';
import type { MonitoringServer } from './monitoring-server.ts';
import { prometheusServer } from './prometheus/server.ts';

/** Every kind of monitoring server that is known. */
export const monitoringServers: readonly MonitoringServer[] = [alertmanagerServer, prometheusServer];

export const monitoringOf = (server: Pick<ServerDescription, 'tools'>): readonly MonitoringServer[] =>
  monitoringServers.filter((one) => one.matches(server));

/** Tools of a monitoring server that are vouched for as read-only, as collectors' adapters vouch for those of theirs. */
export const monitoringTools = (server: Pick<ServerDescription, 'tools'>): readonly string[] =>
  monitoringOf(server).flatMap(({ readOnlyTools }) => readOnlyTools);
