import { z } from 'zod';
import type { XmlElement } from '../connection/xml-element.ts';
import { count, reference } from './shapes.ts';

export const hostStorageSchema = z.object({
  hostBusAdapter: z.array(
    z.object({
      _type: z.string(),
      device: z.string(),
      model: z.string().optional(),
      driver: z.string().optional(),
      pci: z.string().optional(),
      status: z.string().optional(),
      portWorldWideName: z.string().optional(),
      nodeWorldWideName: z.string().optional(),
      iScsiName: z.string().optional(),
      speed: count.optional().describe('Gbit/s'),
    }),
  ),
  multipathInfo: z
    .object({
      lun: z.array(
        z.object({
          id: z.string().describe('canonical name, e.g. naa.600…'),
          datastore: reference.optional(),
          displayName: z.string().optional(),
          vendor: z.string().optional(),
          model: z.string().optional(),
          capacityBytes: count.optional(),
          policy: z.object({ policy: z.string() }).optional(),
          storageArrayTypePolicy: z.object({ policy: z.string() }).optional(),
          queueDepth: count.optional(),
          path: z.array(
            z.object({
              name: z.string().optional(),
              adapter: z.string().optional(),
              target: z.string().optional(),
              transport: z.string().optional(),
              state: z.string(),
            }),
          ),
        }),
      ),
    })
    .optional(),
});
type HostStorage = z.input<typeof hostStorageSchema>;

/** Reference of each datastore by the canonical name of a device it lies on. */
export type DatastoresByExtent = ReadonlyMap<string, string>;

const transports: Readonly<Record<string, string>> = {
  HostFibreChannelTargetTransport: 'fc',
  HostFibreChannelOverEthernetTargetTransport: 'fcoe',
  HostInternetScsiTargetTransport: 'iscsi',
  HostSerialAttachedTargetTransport: 'sas',
  HostParallelScsiTargetTransport: 'scsi',
  HostBlockAdapterTargetTransport: 'block',
  HostPcieTargetTransport: 'pcie',
  HostTcpTargetTransport: 'nvme',
  HostRdmaTargetTransport: 'nvme',
};

export function readHostStorage(config: XmlElement, datastores: DatastoresByExtent): HostStorage {
  const storage = config.one('storageDevice');
  const adapters = storage?.all('hostBusAdapter') ?? [];
  const adapterNames = new Map(adapters.map((hba) => [hba.text('key') ?? '', hba.text('device') ?? '']));
  const luns = new Map((storage?.all('scsiLun') ?? []).map((lun) => [lun.text('key') ?? '', lun]));
  return {
    hostBusAdapter: adapters.map((hba) => ({
      _type: hba.type ?? 'HostHostBusAdapter',
      device: hba.text('device') ?? '',
      model: hba.text('model')?.trim(),
      driver: hba.text('driver'),
      pci: hba.text('pci'),
      status: hba.text('status'),
      portWorldWideName: worldWideName(hba.text('portWorldWideName')),
      nodeWorldWideName: worldWideName(hba.text('nodeWorldWideName')),
      iScsiName: hba.text('iScsiName'),
      speed: gigabits(hba.number('speed')) ?? fromMegabits(hba.number('currentSpeedMb')),
    })),
    multipathInfo: storage?.one('multipathInfo') && {
      lun: storage.all('multipathInfo.lun').map((unit) => {
        const lun = luns.get(unit.text('lun') ?? '');
        const id = lun?.text('canonicalName') ?? unit.text('id') ?? '';
        const policy = unit.text('policy.policy');
        const arrayType = unit.text('storageArrayTypePolicy.policy');
        const blocks = lun?.number('capacity.block');
        const blockSize = lun?.number('capacity.blockSize');
        return {
          id,
          datastore: datastores.get(id),
          displayName: lun?.text('displayName'),
          vendor: lun?.text('vendor')?.trim(),
          model: lun?.text('model')?.trim(),
          capacityBytes: blocks === undefined || blockSize === undefined ? undefined : blocks * blockSize,
          ...(policy === undefined ? {} : { policy: { policy } }),
          ...(arrayType === undefined ? {} : { storageArrayTypePolicy: { policy: arrayType } }),
          queueDepth: lun?.number('queueDepth'),
          path: unit.all('path').map((path) => ({
            name: path.text('name'),
            adapter: adapterNames.get(path.text('adapter') ?? ''),
            target: targetOf(path.one('transport')),
            transport: transports[path.one('transport')?.type ?? ''],
            state: path.text('state') ?? path.text('pathState') ?? 'unknown',
          })),
        };
      }),
    },
  };
}

function targetOf(transport: XmlElement | undefined): string | undefined {
  return (
    worldWideName(transport?.text('portWorldWideName')) ??
    transport?.text('iScsiName') ??
    transport?.text('address')
  );
}

/** vSphere writes a world wide name as a signed number of 64 bits; people write it in octets. */
export function worldWideName(decimal: string | undefined): string | undefined {
  if (decimal === undefined || !/^-?\d+$/.test(decimal)) return undefined;
  const digits = BigInt.asUintN(64, BigInt(decimal)).toString(16).padStart(16, '0');
  return (digits.match(/../g) ?? []).join(':');
}

/** The manual says bit/s; hosts answer with Gbit/s. */
function gigabits(speed: number | undefined): number | undefined {
  return speed === undefined || speed === 0 ? undefined : speed > 1_000_000 ? speed / 1e9 : speed;
}

function fromMegabits(speed: number | undefined): number | undefined {
  return speed === undefined || speed === 0 ? undefined : speed / 1_000;
}
