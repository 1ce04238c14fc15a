import { z } from 'zod';
import { remark, word } from '../part.ts';

/* What `ceph … --format json` and `rbd … --format json` answer (16.2 to 19), as far as it is used. */

const bytes = z.number().nonnegative().transform(Math.round);
const id = z.number().int();

const check = z.object({
  severity: z.string(),
  summary: z.object({ message: z.string() }),
  muted: z.boolean().default(false),
});

export const rawStatus = z.object({
  fsid: word,
  quorum_names: z.array(z.string()),
  pgmap: z.object({
    pgs_by_state: z.array(z.object({ state_name: z.string(), count: z.number() })),
    // Left out while nothing is read or written.
    read_op_per_sec: z.number().default(0),
    write_op_per_sec: z.number().default(0),
    read_bytes_sec: z.number().default(0),
    write_bytes_sec: z.number().default(0),
  }),
});
export const rawHealth = z.object({ status: z.string(), checks: z.record(z.string(), check) });

const poolSpace = z.object({
  id,
  stats: z.object({
    stored: bytes,
    max_avail: bytes,
    compress_bytes_used: bytes.default(0),
    compress_under_bytes: bytes.default(0),
  }),
});
export const rawSpace = z.object({
  stats: z.object({ total_used_raw_bytes: bytes }),
  pools: z.array(poolSpace),
});

const treeNode = z.object({
  id,
  name: z.string(),
  type: z.string(),
  children: z.array(id).default([]),
});
export const rawTree = z.object({ nodes: z.array(treeNode) });

export const rawOsdSpaces = z.object({
  nodes: z.array(
    z.object({
      id,
      device_class: z.string().optional(),
      kb: bytes,
      kb_used: bytes,
      pgs: z.number().optional(),
    }),
  ),
});

export const rawOsdMap = z.object({
  nearfull_ratio: z.number(),
  backfillfull_ratio: z.number(),
  full_ratio: z.number(),
  flags_set: z.array(z.string()).default([]),
  osds: z.array(z.unknown()),
  pools: z.array(z.unknown()),
  erasure_code_profiles: z.record(z.string(), z.object({ k: z.string(), m: z.string() })).default({}),
});
export const rawOsd = z.object({ osd: id, up: z.number(), in: z.number(), weight: z.number() });
export const rawPool = z.object({
  pool: id,
  pool_name: word,
  /** 1: replicated, 3: erasure-coded. */
  type: z.number(),
  size: z.number(),
  min_size: z.number(),
  crush_rule: id,
  quota_max_bytes: bytes,
  erasure_code_profile: z.string().optional(),
  application_metadata: z.record(z.string(), z.unknown()).default({}),
});

/** Of a daemon: where it runs, and on what. Of one that never ran it is empty. */
export const rawDaemon = z.object({
  /** A number for OSDs, a name for all others. */
  id: id.optional(),
  name: z.string().optional(),
  hostname: remark,
  cpu: remark,
  mem_total_kb: z.string().optional(),
  ceph_version_short: remark,
  device_ids: remark,
  rotational: z.string().optional(),
});
export const rawDaemons = z.array(rawDaemon);

export const rawPoolStates = z.array(
  z.object({
    pool_id: id,
    recovery: z.object({
      degraded_objects: z.number().optional(),
      misplaced_objects: z.number().optional(),
      unfound_objects: z.number().optional(),
    }),
  }),
);

export const rawRules = z.array(
  z.object({
    rule_id: id,
    rule_name: z.string(),
    steps: z.array(
      z.object({ op: z.string(), item_name: z.string().optional(), type: z.string().optional() }),
    ),
  }),
);

export const rawMonitors = z.object({
  mons: z.array(
    z.object({
      name: z.string(),
      public_addrs: z.object({ addrvec: z.array(z.object({ addr: z.string() })) }),
    }),
  ),
});
export const rawVersions = z.object({ overall: z.record(z.string(), z.number()) });
export const rawFileSystem = z.object({
  name: word,
  metadata_pool: z.string(),
  data_pools: z.array(z.string()),
});

/** An image, or one of its snapshots where `snapshot` names one. */
export const rawImage = z.object({
  image: word,
  id: word.optional(),
  size: bytes,
  snapshot: word.optional(),
});
export const rawImageInfo = z.object({
  id: word,
  create_timestamp: remark,
  mirroring: z.object({ state: z.string(), primary: z.boolean().optional() }).optional(),
});
export const rawSnapshot = z.object({
  id,
  name: word,
  size: bytes,
  timestamp: remark,
  protected: z.union([z.boolean(), z.string()]).optional(),
});
export const rawMirror = z.object({ mode: z.string() });
export const rawMirrorStates = z.object({ images: z.array(z.unknown()).default([]) });
export const rawMirroredImage = z.object({
  name: word,
  global_id: word,
  state: z.string(),
  description: z.string().default(''),
  last_update: remark,
  peer_sites: z
    .array(z.object({ site_name: z.string(), state: z.string(), description: z.string().default('') }))
    .default([]),
});
export const rawFileSystems = z.array(z.unknown());
export const rawImages = z.array(z.unknown());
export const rawSnapshots = z.array(rawSnapshot);
