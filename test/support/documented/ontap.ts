import { documented, type DocumentedCall } from '../documented-answers.ts';

const tib = 1024 ** 4;
const gib = 1024 ** 3;
const node = (number: number) => ({
  name: `east-0${number}`,
  uuid: `00000000-0000-0000-0000-00000000000${number}`,
});
const svm = { name: 'files', uuid: '00000000-0000-0000-0000-000000000101' };
const aggregate = { name: 'aggr1', uuid: '00000000-0000-0000-0000-000000000201' };
const volume = { name: 'homes', uuid: '00000000-0000-0000-0000-000000000301' };
const blocks = { name: 'esx_lun_vol', uuid: '00000000-0000-0000-0000-000000000302' };
const igroup = { name: 'esx', uuid: '00000000-0000-0000-0000-000000000401' };

/** What ontap_get is asked for, by path: the arguments are those of the profile. */
const fields = {
  '/cluster': 'name,uuid,version,location,contact,name_servers,ntp_servers,management_interfaces,metric',
  '/cluster/nodes':
    'uuid,name,model,serial_number,state,version,uptime,ha,controller,management_interfaces,metric',
  '/storage/shelves': 'uid,name,id,model,serial_number,state,connection_type,disk_count,module_type',
  '/storage/disks':
    'uid,name,vendor,model,serial_number,firmware_version,type,rpm,usable_size,shelf,bay,node,container_type,state,aggregates,rated_life_used_percent,stats.power_on_hours',
  '/storage/aggregates': 'uuid,name,node,state,space,block_storage,data_encryption',
  '/storage/volumes':
    'uuid,name,svm,type,state,create_time,aggregates,space,guarantee,autosize,snapshot_policy,nas,qos,efficiency,encryption,metric',
  '/protocols/san/igroups': 'uuid,name,svm,os_type,protocol,initiators',
  '/storage/luns': 'uuid,name,svm,location,os_type,serial_number,enabled,space,status,lun_maps',
  '/protocols/cifs/shares': 'name,path,svm,volume,acls,encryption',
  '/network/ip/interfaces': 'uuid,name,svm,ip,state,services,location',
  '/network/ethernet/ports': 'uuid,name,node,enabled,state,speed,mtu,mac_address,discovered_devices',
  '/network/fc/ports': 'uuid,name,node,wwpn,enabled,state,speed,fabric',
  '/snapmirror/relationships':
    'uuid,source,destination,policy,transfer_schedule,state,healthy,unhealthy_reason,lag_time,transfer',
} as const;
export type OntapPath = keyof typeof fields;

const get = (cluster: string, path: OntapPath, answer: unknown): DocumentedCall => [
  'ontap_get',
  { cluster_name: cluster, path, fields: fields[path] },
  answer,
];
/** All pages in one, as the server makes of them. */
const list = (...records: readonly object[]) => ({ records, num_records: records.length });

const east: Readonly<Record<OntapPath, unknown>> = {
  '/cluster': {
    name: 'east',
    uuid: '00000000-0000-0000-0000-000000000001',
    version: {
      full: 'NetApp Release 9.14.1: Thu Jan 01 00:00:00 UTC 2026',
      generation: 9,
      major: 14,
      minor: 1,
    },
    location: 'Hall 2',
    contact: 'storage@example.net',
    name_servers: ['192.0.2.53'],
    ntp_servers: ['192.0.2.123'],
    management_interfaces: [{ name: 'cluster_mgmt', ip: { address: '192.0.2.40' } }],
    metric: { iops: { total: 1200 }, latency: { total: 850 }, throughput: { total: 125_000_000 } },
  },
  '/cluster/nodes': list(
    ...[1, 2].map((number) => ({
      ...node(number),
      model: 'AFF-A400',
      serial_number: `70000000000${number}`,
      state: 'up',
      version: { full: 'NetApp Release 9.14.1' },
      uptime: 5_000_000,
      ha: {
        enabled: true,
        partners: [node(3 - number)],
        takeover: { state: 'not_attempted' },
        takeover_check: {
          takeover_possible: number === 1,
          reasons: number === 1 ? [] : ['NVRAM log not synchronized'],
        },
      },
      controller: {
        memory_size: 128 * gib,
        cpu: { count: 40 },
        failed_fan: { count: 0 },
        failed_power_supply: { count: number - 1 },
        over_temperature: 'normal',
      },
      management_interfaces: [{ name: 'mgmt', ip: { address: `192.0.2.4${number}` } }],
      metric: { processor_utilization: 12 },
    })),
  ),
  '/storage/shelves': list({
    uid: '7777841915827391056',
    name: '1.0',
    id: '0',
    model: 'DS224C',
    serial_number: 'SHFGB0000000000',
    state: 'ok',
    connection_type: 'sas',
    disk_count: 24,
    module_type: 'iom12',
  }),
  '/storage/disks': list(
    {
      name: '1.0.0',
      uid: '50000000:0',
      vendor: 'NETAPP',
      model: 'X357_S163A3T8ATE',
      serial_number: 'S396NA0H000001',
      firmware_version: 'NA51',
      type: 'ssd',
      usable_size: 3_840 * 10 ** 9,
      shelf: { uid: '7777841915827391056' },
      bay: 0,
      node: node(1),
      container_type: 'aggregate',
      state: 'present',
      aggregates: [aggregate],
      rated_life_used_percent: 3,
      stats: { power_on_hours: 10_000 },
    },
    {
      name: '1.0.23',
      vendor: 'NETAPP',
      type: 'ssd',
      container_type: 'broken',
      state: 'broken',
      node: node(2),
      bay: 23,
    },
  ),
  '/storage/aggregates': list({
    ...aggregate,
    node: node(1),
    state: 'online',
    space: {
      block_storage: { size: 40 * tib, used: 10 * tib, available: 30 * tib },
      efficiency: { savings: 5 * tib },
    },
    block_storage: { primary: { disk_count: 23, disk_class: 'solid_state', raid_type: 'raid_dp' } },
    data_encryption: { software_encryption_enabled: false },
  }),
  '/storage/volumes': list(
    {
      ...volume,
      svm,
      type: 'rw',
      state: 'online',
      create_time: '2025-03-04T05:06:07+00:00',
      aggregates: [aggregate],
      space: {
        size: tib,
        used: 0.25 * tib,
        available: 0.75 * tib,
        snapshot: { reserve_percent: 5, used: gib },
      },
      guarantee: { type: 'none' },
      autosize: { mode: 'grow', maximum: 2 * tib },
      snapshot_policy: { name: 'default' },
      nas: { path: '/homes', export_policy: { name: 'clients' } },
      efficiency: { dedupe: 'inline', compression: 'none' },
      encryption: { enabled: true },
      metric: { latency: { total: 1234 }, iops: { total: 10 }, throughput: { total: 1_000_000 } },
    },
    {
      ...blocks,
      svm,
      type: 'rw',
      state: 'online',
      aggregates: [aggregate],
      space: { size: tib, used: 0, available: tib },
    },
  ),
  '/protocols/san/igroups': list({
    ...igroup,
    svm,
    os_type: 'vmware',
    protocol: 'iscsi',
    initiators: [{ name: 'iqn.1998-01.com.vmware:ESX-11', comment: '' }, { name: '10:00:00:90:fa:00:00:01' }],
  }),
  '/storage/luns': list({
    name: '/vol/esx_lun_vol/lun0',
    uuid: '00000000-0000-0000-0000-000000000501',
    svm,
    location: { volume: blocks, logical_unit: 'lun0' },
    os_type: 'vmware',
    serial_number: 'wpEzy]RpkWFm',
    enabled: true,
    space: { size: 0.5 * tib, used: 100 * gib, guarantee: { requested: false } },
    status: { state: 'online' },
    lun_maps: [{ igroup, logical_unit_number: 3 }],
  }),
  '/protocols/cifs/shares': list({
    name: 'homes$',
    path: '/homes',
    svm,
    volume,
    acls: [{ user_or_group: 'Everyone', permission: 'full_control', type: 'windows' }],
    encryption: true,
  }),
  '/network/ip/interfaces': list({
    name: 'files_nfs1',
    uuid: '00000000-0000-0000-0000-000000000601',
    svm,
    ip: { address: '192.0.2.45' },
    state: 'up',
    services: ['data_core', 'data_nfs'],
    location: { port: { uuid: 'port-1', name: 'e0c' }, home_port: { name: 'e0c' } },
  }),
  '/network/ethernet/ports': list({
    uuid: 'port-1',
    name: 'e0c',
    node: node(1),
    enabled: true,
    state: 'up',
    speed: 25_000,
    mtu: 9000,
    mac_address: 'D0:39:EA:00:00:01',
    discovered_devices: [{ name: 'leaf-1.example.net', remote_port: 'Ethernet1/7', protocol: 'lldp' }],
  }),
  '/network/fc/ports': list({
    uuid: 'fc-1',
    name: '2a',
    node: node(1),
    wwpn: '50:0a:09:82:00:00:00:01',
    enabled: true,
    state: 'online',
    speed: { maximum: '32', configured: 'auto' },
    fabric: { name: 'fabric-a' },
  }),
  '/snapmirror/relationships': list({
    uuid: '00000000-0000-0000-0000-000000000701',
    source: { path: 'files:homes', cluster: { name: 'west' }, svm: { name: 'files' } },
    destination: { path: 'files_dr:homes_dr', svm: { name: 'files_dr' } },
    policy: { name: 'MirrorAllSnapshots', type: 'async' },
    transfer_schedule: { name: 'hourly' },
    state: 'snapmirrored',
    healthy: false,
    unhealthy_reason: [{ code: '6620', message: 'Transfer failed.' }],
    lag_time: 'P1DT8H35M42S',
    transfer: { end_time: '2026-11-23T01:02:03+01:00', bytes_transferred: 4096 },
  }),
};

const west: Readonly<Record<OntapPath, unknown>> = {
  ...(Object.fromEntries(Object.keys(east).map((path) => [path, list()])) as Record<OntapPath, unknown>),
  '/cluster': {
    name: 'west',
    uuid: '00000000-0000-0000-0000-000000000002',
    version: { full: 'NetApp Release 9.12.1', generation: 9, major: 12, minor: 1 },
  },
};

const paths = Object.keys(fields) as OntapPath[];

/** Two clusters; the second has nothing in it. */
export const documentedOntap = documented(
  "NetApp's ontap-mcp and of ONTAP's REST interface 9.14",
  {
    name: 'ontap-mcp',
    version: '26.07',
    tools: [
      'list_registered_clusters',
      'list_ontap_endpoints',
      'search_ontap_endpoints',
      'describe_ontap_endpoint',
      'ontap_get',
      'create_volume',
      'modify_volume',
    ],
  },
  [
    [
      'list_registered_clusters',
      {},
      [
        { name: 'east', ontap_version: '9.14' },
        { name: 'west', ontap_version: '9.12' },
      ],
    ],
    ...paths.map((path) => get('east', path, east[path])),
    ...paths.map((path) => get('west', path, west[path])),
  ],
);
