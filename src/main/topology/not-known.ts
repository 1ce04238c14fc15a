import type { Entity } from '../../shared/model/entity.ts';
import type { EntityKind } from '../../shared/model/kinds/registry.ts';
import { clusterFigures } from '../capacity/vsphere-cluster.ts';
import type { InventoryView } from '../inventory/view.ts';
import type { BlastRadius } from './blast-radius.ts';
import { unknownUplinks } from './rules/vmware.ts';

/** What a blast radius cannot tell, or takes for granted. `count` of what it is about, with a few by name. */
export interface Caveat {
  readonly code:
    | 'uplinks-unknown'
    | 'datastores-unbacked'
    | 'volumes-unbacked'
    | 'nodes-without-machine'
    | 'hosts-unplaced'
    | 'arrays-uncabled'
    | 'power-unknown'
    | 'paths-unknown'
    | 'ha-unknown'
    | 'ha-off'
    | 'ha-memory-short'
    | 'quorum-lost'
    | 'relations-unresolved';
  readonly count: number;
  readonly names: readonly string[];
}

const shownNames = 5;
const places: readonly EntityKind[] = ['site', 'rack', 'power-feed'];
const cabling: readonly EntityKind[] = [...places, 'switch', 'router', 'firewall', 'device', 'interface'];
const storage: readonly EntityKind[] = [
  ...places,
  'array',
  'controller',
  'shelf',
  'disk',
  'pool',
  'volume',
  'lun',
  'share',
];
const machines: readonly EntityKind[] = [
  ...cabling,
  ...storage,
  'host',
  'cluster',
  'datacenter',
  'vm',
  'datastore',
];

/** What this estate does not tell about the failure of `root`. */
export function caveatsOf(view: InventoryView, radius: BlastRadius): Caveat[] {
  const { root } = radius;
  const found: Caveat[] = [];
  const say = (code: Caveat['code'], about: readonly Entity[]) => {
    if (about.length === 0) return;
    found.push({ code, count: about.length, names: about.slice(0, shownNames).map(({ name }) => name) });
  };
  const hosts = view.all('host');
  if (cabling.includes(root.kind)) {
    say(
      'uplinks-unknown',
      hosts.filter((host) => unknownUplinks(view, host) > 0),
    );
    say(
      'arrays-uncabled',
      view.all('array').filter((array) => view.outbound(array, 'connected-to').length === 0),
    );
  }
  if (storage.includes(root.kind)) {
    say(
      'datastores-unbacked',
      view.all('datastore').filter((one) => view.outbound(one, 'backed-by').length === 0),
    );
    say(
      'volumes-unbacked',
      view.all('persistent-volume').filter((one) => view.outbound(one, 'backed-by').length === 0),
    );
  }
  if (machines.includes(root.kind)) {
    say(
      'nodes-without-machine',
      view.all('k8s-node').filter((node) => view.outbound(node, 'runs-on').length === 0),
    );
  }
  if (places.includes(root.kind)) {
    say(
      'hosts-unplaced',
      hosts.filter((host) => !isPlaced(view, host)),
    );
  }
  if (root.kind === 'power-feed') say('power-unknown', devicesWithoutFeed(view, root));
  if (root.kind === 'storage-port' || root.kind === 'controller') say('paths-unknown', [root]);
  sayOfClusters(view, radius, say);
  say('quorum-lost', clustersWithoutQuorum(view, radius));
  if (root.relations.some((one) => 'toKey' in one && view.byKey(one.toKey).length === 0)) {
    say('relations-unresolved', [root]);
  }
  return found;
}

function isPlaced(view: InventoryView, host: Entity): boolean {
  return host.keys.some(
    (key) =>
      key.startsWith('serial:') &&
      view.byKey(key).some((one) => one.id !== host.id && view.outbound(one, 'located-in').length > 0),
  );
}

/** What stands in the feed's rack without saying what it is powered by. */
function devicesWithoutFeed(view: InventoryView, feed: Entity): Entity[] {
  return view
    .outbound(feed, 'located-in')
    .filter((place) => place.kind === 'rack')
    .flatMap((rack) => view.inbound(rack, 'located-in'))
    .filter((one) => one.kind !== 'power-feed' && view.outbound(one, 'powered-by').length === 0);
}

/** Restarting elsewhere is what vSphere HA is set to do; whether it can is said here. */
function sayOfClusters(
  view: InventoryView,
  { affected }: BlastRadius,
  say: (code: Caveat['code'], about: readonly Entity[]) => void,
): void {
  const clusters = new Map<string, Entity>();
  for (const { entity, because } of affected.values()) {
    if (entity.kind !== 'vm' || because.type !== 'runs-on') continue;
    for (const one of view.outbound(entity, 'member-of')) {
      if (one.kind === 'cluster') clusters.set(one.id, one);
    }
  }
  const all = [...clusters.values()];
  say(
    'ha-unknown',
    all.filter((one) => one.kind === 'cluster' && one.attributes.haEnabled === undefined),
  );
  say(
    'ha-off',
    all.filter((one) => one.kind === 'cluster' && one.attributes.haEnabled === false),
  );
  say(
    'ha-memory-short',
    all.filter((one) => one.kind === 'cluster' && one.attributes.haEnabled === true && isShort(view, one)),
  );
}

function isShort(view: InventoryView, cluster: Entity & { readonly kind: 'cluster' }): boolean {
  const hosts = view.inbound(cluster, 'member-of', 'host').filter((one) => one.kind === 'host');
  const vms = view
    .inPartition('vm', cluster.partition ?? cluster.name)
    .filter(({ source }) => source === cluster.source);
  const { spareMemoryBytes: spare, memoryUsageBytes: used } = clusterFigures({ cluster, hosts, vms });
  return spare !== undefined && used !== undefined && used > spare;
}

/** Clusters of which half of the control plane or more is gone: nothing can be scheduled or changed there. */
function clustersWithoutQuorum(view: InventoryView, { root, affected }: BlastRadius): Entity[] {
  const clusters = new Map<string, Entity>();
  const controlPlane = (node: Entity) =>
    node.kind === 'k8s-node' &&
    (node.attributes.roles ?? []).some((role) => /control-plane|master/.test(role));
  const isGone = (node: Entity) =>
    node.id === root.id || ['lost', 'restarts'].includes(affected.get(node.id)?.level ?? '');
  const nodes = [root, ...[...affected.values()].map(({ entity }) => entity)];
  for (const node of nodes) {
    if (!controlPlane(node) || !isGone(node)) continue;
    for (const cluster of view.outbound(node, 'member-of')) {
      const members = view.inbound(cluster, 'member-of', 'k8s-node').filter(controlPlane);
      if (members.filter(isGone).length * 2 >= members.length) clusters.set(cluster.id, cluster);
    }
  }
  return [...clusters.values()];
}
