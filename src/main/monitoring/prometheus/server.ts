import { hasTools, type MonitoringServer } from '../monitoring-server.ts';

/** `prometheus-mcp` 1.1. */
export const prometheusServer: MonitoringServer = {
  id: 'prometheus-mcp',
  title: 'Prometheus by prometheus-mcp',
  gives: 'metrics',
  matches: (server) => hasTools(server, ['prometheus_query', 'prometheus_query_range']),
  // The tools that list targets are left out: addresses of targets carry parameters, and these can be tokens.
  readOnlyTools: [
    'prometheus_query',
    'prometheus_query_range',
    'prometheus_list_metrics',
    'prometheus_metric_metadata',
    'prometheus_list_labels',
    'prometheus_label_values',
    'prometheus_build_info',
    'prometheus_runtime_info',
  ],
};
