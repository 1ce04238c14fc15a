import { z } from 'zod';

/* What the lab's network tools answer. Unknown members pass; null is "not applicable" or "not known". */
const nullable = <T extends z.ZodType>(schema: T) =>
  schema.nullish().transform((value) => value ?? undefined);
const text = nullable(z.string());
const amount = nullable(z.number());
const status = z.enum(['up', 'down']);

export const sitesSchema = z.object({
  sites: z.array(
    z.object({
      name: z.string(),
      address: text,
      racks: z.array(z.object({ name: z.string(), height_units: amount })),
    }),
  ),
});

export const devicePageSchema = z.object({
  devices: z.array(z.unknown()),
  total: z.number().int().nonnegative(),
  next_cursor: z.string().nullish(),
});

export const deviceSchema = z.object({
  hostname: z.string().min(1),
  role: z.string(),
  vendor: text,
  model: text,
  os: text,
  os_version: text,
  serial: z.string().min(1),
  asset_tag: text,
  mgmt_ip: text,
  site: z.string(),
  rack: text,
  rack_unit: amount,
  height_units: amount,
  local_as: amount,
  warranty_end: text,
  reachable: z.boolean(),
  last_seen: text,
  uptime_seconds: amount,
  cpu_percent: amount,
  memory_percent: amount,
  ups: nullable(z.object({ on_battery: z.boolean(), minutes_left: amount, load_percent: amount })),
});
export type RawDevice = z.output<typeof deviceSchema>;

export const interfacesSchema = z.object({ interfaces: z.array(z.unknown()) });

export const interfaceSchema = z.object({
  name: z.string().min(1),
  description: text,
  type: z.string(),
  admin_status: status,
  oper_status: status,
  speed_bps: amount,
  duplex: nullable(z.enum(['full', 'half', 'auto'])),
  mtu: amount,
  mac: text,
  switchport: nullable(
    z.object({
      mode: z.enum(['access', 'trunk']),
      native_vlan: amount,
      trunk_vlans: text,
    }),
  ),
  channel_group: text,
  ip_addresses: nullable(z.array(z.object({ address: z.string(), role: z.string() }))),
  vrf: text,
  last_change: text,
  counters: nullable(
    z.object({
      in_octets: z.number(),
      out_octets: z.number(),
      in_errors: z.number(),
      out_errors: z.number(),
      in_discards: z.number(),
      out_discards: z.number(),
    }),
  ),
  rates_5min: nullable(
    z.object({
      in_bps: z.number(),
      out_bps: z.number(),
      in_pps: z.number(),
      out_pps: z.number(),
      in_errors_per_second: z.number(),
      out_errors_per_second: z.number(),
    }),
  ),
  optic: nullable(z.object({ type: text, serial: text, rx_dbm: amount, tx_dbm: amount })),
});
export type RawInterface = z.output<typeof interfaceSchema>;

export const neighboursSchema = z.object({
  neighbors: z.array(
    z.object({
      local_port: z.string(),
      remote_system: z.string(),
      remote_port: z.string(),
      remote_chassis: text,
    }),
  ),
});
export type RawNeighbour = z.output<typeof neighboursSchema>['neighbors'][number];

export const channelsSchema = z.object({
  port_channels: z.array(
    z.object({
      name: z.string(),
      members: z.array(z.object({ port: z.string(), state: z.string() })),
    }),
  ),
});
export type RawChannel = z.output<typeof channelsSchema>['port_channels'][number];

export const bgpSchema = z.object({
  neighbors: z.array(
    z.object({
      peer_address: z.string(),
      local_address: text,
      local_as: amount,
      remote_as: amount,
      vrf: text,
      description: text,
      admin_status: z.enum(['start', 'stop']),
      state: z.string(),
      uptime_seconds: amount,
      prefixes_received: amount,
      prefixes_sent: amount,
    }),
  ),
});
export type RawBgp = z.output<typeof bgpSchema>['neighbors'][number];

export const routesSchema = z.object({
  static: z.array(z.object({ prefix: z.string(), next_hop: z.string(), interface: text })),
  summary: z.record(z.string(), z.number()),
});
export type RawRoutes = z.output<typeof routesSchema>;

export const environmentSchema = z.object({
  power_supplies: z.array(z.object({ name: z.string(), state: z.string() })),
  fans: z.array(z.object({ name: z.string(), state: z.string() })),
  inlet_temperature_c: amount,
  power_draw_w: amount,
  power_maximum_w: amount,
});
export type RawEnvironment = z.output<typeof environmentSchema>;

export const configSchema = z.object({ running_config: z.string(), saved: z.boolean() });
export const arpSchema = z.object({
  entries: z.array(z.object({ address: z.string(), interface: z.string() })),
});
export const macSchema = z.object({ entries: z.array(z.object({ port: z.string(), mac: z.string() })) });

export const vlansSchema = z.object({
  vlans: z.array(z.object({ vlan_id: z.number().int(), name: z.string(), state: text, prefix: text })),
});
export type RawVlan = z.output<typeof vlansSchema>['vlans'][number];
export const vrfsSchema = z.object({ vrfs: z.array(z.object({ name: z.string(), rd: text })) });
export const circuitsSchema = z.object({
  circuits: z.array(
    z.object({
      circuit_id: z.string(),
      provider: text,
      service: text,
      bandwidth_bps: amount,
      site: text,
      device: text,
      port: text,
      status: text,
    }),
  ),
});
export const tunnelsSchema = z.object({
  tunnels: z.array(
    z.object({
      name: z.string(),
      encapsulation: text,
      cipher: text,
      local: z.object({ device: z.string(), ip: text }),
      remote: z.object({ device: z.string(), ip: text }),
      state: status,
      uptime_seconds: amount,
    }),
  ),
});
export const feedsSchema = z.object({
  feeds: z.array(
    z.object({
      name: z.string(),
      site: z.string(),
      rack: text,
      redundancy: z.enum(['primary', 'redundant']),
      panel: text,
      volts: z.number(),
      amperes: z.number(),
      phases: z.number().int(),
      maximum_percent: z.number(),
      draw_w: amount,
    }),
  ),
});
