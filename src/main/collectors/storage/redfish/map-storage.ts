import { entityId } from '../../../../shared/model/ids.ts';
import { parseIp } from '../../../../shared/model/ip-network.ts';
import { naturalKey } from '../../../../shared/model/keys.ts';
import type { ObservedRecord } from '../../../../shared/model/entity.ts';
import type { AttributesOf } from '../../../../shared/model/kinds/registry.ts';
import type { Relation } from '../../../../shared/model/relation.ts';
import type {
  ListedDevice,
  RawChassis,
  RawController,
  RawDrive,
  RawPool,
  RawSensors,
  RawStatus,
  RawStorage,
  RawSystem,
  RawVolume,
} from '../../redfish-schema.ts';
import { defined } from '../shape.ts';

type Health = NonNullable<AttributesOf<'disk'>['state']>;
type RaidState = NonNullable<AttributesOf<'pool'>['raidState']>;

/** The storage of one device, as far as the records of its parts need to know of each other. */
export interface DeviceStorage {
  readonly source: string;
  readonly device: ListedDevice;
  readonly systems: readonly RawSystem[];
  readonly chassis: readonly RawChassis[];
  readonly storage: readonly RawStorage[];
}

const worstFirst: readonly Health[] = ['failed', 'degraded', 'offline', 'unknown', 'ok'];

export function stateOf(status: RawStatus): Health {
  if (status?.health === 'Critical') return 'failed';
  if (status?.health === 'Warning') return 'degraded';
  if (status?.state === 'Disabled' || status?.state === 'UnavailableOffline') return 'offline';
  if (status?.health === 'OK') return 'ok';
  return 'unknown';
}

const words = (status: RawStatus): string | undefined =>
  [status?.state, status?.health].filter((one) => one !== undefined).join(', ') || undefined;

const isSpare = ({ hotspareType }: RawDrive): boolean =>
  hotspareType !== undefined && hotspareType !== 'None';
const drivesOf = ({ storage }: DeviceStorage): RawDrive[] => storage.flatMap(({ drives }) => drives);

/** One storage system for a device that has drives or volumes; nothing for what has none. */
export function mapArray(read: DeviceStorage): ObservedRecord[] {
  const { device, systems, chassis, storage } = read;
  if (storage.every(({ drives, volumes, pools }) => drives.length + volumes.length + pools.length === 0))
    return [];
  const [system] = systems;
  const [enclosure] = chassis;
  const about = systems.length === 1 ? system : systems.length === 0 ? enclosure : undefined;
  const spares = drivesOf(read).filter(isSpare);
  const standing = storage.filter(({ system: owner }) => owner === undefined);
  // Servers seldom have spares; whoever has some, or is a storage system, is held to them.
  const spareDiskCount =
    spares.length > 0 || standing.length > 0
      ? spares.filter(({ status }) => stateOf(status) === 'ok').length
      : undefined;
  const states = storage.map(({ status }) => stateOf(status));
  const host = device.address.replace(/:\d+$/, '').replaceAll(/[[\]]/g, '');
  return [
    {
      nativeId: device.device,
      name: device.device,
      partition: device.device,
      attributes: defined({
        vendor: about?.manufacturer,
        model: about?.model,
        serial: about?.serialNumber,
        state: worstFirst.find((state) => states.includes(state)),
        managementIp: parseIp(host) ? host : undefined,
        site: device.site,
        rack: device.rack ?? enclosure?.location?.rack,
        haConfigured:
          standing.length === 0 ? false : standing.some(({ controllers }) => controllers.length > 1),
        spareDiskCount,
      }),
      keys: [naturalKey.host(device.device)],
      unknown: spareDiskCount === undefined ? { spareDiskCount: 'a server without spare disks' } : {},
    },
  ];
}

export function mapControllers(read: DeviceStorage): ObservedRecord[] {
  return read.storage.flatMap((storage) =>
    storage.controllers.map((one) => controllerOf(read, storage, one)),
  );
}

function controllerOf(read: DeviceStorage, storage: RawStorage, one: RawController): ObservedRecord {
  const shared = storage.system === undefined && storage.controllers.length > 1;
  return {
    ...identity(read, one),
    attributes: defined({
      array: read.device.device,
      model: one.model,
      serial: one.serialNumber,
      firmware: one.firmwareVersion,
      state: stateOf(one.status),
      vendorState: words(one.status),
      haEnabled: shared ? undefined : false,
      // Power and cooling are the server's; what is its own is what keeps its cache.
      components:
        one.cacheStatus === undefined
          ? []
          : [{ type: 'nvram-battery' as const, name: 'cache', state: stateOf(one.cacheStatus) }],
    }),
    relations: [partOf(read)],
    keys: one.serialNumber === undefined ? [] : [naturalKey.serial(one.serialNumber)],
    unknown: shared ? { haEnabled: 'Swordfish does not say which controller stands in for which' } : {},
  };
}

export function mapShelves(read: DeviceStorage, sensors: readonly RawSensors[]): ObservedRecord[] {
  return read.chassis
    .filter(({ chassisType }) => chassisType === 'StorageEnclosure' || chassisType === 'Enclosure')
    .map((one) => {
      const measured = sensors.find(({ chassis }) => chassis === one.path);
      const parts = (
        type: 'psu' | 'fan' | 'temperature',
        list: readonly { readonly name: string; readonly status?: RawStatus }[] = [],
      ) => list.map(({ name, status }) => ({ type, name, state: stateOf(status) }));
      return {
        ...identity(read, one),
        attributes: defined({
          array: read.device.device,
          model: one.model,
          serial: one.serialNumber,
          state: stateOf(one.status),
          components: [
            ...parts('psu', measured?.powerSupplies),
            ...parts('fan', measured?.fans),
            ...parts('temperature', measured?.temperatures),
          ],
          temperatureCelsius: measured?.temperatures.find(
            ({ physicalContext }) => physicalContext === 'Intake',
          )?.reading,
        }),
        relations: [partOf(read)],
        keys: one.serialNumber === undefined ? [] : [naturalKey.serial(one.serialNumber)],
      };
    });
}

export function mapDisks(read: DeviceStorage): ObservedRecord[] {
  return read.storage.flatMap((storage) => {
    const pools = poolsOf(storage);
    return storage.drives.map((drive): ObservedRecord => {
      const pool = pools.find(({ drives }) => drives.includes(drive.path));
      const state = stateOf(drive.status);
      const predicted = drive.failurePredicted === true;
      return {
        ...identity(read, drive),
        attributes: defined({
          array: read.device.device,
          vendor: drive.manufacturer,
          model: drive.model,
          serial: drive.serialNumber,
          firmware: drive.revision,
          type: typeOf(drive),
          rpm: whole(drive.rotationSpeedRPM),
          capacityBytes: whole(drive.capacityBytes),
          bay: whole(drive.bay),
          pool: pool?.name,
          role: roleOf(drive, state, pool !== undefined, storage.kind !== 'SimpleStorage'),
          state: predicted && state === 'ok' ? 'degraded' : state,
          vendorState: predicted
            ? `${words(drive.status) ?? ''} failure predicted`.trim()
            : words(drive.status),
          wearPercent:
            drive.predictedMediaLifeLeftPercent === undefined
              ? undefined
              : Math.max(0, 100 - drive.predictedMediaLifeLeftPercent),
        }),
        relations: [
          partOf(read),
          ...(pool === undefined
            ? []
            : [{ type: 'member-of' as const, to: entityId(read.source, 'pool', nativeId(read, pool.path)) }]),
        ],
        keys: drive.serialNumber === undefined ? [] : [naturalKey.serial(drive.serialNumber)],
      };
    });
  });
}

/** Pools, and the group of drives that a volume lies on where a controller makes it without a pool. */
export interface PoolRead {
  readonly path: string;
  readonly name: string;
  readonly drives: readonly string[];
  readonly of: { readonly pool: RawPool } | { readonly volume: RawVolume };
}

export function poolsOf(storage: RawStorage): PoolRead[] {
  return [
    ...storage.pools.map((pool) => ({
      path: pool.path,
      name: pool.name ?? pool.id ?? pool.path,
      drives: pool.drives,
      of: { pool },
    })),
    ...storage.volumes
      .filter(({ pools, drives }) => pools.length === 0 && drives.length > 0)
      .map((volume) => ({
        path: `${volume.path}#drives`,
        name: `drives of ${volume.name ?? volume.id ?? volume.path}`,
        drives: volume.drives,
        of: { volume },
      })),
  ];
}

export function mapPools(read: DeviceStorage): ObservedRecord[] {
  return read.storage.flatMap((storage) =>
    poolsOf(storage).map((one): ObservedRecord => {
      const status = 'pool' in one.of ? one.of.pool.status : one.of.volume.status;
      const size = 'pool' in one.of ? whole(one.of.pool.capacityBytes) : whole(one.of.volume.capacityBytes);
      const used = 'pool' in one.of ? whole(one.of.pool.consumedBytes) : undefined;
      return {
        nativeId: nativeId(read, one.path),
        name: `${read.device.device} ${one.name}`,
        partition: read.device.device,
        attributes: defined({
          array: read.device.device,
          state: stateOf(status),
          vendorState: words(status),
          raidType: 'pool' in one.of ? one.of.pool.raidTypes.join(', ') || undefined : one.of.volume.raidType,
          raidState: raidStateOf(status, 'volume' in one.of ? one.of.volume : undefined),
          diskCount: one.drives.length,
          sizeBytes: size,
          usedBytes: used,
          freeBytes: size === undefined || used === undefined ? undefined : Math.max(0, size - used),
        }),
        relations: [partOf(read)],
        // A group of drives is taken by its volume whole, and is not full by that.
        unknown:
          'pool' in one.of
            ? {}
            : { usedBytes: 'its volume takes all of it; how full that is its host knows' },
      };
    }),
  );
}

export function mapVolumes(read: DeviceStorage): ObservedRecord[] {
  return read.storage.flatMap((storage) => {
    const pools = poolsOf(storage);
    return storage.volumes.map((volume): ObservedRecord => {
      const pool = pools.find(
        ({ path, of }) => volume.pools.includes(path) || ('volume' in of && of.volume.path === volume.path),
      );
      return {
        ...identity(read, volume),
        attributes: defined({
          array: read.device.device,
          pool: pool?.name,
          state: stateOf(volume.status),
          vendorState: words(volume.status),
          sizeBytes: whole(volume.capacityBytes),
          usedBytes: whole(volume.usedBytes),
          thin: volume.provisioningPolicy === undefined ? undefined : volume.provisioningPolicy === 'Thin',
          encrypted: volume.encrypted,
        }),
        relations: [
          partOf(read),
          ...(pool === undefined
            ? []
            : [{ type: 'stored-on' as const, to: entityId(read.source, 'pool', nativeId(read, pool.path)) }]),
        ],
        keys: volume.uniqueIds
          .filter(({ format }) => format === 'NAA')
          .map(({ name }) => naturalKey.naa(name)),
      };
    });
  });
}

function raidStateOf(status: RawStatus, volume: RawVolume | undefined): RaidState {
  const state = stateOf(status);
  if (state === 'failed') return 'failed';
  if (volume?.operations.some(({ operation }) => /rebuild|reconstruct/i.test(operation ?? '')) === true)
    return 'reconstructing';
  return state === 'degraded' ? 'degraded' : state === 'ok' ? 'normal' : 'unknown';
}

function roleOf(
  drive: RawDrive,
  state: Health,
  inPool: boolean,
  told: boolean,
): AttributesOf<'disk'>['role'] {
  if (state === 'failed') return 'failed';
  if (isSpare(drive)) return 'spare';
  if (inPool) return 'data';
  // Simple storage has drives and says nothing of what is on them.
  return told ? 'unassigned' : undefined;
}

function typeOf({ mediaType, protocol }: RawDrive): string | undefined {
  if (protocol === 'NVMe') return 'nvme';
  if (mediaType === 'SSD') return 'ssd';
  return mediaType === 'HDD' && (protocol === 'SAS' || protocol === 'SATA')
    ? protocol.toLowerCase()
    : undefined;
}

const whole = (value: number | undefined): number | undefined =>
  value === undefined || value < 0 || !Number.isInteger(value) ? undefined : value;

const nativeId = ({ device }: DeviceStorage, path: string): string => `${device.device}${path}`;

const partOf = ({ source, device }: DeviceStorage): Relation => ({
  type: 'part-of',
  to: entityId(source, 'array', device.device),
});

function identity(
  read: DeviceStorage,
  {
    path,
    id,
    name,
  }: { readonly path: string; readonly id?: string | undefined; readonly name?: string | undefined },
) {
  return {
    nativeId: nativeId(read, path),
    name: `${read.device.device} ${name ?? id ?? path}`,
    partition: read.device.device,
  };
}
