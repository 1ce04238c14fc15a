import type { BlueprintArray, BlueprintCluster } from '../blueprint.ts';
import type { LabContext, LabRandom } from '../domain.ts';
import type {
  AggregateState,
  ArrayState,
  DiskState,
  Fabric,
  FcInterfaceState,
  FcPortState,
  IgroupState,
  LunState,
  NodeState,
  VolumeState,
} from './state.ts';

const TiB = 2 ** 40;
const GiB = 2 ** 30;
const day = 86_400_000;

/** 3.84 TB drives, as the vendor counts their usable part. */
export const diskBytes = 3_840_755_982_336;
export const baysPerShelf = 24;
/** What the vendor puts before a LUN's serial number to make its SCSI identifier. */
export const naaPrefix = '600a0980';

/** What a disk adds to a pool, after the pool's own share. */
const dataBytesPerDisk = Math.floor(diskBytes * 0.9);

/** Thin volumes promise about a tenth more than there is. */
const overcommit = 1.1;

/** Arrays whose LUNs carry the blueprint's datastores, with what such arrays have besides. */
export function buildArrays(context: LabContext): ArrayState[] {
  const { arrays, clusters } = context.blueprint;
  const built = arrays.map((array, i) => buildArray(context, array, clusters, i));
  // Replicas lie on the next array, so every array is a source and a target; only then is known what disks it takes.
  if (built.length > 1)
    built.forEach((source, i) => {
      const target = built[(i + 1) % built.length];
      if (target) replicate(context.random(`storage/replication/${source.name}`), source, target);
    });
  for (const array of built) addDisks(context.random(`storage/disks/${array.name}`), array);
  return built;
}

function buildArray(
  context: LabContext,
  blueprint: BlueprintArray,
  clusters: readonly BlueprintCluster[],
  ordinal: number,
): ArrayState {
  const random = context.random(`storage/${blueprint.name}`);
  const start = context.now();
  const nodes = buildNodes(random, blueprint, start);
  const aggregates = nodes.map((node, i): AggregateState => ({
    ordinal: i,
    name: `aggr1_${node.name.slice(-2)}`,
    uuid: uuid(random),
    node: node.name,
    sizeBytes: 0,
    state: 'online',
    degraded: false,
  }));
  const volumes = [
    ...blueprint.volumes.map((volume, i) => sanVolume(random, volume, aggregates, i, start)),
    ...fileVolumes(random, aggregates, blueprint.volumes.length, start),
  ];
  const igroups = buildIgroups(random, blueprint, clusters);
  const luns = buildLuns(random, blueprint, igroups, volumes);
  const fcPorts = nodes.flatMap((node, n) => buildFcPorts(random, node, n));
  return {
    ordinal,
    name: blueprint.name,
    uuid: uuid(random),
    serial: blueprint.serial,
    site: blueprint.site,
    rack: blueprint.rack,
    managementIp: blueprint.managementIp,
    model: random.pick(['LAB-A250', 'LAB-A400', 'LAB-A800']),
    version: { generation: 9, major: random.pick([13, 14, 15]), minor: random.int(1, 4) },
    nodes,
    shelves: [],
    disks: [],
    aggregates,
    volumes,
    luns,
    igroups,
    cifsShares: [
      {
        ordinal: 0,
        name: 'home',
        path: '/home',
        volume: 'vol_home',
        acls: [{ user: 'Everyone', permission: 'change' }],
      },
      {
        ordinal: 1,
        name: 'projects$',
        path: '/projects',
        volume: 'vol_projects',
        acls: [
          { user: String.raw`LAB\engineering`, permission: 'change' },
          { user: String.raw`LAB\audit`, permission: 'read' },
        ],
      },
    ],
    fcPorts,
    fcInterfaces: fcPorts.map((port, i): FcInterfaceState => ({
      ordinal: i,
      uuid: uuid(random),
      name: `fcp_${port.node.slice(-2)}_${port.name}`,
      wwpn: `2001${random.hex(12)}`,
      node: port.node,
      homePort: port.name,
      port: port.name,
    })),
    ethernetPorts: nodes.flatMap((node, n) =>
      ['e0M', 'e0e', 'e0f'].map((name, i) => ({
        ordinal: n * 3 + i,
        uuid: uuid(random),
        name,
        node: node.name,
        mac: `00:a0:98:${[2, 2, 2].map((digits) => random.hex(digits)).join(':')}`,
        speedMbps: name === 'e0M' ? 1_000 : 25_000,
        mtu: name === 'e0M' ? 1_500 : 9_000,
        linkUp: true,
        ...(name === 'e0M' && { address: node.managementIp }),
      })),
    ),
    relationships: [],
  };
}

function buildNodes(random: LabRandom, { name, managementIp }: BlueprintArray, start: number): NodeState[] {
  return [1, 2].map((number, i) => ({
    ordinal: i,
    name: `${name}-0${number}`,
    uuid: uuid(random),
    serial: `LAB${random.hex(9).toUpperCase()}`,
    managementIp: managementIp.replace(/^10\.250\./, `10.25${number}.`),
    partner: `${name}-0${3 - number}`,
    bootedAt: start - random.int(20, 240) * day,
    takenOver: false,
    failedFans: 0,
    failedPowerSupplies: 0,
    batteryOk: true,
    processorPercent: random.int(12, 45),
  }));
}

/** Each pool gets the disks that hold its volumes, in RAID-DP groups; each controller two spares. */
function addDisks(random: LabRandom, array: ArrayState): void {
  const add = (node: string, container: 'aggregate' | 'spare', place: Partial<DiskState>) => {
    const ordinal = array.disks.length;
    array.disks.push({
      ordinal,
      uid: random.hex(16),
      serial: `S${random.hex(11).toUpperCase()}`,
      shelf: Math.floor(ordinal / baysPerShelf),
      bay: ordinal % baysPerShelf,
      node,
      powerOnHoursAtStart: random.int(2_000, 40_000),
      wearPercent: random.int(0, 12),
      container,
      rebuilding: false,
      ...place,
    });
  };
  for (const aggregate of array.aggregates) {
    const promised = array.volumes
      .filter((volume) => volume.aggregate === aggregate.name)
      .reduce((sum, volume) => sum + volume.sizeBytes, 0);
    const data = Math.max(4, Math.ceil(promised / overcommit / dataBytesPerDisk));
    aggregate.sizeBytes = data * dataBytesPerDisk;
    // Groups of at most 22 data disks, each with two parity disks.
    const groups = Math.ceil(data / 22);
    for (let i = 0; i < groups; i++) {
      add(aggregate.node, 'aggregate', { aggregate: aggregate.name, position: 'dparity' });
      add(aggregate.node, 'aggregate', { aggregate: aggregate.name, position: 'parity' });
    }
    for (let i = 0; i < data; i++)
      add(aggregate.node, 'aggregate', { aggregate: aggregate.name, position: 'data' });
  }
  for (const node of array.nodes) for (let i = 0; i < 2; i++) add(node.name, 'spare', {});
  for (let id = 0; id < Math.ceil(array.disks.length / baysPerShelf); id++)
    array.shelves.push({
      ordinal: id,
      id,
      uid: random.hex(16),
      serial: `SHF${random.hex(10).toUpperCase()}`,
      failedPowerSupplies: 0,
      temperature: random.int(22, 29),
    });
}

function sanVolume(
  random: LabRandom,
  volume: BlueprintArray['volumes'][number],
  aggregates: readonly AggregateState[],
  index: number,
  start: number,
): VolumeState {
  return {
    ...volumeDefaults(random, index, start),
    name: volume.name,
    svm: 'svm_san',
    aggregate: aggregates[index % aggregates.length]?.name ?? '',
    thin: true,
    snapshotPolicy: index % 3 === 0 ? 'default' : 'daily',
    snapshotReservePercent: 0,
    autogrow: index % 4 !== 0,
    qosPolicy: index % 5 === 0 ? 'gold' : 'standard',
    sizeBytes: volume.sizeBytes,
    usedBytes: Math.floor(volume.sizeBytes * (0.35 + random.unit() * 0.35)),
  };
}

function fileVolumes(
  random: LabRandom,
  aggregates: readonly AggregateState[],
  firstOrdinal: number,
  start: number,
): VolumeState[] {
  const plan = [
    { name: 'vol_home', path: '/home', policy: 'smb_only', size: 2 * TiB },
    { name: 'vol_projects', path: '/projects', policy: 'engineering', size: 3 * TiB },
    { name: 'vol_backup_stage', path: '/backup_stage', policy: 'backup', size: 4 * TiB },
  ];
  return plan.map(({ name, path, policy, size }, i) => ({
    ...volumeDefaults(random, firstOrdinal + i, start),
    name,
    svm: 'svm_nas',
    aggregate: aggregates[i % aggregates.length]?.name ?? '',
    thin: name !== 'vol_backup_stage',
    snapshotPolicy: name === 'vol_backup_stage' ? 'none' : 'default',
    snapshotReservePercent: 5,
    autogrow: name === 'vol_home',
    junctionPath: path,
    exportPolicy: policy,
    sizeBytes: size,
    usedBytes: Math.floor(size * (0.3 + random.unit() * 0.4)),
    manualSnapshots:
      name === 'vol_projects'
        ? [{ name: 'before_migration', createdAt: start - 47 * day, comment: 'kept for the file migration' }]
        : [],
  }));
}

function volumeDefaults(random: LabRandom, ordinal: number, start: number) {
  return {
    ordinal,
    uuid: uuid(random),
    type: 'rw' as const,
    createdAt: start - random.int(30, 900) * day,
    growth: random.chance(0.7) ? random.int(0, Math.floor((20 * GiB) / 86_400)) : 0,
    savedShare: 0.2 + random.unit() * 0.5,
    iops: random.int(50, 6_000),
    latencyMicroseconds: random.int(180, 1_400),
    state: 'online' as const,
    deletedSnapshots: new Set<number>(),
    manualSnapshots: [] as VolumeState['manualSnapshots'],
  };
}

function buildIgroups(
  random: LabRandom,
  array: BlueprintArray,
  clusters: readonly BlueprintCluster[],
): IgroupState[] {
  const served = new Set(array.volumes.map((volume) => volume.cluster));
  return clusters
    .filter((cluster) => served.has(cluster.name))
    .map((cluster, i) => ({
      ordinal: i,
      uuid: uuid(random),
      name: `ig_${cluster.name}`,
      osType: 'vmware' as const,
      initiators: cluster.hosts.flatMap((host) =>
        host.hbas.map((hba, n) => ({
          wwpn: hba.wwn,
          comment: `${host.name} ${hba.name}`,
          fabric: fabricOf(n),
        })),
      ),
    }));
}

function buildLuns(
  random: LabRandom,
  array: BlueprintArray,
  igroups: readonly IgroupState[],
  volumes: readonly VolumeState[],
): LunState[] {
  const numbers = new Map<string, number>();
  const luns = array.volumes.map((volume, i): LunState => {
    const igroup = igroups.find(({ name }) => name === `ig_${volume.cluster}`);
    const number = numbers.get(igroup?.name ?? '') ?? 0;
    numbers.set(igroup?.name ?? '', number + 1);
    return {
      ordinal: i,
      uuid: uuid(random),
      name: `/vol/${volume.name}/lun0`,
      volume: volume.name,
      serialHex: volume.naa.replace(`naa.${naaPrefix}`, ''),
      sizeBytes: volume.sizeBytes,
      igroups: igroup ? [{ name: igroup.name, number }] : [],
    };
  });
  const [first] = volumes;
  if (first)
    luns.push({
      ordinal: luns.length,
      uuid: uuid(random),
      name: `/vol/${first.name}/lun_old_migration`,
      volume: first.name,
      serialHex: random.hex(24),
      sizeBytes: 500 * GiB,
      igroups: [],
    });
  return luns;
}

function buildFcPorts(random: LabRandom, node: NodeState, index: number): FcPortState[] {
  return ['1a', '1b', '1c', '1d'].map((name, i) => ({
    ordinal: index * 4 + i,
    uuid: uuid(random),
    name,
    node: node.name,
    wwpn: `500a0980${random.hex(8)}`,
    fabric: fabricOf(i),
    linkUp: true,
  }));
}

function replicate(random: LabRandom, source: ArrayState, target: ArrayState): void {
  const protectedVolumes = source.volumes.filter(
    (volume) => volume.type === 'rw' && (volume.ordinal < 2 || volume.name === 'vol_home'),
  );
  for (const volume of protectedVolumes) {
    const aggregate = target.aggregates[target.volumes.length % target.aggregates.length];
    const copy: VolumeState = {
      ...volume,
      ordinal: target.volumes.length,
      uuid: uuid(random),
      name: `${source.name.replaceAll('-', '_')}_${volume.name}_dr`,
      aggregate: aggregate?.name ?? '',
      type: 'dp',
      growth: 0,
      snapshotPolicy: 'none',
      deletedSnapshots: new Set(),
      manualSnapshots: [],
    };
    delete (copy as { junctionPath?: string }).junctionPath;
    delete (copy as { exportPolicy?: string }).exportPolicy;
    target.volumes.push(copy);
    target.relationships.push({
      ordinal: target.relationships.length,
      uuid: uuid(random),
      sourceArray: source.name,
      sourceVolume: volume.name,
      destinationVolume: copy.name,
      scheduleSeconds: 900,
    });
  }
}

function fabricOf(index: number): Fabric {
  return index % 2 === 0 ? 'fabric-a' : 'fabric-b';
}

function uuid(random: LabRandom): string {
  return [8, 4, 4, 4, 12].map((digits) => random.hex(digits)).join('-');
}
