import { z } from 'zod';
import type { Resource } from '../connection/resource.ts';
import type { Reading } from '../reading.ts';
import {
  amount,
  flag,
  isAbsent,
  makeOf,
  makeSchema,
  nameOf,
  nameSchema,
  statusOf,
  statusSchema,
  text,
} from './parts.ts';
import { systemsOf } from './systems.ts';

const controllerSchema = z.object({
  ...nameSchema,
  ...makeSchema,
  firmwareVersion: text,
  speedGbps: amount,
  cacheSizeMiB: amount,
  cacheStatus: statusSchema,
  raidTypes: z.array(z.string()),
  status: statusSchema,
});

export const driveSchema = z.object({
  ...nameSchema,
  ...makeSchema,
  revision: text.describe('its firmware'),
  mediaType: text.describe('HDD, SSD, SMR'),
  protocol: text.describe('SATA, SAS, NVMe, …'),
  capacityBytes: amount,
  rotationSpeedRPM: amount,
  failurePredicted: flag,
  predictedMediaLifeLeftPercent: amount,
  hotspareType: text.describe('None, Global, Chassis, Dedicated'),
  statusIndicator: text,
  locationText: text,
  bay: amount,
  encryptionStatus: text,
  volumes: z.array(z.string()).describe('paths of the volumes on it'),
  status: statusSchema,
});

export const volumeSchema = z.object({
  ...nameSchema,
  raidType: text,
  capacityBytes: amount,
  encrypted: flag,
  readCachePolicy: text,
  writeCachePolicy: text,
  usedBytes: amount,
  provisioningPolicy: text,
  accessCapabilities: z.array(z.string()),
  uniqueIds: z.array(z.object({ format: text, name: z.string() })),
  pools: z.array(z.string()).describe('paths of the pools that it takes its room from'),
  drives: z.array(z.string()),
  operations: z.array(z.object({ operation: text, percentageComplete: amount })),
  status: statusSchema,
});

export const poolSchema = z.object({
  ...nameSchema,
  raidTypes: z.array(z.string()),
  capacityBytes: amount,
  consumedBytes: amount,
  drives: z.array(z.string()),
  status: statusSchema,
});

export const storageSchema = z.object({
  ...nameSchema,
  kind: z
    .enum(['Storage', 'StorageService', 'SimpleStorage'])
    .describe('SimpleStorage: only where the system has no Storage'),
  system: text.describe('path of the system that it belongs to; absent: a storage system by itself'),
  controllers: z.array(controllerSchema),
  drives: z.array(driveSchema),
  volumes: z.array(volumeSchema),
  pools: z.array(poolSchema),
  status: statusSchema,
});
type Storage = z.input<typeof storageSchema>;

/** Storage of systems, and Swordfish's storage systems beside them; nothing twice that is reached by two links. */
export async function readStorage(reading: Reading): Promise<Storage[]> {
  const root = await reading.root();
  const systems = await systemsOf(reading);
  const seen = new Set<string>();
  const found: Storage[] = [];
  for (const system of systems) {
    const ofSystem = system.has('Storage') ? await reading.members(system.ref('Storage'), 'Storage') : [];
    found.push(...(await eachOnce(ofSystem, seen, (one) => storageOf(reading, one, 'Storage', system.id))));
    if (ofSystem.length > 0 || !system.has('SimpleStorage')) continue;
    const simple = await reading.members(system.ref('SimpleStorage'), 'SimpleStorage');
    found.push(...simple.map((one) => simpleStorageOf(one, system.id)));
  }
  for (const kind of ['Storage', 'StorageServices'] as const) {
    if (!root?.has(kind)) continue;
    const standing = await reading.members(root.ref(kind), kind);
    found.push(
      ...(await eachOnce(standing, seen, (one) =>
        storageOf(reading, one, kind === 'Storage' ? 'Storage' : 'StorageService', undefined),
      )),
    );
  }
  return found;
}

async function eachOnce<T>(
  resources: readonly Resource[],
  seen: Set<string>,
  read: (one: Resource) => Promise<T>,
): Promise<T[]> {
  const fresh = resources.filter(({ id }) => {
    if (id === undefined) return true;
    const known = seen.has(id);
    seen.add(id);
    return !known;
  });
  return Promise.all(fresh.map(read));
}

async function storageOf(
  reading: Reading,
  storage: Resource,
  kind: 'Storage' | 'StorageService',
  system: string | undefined,
): Promise<Storage> {
  const part = (name: string) =>
    storage.ref(name) === undefined ? Promise.resolve([]) : reading.members(storage.ref(name), name);
  const [controllers, listed, linked, volumes, pools] = await Promise.all([
    part('Controllers'),
    // A list of links in one schema, a collection in the other.
    part('Drives'),
    reading.each(storage.refs('Drives'), 'Drives'),
    part('Volumes'),
    part('StoragePools'),
  ]);
  const inline = storage.list('StorageControllers');
  // Pools name drives that nothing else does in some Swordfish services.
  const ofPools = await Promise.all(pools.map((pool) => drivesOfPool(reading, pool)));
  const drives = new Map<string, Resource>();
  for (const drive of [...listed, ...linked, ...ofPools.flat()])
    if (!isAbsent(drive)) drives.set(drive.id ?? `${drives.size}`, drive);
  return {
    ...nameOf(storage),
    kind,
    system,
    controllers: (controllers.length > 0 ? controllers : inline)
      .filter((one) => !isAbsent(one))
      .map(controllerOf),
    drives: [...drives.values()].map(driveOf),
    volumes: volumes.map(volumeOf),
    pools: pools.map((pool, place) => poolOf(pool, ofPools[place] ?? [])),
    status: statusOf(storage),
  };
}

async function drivesOfPool(reading: Reading, pool: Resource): Promise<Resource[]> {
  const sources = [
    ...pool.list('CapacitySources'),
    ...(pool.ref('CapacitySources') === undefined
      ? []
      : await reading.members(pool.ref('CapacitySources'), 'CapacitySources')),
  ];
  const links = sources.flatMap((one) => [
    ...one.refs('ProvidingDrives'),
    ...(one.ref('ProvidingDrives') === undefined ? [] : [one.ref('ProvidingDrives') ?? '']),
  ]);
  const found = await reading.each(links, 'ProvidingDrives');
  const expanded = await Promise.all(
    found.map((one) =>
      one.has('Members') ? reading.members(one.id, 'ProvidingDrives') : Promise.resolve([one]),
    ),
  );
  return expanded.flat();
}

const controllerOf = (one: Resource): z.input<typeof controllerSchema> => ({
  ...nameOf(one),
  id: one.text('Id') ?? one.text('MemberId'),
  ...makeOf(one),
  firmwareVersion: one.text('FirmwareVersion'),
  speedGbps: one.number('SpeedGbps'),
  cacheSizeMiB: one.number('CacheSummary/TotalCacheSizeMiB'),
  cacheStatus: one.one('CacheSummary') && statusOf(one.one('CacheSummary') ?? one),
  raidTypes: one.texts('SupportedRAIDTypes'),
  status: statusOf(one),
});

const driveOf = (one: Resource): z.input<typeof driveSchema> => ({
  ...nameOf(one),
  ...makeOf(one),
  revision: one.text('FirmwareVersion') ?? one.text('Revision'),
  mediaType: one.text('MediaType'),
  protocol: one.text('Protocol'),
  capacityBytes: one.number('CapacityBytes'),
  rotationSpeedRPM: one.number('RotationSpeedRPM'),
  failurePredicted: one.flag('FailurePredicted'),
  predictedMediaLifeLeftPercent: one.number('PredictedMediaLifeLeftPercent'),
  hotspareType: one.text('HotspareType'),
  statusIndicator: one.text('StatusIndicator'),
  locationText:
    one.text('PhysicalLocation/PartLocation/ServiceLabel') ?? one.list('Location')[0]?.text('Info'),
  bay: one.number('PhysicalLocation/PartLocation/LocationOrdinalValue'),
  encryptionStatus: one.text('EncryptionStatus'),
  volumes: one.refs('Links/Volumes'),
  status: statusOf(one),
});

const volumeOf = (one: Resource): z.input<typeof volumeSchema> => ({
  ...nameOf(one),
  raidType: one.text('RAIDType') ?? raidOfType(one.text('VolumeType')),
  capacityBytes: one.number('CapacityBytes') ?? one.number('Capacity/Data/AllocatedBytes'),
  usedBytes: one.number('Capacity/Data/ConsumedBytes'),
  encrypted: one.flag('Encrypted'),
  readCachePolicy: one.text('ReadCachePolicy'),
  writeCachePolicy: one.text('WriteCachePolicy'),
  provisioningPolicy: one.text('ProvisioningPolicy'),
  accessCapabilities: one.texts('AccessCapabilities'),
  uniqueIds: one.list('Identifiers').flatMap((id) => {
    const name = id.text('DurableName');
    return name === undefined ? [] : [{ format: id.text('DurableNameFormat'), name }];
  }),
  pools: one
    .list('CapacitySources')
    .flatMap((source) => [...source.refs('ProvidingPools'), ...[source.ref('ProvidingPools') ?? []].flat()]),
  drives: one.refs('Links/Drives'),
  operations: one.list('Operations').map((operation) => ({
    operation: operation.text('OperationName') ?? operation.text('Operation'),
    percentageComplete: operation.number('PercentageComplete'),
  })),
  status: statusOf(one),
});

/** Before RAIDType there was VolumeType; what it calls itself a RAID of is in no schema. */
const raidOfType = (type: string | undefined): string | undefined =>
  ({ NonRedundant: 'RAID0', Mirrored: 'RAID1', StripedWithParity: 'RAID5', SpannedMirrors: 'RAID10' })[
    type ?? ''
  ];

const poolOf = (one: Resource, drives: readonly Resource[]): z.input<typeof poolSchema> => ({
  ...nameOf(one),
  raidTypes: one.texts('SupportedRAIDTypes'),
  capacityBytes: one.number('Capacity/Data/AllocatedBytes'),
  consumedBytes: one.number('Capacity/Data/ConsumedBytes'),
  drives: drives.flatMap(({ id }) => id ?? []),
  status: statusOf(one),
});

function simpleStorageOf(storage: Resource, system: string | undefined): Storage {
  return {
    ...nameOf(storage),
    kind: 'SimpleStorage',
    system,
    controllers: [],
    drives: storage
      .list('Devices')
      .filter((one) => !isAbsent(one))
      .map((one, place) => ({
        ...driveOf(one),
        path: `${storage.id ?? ''}#/Devices/${place}`,
      })),
    volumes: [],
    pools: [],
    status: statusOf(storage),
  };
}
