import type { LabContext } from '../domain.ts';
import type { NetworkOperations } from './operations.ts';
import { isEstablished, isUp, type LabDevice, type LabPort, type LabUps } from './state.ts';
import { loadAt, octetsPerPacket, settle } from './traffic.ts';

type Shown = Record<string, unknown>;

const heights: Readonly<Record<LabDevice['role'], number>> = { leaf: 1, spine: 1, router: 1, firewall: 1 };

export function showDevice(operations: NetworkOperations, device: LabDevice): Shown {
  const now = operations.now();
  if (device.powered) device.lastSeenMs = now;
  return {
    hostname: device.name,
    role: device.role,
    vendor: device.vendor,
    model: device.model,
    os: device.os,
    os_version: device.osVersion,
    serial: device.serial,
    asset_tag: device.assetTag,
    mgmt_ip: device.managementIp,
    site: device.site,
    rack: device.rack,
    rack_unit: device.unit,
    height_units: heights[device.role],
    local_as: device.asn,
    warranty_end: device.warrantyEnd,
    reachable: device.powered,
    last_seen: new Date(device.lastSeenMs).toISOString(),
    uptime_seconds: device.powered ? Math.floor((now - device.bootedMs) / 1000) : null,
    cpu_percent: device.powered ? Math.round(120 + 60 * Math.sin(now / 1_800_000 + device.unit)) / 10 : null,
    memory_percent: device.powered ? 41 : null,
  };
}

export function showUps(ups: LabUps): Shown {
  return {
    hostname: ups.name,
    role: 'ups',
    vendor: 'Voltara',
    model: 'VX-10K',
    serial: ups.serial,
    mgmt_ip: ups.managementIp,
    site: ups.site,
    rack: ups.rack,
    rack_unit: 1,
    height_units: 3,
    reachable: true,
    ups: { on_battery: ups.onBattery, minutes_left: ups.minutesLeft, load_percent: 47 },
  };
}

export function showInterface(operations: NetworkOperations, device: LabDevice, port: LabPort): Shown {
  const { state } = operations;
  const now = operations.now();
  const up = isUp(state, device, port);
  settle(port, up, now);
  const inBps = up ? Math.round(loadAt(port, now) * port.speedMbps * 1e6) : 0;
  const packets = inBps / 8 / octetsPerPacket;
  const carriesTraffic = port.form === 'physical' || port.form === 'port-channel';
  return {
    name: port.name,
    description: port.description,
    type: port.form,
    admin_status: port.adminUp ? 'up' : 'down',
    oper_status: up ? 'up' : 'down',
    speed_bps: port.speedMbps === 0 ? null : port.speedMbps * 1e6,
    duplex: port.form === 'physical' ? port.duplex : null,
    mtu: port.mtu,
    mac: port.mac,
    switchport: port.vlans
      ? {
          mode: port.vlans.mode,
          native_vlan: port.vlans.native,
          trunk_vlans: rangeText(port.vlans.tagged),
        }
      : null,
    channel_group: port.channel ?? null,
    ip_addresses: [
      ...(port.address === undefined ? [] : [{ address: port.address, role: 'primary' }]),
      ...(port.vrrpAddress === undefined ? [] : [{ address: port.vrrpAddress, role: 'vrrp' }]),
    ],
    vrf: port.vrf ?? null,
    last_change: new Date(port.lastChangeMs).toISOString(),
    counters: carriesTraffic
      ? {
          in_octets: port.counters.inOctets,
          out_octets: port.counters.outOctets,
          in_errors: port.counters.inErrors,
          out_errors: port.counters.outErrors,
          in_discards: 0,
          out_discards: 0,
        }
      : null,
    rates_5min: carriesTraffic
      ? {
          in_bps: inBps,
          out_bps: Math.round(inBps * 0.8),
          in_pps: Math.round(packets),
          out_pps: Math.round(packets * 0.8),
          in_errors_per_second: up ? port.errorsPerSecond : 0,
          out_errors_per_second: 0,
        }
      : null,
    optic:
      port.opticSerial === undefined
        ? null
        : {
            type: '100GBASE-LR4',
            serial: port.opticSerial,
            rx_dbm: up
              ? Math.round((-2.1 - port.phase / 5 - (port.errorsPerSecond > 0 ? 9 : 0)) * 10) / 10
              : null,
            tx_dbm: port.adminUp ? -1.2 : null,
          },
  };
}

/** VLAN lists as devices write them: `10,20-22,30`. */
function rangeText(vlans: readonly number[]): string {
  const sorted = vlans.toSorted((a, b) => a - b);
  const parts: string[] = [];
  for (let i = 0; i < sorted.length; i++) {
    const first = sorted[i];
    let last = first;
    while (last !== undefined && sorted[i + 1] === last + 1) {
      i += 1;
      last = sorted[i];
    }
    parts.push(first === last ? String(first) : `${first}-${last}`);
  }
  return parts.join(',');
}

export function showNeighbours({ state }: NetworkOperations, device: LabDevice): Shown[] {
  return [...device.ports.values()].flatMap((port): Shown[] => {
    if (!isUp(state, device, port) || !port.peer || port.peer.is === 'carrier') return [];
    return port.peer.is === 'switch'
      ? [
          {
            local_port: port.name,
            // Devices announce themselves by their full name.
            remote_system: `${port.peer.device}.net.example`,
            remote_port: port.peer.port,
            remote_chassis: state.devices.get(port.peer.device)?.ports.get(port.peer.port)?.mac,
          },
        ]
      : [
          {
            local_port: port.name,
            remote_system: port.peer.host,
            remote_port: port.peer.nic,
            remote_chassis: port.peer.mac,
          },
        ];
  });
}

export function showChannels({ state }: NetworkOperations, device: LabDevice): Shown[] {
  return [...device.ports.values()]
    .filter((port) => port.form === 'port-channel')
    .map((channel) => ({
      name: channel.name,
      protocol: 'lacp',
      members: [...device.ports.values()]
        .filter((member) => member.channel === channel.name)
        .map((member) => ({
          port: member.name,
          state: !isUp(state, device, member) ? 'down' : member.bundled ? 'bundled' : 'suspended',
        })),
    }));
}

export function showBgp(operations: NetworkOperations, device: LabDevice): Shown[] {
  const { state } = operations;
  return device.bgp.map((peer) => {
    const established = isEstablished(state, device, peer);
    const port = device.ports.get(peer.port);
    return {
      peer_address: peer.address,
      local_address: peer.localAddress,
      local_as: peer.localAsn,
      remote_as: peer.remoteAsn,
      vrf: peer.vrf,
      description: port?.description,
      admin_status: peer.adminUp ? 'start' : 'stop',
      state: established ? 'Established' : peer.adminUp ? 'Active' : 'Idle',
      uptime_seconds: established ? Math.floor((operations.now() - peer.establishedMs) / 1000) : 0,
      prefixes_received: established ? peer.prefixesReceived : 0,
      prefixes_sent: established ? peer.prefixesSent : 0,
    };
  });
}

export function showRoutes({ state }: NetworkOperations, device: LabDevice): Shown {
  const connected = [...device.ports.values()].filter(
    (port) => port.address !== undefined && isUp(state, device, port),
  );
  const firewall = device.role === 'firewall';
  return {
    connected: connected.map((port) => ({ interface: port.name, address: port.address, vrf: port.vrf })),
    static: firewall
      ? [{ prefix: '0.0.0.0/0', next_hop: device.bgp[0]?.address ?? '10.254.0.1', interface: 'port1' }]
      : [],
    summary: {
      connected: connected.length,
      static: firewall ? 1 : 0,
      bgp: device.bgp.reduce((sum, peer) => sum + (peer.fault ? 0 : Math.min(peer.prefixesReceived, 500)), 0),
    },
  };
}

/** Gateways resolve what talks in their VLANs; the number of talkers is the VLAN's own and hardly moves. */
export function showArp({ state }: NetworkOperations, device: LabDevice, context: LabContext): Shown[] {
  return [...device.ports.values()].flatMap((port) => {
    if (port.form !== 'vlan' || port.address === undefined || !isUp(state, device, port)) return [];
    const random = context.random(`network/arp/${port.name}`);
    const base = port.address.replace(/\.\d+\.\d+\/\d+$/, '');
    return Array.from({ length: random.int(30, 120) }, (_, i) => ({
      address: `${base}.${1 + Math.floor(i / 200)}.${10 + (i % 200)}`,
      mac: `00:50:56:${random.hex(2)}:${random.hex(2)}:${random.hex(2)}`,
      interface: port.name,
      age_seconds: random.int(5, 1200),
    }));
  });
}

export function showMacs({ state }: NetworkOperations, device: LabDevice): Shown[] {
  return [...device.ports.values()].flatMap((port) =>
    port.peer?.is === 'host' && isUp(state, device, port)
      ? [{ port: port.name, vlan: port.vlans?.native ?? 1, mac: port.peer.mac, type: 'dynamic' }]
      : [],
  );
}
