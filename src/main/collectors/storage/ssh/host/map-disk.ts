import type { ObservedRecord } from '../../../../../shared/model/entity.ts';
import { entityId } from '../../../../../shared/model/ids.ts';
import { naturalKey } from '../../../../../shared/model/keys.ts';
import type { AttributesOf } from '../../../../../shared/model/kinds/registry.ts';
import type { Relation } from '../../../../../shared/model/relation.ts';
import { defined } from '../../shape.ts';
import { disksOf, naaOf, withAll, type BlockDevice } from './block.ts';
import type { HostContext, PoolUse } from './host-context.ts';
import { zfsHealth } from './map-zfs.ts';
import { pathsOf, type MultipathMap } from './multipath.ts';

type Health = NonNullable<AttributesOf<'disk'>['state']>;

/** Disks of its own, and each LUN once that it reaches over several paths. */
export function mapDisks(context: HostContext): ObservedRecord[] {
  const { devices, multipath } = context.host;
  const records = devices.ok ? devices.value.records : [];
  const maps = multipath.is === 'there' ? multipath.value.records : [];
  return [
    ...disksOf(records).map((disk) => mapDisk(context, disk)),
    ...maps.map((map) =>
      mapMap(
        context,
        map,
        [...withAll(records)].find(({ type, name }) => type === 'mpath' && name === map.name),
      ),
    ),
  ];
}

function mapDisk(context: HostContext, disk: BlockDevice): ObservedRecord {
  const { host } = context;
  const use = useOf(context, disk);
  const naa = naaOf(disk.wwn);
  const { state, vendorState } = stateOf(disk, use);
  return {
    nativeId: `${host.name}/${disk.wwn ?? disk.serial ?? disk.name}`,
    name: `${host.name} ${disk.name}`,
    partition: host.name,
    attributes: defined({
      array: host.name,
      vendor: disk.vendor,
      model: disk.model,
      serial: disk.serial,
      firmware: disk.firmware,
      type: typeOf(disk),
      capacityBytes: disk.sizeBytes,
      pool: use?.pool,
      role: roleOf(disk, use),
      state,
      vendorState,
    }),
    relations: relationsOf(context, use, naa),
    keys: [
      ...(disk.serial === undefined ? [] : [naturalKey.serial(disk.serial)]),
      // One that names a LUN is the array's; the relation leads there.
      ...(disk.wwn === undefined || naa !== undefined ? [] : [naturalKey.wwn(disk.wwn.replace(/^0x/, ''))]),
    ],
    unknown: {
      temperatureCelsius: 'it is not read from the disk',
      wearPercent: 'it is not read from the disk',
      ...(state === undefined && { state: 'the kernel says nothing of a disk of this kind' }),
      ...(disk.serial === undefined && { serial: 'the kernel knows none' }),
    },
  };
}

/** A LUN that is reached over several paths: how many of them are left is how well it does. */
function mapMap(context: HostContext, map: MultipathMap, device: BlockDevice | undefined): ObservedRecord {
  const { host } = context;
  const { ready, all } = pathsOf(map);
  const use = device && useOf(context, device);
  const state: Health = ready === 0 ? 'failed' : ready < all ? 'degraded' : 'ok';
  return {
    nativeId: `${host.name}/${map.uuid}`,
    name: `${host.name} ${map.name}`,
    partition: host.name,
    attributes: defined({
      array: host.name,
      vendor: map.vend,
      model: map.prod,
      firmware: map.rev,
      capacityBytes: device?.sizeBytes,
      pool: use?.pool,
      role: device && roleOf(device, use),
      state,
      vendorState: `${ready} of ${all} paths ready`,
    }),
    relations: relationsOf(context, use, naaOf(map.uuid)),
    unknown: {
      ...(!device && { capacityBytes: 'it is not among the block devices' }),
      temperatureCelsius: 'the array that has it knows',
      wearPercent: 'the array that has it knows',
    },
  };
}

/** The pool that takes it, or a part of it. */
const useOf = ({ poolOf }: HostContext, disk: BlockDevice): PoolUse | undefined =>
  [...withAll([disk])].flatMap(
    ({ path, name }) => poolOf.get(path) ?? poolOf.get(`/dev/mapper/${name}`) ?? [],
  )[0];

function relationsOf(context: HostContext, use: PoolUse | undefined, naa: string | undefined): Relation[] {
  return [
    context.partOf,
    ...(use ? [{ type: 'member-of' as const, to: entityId(context.source, 'pool', use.id) }] : []),
    ...(naa === undefined ? [] : [{ type: 'backed-by' as const, toKey: naturalKey.naa(naa) }]),
  ];
}

function roleOf(disk: BlockDevice, use: PoolUse | undefined): AttributesOf<'disk'>['role'] {
  if (use) return use.role;
  return disk.children.length > 0 || disk.fileSystem !== undefined ? 'data' : 'unassigned';
}

function stateOf(
  disk: BlockDevice,
  use: PoolUse | undefined,
): { readonly state: Health | undefined; readonly vendorState: string | undefined } {
  const said = use?.state;
  if (said !== undefined)
    return { state: said === 'MISSING' ? 'failed' : (zfsHealth[said] ?? 'unknown'), vendorState: said };
  switch (disk.state) {
    case 'running':
    case 'live':
      return { state: 'ok', vendorState: disk.state };
    case undefined:
      return { state: undefined, vendorState: undefined };
    default:
      return { state: 'failed', vendorState: disk.state };
  }
}

function typeOf({ transport, rotates }: BlockDevice): string | undefined {
  if (transport === 'nvme') return 'nvme';
  if (rotates === false) return 'ssd';
  return transport === 'sas' || transport === 'sata' ? transport : undefined;
}
