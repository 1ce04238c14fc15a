import { z } from 'zod';

/** What iproute2 prints with `-j`; versions add fields, so that more than these is no mistake. */
const text = z.string().optional();
const number = z.number().optional();
const counters = z.object({ bytes: number, errors: number, dropped: number }).optional().catch(undefined);

export const linkSchema = z.object({
  ifname: z.string().min(1),
  /** The other end of a veth pair, or what a VLAN interface stands on. */
  link: text,
  /** Set where that other end is in another network namespace. */
  link_netnsid: number,
  flags: z.array(z.string()),
  mtu: number,
  operstate: text,
  master: text,
  link_type: text,
  address: text,
  /** Its own, where it uses another. */
  permaddr: text,
  ifalias: text,
  linkinfo: z
    .object({
      info_kind: text,
      info_data: z
        .object({
          id: z.union([z.number(), z.string()]).optional(),
          vlan_filtering: number,
          mode: z.union([z.number(), z.string()]).optional(),
          table: z.union([z.number(), z.string()]).optional(),
        })
        .optional(),
      info_slave_kind: text,
      info_slave_data: z.object({ state: text, mii_status: text, perm_hwaddr: text }).optional(),
    })
    .optional(),
  stats64: z.object({ rx: counters, tx: counters }).optional(),
});
export const linksSchema = z.array(linkSchema);
export type RawLink = z.output<typeof linkSchema>;

export const addressesSchema = z.array(
  z.object({
    ifname: text,
    addr_info: z
      .array(
        z.object({
          family: text,
          local: text,
          prefixlen: number,
          scope: text,
          secondary: z.boolean().optional(),
          dynamic: z.boolean().optional(),
          temporary: z.boolean().optional(),
        }),
      )
      .default([]),
  }),
);

export const routesSchema = z.array(
  z.object({
    type: text,
    dst: text,
    gateway: text,
    via: z.object({ host: text }).optional(),
    dev: text,
    protocol: text,
    table: z.union([z.number(), z.string()]).optional(),
    nexthops: z
      .array(z.object({ gateway: text, via: z.object({ host: text }).optional(), dev: text }))
      .optional(),
  }),
);
export type RawRoute = z.output<typeof routesSchema>[number];

export const neighboursSchema = z.array(
  z.object({ dst: text, dev: text, lladdr: text, state: z.array(z.string()).default([]) }),
);

export const bridgeVlansSchema = z.array(
  z.object({
    ifname: z.string(),
    vlans: z
      .array(
        z.object({
          vlan: z.number().int().min(0).max(4095),
          vlanEnd: z.number().int().min(0).max(4095).optional(),
          flags: z.array(z.string()).default([]),
        }),
      )
      .default([]),
  }),
);
