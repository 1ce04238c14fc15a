import { hasTools, type MonitoringServer } from '../monitoring-server.ts';

/** `alertmanager-mcp` 1.0. */
export const alertmanagerServer: MonitoringServer = {
  id: 'alertmanager-mcp',
  title: 'Alertmanager by alertmanager-mcp',
  gives: 'alerts',
  matches: (server) => hasTools(server, ['get-alerts', 'get-silences', 'get-alert-groups']),
  readOnlyTools: ['get-alerts', 'get-alert-details', 'get-silences', 'get-alert-groups'],
};
