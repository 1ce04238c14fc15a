import type { LabRandom } from '../domain.ts';
import {
  dayMs,
  gib,
  kib,
  type ClusterState,
  type DatastoreState,
  type DiskState,
  type Estate,
  type GuestProfile,
  type HostState,
  type NetworkState,
  type PoolState,
  type SnapshotState,
  type VmState,
} from './state.ts';

const ubuntu = { id: 'ubuntu64Guest', name: 'Ubuntu Linux (64-bit)', windows: false };
const rhel = { id: 'rhel9_64Guest', name: 'Red Hat Enterprise Linux 9 (64-bit)', windows: false };
const windows = {
  id: 'windows2019srvNext_64Guest',
  name: 'Microsoft Windows Server 2022 (64-bit)',
  windows: true,
};

interface Application {
  readonly name: string;
  readonly vlan: string;
  readonly guests: readonly GuestProfile[];
  readonly vcpus: readonly number[];
  readonly memoryGib: readonly number[];
  readonly dataDisk: boolean;
}

const applications: readonly Application[] = [
  { name: 'web', vlan: 'web', guests: [ubuntu, rhel], vcpus: [2, 4], memoryGib: [4, 8], dataDisk: false },
  {
    name: 'api',
    vlan: 'application',
    guests: [ubuntu, rhel],
    vcpus: [2, 4, 4],
    memoryGib: [8, 16],
    dataDisk: false,
  },
  { name: 'db', vlan: 'database', guests: [rhel], vcpus: [4, 8, 8], memoryGib: [32, 64], dataDisk: true },
  { name: 'mq', vlan: 'application', guests: [ubuntu], vcpus: [2, 4], memoryGib: [8], dataDisk: true },
  { name: 'erp', vlan: 'application', guests: [windows], vcpus: [4, 8], memoryGib: [16, 32], dataDisk: true },
  { name: 'file', vlan: 'application', guests: [windows], vcpus: [2], memoryGib: [8], dataDisk: true },
  { name: 'mon', vlan: 'web', guests: [ubuntu], vcpus: [2], memoryGib: [4, 8], dataDisk: false },
  { name: 'bak', vlan: 'backup', guests: [windows, rhel], vcpus: [4], memoryGib: [16], dataDisk: true },
];
const nodeApplication: Application = {
  name: 'k8s',
  vlan: 'kubernetes',
  guests: [ubuntu],
  vcpus: [8],
  memoryGib: [32],
  dataDisk: false,
};

export interface VmOrder {
  readonly cluster: ClusterState;
  readonly random: LabRandom;
  /** Position in the cluster, from 0. */
  readonly index: number;
  readonly pools: readonly PoolState[];
  readonly networks: ReadonlyMap<string, NetworkState>;
  /** The next free address of a VLAN. */
  readonly nextIp: (network: NetworkState) => string;
  readonly now: number;
  readonly node?: { readonly name: string; readonly uuid: string; readonly ip: string };
  readonly template?: boolean;
  readonly ephemeral?: boolean;
}

/** Provisioned so far by datastore, so that each VM goes where there is most room. */
export type Provisioned = Map<DatastoreState, number>;

export function makeVm(estate: Estate, order: VmOrder, provisioned: Provisioned): VmState {
  const { cluster, random, now, node } = order;
  const id = estate.nextId++;
  const application = node ? nodeApplication : random.pick(applications);
  const guest = random.pick(application.guests);
  const host = leastLoadedHost(cluster, random);
  const datastore = roomiest(cluster, host, provisioned);
  const vcpus = random.pick(application.vcpus);
  const memoryMb = random.pick(application.memoryGib) * 1024;
  const disks = [makeDisk(2000, datastore, guest.windows ? 80 : 40, random, provisioned)];
  if (application.dataDisk) {
    disks.push(
      makeDisk(
        2001,
        roomiest(cluster, host, provisioned),
        random.pick([100, 150, 200, 300]),
        random,
        provisioned,
      ),
    );
  }
  const network = order.networks.get(application.vlan);
  const name = vmName(order, application);
  const poweredOn = order.template !== true && (node !== undefined || order.index % 17 !== 16);
  const vm: VmState = {
    id,
    moref: `vm-${id}`,
    name,
    uuid: node?.uuid ?? uuid(random),
    instanceUuid: uuid(random),
    cluster,
    pool: node ? cluster.rootPool : (order.pools[order.index % order.pools.length] ?? cluster.rootPool),
    guest,
    folder: `/${cluster.datacenter.name}/vm/${order.template ? 'templates' : application.name}`,
    notes: node
      ? 'Kubernetes node; managed by the platform team'
      : random.chance(0.2)
        ? `Owner: team-${application.name}`
        : '',
    template: order.template === true,
    createdAt: order.ephemeral ? now : now - random.int(30, 900) * dayMs,
    ephemeral: order.ephemeral === true,
    host,
    power: poweredOn ? 'poweredOn' : 'poweredOff',
    connection: 'connected',
    bootedAt: order.ephemeral ? now : now - random.int(1, 120) * dayMs,
    vcpus,
    coresPerSocket: vcpus >= 8 ? vcpus / 2 : vcpus,
    memoryMb,
    memoryLimitMb: -1,
    cpuReservationMhz: application.name === 'db' && random.chance(0.3) ? 2_000 : 0,
    hotAdd: random.chance(0.6),
    disks,
    nics: network ? [{ key: 4000, mac: macOf(id), network, ip: node?.ip ?? order.nextIp(network) }] : [],
    tools: node ? 'unmanaged' : random.chance(0.015) ? 'none' : random.chance(0.02) ? 'old' : 'current',
    hung: false,
    snapshots: [],
    consolidationNeeded: false,
    cpuLoad: 0.04 + random.unit() ** 2 * 0.4,
    memoryLoad: 0.1 + random.unit() * 0.5,
    phase: random.unit(),
    readyPercent: random.unit() ** 2 * 3,
  };
  if (!node && !vm.template && random.chance(0.01)) {
    vm.snapshots = [
      makeSnapshot(estate, vm, `backup-${random.int(100, 999)}`, now - random.int(2, 60) * 3_600_000),
    ];
  }
  host.vms.add(vm);
  cluster.vms.push(vm);
  estate.vms.push(vm);
  return vm;
}

export function makeSnapshot(
  estate: Estate,
  vm: VmState,
  name: string,
  createdAt: number,
  options: { quiesced?: boolean; description?: string } = {},
): SnapshotState {
  const parent = vm.snapshots.at(-1)?.id;
  return {
    id: estate.nextId++,
    name,
    description: options.description ?? '',
    createdAt,
    quiesced: options.quiesced ?? false,
    ...(parent === undefined ? {} : { parent }),
    // Databases rewrite more than web servers do; 0.3–1.4 GiB a day.
    bytesPerDay: (0.3 + (vm.id % 12) / 10) * gib,
    saved: { vcpus: vm.vcpus, memoryMb: vm.memoryMb, poweredOn: vm.power === 'poweredOn' },
  };
}

function makeDisk(
  key: number,
  datastore: DatastoreState,
  gibCapacity: number,
  random: LabRandom,
  provisioned: Provisioned,
): DiskState {
  const capacityKb = (gibCapacity * gib) / kib;
  provisioned.set(datastore, (provisioned.get(datastore) ?? 0) + capacityKb * kib);
  return {
    key,
    unit: key - 2000,
    datastore,
    capacityKb,
    thin: random.chance(0.75),
    usedKb: Math.round(capacityKb * (0.25 + random.unit() * 0.45)),
    growthKbPerDay: Math.round(capacityKb * random.unit() * 0.001),
    partitionKb: capacityKb,
  };
}

function roomiest(cluster: ClusterState, host: HostState, provisioned: Provisioned): DatastoreState {
  let best: DatastoreState | undefined;
  let bestShare = Infinity;
  for (const datastore of cluster.datastores) {
    if (datastore.notMountedOn.has(host)) continue;
    const share = ((provisioned.get(datastore) ?? 0) + datastore.otherBytes) / datastore.capacityBytes;
    if (share < bestShare) [best, bestShare] = [datastore, share];
  }
  if (best === undefined) throw new RangeError(`${host.blueprint.name} mounts no datastore`);
  return best;
}

function leastLoadedHost(cluster: ClusterState, random: LabRandom): HostState {
  const first = random.pick(cluster.hosts);
  const second = random.pick(cluster.hosts);
  return second.vms.size < first.vms.size ? second : first;
}

function vmName(order: VmOrder, application: Application): string {
  if (order.node) return order.node.name;
  const number = String(order.index + 1).padStart(3, '0');
  if (order.template) return `tpl-${application.name}-${order.cluster.letter}${number}`;
  return `${order.ephemeral ? 'ci-' : ''}${application.name}-${order.cluster.letter}${number}`;
}

export function uuid(random: LabRandom): string {
  const hex = Array.from({ length: 4 }, () => random.int(0, 0xffffffff).toString(16).padStart(8, '0')).join(
    '',
  );
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** vCenter hands out 00:50:56:80:00:00 … bf:ff:ff. */
function macOf(id: number): string {
  const byte = (value: number) => (value & 0xff).toString(16).padStart(2, '0');
  return `00:50:56:${byte(0x80 | ((id >> 16) & 0x3f))}:${byte(id >> 8)}:${byte(id)}`;
}
