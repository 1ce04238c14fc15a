import type { Blueprint, BlueprintCluster } from '../blueprint.ts';
import type { LabContext, LabRandom } from '../domain.ts';
import { datastoreUsage } from './metrics.ts';
import { makeSnapshot, makeVm, uuid, type Provisioned, type VmOrder } from './make-vm.ts';
import {
  dayMs,
  gib,
  type ClusterState,
  type DatacenterState,
  type DatastoreState,
  type DvSwitchState,
  type Estate,
  type HostModel,
  type NetworkState,
  type PoolState,
  type VmState,
} from './state.ts';

const models: readonly HostModel[] = [
  {
    vendor: 'Dell Inc.',
    model: 'PowerEdge R760',
    cpuModel: 'Intel(R) Xeon(R) Gold 6430',
    sockets: 2,
    coresPerSocket: 32,
    mhz: 2_100,
    memoryBytes: 768 * gib,
    bios: '2.3.5',
    biosDate: '2025-09-11T00:00:00Z',
  },
  {
    vendor: 'HPE',
    model: 'ProLiant DL380 Gen11',
    cpuModel: 'Intel(R) Xeon(R) Gold 6442Y',
    sockets: 2,
    coresPerSocket: 24,
    mhz: 2_600,
    memoryBytes: 512 * gib,
    bios: '2.22 (05/2025)',
    biosDate: '2025-05-16T00:00:00Z',
  },
];
export const currentBuild = '24674464';
const olderBuild = '24022510';

/** Addresses that VMs of a VLAN get, one after the other. */
export type AddressPlan = (network: NetworkState) => string;

export interface EstateAndPlan {
  readonly estate: Estate;
  readonly orderFor: (cluster: ClusterState, random: LabRandom) => Omit<VmOrder, 'index'>;
  readonly provisioned: Provisioned;
}

export function createEstate(context: LabContext): EstateAndPlan {
  const { blueprint } = context;
  const random = context.random('vmware');
  const now = context.now();
  let nextId = 1_000;
  const id = () => nextId++;
  const datacenters = blueprint.sites.map((site): DatacenterState => ({
    moref: `datacenter-${id()}`,
    name: site.name,
  }));
  const switches = datacenters.map((datacenter): DvSwitchState => ({
    moref: `dvs-${id()}`,
    name: `dvs-${datacenter.name}`,
    uuid: uuid(random),
    datacenter,
  }));
  const networks = switches.flatMap((dvSwitch) => makeNetworks(blueprint, dvSwitch, id));
  const firstDatacenter = datacenters[0];
  if (firstDatacenter === undefined) throw new RangeError('a lab needs at least one site');
  const pools: PoolState[] = [];
  const clusters = blueprint.clusters.map((made, c) =>
    makeCluster(made, c, {
      blueprint,
      datacenter: datacenters.find((datacenter) => datacenter.name === made.site) ?? firstDatacenter,
      random,
      now,
      id,
      pools,
    }),
  );
  const estate: Estate = {
    createdAt: now,
    instanceUuid: uuid(random),
    datacenters,
    clusters,
    hosts: clusters.flatMap((cluster) => cluster.hosts),
    datastores: clusters.flatMap((cluster) => cluster.datastores),
    networks,
    switches,
    pools,
    vms: [],
    nextId,
    version: 0,
  };
  const networksOf = new Map(
    datacenters.map((datacenter) => [
      datacenter,
      new Map(
        networks
          .filter((network) => network.datacenter === datacenter && !network.uplink)
          .map((network) => [network.name.slice(datacenter.name.length + 1), network]),
      ),
    ]),
  );
  const nextIp = addressPlan(blueprint);
  const provisioned: Provisioned = new Map();
  const orderFor = (cluster: ClusterState, stream: LabRandom): Omit<VmOrder, 'index'> => ({
    cluster,
    random: stream,
    pools: estate.pools.filter((pool) => pool.cluster === cluster.moref && pool.parent !== undefined),
    networks: networksOf.get(cluster.datacenter) ?? new Map<string, NetworkState>(),
    nextIp,
    now: context.now(),
  });
  clusters.forEach((cluster, c) => {
    const made = blueprint.clusters[c];
    if (made === undefined) return;
    const order = orderFor(cluster, context.random(`vmware/vms/${cluster.name}`));
    const nodes = blueprint.kubernetesClusters
      .filter((kubernetes) => kubernetes.cluster === cluster.name)
      .flatMap((kubernetes) => kubernetes.nodes);
    for (const [index, node] of nodes.entries()) makeVm(estate, { ...order, index, node }, provisioned);
    for (let index = 0; index < made.vmCount - nodes.length; index++) {
      const template = made.vmCount - nodes.length >= 20 && index >= made.vmCount - nodes.length - 2;
      makeVm(estate, { ...order, index, template }, provisioned);
    }
    const plain = cluster.vms.slice(nodes.length);
    cluster.rules.push(...makeRules(cluster, plain, c === clusters.length - 1));
    if (c <= 1) addImperfections(estate, plain, c, now);
  });
  fillOne(estate, now);
  return { estate, orderFor, provisioned };
}

/** One datastore of the estate carries an image library as well, and stands above the first threshold. */
function fillOne(estate: Estate, now: number): void {
  const [datastore] = estate.datastores;
  if (datastore === undefined) return;
  const { usedBytes } = datastoreUsage(datastore, estate, now);
  datastore.otherBytes += Math.max(0, Math.round(datastore.capacityBytes * 0.78) - usedBytes);
  estate.version += 1;
}

function makeNetworks(blueprint: Blueprint, dvSwitch: DvSwitchState, id: () => number): NetworkState[] {
  const { datacenter } = dvSwitch;
  const portGroup = (name: string, vlan: number, options: Partial<NetworkState> = {}): NetworkState => ({
    moref: `dvportgroup-${id()}`,
    name: `${datacenter.name}-${name}`,
    datacenter,
    vlan,
    dvSwitch,
    uplink: false,
    promiscuous: false,
    ...options,
  });
  return [
    ...blueprint.vlans.map((vlan) => portGroup(vlan.name, vlan.id)),
    portGroup('span-mirror', 100, { promiscuous: true }),
    { ...portGroup('uplinks', 0, { uplink: true, promiscuous: true }), name: `${dvSwitch.name}-uplinks` },
    { moref: `network-${id()}`, name: 'VM Network', datacenter, vlan: 0, uplink: false, promiscuous: false },
  ];
}

interface ClusterInput {
  readonly blueprint: Blueprint;
  readonly datacenter: DatacenterState;
  readonly random: LabRandom;
  readonly now: number;
  readonly id: () => number;
  readonly pools: PoolState[];
}

function makeCluster(made: BlueprintCluster, c: number, input: ClusterInput): ClusterState {
  const { blueprint, id, now, random } = input;
  const moref = `domain-c${id()}`;
  const last = c === blueprint.clusters.length - 1;
  const pool = (name: string, more: Partial<PoolState> = {}): PoolState => ({
    moref: `resgroup-${id()}`,
    name,
    cluster: moref,
    cpuReservationMhz: 0,
    cpuLimitMhz: -1,
    memoryLimitMb: -1,
    sharesLevel: 'normal',
    ...more,
  });
  const rootPool = pool('Resources');
  const parent = rootPool.moref;
  input.pools.push(
    rootPool,
    pool('production', { parent, sharesLevel: 'high', cpuReservationMhz: 20_000 }),
    pool('test', { parent, sharesLevel: 'low', cpuLimitMhz: 120_000, memoryLimitMb: 2_097_152 }),
  );
  const cluster: ClusterState = {
    moref,
    name: made.name,
    letter: made.name.replace(/^prod-/, ''),
    datacenter: input.datacenter,
    hosts: [],
    datastores: [],
    vms: [],
    rootPool,
    admissionControl: c !== 3,
    drsLevel: last && c > 0 ? 'partiallyAutomated' : 'fullyAutomated',
    rules: [],
    migrations: random.int(200, 4_000),
  };
  const hardware = models[c % models.length];
  if (hardware === undefined) throw new RangeError('no host model');
  for (const [h, blueprintHost] of made.hosts.entries()) {
    const hostId = id();
    cluster.hosts.push({
      id: hostId,
      moref: `host-${hostId}`,
      blueprint: blueprintHost,
      hardware,
      cluster,
      build: c === 1 && h === made.hosts.length - 1 ? olderBuild : currentBuild,
      certificateExpiresAt: now + (c === 0 && h === 2 ? 40 : random.int(200, 1_500)) * dayMs,
      sshRunning: (c === 0 && h === 0) || random.chance(0.01),
      connection: 'connected',
      bootedAt: now - (c === 1 && h === 1 ? 301 : random.int(5, 150)) * dayMs,
      linkUp: blueprintHost.nics.map(() => true),
      vms: new Set(),
    });
  }
  for (const [d, store] of made.datastores.entries()) {
    cluster.datastores.push({
      moref: `datastore-${id()}`,
      name: store.name,
      naa: store.naa,
      array: store.array,
      cluster,
      capacityBytes: store.capacityBytes,
      otherBytes: random.int(5, 80) * gib,
      notMountedOn: new Set(c === 1 && d === made.datastores.length - 1 ? cluster.hosts.slice(-1) : []),
      orphans: c === 0 && d === 1 ? makeOrphans(store.name, now) : [],
    } satisfies DatastoreState);
  }
  return cluster;
}

function makeOrphans(datastore: string, now: number): DatastoreState['orphans'] {
  return ['old-wiki', 'restore-test'].map((name, i) => ({
    path: `[${datastore}] ${name}/${name}.vmdk`,
    sizeBytes: (40 + i * 20) * gib,
    modifiedAt: now - (200 + i * 90) * dayMs,
  }));
}

function makeRules(
  cluster: ClusterState,
  vms: readonly VmState[],
  disableOne: boolean,
): ClusterState['rules'] {
  const databases = vms.filter((vm) => vm.name.startsWith('db-')).slice(0, 4);
  const rules: ClusterState['rules'] = [];
  for (let i = 0; i + 1 < databases.length; i += 2) {
    const pair = databases.slice(i, i + 2).map((vm) => vm.moref);
    const key = i / 2 + 1;
    rules.push({
      key,
      name: `separate-db-${cluster.letter}-${key}`,
      enabled: !(disableOne && i === 0),
      vms: pair,
    });
  }
  return rules;
}

/** A healthy estate has a few things to find; where they are does not depend on chance. */
function addImperfections(estate: Estate, vms: readonly VmState[], cluster: number, now: number): void {
  const set = (index: number, change: (vm: VmState) => void) => {
    const vm = vms[index];
    if (vm !== undefined && !vm.template) change(vm);
  };
  const snapshot = (vm: VmState, name: string, days: number) => {
    vm.snapshots.push(makeSnapshot(estate, vm, name, now - days * dayMs));
  };
  if (cluster === 0) {
    set(3, (vm) => snapshot(vm, 'before-upgrade', 21));
    set(4, (vm) => {
      const disk = vm.disks[0];
      if (disk) vm.disks[0] = { ...disk, usedKb: Math.round(disk.capacityKb * 0.94), growthKbPerDay: 0 };
    });
    set(7, (vm) => Object.assign(vm, { tools: 'none' }));
    set(9, (vm) => Object.assign(vm, { tools: 'old' }));
    set(11, (vm) => {
      for (const [step, days] of [1.9, 1.4, 1, 0.5].entries()) snapshot(vm, `step-${step + 1}`, days);
    });
    set(13, (vm) => {
      vm.consolidationNeeded = true;
    });
    set(15, (vm) => Object.assign(vm, { memoryLimitMb: Math.round(vm.memoryMb * 0.9) }));
    return;
  }
  set(2, (vm) => Object.assign(vm, { readyPercent: 16 }));
  set(5, (vm) => snapshot(vm, 'patch-test', 8));
}

function addressPlan(blueprint: Blueprint): AddressPlan {
  const used = new Map<number, number>();
  const prefixOf = new Map(blueprint.vlans.map((vlan) => [vlan.id, vlan.prefix.split('.').slice(0, 2)]));
  return (network) => {
    const n = (used.get(network.vlan) ?? 0) + 1;
    used.set(network.vlan, n);
    const [a, b] = prefixOf.get(network.vlan) ?? ['10', '199'];
    return `${a}.${b}.${Math.floor(n / 250) + 1}.${(n % 250) + 1}`;
  };
}
