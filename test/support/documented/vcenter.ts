import { documented, type DocumentedCall } from '../documented-answers.ts';

const hosts = ['host-11', 'host-12', 'host-13', 'host-21'].map((host) => ({
  host,
  name: `esx-${host.slice(-2)}.example.net`,
  connection_state: host === 'host-13' ? 'DISCONNECTED' : 'CONNECTED',
  ...(host !== 'host-13' && { power_state: 'POWERED_ON' }),
}));
const [esx11, esx12, esx13, esx21] = hosts;

const vms = {
  'host-11': [
    { vm: 'vm-101', name: 'web-1', power_state: 'POWERED_ON', cpu_count: 4, memory_size_MiB: 8192 },
    { vm: 'vm-102', name: 'web-2', power_state: 'POWERED_OFF', cpu_count: 2, memory_size_MiB: 4096 },
  ],
  'host-12': [
    { vm: 'vm-103', name: 'db-1', power_state: 'SUSPENDED', cpu_count: 8, memory_size_MiB: 65_536 },
  ],
  'host-13': [],
  'host-21': [
    { vm: 'vm-104', name: 'edge-1', power_state: 'POWERED_ON', cpu_count: 1, memory_size_MiB: 1024 },
  ],
};

const details = (
  name: string,
  state: string,
  { cpus = 2, datastore = 'gold' }: { readonly cpus?: number; readonly datastore?: string } = {},
) => ({
  vm: {
    guest_OS: 'RHEL_9_64',
    name,
    power_state: state,
    identity: {
      name,
      bios_uuid: `4223a1b2-0000-0000-0000-${name.padEnd(12, '0').replaceAll(/[^0-9a-f]/g, 'a')}`,
      instance_uuid: `5023a1b2-0000-0000-0000-${name.padEnd(12, '0').replaceAll(/[^0-9a-f]/g, 'a')}`,
    },
    hardware: { version: 'VMX_19', upgrade_policy: 'NEVER', upgrade_status: 'NONE' },
    boot: { type: 'EFI', delay: 0, retry: false, retry_delay: 10_000, enter_setup_mode: false },
    cpu: { count: cpus, cores_per_socket: 2, hot_add_enabled: true, hot_remove_enabled: false },
    memory: { size_MiB: 4096, hot_add_enabled: false },
    disks: {
      '2000': {
        label: 'Hard disk 1',
        type: 'SCSI',
        scsi: { bus: 0, unit: 0 },
        backing: { type: 'VMDK_FILE', vmdk_file: `[${datastore}] ${name}/${name}.vmdk` },
        capacity: 42_949_672_960,
      },
    },
    nics: {
      '4000': {
        label: 'Network adapter 1',
        type: 'VMXNET3',
        mac_type: 'ASSIGNED',
        mac_address: `00:50:56:00:00:${name.length.toString(16).padStart(2, '0')}`,
        state: 'CONNECTED',
        start_connected: true,
        backing: { type: 'DISTRIBUTED_PORTGROUP', network: 'dvportgroup-31' },
      },
    },
  },
});

const summaryOf = (host: string, name: string) => ({
  summary: {
    _typeName: 'HostListSummary',
    host: { _typeName: 'ManagedObjectReference', type: 'HostSystem', value: host },
    hardware: {
      vendor: 'Example Computers',
      model: 'Server 2000',
      uuid: `11111111-2222-3333-4444-0000000000${host.slice(-2)}`,
      memorySize: 274_877_906_944,
      cpuModel: 'Example CPU 6338',
      cpuMhz: 2000,
      numCpuPkgs: 2,
      numCpuCores: 64,
      numCpuThreads: 128,
    },
    runtime: {
      connectionState: 'connected',
      powerState: 'poweredOn',
      inMaintenanceMode: false,
      bootTime: '2026-10-01T06:00:00.000000Z',
    },
    config: { name, product: { name: 'VMware ESXi', version: '8.0.2', build: '22380479' } },
    quickStats: { overallCpuUsage: 5120, overallMemoryUsage: 98_304, uptime: 4_579_200 },
    overallStatus: 'green',
  },
});

const calls: readonly DocumentedCall[] = [
  [
    'vcenter_about',
    {},
    {
      name: 'VMware vCenter Server 8.0.2 build-22385739',
      version: '8.0.2',
      build: '22385739',
      apiVersion: '8.0.2.0',
      instanceUuid: 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee',
      raw: { osType: 'linux-x64' },
    },
  ],
  [
    'datacenter_list',
    {},
    {
      count: 2,
      datacenters: [
        { datacenter: 'datacenter-1', name: 'East' },
        { datacenter: 'datacenter-2', name: 'West' },
      ],
    },
  ],
  [
    'cluster_list',
    { datacenters: ['datacenter-1'] },
    { count: 1, clusters: [{ cluster: 'domain-c8', name: 'prod', ha_enabled: true, drs_enabled: false }] },
  ],
  ['cluster_list', { datacenters: ['datacenter-2'] }, { count: 0, clusters: [] }],
  ['host_list', { clusters: ['domain-c8'] }, { count: 3, hosts: [esx11, esx12, esx13] }],
  ['host_list', { datacenters: ['datacenter-1'] }, { count: 3, hosts: [esx11, esx12, esx13] }],
  ['host_list', { datacenters: ['datacenter-2'] }, { count: 1, hosts: [esx21] }],
  ...hosts.map(({ host, name }): DocumentedCall => ['host_get', { hostId: host }, summaryOf(host, name)]),
  [
    'datastore_list',
    { datacenters: ['datacenter-1'] },
    {
      count: 2,
      datastores: [
        {
          datastore: 'datastore-1',
          name: 'gold',
          type: 'VMFS',
          free_space: 400_000_000_000,
          capacity: 1_000_000_000_000,
        },
        { datastore: 'datastore-2', name: 'vsan', type: 'VSAN', free_space: 0, capacity: 2_000_000_000_000 },
      ],
    },
  ],
  [
    'datastore_list',
    { datacenters: ['datacenter-2'] },
    // One of the same name in another datacenter is another.
    {
      count: 1,
      datastores: [{ datastore: 'datastore-3', name: 'gold', type: 'NFS', free_space: 1, capacity: 2 }],
    },
  ],
  ...['datastore-1', 'datastore-2', 'datastore-3'].map((datastore): DocumentedCall => [
    'datastore_get',
    { datastoreId: datastore },
    {
      datastore: {
        name: 'gold',
        type: 'VMFS',
        accessible: datastore !== 'datastore-2',
        free_space: 400_000_000_000,
        multiple_host_access: true,
        thin_provisioning_supported: true,
      },
    },
  ]),
  [
    'network_list',
    { datacenters: ['datacenter-1'] },
    {
      count: 2,
      networks: [
        { network: 'network-30', name: 'VM Network', type: 'STANDARD_PORTGROUP' },
        { network: 'dvportgroup-31', name: 'servers', type: 'DISTRIBUTED_PORTGROUP' },
      ],
    },
  ],
  ['network_list', { datacenters: ['datacenter-2'] }, { count: 0, networks: [] }],
  ...Object.entries(vms).map(([host, list]): DocumentedCall => [
    'vm_list',
    { hosts: [host] },
    { count: list.length, vms: list },
  ]),
  ['vm_get', { vmId: 'vm-101' }, details('web-1', 'POWERED_ON', { cpus: 4 })],
  ['vm_get', { vmId: 'vm-102' }, details('web-2', 'POWERED_OFF')],
  ['vm_get', { vmId: 'vm-103' }, details('db-1', 'SUSPENDED', { cpus: 8 })],
  ['vm_get', { vmId: 'vm-104' }, details('edge-1', 'POWERED_ON', { cpus: 1 })],
  ['vm_powerState', { vmId: 'vm-101' }, { vmId: 'vm-101', state: 'POWERED_ON' }],
  ['vm_powerState', { vmId: 'vm-102' }, { vmId: 'vm-102', state: 'POWERED_OFF' }],
];

/** Two datacenters; a cluster of three hosts, one of them away, and a host that stands alone. */
export const documentedVcenter = documented(
  'vmware-vcenter-mcp 1.0.0 and of the REST and VI/JSON interfaces of vCenter 8',
  {
    name: 'vmware-vcenter-mcp',
    version: '1.0.0',
    tools: [
      ...new Set([...calls.map(([tool]) => tool), 'vm_powerOn', 'vm_powerOff', 'vm_shutdown', 'vm_reset']),
    ],
  },
  calls,
);
