import { activeMemoryMb, cpuUsageMhz, statisticsTime } from './metrics.ts';
import { iso, megabytes } from './present-vm.ts';
import { dayMs, type DatastoreState, type Estate, type HostState, type NetworkState } from './state.ts';

/** A host as the vSphere API words it. While it does not answer, what vCenter last knew of it stands, but nothing measured. */
export function presentHost(host: HostState, estate: Estate, now: number): Record<string, unknown> {
  const time = statisticsTime(now);
  const { hardware, blueprint } = host;
  const connected = host.connection === 'connected';
  return {
    obj: host.moref,
    name: blueprint.name,
    cluster: host.cluster.moref,
    runtime: {
      connectionState: host.connection,
      powerState: connected ? 'poweredOn' : 'unknown',
      inMaintenanceMode: false,
      ...(connected ? { bootTime: iso(host.bootedAt) } : {}),
    },
    hardware: {
      systemInfo: {
        vendor: hardware.vendor,
        model: hardware.model,
        uuid: blueprint.uuid,
        serialNumber: blueprint.serial,
        otherIdentifyingInfo: [{ identifierType: 'AssetTag', identifierValue: `DC-${host.id}` }],
      },
      biosInfo: { biosVersion: hardware.bios, releaseDate: hardware.biosDate },
      cpuInfo: {
        numCpuPackages: hardware.sockets,
        numCpuCores: hardware.sockets * hardware.coresPerSocket,
        numCpuThreads: hardware.sockets * hardware.coresPerSocket * 2,
        hz: hardware.mhz * 1_000_000,
      },
      memorySize: hardware.memoryBytes,
    },
    summary: {
      overallStatus: connected ? (host.linkUp.every(Boolean) ? 'green' : 'yellow') : 'red',
      hardware: { cpuModel: hardware.cpuModel },
      ...(connected ? { quickStats: quickStats(host, time) } : {}),
    },
    config: {
      product: { name: 'VMware ESXi', version: '8.0.3', build: host.build },
      hyperThread: { available: true, active: true },
      powerSystemInfo: { currentPolicy: 'Balanced' },
      dateTimeInfo: { timeZone: 'UTC', ntpConfig: { server: ['10.10.0.11', '10.10.0.12'] } },
      dnsConfig: {
        hostName: blueprint.name,
        domainName: 'dc.example',
        address: ['10.10.0.53', '10.10.1.53'],
      },
      syslog: ['tcp://10.10.0.60:514'],
      lockdownMode: 'lockdownNormal',
      firewall: { defaultPolicy: { incomingBlocked: true, outgoingBlocked: true } },
      certificate: {
        subject: `CN=${blueprint.name}.dc.example`,
        issuer: 'O=Datacenter Docs Lab, CN=vCenter CA',
        notAfter: iso(host.certificateExpiresAt),
        status: host.certificateExpiresAt - now < 60 * dayMs ? 'expiring' : 'good',
      },
      service: [
        service('TSM-SSH', 'SSH', host.sshRunning, 'off'),
        service('TSM', 'ESXi Shell', false, 'off'),
        service('ntpd', 'NTP Daemon', true, 'on'),
        service('vpxa', 'VMware vCenter Agent', true, 'on'),
        service('vmsyslogd', 'Syslog Server', true, 'on'),
      ],
      network: network(host, estate),
      storageDevice: storage(host),
    },
    licenseKey: 'ESX-EP',
    patchBaseline: {
      name: 'vSphere 8.0 U3 critical and security',
      status: host.build === '24022510' ? 'NonCompliant' : 'Compliant',
      missing: host.build === '24022510' ? ['ESXi80U3b-24280767', 'ESXi80U3c-24414501'] : [],
      scanned: iso(Math.floor(estate.createdAt / dayMs) * dayMs),
    },
    datastore: mounted(host).map((datastore) => datastore.moref),
    vmCount: host.vms.size,
  };
}

function quickStats(host: HostState, time: number): Record<string, unknown> {
  let cpu = 0;
  let memoryMb = 6_144;
  for (const vm of host.vms) {
    cpu += cpuUsageMhz(vm, time);
    if (vm.power === 'poweredOn') memoryMb += Math.round(vm.memoryMb * 0.7) + activeMemoryMb(vm, time) / 10;
  }
  return {
    overallCpuUsage: Math.round(cpu * 1.04),
    overallMemoryUsage: Math.round(Math.min(memoryMb, megabytes(host.hardware.memoryBytes))),
    uptime: Math.max(0, Math.floor((time - host.bootedAt) / 1000)),
    ntpOffsetMs: (host.id % 9) - 4,
    sensors: [
      { name: 'System Board 1 Inlet Temp', healthState: 'green', reading: 21 + (host.id % 4), unit: 'C' },
      { name: 'Power Supply 1', healthState: 'green' },
      { name: 'Power Supply 2', healthState: 'green' },
      { name: 'System Board 1 Fan 1', healthState: 'green', reading: 6_120, unit: 'RPM' },
    ],
    datastoreLatency: mounted(host).map((datastore) => ({
      datastore: datastore.moref,
      totalReadLatency: 1 + ((host.id + datastore.name.length) % 4),
      totalWriteLatency: 1 + (host.id % 3),
    })),
  };
}

function mounted(host: HostState): DatastoreState[] {
  return host.cluster.datastores.filter((datastore) => !datastore.notMountedOn.has(host));
}

function service(key: string, label: string, running: boolean, policy: string): Record<string, unknown> {
  return { key, label, running, policy };
}

function network(host: HostState, estate: Estate): Record<string, unknown> {
  const { datacenter } = host.cluster;
  const dvSwitch = estate.switches.find((candidate) => candidate.datacenter === datacenter);
  const portGroup = (name: string): NetworkState | undefined =>
    estate.networks.find((candidate) => candidate.name === `${datacenter.name}-${name}`);
  const octets = host.blueprint.managementIp.split('.').slice(2).join('.');
  const vmkernel = (device: string, address: string, group: string, services: string[], mtu: number) => ({
    device,
    spec: {
      mac: `00:50:56:6${device.at(-1)}:${hexByte(host.id >> 8)}:${hexByte(host.id)}`,
      mtu,
      ip: { dhcp: false, ipAddress: address, subnetMask: '255.255.0.0' },
      distributedVirtualPort: { portgroupKey: portGroup(group)?.moref, switchUuid: dvSwitch?.uuid },
      netStackInstanceKey: 'defaultTcpipStack',
    },
    services,
  });
  return {
    ipRouteConfig: { defaultGateway: '10.250.0.1' },
    pnic: host.blueprint.nics.map((nic, i) => ({
      device: nic.name,
      mac: nic.mac,
      driver: 'nmlx5_core',
      pci: `0000:3b:00.${i}`,
      // Without a link the API leaves linkSpeed out.
      ...(host.linkUp[i] === false ? {} : { linkSpeed: { speedMb: nic.speedMbps, duplex: true } }),
      proxySwitch: dvSwitch?.moref,
      ...(host.linkUp[i] === false
        ? {}
        : {
            neighbor: {
              lldpInfo: {
                systemName: nic.switch,
                portId: nic.port,
              },
            },
          }),
    })),
    vnic: [
      vmkernel('vmk0', host.blueprint.managementIp, 'management', ['management'], 1500),
      vmkernel('vmk1', `10.30.${octets}`, 'vmotion', ['vmotion'], 9000),
    ],
    vswitch: [
      {
        name: 'vSwitch0',
        mtu: 1500,
        numPorts: 2_560,
        numPortsAvailable: 2_550,
        pnic: [],
        spec: {
          policy: {
            security: { allowPromiscuous: false, macChanges: false, forgedTransmits: false },
            nicTeaming: { policy: 'loadbalance_srcid', nicOrder: { activeNic: [], standbyNic: [] } },
            shapingPolicy: { enabled: false },
          },
        },
      },
    ],
    portgroup: [
      {
        spec: {
          name: 'VM Network',
          vlanId: 0,
          vswitchName: 'vSwitch0',
          policy: { security: { allowPromiscuous: false, macChanges: false, forgedTransmits: false } },
        },
      },
    ],
  };
}

function storage(host: HostState): Record<string, unknown> {
  return {
    hostBusAdapter: [
      ...host.blueprint.hbas.map((hba, i) => ({
        _type: 'HostFibreChannelHba',
        device: hba.name,
        model: 'QLogic QLE2772 32Gb FC',
        driver: 'qlnativefc',
        pci: `0000:5e:00.${i}`,
        status: 'online',
        portWorldWideName: hba.wwn,
        speed: 32,
      })),
      {
        _type: 'HostBlockHba',
        device: 'vmhba0',
        model: 'Boot-optimised storage',
        driver: 'vmw_ahci',
        pci: '0000:01:00.0',
        status: 'unknown',
      },
    ],
    multipathInfo: {
      lun: mounted(host).map((datastore) => ({
        id: datastore.naa,
        datastore: datastore.moref,
        policy: { policy: 'VMW_PSP_RR' },
        storageArrayTypePolicy: { policy: 'VMW_SATP_ALUA' },
        queueDepth: 64,
        path: host.blueprint.hbas.flatMap((hba) =>
          ['a', 'b'].map((controller) => ({
            adapter: hba.name,
            target: `${datastore.array}-${controller}`,
            transport: 'fc',
            state: 'active',
          })),
        ),
      })),
    },
  };
}

function hexByte(value: number): string {
  return (value & 0xff).toString(16).padStart(2, '0');
}
