import { z } from 'zod';
import { remark, word } from '../part.ts';

/* `vgs`, `lvs` and `pvs` with `--reportformat json --units b --nosuffix`: every value is a text. */

const bytes = z
  .string()
  .regex(/^\d+(?:\.\d+)?$/, 'expected a number of bytes')
  .transform((text) => Math.round(Number(text)));
const count = z.string().regex(/^\d+$/, 'expected a number').transform(Number);

const report = (name: string) =>
  z
    .object({ report: z.array(z.object({ [name]: z.array(z.unknown()).default([]) })) })
    .transform(({ report: parts }) => parts.flatMap((part) => part[name] ?? []));

export const rawVolumeGroups = report('vg');
export const rawVolumeGroup = z.object({
  vg_name: word,
  vg_size: bytes,
  vg_free: bytes,
  vg_attr: z.string(),
  vg_missing_pv_count: count,
  pv_count: count,
});
export type VolumeGroup = z.output<typeof rawVolumeGroup>;

export const rawLogicalVolumes = report('lv');
export const rawLogicalVolume = z.object({
  lv_name: word,
  vg_name: word,
  lv_size: bytes,
  lv_attr: z.string().min(5),
  lv_layout: z.string(),
  lv_role: z.string(),
  lv_health_status: remark,
  origin: remark,
  pool_lv: remark,
  data_percent: remark,
  lv_time: remark,
});
export type LogicalVolume = z.output<typeof rawLogicalVolume>;

export const rawPhysicalVolumes = report('pv');
export const rawPhysicalVolume = z.object({
  pv_name: word,
  vg_name: z.string(),
  pv_size: bytes,
  pv_missing: remark,
});
export type PhysicalVolume = z.output<typeof rawPhysicalVolume>;

/** As LVM names it everywhere else; its UUID looks like a secret to ssh-mcp. */
export const logicalVolumeName = ({ vg_name: group, lv_name: name }: LogicalVolume): string =>
  `${group}/${name}`;

export const isSnapshot = ({ lv_role: role, origin }: LogicalVolume): boolean =>
  origin !== undefined && /snapshot/.test(role);
export const isThinPool = ({ lv_layout: layout }: LogicalVolume): boolean =>
  layout.split(',').includes('pool');

/** `2026-11-23 18:22:48 +0000` */
export function lvmMoment(text: string | undefined): Date | undefined {
  const parts = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d) ([+-]\d\d)(\d\d)$/.exec(text ?? '');
  if (!parts) return undefined;
  const moment = new Date(`${parts[1]}T${parts[2]}${parts[3]}:${parts[4]}`);
  return Number.isNaN(moment.getTime()) ? undefined : moment;
}
