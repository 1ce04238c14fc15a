import { childOf, type TrueObject, type VsphereTruth } from '../../../support/vsphere-truth.ts';
import type { TrueEntity, Truth } from '../../real-system.ts';
import { sharedClusterName } from './estate.ts';

/** Everything of a vCenter as it says it itself, by plain SOAP, in the application's words. */
export async function truthOf(vcenter: VsphereTruth): Promise<Truth> {
  const classes = [
    'Folder',
    'Datacenter',
    'ComputeResource',
    'HostSystem',
    'ResourcePool',
    'Datastore',
    'Network',
    'DistributedVirtualSwitch',
    'StoragePod',
    'VirtualMachine',
  ] as const;
  const read = await Promise.all(classes.map((type) => vcenter.all(type)));
  const service = await vcenter.one('ServiceInstance', 'ServiceInstance');
  const of = (type: (typeof classes)[number]) => read[classes.indexOf(type)] ?? new Map<string, TrueObject>();
  const everything = new Map(read.flatMap((objects) => [...objects]));
  const nameOf = (ref: string | undefined) => everything.get(ref ?? '')?.text('name');
  const clusters = new Map(
    [...of('ComputeResource')].filter(([ref]) => ref.startsWith('clustercomputeresource-')),
  );

  const datacenterOf = (ref: string | undefined): string | undefined => {
    if (ref === undefined) return undefined;
    if (of('Datacenter').has(ref)) return nameOf(ref);
    return datacenterOf(everything.get(ref)?.text('parent'));
  };
  const clusterRef = (host: TrueObject | undefined): string | undefined => {
    const parent = host?.text('parent');
    return parent !== undefined && clusters.has(parent) ? parent : undefined;
  };
  const partitionOfCluster = (ref: string): string => {
    const name = nameOf(ref) ?? '';
    return name === sharedClusterName ? `${datacenterOf(ref) ?? ''} / ${name}` : name;
  };
  const partitionOfHost = (host: TrueObject | undefined): string | undefined => {
    const cluster = clusterRef(host);
    return cluster === undefined ? host?.text('name') : partitionOfCluster(cluster);
  };
  const hostOf = (ref: string | undefined) => of('HostSystem').get(ref ?? '');
  const networkName = (nic: Element): string | undefined => {
    const backing = childOf(nic, 'backing');
    const port = backing && childOf(backing, 'port');
    const key = port ? childOf(port, 'portgroupKey') : backing && childOf(backing, 'network');
    return nameOf(key?.textContent ?? undefined);
  };

  return {
    vcenter: [
      {
        // As it is reached by: it says no name of its own.
        name: '127.0.0.1',
        attributes: Object.fromEntries(
          (['fullName', 'version', 'build', 'apiVersion', 'osType', 'instanceUuid'] as const).map((name) => [
            name,
            service.text(`content.about.${name}`),
          ]),
        ),
      },
    ],
    'datastore-cluster': entities(of('StoragePod'), (_, ref) => ({
      attributes: present({ datacenter: datacenterOf(ref) }),
    })),
    datacenter: entities(of('Datacenter'), () => ({})),
    cluster: entities(clusters, (cluster, ref) => ({
      partition: partitionOfCluster(ref),
      attributes: present({
        datacenter: datacenterOf(ref),
        hostCount: number(cluster, 'summary.numHosts'),
        coreCount: number(cluster, 'summary.numCpuCores'),
        threadCount: number(cluster, 'summary.numCpuThreads'),
        totalCpuMhz: number(cluster, 'summary.totalCpu'),
        totalMemoryBytes: number(cluster, 'summary.totalMemory'),
        haEnabled: flag(cluster, 'configurationEx.dasConfig.enabled'),
        drsEnabled: flag(cluster, 'configurationEx.drsConfig.enabled'),
      }),
    })),
    host: entities(of('HostSystem'), (host) => {
      const cluster = clusterRef(host);
      const partition = partitionOfHost(host);
      return {
        ...(partition === undefined ? {} : { partition }),
        attributes: present({
          cluster: nameOf(cluster),
          // A host that stands by itself is in the datacenter that its own compute resource is in.
          datacenter: datacenterOf(host.text('parent')),
          connectionState: host.text('runtime.connectionState'),
          maintenanceMode: flag(host, 'runtime.inMaintenanceMode'),
          vendor: host.text('hardware.systemInfo.vendor'),
          model: host.text('hardware.systemInfo.model'),
          uuid: host.text('hardware.systemInfo.uuid'),
          sockets: number(host, 'hardware.cpuInfo.numCpuPackages'),
          cores: number(host, 'hardware.cpuInfo.numCpuCores'),
          threads: number(host, 'hardware.cpuInfo.numCpuThreads'),
          memoryBytes: number(host, 'hardware.memorySize'),
          version: host.text('config.product.version'),
          build: host.text('config.product.build'),
          vmCount: host.elements('vm').length,
        }),
      };
    }),
    'resource-pool': entities(of('ResourcePool'), (pool) => {
      const owner = pool.text('owner') ?? '';
      const alone = of('ComputeResource').get(owner)?.text('host');
      const partition = clusters.has(owner) ? partitionOfCluster(owner) : nameOf(alone);
      return {
        ...(partition === undefined ? {} : { partition }),
        attributes: present({
          cluster: clusters.has(owner) ? nameOf(owner) : undefined,
          vmCount: pool.elements('vm').length,
        }),
      };
    }),
    datastore: entities(of('Datastore'), (datastore, ref) => ({
      attributes: present({
        datacenter: datacenterOf(ref),
        type: datastore.text('summary.type'),
        url: datastore.text('summary.url'),
        accessible: flag(datastore, 'summary.accessible'),
        capacityBytes: number(datastore, 'summary.capacity'),
        vmCount: datastore.elements('vm').length,
      }),
    })),
    network: entities(of('Network'), (network, ref) => ({
      attributes: present({
        type: ref.startsWith('dvportgroup-') ? 'distributed' : 'standard',
        datacenter: datacenterOf(ref),
        switch: nameOf(network.text('config.distributedVirtualSwitch')),
        ports: number(network, 'config.numPorts'),
        vmCount: network.elements('vm').length,
      }),
    })),
    'dv-switch': entities(of('DistributedVirtualSwitch'), (one, ref) => ({
      attributes: present({
        uuid: one.text('uuid'),
        datacenter: datacenterOf(ref),
        ports: number(one, 'summary.numPorts'),
      }),
    })),
    vm: entities(of('VirtualMachine'), (vm) => {
      const host = hostOf(vm.text('runtime.host'));
      const partition = partitionOfHost(host);
      const devices = vm.elements('config.hardware.device');
      return {
        ...(partition === undefined ? {} : { partition }),
        attributes: present({
          powerState: vm.text('runtime.powerState') === 'poweredOn' ? 'on' : 'off',
          template: flag(vm, 'config.template'),
          cluster: nameOf(clusterRef(host)),
          host: host?.text('name'),
          resourcePool: nameOf(vm.text('resourcePool')),
          uuid: vm.text('config.uuid'),
          instanceUuid: vm.text('config.instanceUuid'),
          hardwareVersion: vm.text('config.version'),
          notes: vm.text('config.annotation') ?? '',
          vcpus: number(vm, 'config.hardware.numCPU'),
          memoryBytes: (number(vm, 'config.hardware.memoryMB') ?? 0) * 1024 ** 2,
          cpuHotAdd: flag(vm, 'config.cpuHotAddEnabled'),
          dnsName: vm.text('guest.hostName'),
          usedBytes: number(vm, 'summary.storage.committed'),
          disks: devices.filter((one) => isOf(one, 'VirtualDisk')).map((one) => diskOf(one, devices)),
          nics: devices
            .filter((one) => childOf(one, 'macAddress') !== undefined)
            .map((one) =>
              present({
                key: Number(text(one, 'key')),
                label: text(one, 'deviceInfo', 'label'),
                adapter: classOf(one)
                  .replace(/^Virtual/, '')
                  .toLowerCase(),
                mac: text(one, 'macAddress'),
                portGroup: networkName(one),
                startsConnected: bool(text(one, 'connectable', 'startConnected')),
              }),
            ),
          snapshots: vm.elements('snapshot.rootSnapshotList').flatMap((root) => snapshotsOf(root, undefined)),
        }),
      };
    }),
  };
}

function entities(
  objects: ReadonlyMap<string, TrueObject>,
  as: (object: TrueObject, ref: string) => Omit<TrueEntity, 'name'>,
): TrueEntity[] {
  return [...objects].map(([ref, object]) => ({ name: object.text('name') ?? '', ...as(object, ref) }));
}

function diskOf(disk: Element, devices: readonly Element[]) {
  const controller = devices.find((one) => text(one, 'key') === text(disk, 'controllerKey'));
  const path = text(disk, 'backing', 'fileName');
  return present({
    key: Number(text(disk, 'key')),
    label: text(disk, 'deviceInfo', 'label'),
    path,
    datastore: path?.slice(1, path.indexOf(']')),
    capacityBytes: Number(text(disk, 'capacityInKB')) * 1024,
    thin: bool(text(disk, 'backing', 'thinProvisioned')),
    mode: text(disk, 'backing', 'diskMode'),
    controller:
      controller && (classOf(controller) === 'ParaVirtualSCSIController' ? 'PVSCSI' : classOf(controller)),
  });
}

function snapshotsOf(node: Element, parent: string | undefined): Record<string, unknown>[] {
  const id = text(node, 'snapshot');
  return [
    present({
      id,
      name: text(node, 'name'),
      createdAt: new Date(text(node, 'createTime') ?? '').toISOString(),
      parent,
      quiesced: bool(text(node, 'quiesced')),
      description: text(node, 'description'),
    }),
    ...[...node.children]
      .filter(({ localName }) => localName === 'childSnapshotList')
      .flatMap((child) => snapshotsOf(child, id)),
  ];
}

const classOf = (element: Element): string =>
  [...element.attributes].find(({ localName }) => localName === 'type')?.value.replace(/^.*:/, '') ?? '';
const isOf = (element: Element, name: string): boolean => classOf(element) === name;

function text(element: Element, ...path: string[]): string | undefined {
  const found = path.reduce<Element | undefined>((at, name) => at && childOf(at, name), element)?.textContent;
  return found === null || found === '' ? undefined : found;
}
const bool = (value: string | undefined): boolean | undefined =>
  value === undefined ? undefined : value === 'true';
const number = (object: TrueObject, path: string): number | undefined => {
  const value = object.text(path);
  return value === undefined ? undefined : Number(value);
};
const flag = (object: TrueObject, path: string): boolean | undefined => bool(object.text(path));

function present(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
