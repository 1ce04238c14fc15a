import type { EntityKind } from '../../../../shared/model/kinds/registry.ts';
import type { ObservedRecord } from '../../../../shared/model/entity.ts';
import type { McpSession } from '../../../mcp/session.ts';
import type { CollectContext, CollectEvent } from '../../collector.ts';
import { clusterPartitions } from './cluster-partitions.ts';
import { collectVms } from './collect-vms.ts';
import type { EstateTool } from './estate-tool.ts';
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
import { sayingWhy, type NotGiven } from './not-given.ts';
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

/** The tools of one kind of server, by what they list. */
export interface EstateTools {
  readonly about: EstateTool;
  readonly licenses: EstateTool;
  readonly roles: EstateTool;
  readonly datacenters: EstateTool;
  readonly clusters: EstateTool;
  readonly hosts: EstateTool;
  readonly datastores: EstateTool;
  readonly datastoreClusters: EstateTool;
  readonly networks: EstateTool;
  readonly dvSwitches: EstateTool;
  readonly pools: EstateTool;
  readonly alarms: EstateTool;
  readonly vms: EstateTool;
}

/**
 * Lists that others take names from come first; VMs, of which there are most, last and cluster by cluster, so that a
 * run that breaks off has judged whole clusters.
 */
export function collectEstate(
  tools: EstateTools,
  notGiven: readonly NotGiven[],
  session: McpSession,
  context: CollectContext,
): AsyncGenerator<CollectEvent> {
  return sayingWhy(readEstate(tools, session, context), notGiven);
}

async function* readEstate(
  tools: EstateTools,
  session: McpSession,
  context: CollectContext,
): AsyncGenerator<CollectEvent> {
  const listing = new Listing(session, context);
  const names = new Names();
  const { source } = session;
  let done = 0;
  const step = (message: string): CollectEvent => ({ type: 'progress', done: done++, message });

  yield step('vCenter');
  const about = await listing.call(tools.about);
  const parsedAbout = about.ok ? rawAbout.safeParse(about.value) : undefined;
  const vcenter = parsedAbout?.data?.about.instanceUuid;
  const isHost = parsedAbout?.data?.about.apiType === 'HostAgent';
  const licenses = await listing.all(tools.licenses, 'vcenter', rawLicense);
  const roles = await listing.all(tools.roles, 'vcenter', rawRole);
  if (licenses.failed !== undefined) names.markMissing('licenses', licenses.failed);
  if (roles.failed !== undefined) names.markMissing('roles', roles.failed);
  yield* licenses.rejects;
  yield* roles.rejects;
  if (isHost) {
    yield* whole('vcenter', []);
    yield {
      type: 'unavailable',
      what: 'vCenter and its alarms',
      reason: 'the server is an ESXi host by itself',
    };
  } else if (parsedAbout?.success === true && vcenter !== undefined) {
    const parts = {
      about: parsedAbout.data,
      licenses: licenses.failed === undefined ? licenses.items : undefined,
      roles: roles.failed === undefined ? roles.items : undefined,
    };
    yield* whole('vcenter', [mapVcenter(parts, vcenter, source, names)]);
  } else {
    const issue = parsedAbout?.error?.issues[0];
    yield {
      type: 'failed',
      kind: 'vcenter',
      reason: about.ok
        ? `${tools.about.name}: ${issue?.path.join('.') ?? 'about.instanceUuid'}: ${issue?.message ?? 'a vCenter without an instance UUID'}`
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
  const partitions = clusterPartitions(
    clusters.items.map(({ obj, name, datacenter }) => ({ obj, name, datacenter: names.of(datacenter) })),
  );
  for (const { obj, name } of clusters.items) names.add(obj, name, partitions.get(obj));
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
    yield* collectRest(tools, { listing, names, source, vcenter, isHost, step, why: clusters.failed });
    return;
  }

  yield step('hosts');
  const hosts = await listing.all(tools.hosts, 'host', rawHost);
  yield* hosts.rejects;
  if (hosts.failed === undefined) {
    for (const { obj, name, cluster, computeResource } of hosts.items) {
      names.add(obj, name, names.partitionOf(cluster) ?? name, names.of(cluster));
      if (cluster === undefined && computeResource !== undefined) names.addPartition(computeResource, name);
    }
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
  yield* collectAlarms(tools, { listing, source, vcenter, isHost });

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
    clusters: outside
      ? []
      : clusters.items.map(({ obj, name }) => {
          const partition = partitions.get(obj) ?? name;
          // Asked for by a name that several have, all of them answer.
          return { partition, asked: partition === name ? name : obj };
        }),
  });
  yield* whole(
    'cluster',
    clusters.items.map((cluster) => mapCluster(cluster, source, names)),
  );
  yield* awayHosts(hosts.items);
  yield* listing.withheld();
}

const belowClusters = ['cluster', 'host', 'resource-pool', 'datastore', 'vm'] as const satisfies EntityKind[];

interface Run {
  readonly listing: Listing;
  readonly source: string;
  readonly vcenter: string | undefined;
  /** An ESXi host keeps no alarms. */
  readonly isHost: boolean;
}

/** What does not depend on clusters, when those could not be listed. */
async function* collectRest(
  tools: EstateTools,
  run: Run & {
    readonly names: Names;
    readonly step: (message: string) => CollectEvent;
    /** Why clusters could not be listed. */
    readonly why: string;
  },
): AsyncGenerator<CollectEvent> {
  const { listing, names, source, step } = run;
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
  yield { type: 'failed', kind: 'datastore-cluster', reason: run.why };
  yield* collectAlarms(tools, run);
}

async function* collectAlarms(
  tools: EstateTools,
  { listing, source, vcenter, isHost }: Run,
): AsyncGenerator<CollectEvent> {
  if (isHost) {
    yield* whole('alarm', []);
    return;
  }
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

function* awayHosts(hosts: readonly RawHost[]): Generator<CollectEvent> {
  const away = hosts.filter((host) => host.runtime.connectionState !== 'connected');
  if (away.length === 0) return;
  yield {
    type: 'unavailable',
    what: `current data of ${away.length === 1 ? `host ${away[0]?.name}` : `${away.length} hosts`}`,
    reason: 'vCenter has no connection to them; what is shown is what it last knew',
  };
}
