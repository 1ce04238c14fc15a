import type { EntityKind } from '../../shared/model/kinds/registry.ts';

/** What people notice first stands first: services before the machines under them, machines before their parts. */
const order: readonly EntityKind[] = [
  'site',
  'k8s-cluster',
  'cluster',
  'ingress',
  'service',
  'workload',
  'vm',
  'host',
  'k8s-node',
  'array',
  'datastore',
  'router',
  'firewall',
  'switch',
  'circuit',
  'tunnel',
  'pool',
  'volume',
  'share',
  'lun',
  'network',
  'dv-switch',
  'persistent-volume-claim',
  'persistent-volume',
  'namespace',
  'rack',
  'device',
  'controller',
  'vcenter',
  'datacenter',
  'pod',
  'shelf',
  'disk',
  'storage-port',
  'replication',
  'power-feed',
  'bgp-peer',
  'interface',
];
const weights = new Map(order.map((kind, i) => [kind, order.length - i]));

export function weightOf(kind: EntityKind): number {
  return weights.get(kind) ?? 0;
}
