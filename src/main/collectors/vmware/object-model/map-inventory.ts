import type { ObservedRecord } from '../../../../shared/model/entity.ts';
import { entityId } from '../../../../shared/model/ids.ts';
import { naturalKey } from '../../../../shared/model/keys.ts';
import type { EntityKind } from '../../../../shared/model/kinds/registry.ts';
import type { Relation } from '../../../../shared/model/relation.ts';
import type { Names } from './names.ts';
import type {
  RawAbout,
  RawAlarm,
  RawCluster,
  RawDatastore,
  RawDvSwitch,
  RawLicense,
  RawNetwork,
  RawPod,
  RawPool,
  RawRole,
  RawSecurity,
} from './raw-inventory.ts';
import { instantOf, limit, megabyte, present, relate, sharesOf } from './shape.ts';

export interface VcenterParts {
  readonly about: RawAbout;
  readonly licenses: readonly RawLicense[] | undefined;
  readonly roles: readonly RawRole[] | undefined;
}

export function mapVcenter(
  parts: VcenterParts,
  instanceUuid: string,
  source: string,
  names: Names,
): ObservedRecord {
  const { about, certificate, hostName } = parts.about;
  const unknown: Record<string, string> = {};
  for (const list of ['licenses', 'roles'] as const) {
    const reason = names.missing(list);
    if (reason !== undefined) unknown[list] = reason;
  }
  return {
    nativeId: instanceUuid,
    name: hostName ?? source,
    attributes: present({
      fullName: about.fullName ?? about.name,
      version: about.version,
      build: about.build,
      apiVersion: about.apiVersion,
      osType: about.osType,
      instanceUuid,
      hostName,
      certificate:
        certificate &&
        present({
          subject: certificate.subject,
          issuer: certificate.issuer,
          validFromAt: instantOf(certificate.notBefore),
          expiresAt: instantOf(certificate.notAfter),
        }),
      licenses: parts.licenses?.map(mapLicense),
      roles: parts.roles?.map((role) =>
        present({
          name: role.name,
          system: role.system,
          privileges: role.privilegeCount,
          assignments: role.permission?.map((permission) =>
            present({
              principal: permission.principal,
              group: permission.group,
              object: permission.entity,
              propagates: permission.propagate,
            }),
          ),
        }),
      ),
    }),
    keys: hostName === undefined ? [] : [naturalKey.host(hostName)],
    unknown,
  };
}

/** The last group is enough to tell licences apart, and gives none away. */
export function maskLicenseKey(key: string): string {
  const groups = key.split('-');
  return groups.length < 2
    ? '*'.repeat(key.length)
    : groups.map((group, i) => (i === groups.length - 1 ? group : '*'.repeat(group.length))).join('-');
}

function mapLicense(raw: RawLicense) {
  const property = (key: string) => raw.properties?.find((one) => one.key === key)?.value;
  const expires = property('expirationDate');
  const feature = property('feature');
  const evaluation = property('evaluation') === true || raw.editionKey === 'eval';
  const expiresAt = typeof expires === 'string' ? instantOf(expires) : undefined;
  return present({
    name: raw.name,
    key: raw.licenseKey && maskLicenseKey(raw.licenseKey),
    product: raw.productName && [raw.productName, raw.productVersion].filter(Boolean).join(' '),
    edition: raw.editionKey,
    unit: raw.costUnit,
    // vSphere writes an unlimited licence as a total of 0.
    total: raw.total === 0 ? ('unlimited' as const) : raw.total,
    used: raw.used,
    evaluation,
    expiresAt,
    perpetual: expires === undefined ? true : undefined,
    features: Array.isArray(feature)
      ? feature.filter((one): one is string => typeof one === 'string')
      : undefined,
  });
}

export function mapDatacenter(
  raw: { obj: string; name: string; parentPath?: string | undefined },
  source: string,
  vcenter: string | undefined,
): ObservedRecord {
  return {
    nativeId: raw.obj,
    name: raw.name,
    attributes: present({ folder: raw.parentPath }),
    relations: partOf(source, 'vcenter', vcenter),
  };
}

const admissionPolicies: Readonly<Record<string, string>> = {
  ClusterFailoverResourcesAdmissionControlPolicy: 'cluster resource percentage',
  ClusterFailoverLevelAdmissionControlPolicy: 'slot policy',
  ClusterFailoverHostAdmissionControlPolicy: 'dedicated failover hosts',
};
const ruleTypes: Readonly<Record<string, string>> = {
  ClusterAntiAffinityRuleSpec: 'keep apart',
  ClusterAffinityRuleSpec: 'keep together',
  ClusterVmHostRuleInfo: 'VMs on hosts',
};
const vmMonitoring = {
  vmMonitoringDisabled: 'disabled',
  vmMonitoringOnly: 'VM',
  vmAndAppMonitoring: 'VM and application',
} as const;
const drsLevels = {
  manual: 'manual',
  partiallyAutomated: 'partially automated',
  fullyAutomated: 'fully automated',
} as const;

export function mapCluster(raw: RawCluster, source: string, names: Names): ObservedRecord {
  const { configurationEx: config, summary } = raw;
  const ha = config?.dasConfig;
  // A host that runs uses memory: where a cluster uses none, nobody has measured it.
  const usage = summary?.usageSummary?.memUsedMB === 0 ? undefined : summary?.usageSummary;
  const unknown: Record<string, string> = {};
  const withoutVms = names.missing('VMs');
  const rules = config?.rule?.map((rule) =>
    present({
      name: rule.name,
      type: ruleTypes[rule._type] ?? rule._type,
      enabled: rule.enabled,
      mandatory: rule.mandatory,
      vms: rule.vm?.map((vm) => names.of(vm) ?? vm).toSorted(),
    }),
  );
  if (withoutVms !== undefined && rules !== undefined) unknown['rules'] = withoutVms;
  return {
    nativeId: raw.obj,
    name: raw.name,
    partition: names.partitionOf(raw.obj) ?? raw.name,
    attributes: present({
      datacenter: names.of(raw.datacenter),
      hostCount: summary?.numHosts,
      coreCount: summary?.numCpuCores,
      threadCount: summary?.numCpuThreads,
      totalCpuMhz: summary?.totalCpu,
      totalMemoryBytes: summary?.totalMemory,
      haEnabled: ha?.enabled,
      haHostMonitoring: ha?.hostMonitoring === undefined ? undefined : ha.hostMonitoring === 'enabled',
      haAdmissionControl: ha?.admissionControlEnabled,
      haAdmissionPolicy: admissionPolicies[ha?.admissionControlPolicy?._type ?? ''],
      haFailoverLevel: ha?.failoverLevel,
      haCpuReservePercent: ha?.admissionControlPolicy?.cpuFailoverResourcesPercent,
      haMemoryReservePercent: ha?.admissionControlPolicy?.memoryFailoverResourcesPercent,
      haVmMonitoring: ha?.vmMonitoring && vmMonitoring[ha.vmMonitoring],
      haRestartPriority: ha?.defaultVmSettings?.restartPriority,
      drsEnabled: config?.drsConfig?.enabled,
      drsLevel: config?.drsConfig?.defaultVmBehavior && drsLevels[config.drsConfig.defaultVmBehavior],
      drsMigrationThreshold: config?.drsConfig?.vmotionRate,
      rules:
        withoutVms === undefined
          ? rules?.toSorted((a, b) => ((a.name ?? '') < (b.name ?? '') ? -1 : 1))
          : undefined,
      evcMode: raw.currentEVCModeKey === null ? 'none' : raw.currentEVCModeKey,
      vsanEnabled: config?.vsanConfigInfo?.enabled,
      effectiveHostCount: summary?.numEffectiveHosts,
      effectiveCpuMhz: summary?.effectiveCpu,
      effectiveMemoryBytes: effectiveBytes(summary?.effectiveMemory, summary?.totalMemory),
      cpuUsageMhz: usage?.cpuDemandMhz,
      memoryUsageBytes: usage?.memUsedMB === undefined ? undefined : Math.round(usage.memUsedMB * megabyte),
      migrationCount: summary?.numVmotions,
      overallStatus: summary?.overallStatus,
    }),
    relations: partOf(source, 'datacenter', raw.datacenter),
    unknown,
  };
}

/** In MB by the manual, unlike the total; a server that gives bytes gives itself away, as no part exceeds its whole. */
function effectiveBytes(effective: number | undefined, totalBytes: number | undefined): number | undefined {
  if (effective === undefined) return undefined;
  const bytes = Math.round(effective * megabyte);
  if (totalBytes === undefined || bytes <= totalBytes) return bytes;
  return effective <= totalBytes ? Math.round(effective) : undefined;
}

export function mapPool(
  raw: RawPool,
  source: string,
  names: Names,
  parents: ReadonlyMap<string, RawPool>,
): ObservedRecord {
  const cluster = names.of(raw.owner);
  const partition = names.partitionOf(raw.owner);
  const { cpuAllocation, memoryAllocation } = raw.config ?? {};
  return {
    nativeId: raw.obj,
    name: raw.name,
    ...(partition === undefined ? {} : { partition }),
    attributes: present({
      cluster,
      path: poolPath(raw, parents),
      cpuReservationMhz: cpuAllocation?.reservation,
      cpuLimitMhz: limit(cpuAllocation?.limit, 1),
      cpuShares: sharesOf(cpuAllocation),
      cpuExpandable: cpuAllocation?.expandableReservation,
      memoryReservationBytes:
        memoryAllocation?.reservation === undefined ? undefined : memoryAllocation.reservation * megabyte,
      memoryLimitBytes: limit(memoryAllocation?.limit, megabyte),
      memoryShares: sharesOf(memoryAllocation),
      memoryExpandable: memoryAllocation?.expandableReservation,
      cpuUsageMhz: raw.summary?.quickStats?.overallCpuUsage,
      memoryUsageBytes:
        raw.summary?.quickStats?.guestMemoryUsage === undefined
          ? undefined
          : Math.round(raw.summary.quickStats.guestMemoryUsage * megabyte),
      vmCount: raw.vmCount,
      overallStatus: raw.summary?.overallStatus,
    }),
    unknown:
      cluster === undefined && partition !== undefined
        ? { cluster: 'it divides a host that stands by itself' }
        : {},
    relations:
      raw.parent !== undefined && parents.has(raw.parent)
        ? partOf(source, 'resource-pool', raw.parent)
        : partOf(source, 'cluster', raw.owner),
  };
}

function poolPath(pool: RawPool, parents: ReadonlyMap<string, RawPool>): string {
  const path = [pool.name];
  const seen = new Set([pool.obj]);
  for (let parent = pool.parent; parent !== undefined && !seen.has(parent);) {
    seen.add(parent);
    const above = parents.get(parent);
    if (above === undefined) break;
    path.unshift(above.name);
    parent = above.parent;
  }
  return path.join(' / ');
}

export function mapDatastore(raw: RawDatastore, source: string, names: Names): ObservedRecord {
  const { info, summary } = raw;
  const mounts = raw.host?.filter((host) => host.mountInfo.mounted !== false);
  const partitions = new Set(mounts?.map((host) => names.partitionOf(host.key) ?? names.of(host.key)));
  const [only] = partitions;
  const partition = partitions.size === 1 ? only : undefined;
  const extents = info?.vmfs?.extent?.map((extent) => extent.diskName);
  const { capacity, freeSpace } = summary;
  const relations: Relation[] = [
    ...partOf(source, 'datacenter', raw.datacenter),
    ...(extents ?? []).map((naa): Relation => ({ type: 'backed-by', toKey: naturalKey.naa(naa) })),
  ];
  if (info?.nas)
    relations.push({ type: 'backed-by', toKey: naturalKey.nfs(info.nas.remoteHost, info.nas.remotePath) });
  return {
    nativeId: raw.obj,
    name: raw.name,
    ...(partition === undefined ? {} : { partition }),
    attributes: present({
      type: summary.type,
      version: info?.vmfs?.version,
      url: summary.url,
      datacenter: names.of(raw.datacenter),
      cluster: partition === undefined ? undefined : names.clusterOf(mounts?.[0]?.key),
      datastoreCluster: raw.podName,
      capacityBytes: capacity,
      accessible: summary.accessible,
      maintenanceMode: summary.maintenanceMode,
      multipleHostAccess: summary.multipleHostAccess,
      extents,
      nfsServer: info?.nas?.remoteHost,
      nfsPath: info?.nas?.remotePath,
      mounts: mounts?.map((host) =>
        present({
          host: names.of(host.key) ?? host.key,
          accessible: host.mountInfo.accessible,
          readOnly:
            host.mountInfo.accessMode === undefined ? undefined : host.mountInfo.accessMode === 'readOnly',
        }),
      ),
      storageIoControl: raw.iormConfiguration?.enabled,
      congestionThresholdMs: raw.iormConfiguration?.congestionThreshold,
      orphanedDisks: raw.orphanedFiles?.map((file) =>
        present({
          path: file.path,
          sizeBytes: file.fileSize,
          modifiedAt: instantOf(file.modification),
        }),
      ),
      freeBytes: freeSpace,
      usedBytes:
        capacity === undefined || freeSpace === undefined ? undefined : Math.max(0, capacity - freeSpace),
      uncommittedBytes: summary.uncommitted,
      vmCount: raw.vmCount,
      overallStatus: raw.overallStatus,
    }),
    relations,
  };
}

export function mapDatastoreCluster(raw: RawPod, source: string, names: Names): ObservedRecord {
  const drs = raw.podStorageDrsEntry;
  return {
    nativeId: raw.obj,
    name: raw.name,
    attributes: present({
      datacenter: names.of(raw.datacenter),
      capacityBytes: raw.summary?.capacity,
      freeBytes: raw.summary?.freeSpace,
      drsEnabled: drs?.enabled,
      drsLevel: drs?.defaultVmBehavior,
      ioBalancing: drs?.ioLoadBalanceEnabled,
      spaceThresholdPercent: drs?.spaceUtilizationThreshold,
      ioLatencyThresholdMs: drs?.ioLatencyThreshold,
      datastores: raw.childEntity?.map((child) => names.of(child) ?? child),
    }),
    relations: partOf(source, 'datacenter', raw.datacenter),
  };
}

/** vCenter knows a standard port group by name alone. */
const standardUnknown = Object.fromEntries(
  ['switch', 'vlan', 'security', 'teaming', 'binding', 'ports', 'shapingIn', 'shapingOut'].map(
    (attribute) => [attribute, 'standard port groups are configured on each host'],
  ),
);

export function mapNetwork(raw: RawNetwork, source: string, names: Names): ObservedRecord {
  const port = raw.config?.defaultPortConfig;
  const vlan = port?.vlan?.vlanId;
  const teaming = port?.uplinkTeamingPolicy;
  const distributed = raw._type === 'DistributedVirtualPortgroup';
  const relations = [
    ...partOf(source, 'dv-switch', raw.config?.distributedVirtualSwitch),
    ...(raw.config?.distributedVirtualSwitch === undefined
      ? partOf(source, 'datacenter', raw.datacenter)
      : []),
  ];
  if (typeof vlan === 'number' && vlan > 0 && vlan < 4095)
    relations.push({ type: 'carries', toKey: naturalKey.vlan(vlan) });
  return {
    nativeId: raw.obj,
    name: raw.name,
    attributes: present({
      type: distributed
        ? ('distributed' as const)
        : raw._type === 'Network'
          ? ('standard' as const)
          : ('opaque' as const),
      datacenter: names.of(raw.datacenter),
      switch: names.of(raw.config?.distributedVirtualSwitch),
      uplink: raw.config?.uplink,
      vlan: typeof vlan === 'number' ? vlan : undefined,
      vlanTrunk: Array.isArray(vlan)
        ? vlan.map(({ start, end }) => (start === end ? `${start}` : `${start}-${end}`))
        : undefined,
      privateVlan: port?.vlan?.pvlanId,
      binding: raw.config?.type,
      ports: raw.config?.numPorts,
      security: securityOf(port?.securityPolicy),
      teaming:
        teaming &&
        present({
          policy: teaming.policy,
          active: teaming.uplinkPortOrder?.activeUplinkPort,
          standby: teaming.uplinkPortOrder?.standbyUplinkPort,
        }),
      shapingIn: port?.inShapingPolicy?.enabled,
      shapingOut: port?.outShapingPolicy?.enabled,
      hostCount: raw.hostCount,
      vmCount: raw.vmCount,
      overallStatus: raw.overallStatus,
    }),
    relations,
    unknown: distributed ? {} : standardUnknown,
  };
}

export function mapDvSwitch(raw: RawDvSwitch, source: string, names: Names): ObservedRecord {
  const { config, summary } = raw;
  const withoutHosts = names.missing('hosts');
  return {
    nativeId: raw.obj,
    name: raw.name,
    attributes: present({
      uuid: raw.uuid,
      datacenter: names.of(raw.datacenter),
      vendor: summary?.productInfo?.vendor,
      version: summary?.productInfo?.version,
      // 0 is what a server writes that keeps none.
      mtu: config?.maxMtu === 0 ? undefined : config?.maxMtu,
      ports: summary?.numPorts,
      uplinks: config?.uplinkPortPolicy?.uplinkPortName,
      members:
        withoutHosts === undefined
          ? config?.host?.map((member) =>
              present({
                host: names.of(member.host) ?? member.host,
                pnics: member.pnicSpec?.map((pnic) =>
                  present({ name: pnic.pnicDevice, uplink: pnic.uplink }),
                ),
              }),
            )
          : undefined,
      security: securityOf(config?.defaultPortConfig?.securityPolicy),
      lacpVersion: config?.lacpApiVersion,
      lags: config?.lacpGroupConfig?.map((lag) =>
        present({
          name: lag.name,
          mode: lag.mode,
          ports: lag.uplinkNum,
          loadBalancing: lag.loadbalanceAlgorithm,
        }),
      ),
      discoveryProtocol: config?.linkDiscoveryProtocolConfig?.protocol,
      discoveryOperation: config?.linkDiscoveryProtocolConfig?.operation,
      networkIoControl: config?.networkResourceManagementEnabled,
      multicastFiltering: config?.multicastFilteringMode,
      freePorts: raw.freePorts,
      overallStatus: raw.overallStatus,
    }),
    relations: partOf(source, 'datacenter', raw.datacenter),
    unknown: withoutHosts === undefined ? {} : { members: withoutHosts },
  };
}

export function mapAlarm(raw: RawAlarm, source: string, vcenter: string | undefined): ObservedRecord {
  return {
    nativeId: raw.obj,
    name: raw.info.name,
    attributes: present({
      description: raw.info.description,
      enabled: raw.info.enabled,
      definedOn: raw.info.entityName,
      condition: raw.info.expression,
      actions: raw.info.action,
      triggered: raw.triggered?.map((one) =>
        present({
          object: one.entityName,
          objectId: idOf(source, one.entity),
          status: one.overallStatus,
          at: instantOf(one.time),
          acknowledged: one.acknowledged,
        }),
      ),
    }),
    relations: partOf(source, 'vcenter', vcenter),
  };
}

/** The kind of a managed object stands in its reference. */
function idOf(source: string, moref: string | undefined): string | undefined {
  if (moref === undefined) return undefined;
  const kinds: readonly [string, EntityKind][] = [
    ['vm-', 'vm'],
    ['host-', 'host'],
    ['datastore-', 'datastore'],
    ['domain-c', 'cluster'],
  ];
  const kind = kinds.find(([prefix]) => moref.startsWith(prefix))?.[1];
  return kind && entityId(source, kind, moref);
}

function partOf(source: string, kind: EntityKind, moref: string | undefined): Relation[] {
  return moref === undefined ? [] : [relate(source, 'part-of', kind, moref)];
}

function securityOf(raw: RawSecurity) {
  return (
    raw &&
    present({
      promiscuous: raw.allowPromiscuous,
      forgedTransmits: raw.forgedTransmits,
      macChanges: raw.macChanges,
    })
  );
}
