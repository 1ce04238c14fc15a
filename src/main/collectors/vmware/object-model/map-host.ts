import type { ObservedRecord } from '../../../../shared/model/entity.ts';
import { naturalKey } from '../../../../shared/model/keys.ts';
import type { AttributesOf } from '../../../../shared/model/kinds/registry.ts';
import type { Relation } from '../../../../shared/model/relation.ts';
import { mapHostNetwork } from './map-host-network.ts';
import { mapHostStorage } from './map-host-storage.ts';
import type { Names } from './names.ts';
import type { RawHost } from './raw-host.ts';
import { instantOf, megabyte, present, relate } from './shape.ts';

type HostAttributes = AttributesOf<'host'>;

const connectionStates = {
  connected: 'connected',
  disconnected: 'disconnected',
  notResponding: 'not responding',
} as const;
const powerStates = {
  poweredOn: 'powered on',
  poweredOff: 'powered off',
  standBy: 'standby',
  unknown: 'unknown',
} as const;
const lockdownModes = {
  lockdownDisabled: 'disabled',
  lockdownNormal: 'normal',
  lockdownStrict: 'strict',
} as const;
const compliances = {
  Compliant: 'compliant',
  NonCompliant: 'not compliant',
  Incompatible: 'incompatible',
  Unknown: 'unknown',
} as const;

/** Measured by the host itself, so not given while vCenter cannot reach it. */
const measured = [
  'uptimeSeconds',
  'cpuUsageMhz',
  'memoryUsageBytes',
  'ntpOffsetMs',
  'sensors',
  'datastoreLatency',
  'bootedAt',
] as const satisfies readonly (keyof HostAttributes)[];

/** One HostSystem object as an entity. Pure; references become names through `names`. */
export function mapHost(raw: RawHost, source: string, names: Names, datacenter?: string): ObservedRecord {
  const { config, hardware, runtime, summary } = raw;
  const cluster = names.of(raw.cluster);
  const stats = summary?.quickStats;
  const network = mapHostNetwork(config?.network, names);
  const storage = mapHostStorage(config?.storageDevice, names);
  const unknown: Record<string, string> = {};
  const attributes = present({
    cluster,
    datacenter: datacenter ?? raw.datacenter,
    connectionState: connectionStates[runtime.connectionState],
    powerState: runtime.powerState && powerStates[runtime.powerState],
    maintenanceMode: runtime.inMaintenanceMode,
    vendor: hardware?.systemInfo?.vendor,
    model: hardware?.systemInfo?.model,
    serial: hardware?.systemInfo?.serialNumber,
    assetTag: hardware?.systemInfo?.otherIdentifyingInfo?.find((info) => info.identifierType === 'AssetTag')
      ?.identifierValue,
    uuid: hardware?.systemInfo?.uuid,
    cpuModel: summary?.hardware?.cpuModel,
    sockets: hardware?.cpuInfo?.numCpuPackages,
    cores: hardware?.cpuInfo?.numCpuCores,
    threads: hardware?.cpuInfo?.numCpuThreads,
    hyperThreading: config?.hyperThread?.active,
    cpuMhz: hardware?.cpuInfo?.hz === undefined ? undefined : Math.round(hardware.cpuInfo.hz / 1e6),
    memoryBytes: hardware?.memorySize,
    biosVersion: hardware?.biosInfo?.biosVersion,
    biosReleasedAt: instantOf(hardware?.biosInfo?.releaseDate),
    powerPolicy: config?.powerSystemInfo?.currentPolicy,
    product: config?.product?.name,
    version: config?.product?.version,
    build: config?.product?.build,
    bootedAt: instantOf(runtime.bootTime),
    license: raw.licenseKey,
    timeZone: config?.dateTimeInfo?.timeZone,
    ntpServers: config?.dateTimeInfo?.ntpConfig?.server,
    syslogTargets: config?.syslog,
    dnsServers: config?.dnsConfig?.address,
    domainName: config?.dnsConfig?.domainName,
    patches:
      raw.patchBaseline &&
      present({
        baseline: raw.patchBaseline.name,
        compliance: compliances[raw.patchBaseline.status],
        missing: raw.patchBaseline.missing,
        checkedAt: instantOf(raw.patchBaseline.scanned),
      }),
    managementIp: network.managementIp,
    pnics: network.pnics,
    vmkernels: network.vmkernels,
    vswitches: network.vswitches,
    portGroups: network.portGroups,
    vswitchFreePorts: network.vswitchFreePorts,
    hbas: storage.hbas,
    multipath: storage.multipath,
    services: config?.service?.map(({ key, label, running, policy }) =>
      present({ key, label, running, policy }),
    ),
    lockdownMode: config?.lockdownMode && lockdownModes[config.lockdownMode],
    firewallBlocksIncoming: config?.firewall?.defaultPolicy?.incomingBlocked,
    certificate:
      config?.certificate &&
      present({
        subject: config.certificate.subject,
        issuer: config.certificate.issuer,
        expiresAt: instantOf(config.certificate.notAfter),
        status: config.certificate.status,
      }),
    uptimeSeconds: stats?.uptime,
    cpuUsageMhz: stats?.overallCpuUsage,
    memoryUsageBytes:
      stats?.overallMemoryUsage === undefined ? undefined : Math.round(stats.overallMemoryUsage * megabyte),
    ntpOffsetMs: stats?.ntpOffsetMs,
    vmCount: raw.vmCount,
    overallStatus: summary?.overallStatus,
    sensors: stats?.sensors?.map((sensor) =>
      present({ name: sensor.name, status: sensor.healthState, value: sensor.reading, unit: sensor.unit }),
    ),
    datastoreLatency: stats?.datastoreLatency?.flatMap((latency) => {
      const datastore = names.of(latency.datastore);
      return datastore === undefined
        ? []
        : [present({ datastore, readMs: latency.totalReadLatency, writeMs: latency.totalWriteLatency })];
    }),
  });
  if (raw.cluster === undefined) unknown['cluster'] = 'it stands by itself, in no cluster';
  if (runtime.connectionState !== 'connected') {
    for (const attribute of measured) {
      if (attributes[attribute] === undefined)
        unknown[attribute] = `the host is ${connectionStates[runtime.connectionState]}`;
    }
  }
  for (const [attribute, list] of namedFrom) {
    const reason = names.missing(list);
    if (reason === undefined || attributes[attribute] === undefined) continue;
    delete attributes[attribute];
    unknown[attribute] = reason;
  }
  return {
    nativeId: raw.obj,
    name: raw.name,
    partition: names.partitionOf(raw.cluster) ?? raw.name,
    attributes,
    relations: relationsOf(raw, source),
    keys: keysOf(raw),
    unknown,
  };
}

/** Attributes that hold names from another list than the host's own. */
const namedFrom = [
  ['pnics', 'distributed switches'],
  ['vmkernels', 'networks'],
  ['multipath', 'datastores'],
  ['datastoreLatency', 'datastores'],
] as const satisfies readonly (readonly [keyof HostAttributes, string])[];

function relationsOf(raw: RawHost, source: string): Relation[] {
  const relations: Relation[] = [];
  if (raw.cluster !== undefined) relations.push(relate(source, 'member-of', 'cluster', raw.cluster));
  const pnics = raw.config?.network?.pnic ?? [];
  const switches = new Set<string>();
  for (const pnic of pnics) {
    const { lldpInfo, cdpInfo } = pnic.neighbor ?? {};
    const neighbour = lldpInfo
      ? naturalKey.port(lldpInfo.systemName, lldpInfo.portId)
      : cdpInfo && naturalKey.port(cdpInfo.devId, cdpInfo.portId);
    if (neighbour !== undefined) relations.push({ type: 'connected-to', toKey: neighbour });
    if (pnic.proxySwitch !== undefined && !switches.has(pnic.proxySwitch)) {
      switches.add(pnic.proxySwitch);
      relations.push(relate(source, 'attached-to', 'dv-switch', pnic.proxySwitch));
    }
  }
  const groups = new Set<string>();
  for (const vnic of raw.config?.network?.vnic ?? []) {
    const group = vnic.spec.distributedVirtualPort?.portgroupKey;
    if (group === undefined || groups.has(group)) continue;
    groups.add(group);
    relations.push(relate(source, 'attached-to', 'network', group));
  }
  return relations;
}

function keysOf(raw: RawHost): string[] {
  const { systemInfo } = raw.hardware ?? {};
  const keys = [naturalKey.host(raw.name)];
  if (systemInfo?.uuid !== undefined) keys.push(naturalKey.uuid(systemInfo.uuid));
  if (systemInfo?.serialNumber !== undefined) keys.push(naturalKey.serial(systemInfo.serialNumber));
  for (const pnic of raw.config?.network?.pnic ?? [])
    if (pnic.mac !== undefined) keys.push(naturalKey.mac(pnic.mac));
  for (const vnic of raw.config?.network?.vnic ?? [])
    if (vnic.spec.ip?.ipAddress !== undefined) keys.push(naturalKey.ip(vnic.spec.ip.ipAddress));
  for (const hba of raw.config?.storageDevice?.hostBusAdapter ?? []) {
    if (hba.portWorldWideName !== undefined) keys.push(naturalKey.wwn(hba.portWorldWideName));
    if (hba.iScsiName !== undefined) keys.push(naturalKey.iqn(hba.iScsiName));
  }
  return keys;
}
