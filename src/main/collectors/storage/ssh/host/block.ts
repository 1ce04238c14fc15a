import { z } from 'zod';
import { remark, word } from '../part.ts';

/* `lsblk --json --bytes`: older versions write numbers and flags as texts. */

const number = z.coerce.number().nonnegative();
const flag = z
  .union([z.boolean(), z.enum(['0', '1', 'true', 'false'])])
  .nullish()
  .transform((value) =>
    value === null || value === undefined ? undefined : ['1', 'true', true].includes(value),
  );

export interface BlockDevice {
  readonly name: string;
  readonly path: string;
  /** `disk`, `part`, `lvm`, `mpath`, `raid1`, `loop`, `rom`, … */
  readonly type: string;
  readonly sizeBytes: number;
  readonly rotates: boolean | undefined;
  readonly transport: string | undefined;
  readonly vendor: string | undefined;
  readonly model: string | undefined;
  readonly serial: string | undefined;
  readonly firmware: string | undefined;
  readonly wwn: string | undefined;
  readonly fileSystem: string | undefined;
  readonly state: string | undefined;
  readonly children: readonly BlockDevice[];
}

export const rawDevice: z.ZodType<BlockDevice> = z
  .object({
    name: word,
    path: remark,
    type: z.string(),
    size: number,
    rota: flag,
    tran: remark,
    vendor: remark,
    model: remark,
    serial: remark,
    rev: remark,
    wwn: remark,
    fstype: remark,
    state: remark,
    get children() {
      return z.array(rawDevice).default([]);
    },
  })
  .transform((raw): BlockDevice => ({
    name: raw.name,
    path: raw.path ?? `/dev/${raw.name}`,
    type: raw.type,
    sizeBytes: raw.size,
    rotates: raw.rota,
    transport: raw.tran,
    // Virtual disks have a PCI number there, which names nobody.
    vendor: raw.vendor !== undefined && /^0x[0-9a-f]+$/i.test(raw.vendor) ? undefined : raw.vendor,
    model: raw.model,
    serial: raw.serial,
    firmware: raw.rev,
    wwn: raw.wwn,
    fileSystem: raw.fstype,
    state: raw.state,
    children: raw.children,
  }));

export const rawDevices = z.object({ blockdevices: z.array(z.unknown()) });

/** A device, and everything that lies on it. A map over several paths lies on each of them. */
export function* withAll(devices: readonly BlockDevice[]): Generator<BlockDevice> {
  for (const device of devices) {
    yield device;
    yield* withAll(device.children);
  }
}

/** The disks of a host: what is a path to a multipath map is that map and no disk by itself. */
export function disksOf(devices: readonly BlockDevice[]): BlockDevice[] {
  return devices.filter(
    ({ type, sizeBytes, children, name }) =>
      type === 'disk' &&
      sizeBytes > 0 &&
      !/^(?:zram|ram|nbd|zd|rbd|drbd)\d/.test(name) &&
      !children.some((child) => child.type === 'mpath'),
  );
}

/** SCSI identifiers that name a LUN of an array: NAA 6, 32 hex digits. `scsi_id` puts a 3 before it. */
export function naaOf(identifier: string | undefined): string | undefined {
  const digits = (identifier ?? '').toLowerCase().replace(/^0x|^naa\./, '');
  const plain = /^36[0-9a-f]{31}$/.test(digits) ? digits.slice(1) : digits;
  return /^6[0-9a-f]{31}$/.test(plain) ? plain : undefined;
}
