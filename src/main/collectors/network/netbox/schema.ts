import { z } from 'zod';

/*
 * What NetBox's REST API answers (3.x and 4.x), as far as it is read here. Unknown members pass: NetBox adds some
 * with every release. Members that moved between releases are all optional.
 */
const id = z.number().int();
const text = z
  .string()
  .nullish()
  .transform((value) =>
    value === null || value === undefined || value.trim() === '' ? undefined : value.trim(),
  );
const count = z
  .number()
  .nullish()
  .transform((value) => value ?? undefined);
/** Decimals come as numbers or, from some releases, as text. */
const decimal = z
  .union([z.number(), z.string()])
  .nullish()
  .transform((value) => {
    if (value === null || value === undefined || value === '') return undefined;
    return Number.isFinite(Number(value)) ? Number(value) : undefined;
  });
const flag = z
  .boolean()
  .nullish()
  .transform((value) => value ?? undefined);
/** `{value, label}`; plain text in some places. The label is what operators read, the value what is stable. */
const choice = z
  .union([z.object({ value: z.union([z.string(), z.number()]), label: z.string() }), z.string()])
  .nullish()
  .transform((value) => {
    if (value === null || value === undefined || value === '') return undefined;
    return typeof value === 'string'
      ? { value, label: value }
      : { value: String(value.value), label: value.label };
  });

export const referenceSchema = z.object({
  id,
  name: text,
  display: text,
  slug: text,
  model: text,
  cid: text,
  vid: count,
  rd: text,
  asn: count,
  address: text,
  manufacturer: z.object({ name: text, display: text }).nullish(),
  device: z.object({ id, name: text, display: text }).nullish(),
  circuit: z.object({ id, cid: text, display: text }).nullish(),
  virtual_machine: z.object({ id, name: text, display: text }).nullish(),
  power_panel: z.object({ id, name: text, display: text }).nullish(),
});
export type Reference = z.output<typeof referenceSchema>;
const reference = referenceSchema.nullish().transform((value) => value ?? undefined);
const references = z
  .array(referenceSchema)
  .nullish()
  .transform((value) => value ?? []);

const common = {
  id,
  display: text,
  description: text,
  comments: text,
  tags: z
    .array(z.object({ name: text, slug: text }))
    .nullish()
    .transform((value) => value ?? []),
  custom_fields: z
    .record(z.string(), z.unknown())
    .nullish()
    .transform((value) => value ?? {}),
};

/** Since 4.2 prefixes and clusters have a scope (site, location, region …) where they had a site. */
const scope = { site: reference, scope_type: text, scope: reference };

export const pageSchema = z.object({
  count: z.number().int().nonnegative(),
  next: z.string().nullish(),
  results: z.array(z.unknown()),
});

const cableSide = z
  .array(z.object({ object_type: z.string(), object_id: id, object: reference }))
  .nullish()
  .transform((value) => value ?? []);

const port = {
  ...common,
  device: referenceSchema,
  name: z.string(),
  label: text,
  type: choice,
  cable: z
    .union([
      z.object({ id, display: text, label: text }),
      id.transform((value) => ({ id: value, display: undefined, label: undefined })),
    ])
    .nullish(),
  mark_connected: flag,
  link_peers: references,
};

export const netboxSchemas = {
  'dcim.region': z.object({ ...common, name: z.string(), parent: reference }),
  'dcim.location': z.object({ ...common, name: z.string(), site: reference, parent: reference }),
  'tenancy.contactassignment': z.object({
    ...common,
    content_type: text,
    object_type: text,
    object_id: id,
    contact: reference,
    role: reference,
    priority: choice,
  }),
  'dcim.rackreservation': z.object({
    ...common,
    rack: referenceSchema,
    units: z.array(z.number()),
    tenant: reference,
  }),
  'dcim.virtualchassis': z.object({ ...common, name: z.string(), master: reference, domain: text }),
  'dcim.module': z.object({
    ...common,
    device: referenceSchema,
    module_bay: referenceSchema,
    module_type: referenceSchema,
    serial: text,
  }),
  'dcim.modulebay': z.object({ ...common, device: referenceSchema, name: z.string() }),
  'dcim.devicebay': z.object({
    ...common,
    device: referenceSchema,
    name: z.string(),
    installed_device: reference,
  }),
  'dcim.devicetype': z.object({
    ...common,
    model: z.string(),
    part_number: text,
    u_height: decimal,
    is_full_depth: flag,
  }),
  'ipam.asn': z.object({ ...common, asn: z.number().int() }),
  'dcim.site': z.object({
    ...common,
    name: z.string(),
    slug: text,
    status: choice,
    region: reference,
    group: reference,
    tenant: reference,
    facility: text,
    time_zone: text,
    physical_address: text,
    latitude: decimal,
    longitude: decimal,
    asns: references,
  }),
  'dcim.rack': z.object({
    ...common,
    name: z.string(),
    site: referenceSchema,
    location: reference,
    status: choice,
    role: reference,
    type: choice,
    form_factor: choice,
    width: choice,
    u_height: decimal,
    desc_units: flag,
    serial: text,
    asset_tag: text,
    facility_id: text,
    tenant: reference,
    max_weight: decimal,
    weight_unit: choice,
  }),
  'dcim.device': z.object({
    ...common,
    name: text,
    device_type: referenceSchema,
    role: reference,
    device_role: reference,
    platform: reference,
    serial: text,
    asset_tag: text,
    site: referenceSchema,
    location: reference,
    rack: reference,
    position: decimal,
    face: choice,
    status: choice,
    airflow: choice,
    tenant: reference,
    primary_ip: reference,
    oob_ip: reference,
    cluster: reference,
    parent_device: reference,
    virtual_chassis: reference,
    vc_position: count,
  }),
  'dcim.interface': z.object({
    ...port,
    enabled: flag,
    parent: reference,
    bridge: reference,
    lag: reference,
    mtu: count,
    mac_address: text,
    speed: count,
    duplex: choice,
    mgmt_only: flag,
    mode: choice,
    rf_role: choice,
    poe_mode: choice,
    poe_type: choice,
    untagged_vlan: reference,
    tagged_vlans: references,
    vrf: reference,
    connected_endpoints: references,
    connected_endpoints_type: text,
  }),
  'dcim.frontport': z.object({ ...port, rear_port: reference, rear_port_position: count }),
  'dcim.rearport': z.object({ ...port, positions: count }),
  'dcim.powerport': z.object({ ...port, maximum_draw: count, allocated_draw: count }),
  'dcim.poweroutlet': z.object({ ...port, power_port: reference, feed_leg: choice }),
  'dcim.consoleport': z.object({ ...port, speed: choice }),
  'dcim.consoleserverport': z.object({ ...port, speed: choice }),
  'dcim.cable': z.object({
    ...common,
    type: choice,
    status: choice,
    label: text,
    color: text,
    length: decimal,
    length_unit: choice,
    tenant: reference,
    a_terminations: cableSide,
    b_terminations: cableSide,
  }),
  'dcim.powerfeed': z.object({
    ...common,
    name: z.string(),
    power_panel: referenceSchema,
    rack: reference,
    status: choice,
    type: choice,
    supply: choice,
    phase: choice,
    voltage: decimal,
    amperage: decimal,
    max_utilization: decimal,
  }),
  'dcim.powerpanel': z.object({ ...common, name: z.string(), site: referenceSchema, location: reference }),
  'ipam.vlangroup': z.object({ ...common, name: z.string(), scope_type: text, scope: reference }),
  'ipam.vlan': z.object({
    ...common,
    vid: z.number().int(),
    name: z.string(),
    site: reference,
    group: reference,
    status: choice,
    role: reference,
    tenant: reference,
  }),
  'ipam.vrf': z.object({
    ...common,
    name: z.string(),
    rd: text,
    tenant: reference,
    enforce_unique: flag,
    import_targets: references,
    export_targets: references,
  }),
  'ipam.aggregate': z.object({ ...common, prefix: z.string(), rir: reference, tenant: reference }),
  'ipam.prefix': z.object({
    ...common,
    ...scope,
    prefix: z.string(),
    vrf: reference,
    vlan: reference,
    status: choice,
    role: reference,
    tenant: reference,
    is_pool: flag,
    mark_utilized: flag,
  }),
  'ipam.iprange': z.object({
    ...common,
    start_address: z.string(),
    end_address: z.string(),
    size: count,
    vrf: reference,
    status: choice,
    role: reference,
    tenant: reference,
  }),
  'ipam.ipaddress': z.object({
    ...common,
    address: z.string(),
    vrf: reference,
    status: choice,
    role: choice,
    dns_name: text,
    tenant: reference,
    nat_inside: reference,
    assigned_object_type: text,
    assigned_object_id: count,
    assigned_object: reference,
  }),
  'circuits.circuit': z.object({
    ...common,
    cid: z.string(),
    provider: reference,
    type: reference,
    status: choice,
    tenant: reference,
    commit_rate: count,
    install_date: text,
    termination_date: text,
  }),
  'circuits.circuittermination': z.object({
    ...common,
    circuit: referenceSchema,
    term_side: text,
    site: reference,
    provider_network: reference,
    /** Since 4.2 a termination is at any of site, location, region or provider network. */
    termination_type: text,
    termination: reference,
    port_speed: count,
    upstream_speed: count,
    xconnect_id: text,
    pp_info: text,
    link_peers: references,
  }),
  'vpn.tunnel': z.object({
    ...common,
    name: z.string(),
    status: choice,
    encapsulation: choice,
    group: reference,
    tenant: reference,
    ipsec_profile: reference,
  }),
  'vpn.tunneltermination': z.object({
    ...common,
    tunnel: referenceSchema,
    role: choice,
    termination_type: text,
    termination_id: count,
    termination: reference,
    outside_ip: reference,
  }),
  'virtualization.cluster': z.object({
    ...common,
    ...scope,
    name: z.string(),
    type: reference,
    group: reference,
    status: choice,
    tenant: reference,
  }),
  'virtualization.virtualmachine': z.object({
    ...common,
    name: z.string(),
    status: choice,
    cluster: reference,
    site: reference,
    device: reference,
    role: reference,
    platform: reference,
    tenant: reference,
    vcpus: decimal,
    memory: decimal,
    disk: decimal,
    serial: z.unknown().optional(),
    primary_ip: reference,
  }),
  'virtualization.vminterface': z.object({
    ...common,
    name: z.string(),
    virtual_machine: referenceSchema,
    enabled: flag,
    mac_address: text,
    mtu: count,
    untagged_vlan: reference,
    tagged_vlans: references,
  }),
} as const;

export type NetboxType = keyof typeof netboxSchemas;
export type NetboxObject<T extends NetboxType> = z.output<(typeof netboxSchemas)[T]>;
