import type { Entity } from '../../shared/model/entity.ts';
import type { EntityKind } from '../../shared/model/kinds/registry.ts';
import type { RelationType } from '../../shared/model/relation.ts';
import type { InventoryView } from '../inventory/view.ts';

/** Which part of the estate a picture shows. */
export const lenses = ['virtualization', 'kubernetes', 'network', 'storage', 'everything'] as const;
export type Lens = (typeof lenses)[number];

interface LensDefinition {
  readonly kinds: readonly EntityKind[];
  /** Of other domains: those that something of `kinds` stands on or carries, and nothing else of them. */
  readonly across: readonly EntityKind[];
}

const virtualization: readonly EntityKind[] = [
  'vcenter',
  'datacenter',
  'cluster',
  'host',
  'vm',
  'datastore',
  'datastore-cluster',
  'dv-switch',
  'network',
];
const kubernetes: readonly EntityKind[] = [
  'k8s-cluster',
  'k8s-node',
  'namespace',
  'workload',
  'pod',
  'service',
  'ingress',
  'persistent-volume-claim',
  'persistent-volume',
];
const network: readonly EntityKind[] = [
  'site',
  'rack',
  'router',
  'firewall',
  'switch',
  'device',
  'interface',
  'circuit',
  'tunnel',
];
const storage: readonly EntityKind[] = [
  'array',
  'controller',
  'shelf',
  'disk',
  'pool',
  'volume',
  'lun',
  'share',
  'storage-port',
  'replication',
];

export const lensDefinitions: Readonly<Record<Lens, LensDefinition>> = {
  virtualization: { kinds: virtualization, across: ['k8s-node', 'lun', 'array'] },
  kubernetes: { kinds: kubernetes, across: ['vm', 'host', 'volume'] },
  network: { kinds: network, across: ['host'] },
  storage: { kinds: storage, across: ['datastore', 'persistent-volume'] },
  everything: { kinds: [...virtualization, ...kubernetes, ...network, ...storage], across: [] },
};

/** Drawn as a frame around what is in it, rather than as a node beside it. */
export const framed: ReadonlySet<EntityKind> = new Set<EntityKind>([
  'datacenter',
  'cluster',
  'k8s-cluster',
  'namespace',
  'site',
  'rack',
  'array',
]);

/** In which a thing stands: the first that there is, of these. */
const homes: Readonly<Partial<Record<EntityKind, readonly (readonly [RelationType, EntityKind])[]>>> = {
  cluster: [['part-of', 'datacenter']],
  host: [
    ['member-of', 'cluster'],
    ['part-of', 'datacenter'],
  ],
  vm: [
    ['runs-on', 'host'],
    ['member-of', 'cluster'],
  ],
  datastore: [
    ['member-of', 'datastore-cluster'],
    ['part-of', 'datacenter'],
  ],
  'datastore-cluster': [['part-of', 'datacenter']],
  'dv-switch': [['part-of', 'datacenter']],
  network: [
    ['part-of', 'dv-switch'],
    ['part-of', 'datacenter'],
  ],
  'k8s-node': [['member-of', 'k8s-cluster']],
  namespace: [['part-of', 'k8s-cluster']],
  workload: [
    ['owned-by', 'workload'],
    ['part-of', 'namespace'],
  ],
  pod: [
    ['owned-by', 'workload'],
    ['part-of', 'namespace'],
  ],
  service: [['part-of', 'namespace']],
  ingress: [['part-of', 'namespace']],
  'persistent-volume-claim': [['part-of', 'namespace']],
  'persistent-volume': [['part-of', 'k8s-cluster']],
  rack: [['located-in', 'site']],
  switch: [
    ['located-in', 'rack'],
    ['located-in', 'site'],
  ],
  router: [
    ['located-in', 'rack'],
    ['located-in', 'site'],
  ],
  firewall: [
    ['located-in', 'rack'],
    ['located-in', 'site'],
  ],
  device: [
    ['located-in', 'rack'],
    ['located-in', 'site'],
  ],
  'power-feed': [
    ['located-in', 'rack'],
    ['located-in', 'site'],
  ],
  interface: [
    ['part-of', 'switch'],
    ['part-of', 'router'],
    ['part-of', 'firewall'],
    ['part-of', 'device'],
  ],
  'device-port': [
    ['part-of', 'device'],
    ['part-of', 'switch'],
    ['part-of', 'router'],
    ['part-of', 'firewall'],
  ],
  'bgp-peer': [
    ['part-of', 'router'],
    ['part-of', 'firewall'],
    ['part-of', 'switch'],
  ],
  controller: [['part-of', 'array']],
  shelf: [['part-of', 'array']],
  disk: [
    ['part-of', 'shelf'],
    ['part-of', 'array'],
  ],
  pool: [['part-of', 'array']],
  volume: [
    ['stored-on', 'pool'],
    ['part-of', 'array'],
  ],
  lun: [
    ['stored-on', 'volume'],
    ['part-of', 'array'],
  ],
  share: [
    ['backed-by', 'volume'],
    ['part-of', 'array'],
  ],
  'storage-port': [
    ['part-of', 'controller'],
    ['part-of', 'array'],
  ],
  replication: [['part-of', 'array']],
};

/** What an entity stands in, of what is shown; undefined: it stands by itself. */
export function homeOf(
  view: InventoryView,
  entity: Entity,
  isShown: (other: Entity) => boolean,
): Entity | undefined {
  for (const [type, kind] of homes[entity.kind] ?? []) {
    const home = view.outbound(entity, type).find((one) => one.kind === kind);
    if (home && home.id !== entity.id && isShown(home)) return home;
  }
  return undefined;
}
