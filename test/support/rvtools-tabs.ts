/**
 * Where each tab of RVTools is to be found: section and columns, in the tab's own order. What is only nice to have is
 * shown with depth `full`.
 */
export const rvtoolsTabs: Readonly<Record<string, readonly (readonly [section: string, columns: string])[]>> =
  {
    vInfo: [
      [
        'vms',
        'VM, Power, Template, Connection, Cluster, Host, Folder, vCPU, Memory, Disks, Provisioned, Used, IP, DNS name, OS configured, OS reported, Hardware, UUID, Notes, Firmware, HA priority',
      ],
    ],
    vCPU: [
      ['vm-cpu', 'VM, vCPU, Sockets, Cores per socket, Reservation, Limit, Shares, Hot-add, Ready per vCPU'],
    ],
    vMemory: [['vm-memory', 'VM, Size, Reservation, Limit, Shares, Active, Ballooned, Swapped, Hot-add']],
    vDisk: [['vm-disks', 'VM, Disk, Path, Datastore, Size, Thin, Mode, Controller, Raw device, Sharing']],
    vPartition: [['vm-partitions', 'VM, Mount, Capacity, Free, Free %, Disk']],
    vNetwork: [['vm-networks', 'VM, Adapter, Type, Port group, MAC, IPs, Connected, Starts connected']],
    vSnapshot: [['snapshots', 'VM, Snapshot, Created, Age, Size, Quiesced, Description']],
    vTools: [['vm-tools', 'VM, Status, Version, Required, Upgrade policy']],
    vCluster: [
      ['clusters', 'Cluster, Hosts, Cores, CPU, Memory, EVC'],
      ['clusters', 'Cluster, HA, Admission control, Policy, VM monitoring'],
      ['clusters', 'Cluster, DRS, Level'],
    ],
    vHost: [
      ['hosts', 'Host, State, Model, Serial, Sockets, Cores, Hyper-threading, Memory, BIOS, Power policy'],
      ['host-system', 'Host, Build, Booted, NTP servers, NTP'],
      ['host-security', 'Host, Certificate, Valid until'],
      ['host-load', 'Host, vCPU per core'],
    ],
    vHBA: [['host-storage', 'Host, Adapter, Type, Model, Driver, WWN or IQN, Status, PCI']],
    vNIC: [['host-network', 'Host, Adapter, Speed, Duplex, MAC, Switch, Neighbour port, Driver']],
    vSwitch: [['vswitches', 'Host, Switch, Uplinks, MTU, Ports, Free ports, Security, Teaming, Shaping']],
    dvSwitch: [
      [
        'dv-switches',
        'Switch, Version, MTU, Uplinks, Hosts, Ports, Free ports, Security, LACP, Network I/O control',
      ],
      ['dv-switch-members', 'Switch, Host, Adapters'],
    ],
    vPort: [
      [
        'port-groups-standard',
        'Host, Port group, Switch, VLAN, Teaming, Active / standby, Security, Shaping',
      ],
    ],
    dvPort: [
      [
        'port-groups',
        'Port group, Switch, VLAN, Teaming, Active / standby, Binding, Security, Ports, Shaping in, Shaping out',
      ],
    ],
    vSC_VMK: [['vmkernel', 'Host, Adapter, IP, Mask, Gateway, MTU, Services, Port group, MAC, Stack']],
    vDatastore: [
      ['datastores', 'Datastore, Type, Version, Capacity, Hosts, VMs, Accessible, Storage I/O control'],
      ['datastores', 'Datastore, Provisioned, Used, Free, Free %'],
    ],
    vMultiPath: [['multipath', 'Host, Device, Datastore, Policy, States, Queue depth']],
    vLicense: [['licenses', 'License, Key, Product, Unit, Total, Used, Expires, Features']],
    vHealth: [['findings', 'Severity, Rule, Object, Observed, Expected (threshold), Evidence']],
  };
