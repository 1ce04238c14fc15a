import { documented, type DocumentedCall } from '../documented-answers.ts';

const gib = 1024 ** 3;

const guests = [
  {
    vmid: 100,
    name: 'web-1',
    node: 'pve1',
    type: 'qemu',
    status: 'running',
    tags: 'prod;web',
    uptime: 864_000,
    cpu: 0.12,
    maxcpu: 4,
    mem: 3 * gib,
    maxmem: 8 * gib,
    maxdisk: 32 * gib,
    pool: 'customers',
  },
  {
    vmid: 101,
    name: 'db-1',
    node: 'pve2',
    type: 'qemu',
    status: 'stopped',
    maxcpu: 8,
    maxmem: 64 * gib,
    uptime: 0,
    mem: 0,
    cpu: 0,
  },
  { vmid: 102, node: 'pve3', type: 'qemu', status: 'unknown', maxcpu: 1, maxmem: gib },
  {
    vmid: 900,
    name: 'golden',
    node: 'pve1',
    type: 'qemu',
    status: 'stopped',
    template: 1,
    maxcpu: 2,
    maxmem: 2 * gib,
  },
];

const storage = (node: string, name: string, shared: 0 | 1, plugintype: string, status = 'available') => ({
  id: `storage/${node}/${name}`,
  type: 'storage',
  node,
  storage: name,
  status,
  plugintype,
  shared,
  content: 'images,rootdir',
  ...(status === 'available' && { disk: 100 * gib, maxdisk: 400 * gib }),
});

const nodeStatus = {
  pveversion: 'pve-manager/8.2.4/faa83925c9641325',
  kversion: 'Linux 6.8.8-2-pve',
  uptime: 1_000_000,
  cpuinfo: { model: 'Example CPU 6338', sockets: 2, cores: 64, cpus: 128, mhz: '2000.000', hvm: '1' },
  memory: { total: 256 * gib, used: 90 * gib, free: 166 * gib },
  loadavg: ['0.50', '0.40', '0.30'],
};

/** Settings as Proxmox writes them: texts of parts, numbers here and texts there. */
const webConfig = {
  name: 'web-1',
  cores: 4,
  sockets: 1,
  memory: '8192',
  bios: 'ovmf',
  ostype: 'l26',
  machine: 'q35',
  agent: '1',
  description: 'shop front',
  smbios1: 'uuid=6f5ca1f2-0000-4000-8000-000000000100',
  scsi0: 'ceph-vm:vm-100-disk-1,iothread=1,size=32G',
  scsi1: 'local-lvm:vm-100-disk-0,size=512M',
  efidisk0: 'ceph-vm:vm-100-disk-0,efitype=4m,pre-enrolled-keys=1,size=528K',
  ide2: 'local:iso/debian-12.iso,media=cdrom,size=600M',
  net0: 'virtio=BC:24:11:00:01:00,bridge=vmbr0,firewall=1,tag=20',
  net1: 'e1000=BC:24:11:00:01:01,bridge=vmbr1,link_down=1',
  cipassword: '***redacted***',
};
const plainConfig = (vmid: number) => ({
  cores: 1,
  memory: 1024,
  ostype: 'l26',
  virtio0: `local-lvm:vm-${vmid}-disk-0,size=8G`,
  net0: `virtio=BC:24:11:00:0${String(vmid).slice(-1)}:FF,bridge=vmbr0`,
});

const calls: readonly DocumentedCall[] = [
  [
    'get_cluster_status',
    {},
    [
      { type: 'cluster', id: 'cluster', name: 'east', nodes: 3, quorate: 1, version: 7 },
      { type: 'node', id: 'node/pve1', name: 'pve1', ip: '192.0.2.11', online: 1, local: 1, nodeid: 1 },
      { type: 'node', id: 'node/pve2', name: 'pve2', ip: '192.0.2.12', online: 1, local: 0, nodeid: 2 },
      { type: 'node', id: 'node/pve3', name: 'pve3', ip: '192.0.2.13', online: 0, local: 0, nodeid: 3 },
    ],
  ],
  [
    'list_nodes',
    {},
    [
      {
        node: 'pve1',
        status: 'online',
        uptime: 1_000_000,
        cpu: 0.1,
        maxcpu: 128,
        mem: 90 * gib,
        maxmem: 256 * gib,
      },
      {
        node: 'pve2',
        status: 'online',
        uptime: 2_000_000,
        cpu: 0.2,
        maxcpu: 128,
        mem: 80 * gib,
        maxmem: 256 * gib,
      },
      { node: 'pve3', status: 'offline' },
    ],
  ],
  ['get_node_status', { node: 'pve1' }, nodeStatus],
  ['get_node_status', { node: 'pve2' }, nodeStatus],
  [
    'get_cluster_resources',
    { type: 'storage' },
    [
      storage('pve1', 'local-lvm', 0, 'lvmthin'),
      storage('pve2', 'local-lvm', 0, 'lvmthin'),
      storage('pve3', 'local-lvm', 0, 'lvmthin', 'unknown'),
      storage('pve1', 'ceph-vm', 1, 'rbd'),
      storage('pve2', 'ceph-vm', 1, 'rbd'),
      storage('pve3', 'ceph-vm', 1, 'rbd', 'unknown'),
    ],
  ],
  ['list_vms', {}, guests],
  ['get_vm_config', { node: 'pve1', vmid: 100 }, webConfig],
  ['get_vm_config', { node: 'pve2', vmid: 101 }, plainConfig(101)],
  ['get_vm_config', { node: 'pve3', vmid: 102 }, plainConfig(102)],
  ['get_vm_config', { node: 'pve1', vmid: 900 }, { ...plainConfig(900), template: 1 }],
  [
    'get_vm_status',
    { node: 'pve1', vmid: 100 },
    {
      vmid: 100,
      name: 'web-1',
      status: 'running',
      qmpstatus: 'running',
      uptime: 864_000,
      pid: 4711,
      cpus: 4,
    },
  ],
  [
    'get_vm_status',
    { node: 'pve2', vmid: 101 },
    { vmid: 101, name: 'db-1', status: 'stopped', qmpstatus: 'stopped', uptime: 0, cpus: 8 },
  ],
];

/** A cluster of three nodes, one of them away; local and shared storage; a template, and a VM without a name. */
export const documentedProxmox = documented(
  'proxmox-ve-mcp 2.3.0 and of the Proxmox VE API',
  {
    name: 'proxmox-mcp',
    version: '2.3.0',
    tools: [...new Set([...calls.map(([tool]) => tool), 'start_vm', 'stop_vm', 'shutdown_vm', 'reboot_vm'])],
  },
  calls,
);

const inWords = [
  'get_cluster_status',
  'get_nodes',
  'get_storage',
  'get_vms',
  'get_node_status',
  'execute_vm_command',
] as const;

/** The same cluster as ProxmoxMCP tells it: in words. */
export const documentedProxmoxText = documented(
  'ProxmoxMCP (canvrno), of its templates',
  { name: 'ProxmoxMCP', version: '0.1.0', tools: inWords },
  [
    ['get_cluster_status', {}, '⚙️ Proxmox Cluster\n\n  • Name: east\n  • Quorum: OK\n  • Nodes: 3'],
    [
      'get_nodes',
      {},
      [
        '🖥️ Proxmox Nodes',
        '',
        '🖥️ pve1',
        '  • Status: ONLINE',
        '  • Uptime: ⏳ 11d 13h 46m',
        '  • CPU Cores: 128',
        '  • Memory: 90.00 GB / 256.00 GB (35.2%)',
        '',
        '🖥️ pve3',
        '  • Status: OFFLINE',
        '  • Uptime: ⏳ 0m',
        '  • CPU Cores: N/A',
        '  • Memory: 0.00 B / 0.00 B (0.0%)',
      ].join('\n'),
    ],
    [
      'get_storage',
      {},
      [
        '💾 Storage Pools',
        '',
        '💾 ceph-vm',
        '  • Status: ONLINE',
        '  • Type: rbd',
        '  • Usage: 100.00 GB / 400.00 GB (25.0%)',
        '',
        '💾 backup',
        '  • Status: OFFLINE',
        '  • Type: pbs',
        '  • Usage: 0.00 B / 0.00 B (0.0%)',
      ].join('\n'),
    ],
    [
      'get_vms',
      {},
      [
        '🗃️ Virtual Machines',
        '',
        '🗃️ web-1 (ID: 100)',
        '  • Status: RUNNING',
        '  • Node: pve1',
        '  • CPU Cores: 4',
        '  • Memory: 3.00 GB / 8.00 GB (37.5%)',
        '',
        '🗃️ db-1 (ID: 101)',
        '  • Status: STOPPED',
        '  • Node: pve2',
        '  • CPU Cores: N/A',
        '  • Memory: 0.00 B / 64.00 GB (0.0%)',
      ].join('\n'),
    ],
  ],
);
