import type { EntityKind } from '../../../../shared/model/kinds/registry.ts';
import type { ObservedRecord } from '../../../../shared/model/entity.ts';
import type { McpSession, ServerDescription } from '../../../mcp/session.ts';
import type { Adapter, CollectContext, CollectEvent } from '../../collector.ts';
import { collectVms } from './collect-vms.ts';
import { Listing } from './listing.ts';
import { mapHost } from './map-host.ts';
import {
  mapAlarm,
  mapCluster,
  mapDatacenter,
  mapDatastore,
  mapDatastoreCluster,
  mapDvSwitch,
  mapNetwork,
  mapPool,
  mapVcenter,
} from './map-inventory.ts';
import { Names } from './names.ts';
import { rawHost, type RawHost } from './raw-host.ts';
import {
  rawAbout,
  rawAlarm,
  rawCluster,
  rawDatacenter,
  rawDatastore,
  rawDvSwitch,
  rawLicense,
  rawNetwork,
  rawPod,
  rawPool,
  rawRole,
} from './raw-inventory.ts';

const tools = {
  about: 'vmware_about',
  licenses: 'vmware_list_licenses',
  roles: 'vmware_list_roles',
  datacenters: 'vmware_list_datacenters',
  clusters: 'vmware_list_clusters',
  hosts: 'vmware_list_hosts',
  datastores: 'vmware_list_datastores',
  datastoreClusters: 'vmware_list_datastore_clusters',
  networks: 'vmware_list_networks',
  dvSwitches: 'vmware_list_distributed_switches',
  pools: 'vmware_list_resource_pools',
  alarms: 'vmware_list_alarms',
  vms: 'vmware_list_vms',
} as const;

/** Reads the embedded lab's vCenter: vSphere's object model, one list a tool, paged by cursor. */
export const labVmwareAdapter: Adapter = {
  id: 'lab-vmware',
  title: "The lab's vCenter",
  matches: (server: ServerDescription) => {
    const names = new Set(server.tools.map((tool) => tool.name));
    return [tools.about, tools.clusters, tools.hosts, tools.vms].every((tool) => names.has(tool));
  },
  readOnlyTools: [...Object.values(tools), 'vmware_get_vm', 'vmware_get_host', 'vmware_get_datastore'],
  collect,
};

/**
 * Lists that others take names from come first; VMs, of which there are most, last and cluster by cluster, so that a
 * run that breaks off has judged whole clusters.
 */
async function* collect(session: McpSession, context: CollectContext): AsyncGenerator<CollectEvent> {
  const listing = new Listing(session, context);
  const names = new Names();
  const { source } = session;
  let done = 0;
  const step = (message: string): CollectEvent => ({ type: 'progress', done: done++, message });

  yield step('vCenter');
  const about = await listing.call(tools.about);
  const parsedAbout = about.ok ? rawAbout.safeParse(about.value) : undefined;
  const vcenter = parsedAbout?.data?.about.instanceUuid;
  const licenses = await listing.all(tools.licenses, 'vcenter', rawLicense);
  const roles = await listing.all(tools.roles, 'vcenter', rawRole);
  if (licenses.failed !== undefined) names.markMissing('licenses', licenses.failed);
  if (roles.failed !== undefined) names.markMissing('roles', roles.failed);
  yield* licenses.rejects;
  yield* roles.rejects;
  if (parsedAbout?.success === true) {
    const parts = {
      about: parsedAbout.data,
      licenses: licenses.failed === undefined ? licenses.items : undefined,
      roles: roles.failed === undefined ? roles.items : undefined,
    };
    yield* whole('vcenter', [mapVcenter(parts, source, names)]);
  } else {
    const issue = parsedAbout?.error?.issues[0];
    yield {
      type: 'failed',
      kind: 'vcenter',
      reason: about.ok
        ? `${tools.about}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'unexpected answer'}`
        : about.reason,
    };
  }

  yield step('datacenters and clusters');
  const datacenters = await listing.all(tools.datacenters, 'datacenter', rawDatacenter);
  const clusters = await listing.all(tools.clusters, 'cluster', rawCluster);
  yield* datacenters.rejects;
  yield* clusters.rejects;
  for (const datacenter of datacenters.items) names.add(datacenter.obj, datacenter.name);
  const datacenterOf = new Map(clusters.items.map((cluster) => [cluster.obj, names.of(cluster.datacenter)]));
  for (const cluster of clusters.items) names.add(cluster.obj, cluster.name, cluster.name);
  // A cluster that does not fit is still there, with everything in it.
  for (const { reject } of clusters.rejects)
    if (reject.nativeId !== undefined && reject.name !== undefined)
      names.add(reject.nativeId, reject.name, reject.name);
  if (datacenters.failed === undefined)
    yield* whole(
      'datacenter',
      datacenters.items.map((datacenter) => mapDatacenter(datacenter, source, vcenter)),
    );
  else yield { type: 'failed', kind: 'datacenter', reason: datacenters.failed };
  if (clusters.failed !== undefined) {
    // Without clusters nothing below could be put in its place: yesterday's inventory stands.
    for (const kind of belowClusters) yield { type: 'failed', kind, reason: clusters.failed };
    yield* collectRest(listing, names, source, vcenter, step);
    return;
  }

  yield step('hosts');
  const hosts = await listing.all(tools.hosts, 'host', rawHost);
  yield* hosts.rejects;
  if (hosts.failed === undefined) {
    for (const host of hosts.items) names.add(host.obj, host.name, names.of(host.cluster) ?? host.name);
  } else names.markMissing('hosts', hosts.failed);

  yield step('networks');
  const dvSwitches = await listing.all(tools.dvSwitches, 'dv-switch', rawDvSwitch);
  const networks = await listing.all(tools.networks, 'network', rawNetwork);
  yield* dvSwitches.rejects;
  yield* networks.rejects;
  for (const { obj, name } of [...dvSwitches.items, ...networks.items]) names.add(obj, name);
  if (dvSwitches.failed !== undefined) names.markMissing('distributed switches', dvSwitches.failed);
  if (networks.failed !== undefined) names.markMissing('networks', networks.failed);
  yield* wholeOrFailed(
    'dv-switch',
    dvSwitches.items.map((one) => mapDvSwitch(one, source, names)),
    dvSwitches.failed,
  );
  yield* wholeOrFailed(
    'network',
    networks.items.map((one) => mapNetwork(one, source, names)),
    networks.failed ?? names.missing('distributed switches'),
  );

  yield step('datastores');
  const datastores = await listing.all(tools.datastores, 'datastore', rawDatastore);
  const pods = await listing.all(tools.datastoreClusters, 'datastore-cluster', rawPod);
  yield* datastores.rejects;
  yield* pods.rejects;
  for (const datastore of datastores.items) names.add(datastore.obj, datastore.name);
  if (datastores.failed !== undefined) names.markMissing('datastores', datastores.failed);
  // A datastore belongs to the cluster of the hosts that mount it, so it cannot be placed without hosts.
  yield* wholeOrFailed(
    'datastore',
    names.missing('hosts') === undefined
      ? datastores.items.map((datastore) => mapDatastore(datastore, source, names))
      : [],
    datastores.failed ?? names.missing('hosts'),
  );
  yield* wholeOrFailed(
    'datastore-cluster',
    pods.items.map((pod) => mapDatastoreCluster(pod, source, names)),
    pods.failed ?? names.missing('datastores'),
  );

  yield* wholeOrFailed(
    'host',
    hosts.items.map((host) => mapHost(host, source, names, datacenterOf.get(host.cluster ?? ''))),
    hosts.failed,
  );

  yield step('resource pools');
  const pools = await listing.all(tools.pools, 'resource-pool', rawPool);
  yield* pools.rejects;
  const poolsById = new Map(pools.items.map((pool) => [pool.obj, pool]));
  for (const pool of pools.items) names.add(pool.obj, pool.name);
  if (pools.failed !== undefined) names.markMissing('resource pools', pools.failed);
  yield* wholeOrFailed(
    'resource-pool',
    pools.items.map((pool) => mapPool(pool, source, names, poolsById)),
    pools.failed,
  );
  yield* collectAlarms(listing, source, vcenter);

  // Asking cluster by cluster leaves out what no readable cluster holds: then all VMs are asked for at once.
  const outside =
    clusters.rejects.length > 0 ||
    hosts.failed !== undefined ||
    hosts.rejects.length > 0 ||
    hosts.items.some((host) => host.cluster === undefined);
  yield* collectVms({
    listing,
    names,
    source,
    tool: tools.vms,
    // Two datacenters may have clusters of one name; asked for by name, both answer.
    clusters: outside ? [] : [...new Set(clusters.items.map((cluster) => cluster.name))],
  });
  yield* whole(
    'cluster',
    clusters.items.map((cluster) => mapCluster(cluster, source, names)),
  );
  yield* notGiven(hosts.items);
}

const belowClusters = ['cluster', 'host', 'resource-pool', 'datastore', 'vm'] as const satisfies EntityKind[];

/** What does not depend on clusters, when those could not be listed. */
async function* collectRest(
  listing: Listing,
  names: Names,
  source: string,
  vcenter: string | undefined,
  step: (message: string) => CollectEvent,
): AsyncGenerator<CollectEvent> {
  yield step('what does not depend on clusters');
  names.markMissing('hosts', 'clusters could not be listed');
  const dvSwitches = await listing.all(tools.dvSwitches, 'dv-switch', rawDvSwitch);
  for (const { obj, name } of dvSwitches.items) names.add(obj, name);
  const networks = await listing.all(tools.networks, 'network', rawNetwork);
  yield* dvSwitches.rejects;
  yield* networks.rejects;
  yield* wholeOrFailed(
    'dv-switch',
    dvSwitches.items.map((one) => mapDvSwitch(one, source, names)),
    dvSwitches.failed,
  );
  yield* wholeOrFailed(
    'network',
    networks.items.map((one) => mapNetwork(one, source, names)),
    networks.failed ?? dvSwitches.failed,
  );
  yield { type: 'failed', kind: 'datastore-cluster', reason: 'clusters could not be listed' };
  yield* collectAlarms(listing, source, vcenter);
}

async function* collectAlarms(
  listing: Listing,
  source: string,
  vcenter: string | undefined,
): AsyncGenerator<CollectEvent> {
  const alarms = await listing.all(tools.alarms, 'alarm', rawAlarm);
  yield* alarms.rejects;
  yield* wholeOrFailed(
    'alarm',
    alarms.items.map((alarm) => mapAlarm(alarm, source, vcenter)),
    alarms.failed,
  );
}

function* whole(kind: EntityKind, records: readonly ObservedRecord[]): Generator<CollectEvent> {
  if (records.length > 0) yield { type: 'records', kind, records };
  yield { type: 'complete', kind };
}

/** What was read of a list that broke off is still an observation; only a whole list judges what is gone. */
function* wholeOrFailed(
  kind: EntityKind,
  records: readonly ObservedRecord[],
  failed: string | undefined,
): Generator<CollectEvent> {
  if (failed === undefined) {
    yield* whole(kind, records);
    return;
  }
  if (records.length > 0) yield { type: 'records', kind, records };
  yield { type: 'failed', kind, reason: failed };
}

function* notGiven(hosts: readonly RawHost[]): Generator<CollectEvent> {
  const away = hosts.filter((host) => host.runtime.connectionState !== 'connected');
  if (away.length > 0) {
    yield {
      type: 'unavailable',
      what: `current data of ${away.length === 1 ? `host ${away[0]?.name}` : `${away.length} hosts`}`,
      reason: 'vCenter has no connection to them; what is shown is what it last knew',
    };
  }
  yield {
    type: 'unavailable',
    what: 'vSAN disk groups, policies and health',
    reason: 'the server has no tool for them',
  };
  yield {
    type: 'unavailable',
    what: 'who created a snapshot',
    reason: 'vSphere does not keep the author of a snapshot',
  };
}
