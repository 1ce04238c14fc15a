import { documented, type DocumentedCall } from '../documented-answers.ts';

const device = (
  mac: string,
  name: string,
  {
    type,
    category,
    status = 'online',
  }: { readonly type: string; readonly category: string; readonly status?: string },
) => ({
  mac,
  name,
  model: type === 'usw' ? 'USL24P' : type === 'udm' ? 'UDMPRO' : 'U6LR',
  model_display: type === 'usw' ? 'USW Pro 24 PoE' : type === 'udm' ? 'Dream Machine Pro' : 'U6 LR',
  type,
  device_category: category,
  ip: `192.0.2.${Number.parseInt(mac.slice(-2), 16)}`,
  status,
  uptime: status === 'online' ? '12 days, 3:04:05' : 'N/A',
  last_seen: '2026-11-23T10:59:00+00:00',
  firmware: '7.1.26.15869',
  upgradable: false,
  adopted: true,
  connection_network: 'Default',
  uplink: null,
  load_avg_1: '0.42',
  mem_pct: 31.5,
  model_eol: false,
  _id: `60a8b3c4d5e6f7a8b9c0d1${mac.slice(-2)}`,
  serial: mac.replaceAll(':', '').toUpperCase(),
  hw_revision: '',
  clients: 3,
});

const devices = [
  device('02:00:00:00:00:01', 'gateway', { type: 'udm', category: 'gateway' }),
  device('02:00:00:00:00:02', 'sw-1', { type: 'usw', category: 'switch' }),
  device('02:00:00:00:00:03', 'sw-2', { type: 'usw', category: 'switch', status: 'offline' }),
  device('02:00:00:00:00:04', 'ap-hall', { type: 'uap', category: 'ap' }),
];

const port = (index: number, more: object = {}) => ({
  port_idx: index,
  name: `Port ${index}`,
  media: 'GE',
  port_poe: true,
  poe_mode: 'auto',
  poe_power: '6.42',
  enable: true,
  up: true,
  speed: 1000,
  full_duplex: true,
  rx_bytes: 1000 * index,
  tx_bytes: 2000 * index,
  rx_errors: 0,
  tx_errors: 1,
  rx_dropped: 0,
  tx_dropped: 0,
  ...more,
});

const portsOf = (mac: string, name: string, ports: readonly object[]): DocumentedCall => [
  'unifi_get_port_stats',
  { device_mac: mac },
  { success: true, device_mac: mac, details: { name, model: 'X', port_table: ports } },
];
const neighboursOf = (mac: string, name: string, table: readonly object[]): DocumentedCall => [
  'unifi_get_lldp_neighbors',
  { device_mac: mac },
  { success: true, device_mac: mac, details: { name, model: 'X', lldp_table: table } },
];

/** A gateway, two switches of which one is away, and an access point. */
export const documentedUnifi = documented(
  'unifi-network-mcp and of what is known of the controller it asks',
  {
    name: 'unifi-network-mcp',
    version: '0.15',
    tools: [
      'unifi_tool_index',
      'unifi_list_devices',
      'unifi_get_device_details',
      'unifi_get_port_stats',
      'unifi_get_lldp_neighbors',
      'unifi_list_networks',
      'unifi_reboot_device',
    ],
  },
  [
    [
      'unifi_list_devices',
      { include_details: true },
      {
        success: true,
        site: 'default',
        filter_type: 'all',
        filter_status: 'all',
        search: null,
        total_count: 4,
        returned_count: 4,
        count: 4,
        limit: null,
        devices,
      },
    ],
    portsOf('02:00:00:00:00:01', 'gateway', [port(9, { name: 'WAN', port_poe: false, poe_mode: undefined })]),
    portsOf('02:00:00:00:00:02', 'sw-1', [
      port(1, { name: 'uplink', media: 'SFP+', speed: 10_000, sfp_part: 'UACC-DAC', sfp_serial: 'AB1' }),
      port(2),
      port(3, { enable: false, up: false, speed: 0 }),
    ]),
    portsOf('02:00:00:00:00:03', 'sw-2', [port(1)]),
    neighboursOf('02:00:00:00:00:01', 'gateway', []),
    neighboursOf('02:00:00:00:00:02', 'sw-1', [
      { local_port_idx: 1, chassis_id: '02:00:00:00:00:01', port_id: 'Port 9', is_wired: true },
      {
        local_port_idx: 2,
        chassis_id: '02:00:00:00:00:aa',
        chassis_name: 'camera',
        port_id: 'eth0',
        is_wired: true,
      },
    ]),
    neighboursOf('02:00:00:00:00:03', 'sw-2', []),
  ],
);
