import type { ObservedRecord } from '../../../../../shared/model/entity.ts';
import { entityId } from '../../../../../shared/model/ids.ts';
import { naturalKey } from '../../../../../shared/model/keys.ts';
import type { AttributesOf } from '../../../../../shared/model/kinds/registry.ts';
import type { Relation } from '../../../../../shared/model/relation.ts';
import { defined, megabits } from '../../shape.ts';
import type { ClusterRead, DaemonType } from './read-cluster.ts';

type Health = NonNullable<AttributesOf<'array'>['state']>;
type Component = NonNullable<AttributesOf<'controller'>['components']>[number];

const healthStates: Readonly<Record<string, Health>> = {
  HEALTH_OK: 'ok',
  HEALTH_WARN: 'degraded',
  HEALTH_ERR: 'failed',
};
/** What pools are for, as clients call it. */
const protocols: Readonly<Record<string, string>> = { rbd: 'rbd', cephfs: 'cephfs', rgw: 's3' };

export const partOfCluster = (source: string, { fsid }: ClusterRead): Relation => ({
  type: 'part-of',
  to: entityId(source, 'array', fsid),
});

export const hostId = ({ fsid }: ClusterRead, hostname: string): string => `${fsid}/${hostname}`;

/** Ratios are 32-bit floats in the map: 0.8500000238 is 85 %. */
const percent = (ratio: number): number => Math.round(ratio * 10_000) / 100;

export function mapCluster(cluster: ClusterRead): ObservedRecord {
  const { osdMap, health, space, versions, status } = cluster;
  const addresses = monitorAddresses(cluster);
  const { pgmap } = status;
  const unknown: Record<string, string> = {
    model: 'a cluster is made of hosts of any model',
    site: 'the cluster does not say where it stands',
    rack: 'the cluster does not say where it stands',
    spareDiskCount: 'Ceph keeps no spare disks: what is lost is made again on the disks that are left',
  };
  if (!health.ok) unknown['state'] = unknown['healthChecks'] = health.reason;
  if (!versions.ok) unknown['softwareVersion'] = versions.reason;
  if (!space.ok) unknown['physicalUsedBytes'] = unknown['logicalUsedBytes'] = space.reason;
  if (!osdMap.ok) {
    for (const ratio of ['osdNearFullPercent', 'osdBackfillFullPercent', 'osdFullPercent'])
      unknown[ratio] = osdMap.reason;
    unknown['protocols'] = osdMap.reason;
  }
  return {
    nativeId: cluster.fsid,
    name: cluster.name,
    attributes: defined({
      vendor: 'Ceph',
      serial: cluster.fsid,
      software: 'Ceph',
      softwareVersion: versions.ok ? versionsOf(Object.keys(versions.value.overall)) : undefined,
      state: health.ok ? (healthStates[health.value.status] ?? 'unknown') : undefined,
      healthChecks: health.ok ? checksOf(health.value.checks) : undefined,
      managementIp: addresses[0],
      protocols: osdMap.ok
        ? [
            ...new Set(
              osdMap.value.pools.records.flatMap((pool) =>
                Object.keys(pool.application_metadata).flatMap((application) => protocols[application] ?? []),
              ),
            ),
          ].toSorted()
        : undefined,
      // Three are the fewest of which one can be missed.
      haConfigured: status.quorum_names.length > 2,
      osdNearFullPercent: osdMap.ok ? percent(osdMap.value.nearfull_ratio) : undefined,
      osdBackfillFullPercent: osdMap.ok ? percent(osdMap.value.backfillfull_ratio) : undefined,
      osdFullPercent: osdMap.ok ? percent(osdMap.value.full_ratio) : undefined,
      logicalUsedBytes: space.ok
        ? space.value.pools.reduce((sum, { stats }) => sum + stats.stored, 0)
        : undefined,
      physicalUsedBytes: space.ok ? space.value.stats.total_used_raw_bytes : undefined,
      iops: pgmap.read_op_per_sec + pgmap.write_op_per_sec,
      throughputMbps: megabits(pgmap.read_bytes_sec + pgmap.write_bytes_sec),
    }),
    keys: [naturalKey.serial(cluster.fsid), ...addresses.map((address) => naturalKey.ip(address))],
    unknown,
  };
}

/** `16.2.15`; several while it is being upgraded. */
function versionsOf(texts: readonly string[]): string | undefined {
  const versions = new Set(texts.flatMap((text) => /ceph version (\S+)/.exec(text)?.[1] ?? []));
  return versions.size === 0 ? undefined : [...versions].toSorted().join(', ');
}

function checksOf(
  checks: Extract<ClusterRead['health'], { ok: true }>['value']['checks'],
): AttributesOf<'array'>['healthChecks'] {
  return Object.entries(checks)
    .map(([code, { severity, summary, muted }]) => ({
      code,
      severity: severity === 'HEALTH_ERR' ? ('error' as const) : ('warning' as const),
      summary: summary.message,
      muted,
    }))
    .toSorted((a, b) => (a.code < b.code ? -1 : 1));
}

export function monitorAddresses({ monitors }: ClusterRead): string[] {
  if (!monitors.ok) return [];
  return [...new Set(monitors.value.mons.flatMap(addressesOf))].toSorted();
}

type Monitor = Extract<ClusterRead['monitors'], { ok: true }>['value']['mons'][number];

/** Without its port; the second one is the same for older clients. */
const addressesOf = ({ public_addrs: { addrvec } }: Monitor): string[] =>
  addrvec.slice(0, 1).map(({ addr }) => addr.replace(/:\d+$/, '').replaceAll(/^\[|\]$/g, ''));

/** A host of the cluster is one on which a daemon runs; without one of the lists some would be missing. */
export function mapHosts(source: string, cluster: ClusterRead): ObservedRecord[] {
  const hosts = new Map<string, HostDaemon[]>();
  for (const daemon of daemonsOf(cluster))
    hosts.set(daemon.host, [...(hosts.get(daemon.host) ?? []), daemon]);
  return [...hosts].map(([host, daemons]) => mapHost(source, cluster, host, daemons));
}

interface HostDaemon {
  readonly host: string;
  readonly type: DaemonType;
  readonly name: string;
  readonly state: Health;
  readonly detail: string | undefined;
  readonly cpu: string | undefined;
  readonly memoryKib: number | undefined;
  readonly version: string | undefined;
}

function daemonsOf(cluster: ClusterRead): HostDaemon[] {
  return (Object.keys(cluster.daemons) as DaemonType[]).flatMap((type) => {
    const part = cluster.daemons[type];
    if (!part.ok) return [];
    return part.value.flatMap((daemon): HostDaemon[] => {
      const { hostname: host } = daemon;
      const label = type === 'osd' ? daemon.id : daemon.name;
      if (host === undefined || label === undefined) return [];
      const memory = Number(daemon.mem_total_kb);
      return [
        {
          host,
          type,
          name: `${type}.${label}`,
          ...stateOf(cluster, type, label),
          cpu: daemon.cpu,
          memoryKib: Number.isSafeInteger(memory) ? memory : undefined,
          version: daemon.ceph_version_short,
        },
      ];
    });
  });
}

function stateOf(
  { osdMap, status }: ClusterRead,
  type: DaemonType,
  label: string | number,
): { readonly state: Health; readonly detail: string | undefined } {
  if (type === 'mon') {
    const inQuorum = status.quorum_names.includes(String(label));
    return inQuorum ? { state: 'ok', detail: 'in quorum' } : { state: 'failed', detail: 'not in quorum' };
  }
  // Managers and metadata servers are listed while they run, and not afterwards.
  if (type !== 'osd') return { state: 'ok', detail: undefined };
  const osd = osdMap.ok ? osdMap.value.osds.records.find((one) => one.osd === label) : undefined;
  if (!osd) return { state: 'unknown', detail: undefined };
  const detail = `${osd.up === 1 ? 'up' : 'down'}, ${osd.in === 1 ? 'in' : 'out'}`;
  return { state: osd.up === 1 ? 'ok' : 'failed', detail };
}

const noPairs = 'hosts of a Ceph cluster are no pairs: each takes a share of what another one loses';

function addressOf({ monitors }: ClusterRead, daemons: readonly HostDaemon[]): string | undefined {
  if (!monitors.ok) return undefined;
  const own = new Set(daemons.map(({ name }) => name));
  const monitor = monitors.value.mons.find(({ name }) => own.has(`mon.${name}`));
  return monitor && addressesOf(monitor)[0];
}

function mapHost(
  source: string,
  cluster: ClusterRead,
  host: string,
  daemons: readonly HostDaemon[],
): ObservedRecord {
  const bad = daemons.filter(({ state }) => state === 'failed');
  const uncertain = daemons.some(({ state }) => state === 'unknown');
  const state =
    bad.length === 0 ? (uncertain ? 'unknown' : 'ok') : bad.length === daemons.length ? 'failed' : 'degraded';
  const versions = new Set(daemons.flatMap(({ version }) => version ?? []));
  const [memoryKib] = daemons.flatMap((daemon) => daemon.memoryKib ?? []);
  const [cpu] = daemons.flatMap((daemon) => daemon.cpu ?? []);
  const components = daemons
    .map(({ name, state, detail }): Component => ({
      type: 'module',
      name,
      state,
      ...(detail !== undefined && { detail }),
    }))
    .toSorted((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
  return {
    nativeId: hostId(cluster, host),
    name: host,
    partition: cluster.name,
    attributes: defined({
      array: cluster.name,
      model: cpu,
      firmware: versions.size === 0 ? undefined : `Ceph ${[...versions].toSorted().join(', ')}`,
      state,
      vendorState:
        bad.length > 0
          ? `not running: ${bad.map(({ name }) => name).join(', ')}`
          : uncertain
            ? undefined
            : `${daemons.length} daemons run`,
      managementIp: addressOf(cluster, daemons),
      memoryBytes: memoryKib === undefined ? undefined : memoryKib * 1024,
      haEnabled: false,
      components,
    }),
    relations: [partOfCluster(source, cluster)],
    keys: [naturalKey.host(host)],
    unknown: {
      haPartner: noPairs,
      takeoverPossible: noPairs,
      takeoverState: noPairs,
      managementIp: 'the cluster says it of hosts with a monitor only',
      ...Object.fromEntries(
        ['serial', 'cpuCount', 'cpuPercent', 'uptimeSeconds', 'temperatureCelsius'].map((name) => [
          name,
          'the cluster does not report it of its hosts',
        ]),
      ),
    },
  };
}
