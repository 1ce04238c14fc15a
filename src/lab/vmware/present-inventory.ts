import { activeMemoryMb, cpuUsageMhz, datastoreUsage, statisticsTime } from './metrics.ts';
import { iso, megabytes } from './present-vm.ts';
import {
  dayMs,
  gib,
  type ClusterState,
  type DatastoreState,
  type DvSwitchState,
  type Estate,
  type NetworkState,
  type PoolState,
} from './state.ts';

export function presentCluster(cluster: ClusterState, now: number): Record<string, unknown> {
  const time = statisticsTime(now);
  const usable = cluster.hosts.filter((host) => host.connection === 'connected');
  const cores = (hosts: typeof usable) =>
    hosts.reduce((n, host) => n + host.hardware.sockets * host.hardware.coresPerSocket, 0);
  const mhz = (hosts: typeof usable) =>
    hosts.reduce(
      (n, host) => n + host.hardware.sockets * host.hardware.coresPerSocket * host.hardware.mhz,
      0,
    );
  const bytes = (hosts: typeof usable) => hosts.reduce((n, host) => n + host.hardware.memoryBytes, 0);
  let cpuUsage = 0;
  let memoryUsageMb = 0;
  for (const vm of cluster.vms) {
    cpuUsage += cpuUsageMhz(vm, time);
    if (vm.power === 'poweredOn')
      memoryUsageMb += Math.round(vm.memoryMb * 0.7) + activeMemoryMb(vm, time) / 10;
  }
  return {
    obj: cluster.moref,
    name: cluster.name,
    datacenter: cluster.datacenter.moref,
    summary: {
      overallStatus: usable.length === cluster.hosts.length ? 'green' : 'red',
      numHosts: cluster.hosts.length,
      numEffectiveHosts: usable.length,
      numCpuCores: cores(cluster.hosts),
      numCpuThreads: cores(cluster.hosts) * 2,
      totalCpu: mhz(cluster.hosts),
      totalMemory: bytes(cluster.hosts),
      // The hypervisor keeps some for itself; this one is in MB, as in the API.
      effectiveCpu: Math.round(mhz(usable) * 0.96),
      effectiveMemory: megabytes(bytes(usable) * 0.98),
      numVmotions: cluster.migrations,
      usageSummary: { cpuDemandMhz: cpuUsage, memUsedMB: Math.round(memoryUsageMb) },
    },
    configurationEx: {
      dasConfig: {
        enabled: true,
        hostMonitoring: 'enabled',
        admissionControlEnabled: cluster.admissionControl,
        failoverLevel: 1,
        admissionControlPolicy: {
          _type: 'ClusterFailoverResourcesAdmissionControlPolicy',
          cpuFailoverResourcesPercent: Math.ceil(100 / cluster.hosts.length),
          memoryFailoverResourcesPercent: Math.ceil(100 / cluster.hosts.length),
        },
        vmMonitoring: 'vmMonitoringOnly',
        defaultVmSettings: { restartPriority: 'medium' },
      },
      drsConfig: { enabled: true, defaultVmBehavior: cluster.drsLevel, vmotionRate: 3 },
      rule: cluster.rules.map((rule) => ({
        _type: 'ClusterAntiAffinityRuleSpec',
        key: rule.key,
        name: rule.name,
        enabled: rule.enabled,
        mandatory: false,
        vm: rule.vms,
      })),
      vsanConfigInfo: { enabled: false },
    },
    currentEVCModeKey: 'intel-icelake',
  };
}

export function presentPool(pool: PoolState, estate: Estate, now: number): Record<string, unknown> {
  const time = statisticsTime(now);
  const cluster = estate.clusters.find((candidate) => candidate.moref === pool.cluster);
  const members = (cluster?.vms ?? []).filter((vm) => vm.pool === pool);
  return {
    obj: pool.moref,
    name: pool.name,
    owner: pool.cluster,
    ...(pool.parent === undefined ? {} : { parent: pool.parent }),
    config: {
      cpuAllocation: {
        reservation: pool.cpuReservationMhz,
        limit: pool.cpuLimitMhz,
        expandableReservation: true,
        shares: {
          level: pool.sharesLevel,
          shares: { low: 2_000, normal: 4_000, high: 8_000 }[pool.sharesLevel],
        },
      },
      memoryAllocation: {
        reservation: 0,
        limit: pool.memoryLimitMb,
        expandableReservation: true,
        shares: {
          level: pool.sharesLevel,
          shares: { low: 81_920, normal: 163_840, high: 327_680 }[pool.sharesLevel],
        },
      },
    },
    summary: {
      overallStatus: 'green',
      quickStats: {
        overallCpuUsage: members.reduce((mhz, vm) => mhz + cpuUsageMhz(vm, time), 0),
        guestMemoryUsage: members.reduce((mb, vm) => mb + activeMemoryMb(vm, time), 0),
      },
    },
    vmCount: members.length,
  };
}

export function presentDatastore(
  datastore: DatastoreState,
  estate: Estate,
  now: number,
): Record<string, unknown> {
  const usage = datastoreUsage(datastore, estate, now);
  const share = usage.usedBytes / datastore.capacityBytes;
  return {
    obj: datastore.moref,
    name: datastore.name,
    datacenter: datastore.cluster.datacenter.moref,
    podName: `pod-${datastore.cluster.letter}`,
    summary: {
      url: `ds:///vmfs/volumes/${datastore.naa.slice(-8)}-${datastore.naa.slice(-16, -8)}/`,
      type: 'VMFS',
      capacity: datastore.capacityBytes,
      freeSpace: usage.freeBytes,
      uncommitted: usage.uncommittedBytes,
      accessible: true,
      multipleHostAccess: true,
      maintenanceMode: 'normal',
    },
    overallStatus: share >= 0.85 ? 'red' : share >= 0.75 ? 'yellow' : 'green',
    info: { vmfs: { version: '6.82', extent: [{ diskName: datastore.naa, partition: 1 }] } },
    iormConfiguration: { enabled: true, congestionThreshold: 30 },
    host: datastore.cluster.hosts
      .filter((host) => !datastore.notMountedOn.has(host))
      .map((host) => ({
        key: host.moref,
        mountInfo: { mounted: true, accessible: host.connection === 'connected', accessMode: 'readWrite' },
      })),
    orphanedFiles: datastore.orphans.map((orphan) => ({
      path: orphan.path,
      fileSize: orphan.sizeBytes,
      modification: iso(orphan.modifiedAt),
    })),
    vmCount: usage.vmCount,
  };
}

export function presentPod(cluster: ClusterState, estate: Estate, now: number): Record<string, unknown> {
  const free = cluster.datastores.reduce((n, one) => n + datastoreUsage(one, estate, now).freeBytes, 0);
  return {
    obj: `group-p${cluster.moref.slice('domain-c'.length)}`,
    name: `pod-${cluster.letter}`,
    datacenter: cluster.datacenter.moref,
    childEntity: cluster.datastores.map((datastore) => datastore.moref),
    summary: {
      capacity: cluster.datastores.reduce((n, datastore) => n + datastore.capacityBytes, 0),
      freeSpace: free,
    },
    podStorageDrsEntry: {
      enabled: true,
      defaultVmBehavior: 'manual',
      ioLoadBalanceEnabled: false,
      spaceUtilizationThreshold: 80,
      ioLatencyThreshold: 15,
    },
  };
}

export function presentNetwork(network: NetworkState, estate: Estate): Record<string, unknown> {
  const hosts = estate.hosts.filter((host) => host.cluster.datacenter === network.datacenter);
  const base = {
    obj: network.moref,
    name: network.name,
    datacenter: network.datacenter.moref,
    overallStatus: 'green',
    hostCount: hosts.length,
    vmCount: countVms(network, estate),
  };
  if (network.dvSwitch === undefined) return { ...base, _type: 'Network' };
  return {
    ...base,
    _type: 'DistributedVirtualPortgroup',
    config: {
      distributedVirtualSwitch: network.dvSwitch.moref,
      type: 'earlyBinding',
      uplink: network.uplink,
      numPorts: network.uplink ? hosts.length * 2 : 256,
      defaultPortConfig: {
        vlan: network.uplink ? { vlanId: [{ start: 0, end: 4094 }] } : { vlanId: network.vlan },
        securityPolicy: {
          allowPromiscuous: network.promiscuous,
          forgedTransmits: network.promiscuous,
          macChanges: false,
        },
        uplinkTeamingPolicy: {
          policy: 'loadbalance_loadbased',
          uplinkPortOrder: { activeUplinkPort: ['Uplink 1', 'Uplink 2'], standbyUplinkPort: [] },
        },
        inShapingPolicy: { enabled: false },
        outShapingPolicy: { enabled: false },
      },
    },
  };
}

function countVms(network: NetworkState, estate: Estate): number {
  const known = vmCounts.get(estate);
  if (known?.version === estate.version) return known.counts.get(network) ?? 0;
  const counts = new Map<NetworkState, number>();
  for (const vm of estate.vms)
    for (const nic of vm.nics) counts.set(nic.network, (counts.get(nic.network) ?? 0) + 1);
  vmCounts.set(estate, { version: estate.version, counts });
  return counts.get(network) ?? 0;
}
const vmCounts = new WeakMap<Estate, { version: number; counts: Map<NetworkState, number> }>();

export function presentDvSwitch(dvSwitch: DvSwitchState, estate: Estate): Record<string, unknown> {
  const hosts = estate.hosts.filter((host) => host.cluster.datacenter === dvSwitch.datacenter);
  const used = estate.networks
    .filter((network) => network.dvSwitch === dvSwitch)
    .reduce((n, network) => n + countVms(network, estate), 0);
  return {
    obj: dvSwitch.moref,
    name: dvSwitch.name,
    uuid: dvSwitch.uuid,
    datacenter: dvSwitch.datacenter.moref,
    overallStatus: 'green',
    summary: { productInfo: { vendor: 'VMware, Inc.', version: '8.0.3' }, numPorts: 4_096 },
    freePorts: 4_096 - used - hosts.length * 2,
    config: {
      maxMtu: 9000,
      uplinkPortPolicy: { uplinkPortName: ['Uplink 1', 'Uplink 2'] },
      lacpApiVersion: 'multipleLag',
      lacpGroupConfig: [],
      linkDiscoveryProtocolConfig: { protocol: 'lldp', operation: 'both' },
      networkResourceManagementEnabled: true,
      multicastFilteringMode: 'snooping',
      defaultPortConfig: {
        securityPolicy: { allowPromiscuous: false, forgedTransmits: false, macChanges: false },
      },
      host: hosts.map((host) => ({
        host: host.moref,
        pnicSpec: host.blueprint.nics.map((nic, i) => ({ pnicDevice: nic.name, uplink: `Uplink ${i + 1}` })),
      })),
    },
  };
}

export function presentAbout(estate: Estate): Record<string, unknown> {
  return {
    about: {
      name: 'VMware vCenter Server',
      fullName: 'VMware vCenter Server 8.0.3 build-24322831',
      version: '8.0.3',
      build: '24322831',
      apiVersion: '8.0.3.0',
      osType: 'linux-x64',
      instanceUuid: estate.instanceUuid,
    },
    hostName: 'vcenter-a.dc.example',
    certificate: {
      subject: 'CN=vcenter-a.dc.example',
      issuer: 'O=Datacenter Docs Lab, CN=Issuing CA 1',
      notBefore: iso(estate.createdAt - 300 * dayMs),
      notAfter: iso(estate.createdAt + 430 * dayMs),
    },
    simulated: true,
  };
}

export function presentLicenses(estate: Estate): Record<string, unknown>[] {
  const cores = estate.hosts.reduce((n, host) => n + host.hardware.sockets * host.hardware.coresPerSocket, 0);
  return [
    {
      licenseKey: 'LAB0A-SIMUL-00000-EPLUS-7Q2M4',
      name: 'vSphere 8 Enterprise Plus',
      editionKey: 'esx.enterprisePlus.cpuPackage',
      productName: 'VMware ESX Server',
      productVersion: '8.0',
      costUnit: 'core',
      total: Math.ceil((cores * 1.25) / 64) * 64,
      used: cores,
      properties: [{ key: 'feature', value: ['vMotion', 'DRS', 'Distributed Switch', 'Storage DRS'] }],
    },
    {
      licenseKey: 'LAB0A-SIMUL-00000-VCSTD-9X3K8',
      name: 'vCenter Server 8 Standard',
      editionKey: 'vc.standard.instance',
      productName: 'VMware VirtualCenter Server',
      productVersion: '8.0',
      costUnit: 'instance',
      total: 1,
      used: 1,
      properties: [],
    },
    {
      licenseKey: '00000-00000-00000-00000-00000',
      name: 'Evaluation: NSX',
      editionKey: 'eval',
      productName: 'VMware NSX',
      productVersion: '4.2',
      costUnit: 'cpuPackage',
      total: 0,
      used: 0,
      properties: [
        { key: 'evaluation', value: true },
        { key: 'expirationDate', value: iso(estate.createdAt + 30 * dayMs) },
      ],
    },
  ];
}

export function presentRoles(estate: Estate): Record<string, unknown>[] {
  const root = 'vcenter-a';
  return [
    {
      roleId: -1,
      name: 'Administrator',
      system: true,
      privilegeCount: 392,
      permission: [
        { principal: 'VSPHERE.LOCAL\\Administrators', group: true, entity: root, propagate: true },
        { principal: 'DC\\vsphere-admins', group: true, entity: root, propagate: true },
      ],
    },
    {
      roleId: -2,
      name: 'Read-only',
      system: true,
      privilegeCount: 3,
      permission: [{ principal: 'DC\\noc', group: true, entity: root, propagate: true }],
    },
    {
      roleId: 501,
      name: 'Backup operator',
      system: false,
      privilegeCount: 28,
      permission: estate.datacenters.map((datacenter) => ({
        principal: 'DC\\svc-backup',
        group: false,
        entity: datacenter.name,
        propagate: true,
      })),
    },
  ];
}

export function presentAlarms(estate: Estate, now: number): Record<string, unknown>[] {
  const raised = (moref: string, name: string, status: 'yellow' | 'red'): Record<string, unknown> => ({
    entity: moref,
    entityName: name,
    overallStatus: status,
    acknowledged: false,
  });
  const alarm = (
    id: number,
    name: string,
    description: string,
    expression: string,
    triggered: Record<string, unknown>[],
  ) => ({
    obj: `alarm-${id}`,
    info: {
      name,
      description,
      enabled: true,
      entityName: 'vcenter-a',
      expression,
      action: ['SNMP trap'],
    },
    triggered,
  });
  return [
    alarm(
      1,
      'Host connection and power state',
      'A host lost its connection to vCenter',
      'connection state is not responding',
      estate.hosts
        .filter((host) => host.connection !== 'connected')
        .map((host) => raised(host.moref, host.blueprint.name, 'red')),
    ),
    alarm(
      2,
      'Datastore usage on disk',
      'A datastore fills up',
      'disk usage ≥ 75 % yellow, ≥ 85 % red',
      estate.datastores.flatMap((datastore) => {
        const share = datastoreUsage(datastore, estate, now).usedBytes / datastore.capacityBytes;
        return share < 0.75
          ? []
          : [raised(datastore.moref, datastore.name, share >= 0.85 ? 'red' : 'yellow')];
      }),
    ),
    alarm(
      3,
      'Virtual machine heartbeat',
      'A guest stopped answering',
      'guest heartbeat is red',
      estate.vms
        .filter((vm) => vm.hung && vm.power === 'poweredOn')
        .map((vm) => raised(vm.moref, vm.name, 'red')),
    ),
    alarm(
      4,
      'Network uplink redundancy lost',
      'An adapter of a host lost its link',
      'event: lost uplink redundancy',
      estate.hosts
        .filter((host) => host.linkUp.includes(false))
        .map((host) => raised(host.moref, host.blueprint.name, 'yellow')),
    ),
    alarm(5, 'Virtual machine CPU usage', 'A VM uses its CPU up', 'CPU usage ≥ 75 % yellow, ≥ 90 % red', []),
    alarm(
      6,
      'Virtual machine snapshot size',
      'The delta files of a VM grow large',
      `snapshot size ≥ ${(20 * gib) / gib} GB`,
      [],
    ),
  ];
}
