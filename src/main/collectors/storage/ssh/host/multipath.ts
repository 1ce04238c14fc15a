import { z } from 'zod';
import { remark, word } from '../part.ts';

/* `multipathd show maps json` (multipath-tools 0.7 and later). */

const path = z.object({
  dev: word,
  dm_st: z.string(),
  dev_st: z.string().optional(),
  chk_st: z.string(),
  target_wwpn: remark,
  host_wwpn: remark,
});

export const rawMaps = z.object({ maps: z.array(z.unknown()) });
export const rawMap = z.object({
  name: word,
  /** The WWID: `3` and the SCSI identifier where it is of that kind. */
  uuid: word,
  sysfs: word,
  vend: remark,
  prod: remark,
  rev: remark,
  dm_st: z.string(),
  path_groups: z.array(z.object({ dm_st: z.string(), paths: z.array(path).default([]) })).default([]),
});
export type MultipathMap = z.output<typeof rawMap>;

export interface PathCount {
  readonly ready: number;
  readonly all: number;
}

/** Paths that would take a request now, and all that are known. `ghost` is one to a passive controller. */
export function pathsOf({ path_groups: groups }: MultipathMap): PathCount {
  const paths = groups.flatMap((group) => group.paths);
  const ready = paths.filter(
    ({ dm_st: state, chk_st: checked }) => state === 'active' && /^(?:ready|ghost)$/.test(checked),
  );
  return { ready: ready.length, all: paths.length };
}
