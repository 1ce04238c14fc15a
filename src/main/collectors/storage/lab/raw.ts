import { z } from 'zod';

/**
 * What the array's interface answers, as far as it is read. Everything that one record can lack without being
 * useless is optional: its absence is said on the entity. Records keep what is not named here out.
 */
const text = z.string().min(1).max(300);
const size = z.number().int().nonnegative();
const measure = z.number().nonnegative();
const named = z.object({ name: text });
/** A reference to another record. */
const ref = named.extend({ uuid: text });

/** Times come with an offset. */
const time = z.iso.datetime({ offset: true });
/** ISO 8601, days and shorter: `P1DT2H3M4S`. */
const duration = z
  .string()
  .regex(/^P(\d+D)?(T(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?$/, 'expected an ISO 8601 duration');
/** Microseconds, operations a second, bytes a second. */
const metric = z.object({
  latency: z.object({ total: measure }).optional(),
  iops: z.object({ total: measure }).optional(),
  throughput: z.object({ total: measure }).optional(),
});

export const rawCluster = z.object({
  uuid: text,
  name: text,
  serial_number: text.optional(),
  model: text.optional(),
  version: z.object({ full: text }).optional(),
  location: text.optional(),
  contact: text.optional(),
  health: z.object({ status: text }).optional(),
  management_interfaces: z.array(z.object({ ip: z.object({ address: text }) })).optional(),
  name_servers: z.array(text).optional(),
  ntp_servers: z.array(text).optional(),
  san_protocols: z.array(text).optional(),
  nas_protocols: z.array(text).optional(),
  space: z.object({ logical_used: size, physical_used: size }).optional(),
  metric: metric.optional(),
});

export const rawLicense = z.object({
  name: text,
  state: text,
  licenses: z.array(z.object({ expiry_time: time.optional() })).optional(),
});

export const rawNode = z.object({
  uuid: text,
  name: text,
  model: text.optional(),
  serial_number: text.optional(),
  version: z.object({ full: text }).optional(),
  state: text,
  uptime: size.optional(),
  management_interfaces: z.array(z.object({ ip: z.object({ address: text }) })).optional(),
  controller: z
    .object({
      memory_size: size.optional(),
      cpu: z.object({ count: size.optional() }).optional(),
      failed_fan: z.object({ count: size }).optional(),
      failed_power_supply: z.object({ count: size }).optional(),
      over_temperature: text.optional(),
    })
    .optional(),
  nvram: z.object({ battery_state: text }).optional(),
  ha: z
    .object({
      enabled: z.boolean(),
      partners: z.array(ref).optional(),
      takeover: z.object({ state: text }).optional(),
      takeover_check: z
        .object({ takeover_possible: z.boolean(), reasons: z.array(text).optional() })
        .optional(),
    })
    .optional(),
  metric: z.object({ processor_utilization: measure.optional() }).optional(),
});

const part = z.object({ id: z.union([z.number(), text]), state: text });
export const rawShelf = z.object({
  uid: text,
  name: text,
  id: z.string().regex(/^\d+$/).optional(),
  model: text.optional(),
  serial_number: text.optional(),
  module_type: text.optional(),
  connection_type: text.optional(),
  state: text,
  bay_count: size.optional(),
  disk_count: size.optional(),
  frus: z.array(part.extend({ type: text, firmware_version: text.optional() })).optional(),
  fans: z.array(part).optional(),
  temperature_sensors: z
    .array(part.extend({ temperature: z.number().optional(), ambient: z.boolean().optional() }))
    .optional(),
});

export const rawDisk = z.object({
  uid: text,
  name: text,
  vendor: text.optional(),
  model: text.optional(),
  serial_number: text.optional(),
  firmware_version: text.optional(),
  type: text.optional(),
  rpm: size.optional(),
  usable_size: size.optional(),
  shelf: z.object({ uid: text }).optional(),
  bay: size.optional(),
  node: ref.optional(),
  container_type: text,
  state: text,
  aggregates: z.array(ref).optional(),
  position: text.optional(),
  rated_life_used_percent: measure.optional(),
  stats: z.object({ power_on_hours: size.optional() }).optional(),
});

export const rawAggregate = z.object({
  uuid: text,
  name: text,
  node: ref.optional(),
  state: text,
  space: z
    .object({
      block_storage: z.object({ size: size, used: size, available: size }),
      efficiency: z.object({ savings: size }).optional(),
    })
    .optional(),
  block_storage: z
    .object({
      primary: z.object({ disk_count: size, disk_class: text, raid_type: text }).optional(),
      plexes: z
        .array(
          z.object({
            online: z.boolean(),
            raid_groups: z.array(
              z.object({ name: text, degraded: z.boolean(), reconstruct_percent: measure.optional() }),
            ),
          }),
        )
        .optional(),
    })
    .optional(),
  data_encryption: z.object({ software_encryption_enabled: z.boolean() }).optional(),
});

export const rawVolume = z.object({
  uuid: text,
  name: text,
  svm: named.optional(),
  type: text,
  state: text,
  create_time: time.optional(),
  aggregates: z.array(ref).optional(),
  space: z
    .object({
      size: size,
      used: size,
      available: size,
      snapshot: z.object({ reserve_percent: measure, used: size }).optional(),
    })
    .optional(),
  guarantee: z.object({ type: text }).optional(),
  autosize: z.object({ mode: text, maximum: size.optional() }).optional(),
  snapshot_policy: named.optional(),
  nas: z.object({ path: text, export_policy: named.optional() }).optional(),
  qos: z.object({ policy: named }).optional(),
  efficiency: z
    .object({
      dedupe: text.optional(),
      compression: text.optional(),
      space_savings: z.object({ total: size }).optional(),
    })
    .optional(),
  encryption: z.object({ enabled: z.boolean() }).optional(),
  metric: metric.optional(),
});

export const rawLun = z.object({
  uuid: text,
  name: text,
  svm: named.optional(),
  location: z.object({ volume: ref }),
  os_type: text.optional(),
  serial_number_hex: z.string().regex(/^[0-9a-f]{24}$/i, 'expected 24 hex digits'),
  enabled: z.boolean().optional(),
  space: z
    .object({ size: size, used: size.optional(), guarantee: z.object({ requested: z.boolean() }).optional() })
    .optional(),
  status: z.object({ state: text }).optional(),
  lun_maps: z.array(z.object({ igroup: named, logical_unit_number: size.optional() })).optional(),
});

export const rawIgroup = z.object({
  uuid: text,
  name: text,
  svm: named.optional(),
  os_type: text.optional(),
  protocol: text.optional(),
  initiators: z
    .array(
      z.object({
        name: text,
        comment: z.string().optional(),
        connectivity_tracking: z.object({ connection_state: text, logins: size.optional() }).optional(),
      }),
    )
    .optional(),
});

export const rawCifsShare = z.object({
  name: text,
  path: text.optional(),
  svm: named,
  volume: ref.optional(),
  encryption: z.boolean().optional(),
  acls: z.array(z.object({ user_or_group: text, permission: text })).optional(),
});

export const rawExportPolicy = z.object({
  name: text,
  svm: named.optional(),
  rules: z.array(
    z.object({
      clients: z.array(z.object({ match: text })),
      ro_rule: z.array(text).optional(),
      rw_rule: z.array(text).optional(),
      protocols: z.array(text).optional(),
    }),
  ),
});

export const rawFcPort = z.object({
  uuid: text,
  name: text,
  node: ref,
  wwpn: text,
  enabled: z.boolean().optional(),
  state: text,
  /** Gbit/s, as text. */
  speed: z.object({ maximum: z.string().regex(/^\d+$/).optional() }).optional(),
  fabric: z.object({ name: text.optional() }).optional(),
});

export const rawFcInterface = z.object({
  uuid: text,
  name: text,
  wwpn: text,
  state: text,
  location: z.object({ node: ref, port: named, home_port: named.optional() }),
});

export const rawEthernetPort = z.object({
  uuid: text,
  name: text,
  node: ref,
  enabled: z.boolean().optional(),
  state: text,
  /** Mbit/s. */
  speed: measure.optional(),
  mtu: size.optional(),
  mac_address: text.optional(),
  ip_interfaces: z.array(z.object({ name: text, ip: z.object({ address: text }) })).optional(),
});

export const rawSnapshot = z.object({
  name: text,
  volume: ref,
  create_time: time.optional(),
  expiry_time: time.optional(),
  size: size.optional(),
  comment: z.string().optional(),
  snapmirror_label: text.optional(),
});

export const rawRelationship = z.object({
  uuid: text,
  source: z.object({ path: text.optional(), cluster: named.optional(), volume: named }),
  destination: z.object({ cluster: named, volume: named.extend({ uuid: text.optional() }) }),
  policy: z.object({ name: text, type: text.optional() }).optional(),
  transfer_schedule: named.optional(),
  state: text,
  healthy: z.boolean().optional(),
  unhealthy_reason: z.array(z.object({ message: text })).optional(),
  lag_time: duration.optional(),
  transfer: z
    .object({
      end_time: time.optional(),
      bytes_transferred: size.optional(),
      total_duration: duration.optional(),
    })
    .optional(),
});
