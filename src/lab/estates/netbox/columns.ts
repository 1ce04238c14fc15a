/**
 * Which columns of which model are foreign keys, choices, decimals: what NetBox's serialisers know and a raw
 * fixture does not say. A key `model.column` wins over a bare `column`.
 */
const foreignKeys: Readonly<Record<string, string>> = {
  device: 'dcim.device',
  site: 'dcim.site',
  rack: 'dcim.rack',
  location: 'dcim.location',
  region: 'dcim.region',
  device_type: 'dcim.devicetype',
  module: 'dcim.module',
  module_bay: 'dcim.modulebay',
  module_type: 'dcim.moduletype',
  manufacturer: 'dcim.manufacturer',
  platform: 'dcim.platform',
  tenant: 'tenancy.tenant',
  cluster: 'virtualization.cluster',
  virtual_machine: 'virtualization.virtualmachine',
  virtual_chassis: 'dcim.virtualchassis',
  master: 'dcim.device',
  installed_device: 'dcim.device',
  vrf: 'ipam.vrf',
  vlan: 'ipam.vlan',
  untagged_vlan: 'ipam.vlan',
  rir: 'ipam.rir',
  lag: 'dcim.interface',
  bridge: 'dcim.interface',
  power_port: 'dcim.powerport',
  power_panel: 'dcim.powerpanel',
  rear_port: 'dcim.rearport',
  cable: 'dcim.cable',
  primary_ip4: 'ipam.ipaddress',
  primary_ip6: 'ipam.ipaddress',
  nat_inside: 'ipam.ipaddress',
  provider: 'circuits.provider',
  provider_network: 'circuits.providernetwork',
  circuit: 'circuits.circuit',
  termination_a: 'circuits.circuittermination',
  termination_z: 'circuits.circuittermination',
  contact: 'tenancy.contact',
  'dcim.device.role': 'dcim.devicerole',
  'dcim.rack.role': 'dcim.rackrole',
  'virtualization.virtualmachine.role': 'dcim.devicerole',
  'ipam.vlan.role': 'ipam.role',
  'ipam.prefix.role': 'ipam.role',
  'ipam.iprange.role': 'ipam.role',
  'tenancy.contactassignment.role': 'tenancy.contactrole',
  'dcim.site.group': 'dcim.sitegroup',
  'ipam.vlan.group': 'ipam.vlangroup',
  'tenancy.tenant.group': 'tenancy.tenantgroup',
  'tenancy.contact.group': 'tenancy.contactgroup',
  'virtualization.cluster.group': 'virtualization.clustergroup',
  'virtualization.cluster.type': 'virtualization.clustertype',
  'circuits.circuit.type': 'circuits.circuittype',
  'dcim.interface.parent': 'dcim.interface',
  'virtualization.vminterface.parent': 'virtualization.vminterface',
  'virtualization.vminterface.bridge': 'virtualization.vminterface',
  'dcim.region.parent': 'dcim.region',
  'dcim.sitegroup.parent': 'dcim.sitegroup',
  'dcim.location.parent': 'dcim.location',
  'tenancy.tenantgroup.parent': 'tenancy.tenantgroup',
  'tenancy.contactgroup.parent': 'tenancy.contactgroup',
  'dcim.frontporttemplate.rear_port': 'dcim.rearporttemplate',
  'dcim.poweroutlettemplate.power_port': 'dcim.powerporttemplate',
};

const manyToMany: Readonly<Record<string, string>> = {
  tagged_vlans: 'ipam.vlan',
  asns: 'ipam.asn',
  import_targets: 'ipam.routetarget',
  export_targets: 'ipam.routetarget',
};

const choices = new Set([
  'face',
  'airflow',
  'mode',
  'duplex',
  'poe_mode',
  'poe_type',
  'rf_role',
  'rf_channel',
  'phase',
  'supply',
  'feed_leg',
  'length_unit',
  'outer_unit',
  'weight_unit',
  'subdevice_role',
  'priority',
  'status',
  'width',
  'ipam.ipaddress.role',
  'dcim.interface.type',
  'dcim.frontport.type',
  'dcim.rearport.type',
  'dcim.powerport.type',
  'dcim.poweroutlet.type',
  'dcim.consoleport.type',
  'dcim.rack.type',
  'dcim.powerfeed.type',
  'dcim.interfacetemplate.type',
  'dcim.frontporttemplate.type',
  'dcim.rearporttemplate.type',
  'dcim.powerporttemplate.type',
  'dcim.poweroutlettemplate.type',
  'dcim.consoleporttemplate.type',
]);

const decimals = new Set(['position', 'u_height', 'latitude', 'longitude', 'length', 'weight', 'vcpus']);

const labels: Readonly<Record<string, string>> = {
  '1000base-t': '1000BASE-T (1GE)',
  '10gbase-t': '10GBASE-T (10GE)',
  '10gbase-x-sfpp': 'SFP+ (10GE)',
  '1000base-x-sfp': 'SFP (1GE)',
  '40gbase-x-qsfpp': 'QSFP+ (40GE)',
  '100gbase-x-qsfp28': 'QSFP28 (100GE)',
  'cisco-stackwise': 'Cisco StackWise',
  'ieee802.11ac': 'IEEE 802.11ac',
  lag: 'Link Aggregation Group (LAG)',
  lte: 'LTE',
  '110-punch': '110 Punch',
  '8p8c': '8P8C',
  lc: 'LC',
  'rj-45': 'RJ-45',
  'usb-mini-b': 'USB Mini B',
  'iec-60320-c14': 'C14',
  'iec-60320-c20': 'C20',
  'nema-5-20r': 'NEMA 5-20R',
  'nema-5-20p': 'NEMA 5-20P',
  ac: 'AC',
  dc: 'DC',
  '4-post-cabinet': '4-post cabinet',
  'wall-cabinet': 'Wall-mounted cabinet',
  '2-post-frame': '2-post frame',
  m: 'Meters',
  ft: 'Feet',
};

export type ColumnKind =
  | { readonly is: 'reference'; readonly model: string }
  | { readonly is: 'references'; readonly model: string }
  | { readonly is: 'choice' }
  | { readonly is: 'decimal' }
  | { readonly is: 'plain' };

export function columnKind(model: string, column: string): ColumnKind {
  // A cable's type and status stand in the API as they do for other models, but the type as plain text.
  const reference = foreignKeys[`${model}.${column}`] ?? foreignKeys[column];
  if (reference !== undefined) return { is: 'reference', model: reference };
  const references = manyToMany[column];
  if (references !== undefined) return { is: 'references', model: references };
  if (choices.has(`${model}.${column}`) || choices.has(column)) return { is: 'choice' };
  return decimals.has(column) ? { is: 'decimal' } : { is: 'plain' };
}

/** NetBox shows a choice as its stored value and what a reader sees; none is null. */
export function choice(value: unknown): { value: unknown; label: string } | null {
  if (value === null || value === undefined || value === '') return null;
  if (typeof value === 'number') return { value, label: `${value} inches` };
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const label = labels[text] ?? text.charAt(0).toUpperCase() + text.slice(1).replaceAll('-', ' ');
  return { value, label };
}
