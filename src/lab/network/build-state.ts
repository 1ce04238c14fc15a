import type { Blueprint, BlueprintSwitch } from '../blueprint.ts';
import type { LabContext, LabRandom } from '../domain.ts';
import type {
  LabBgpPeer,
  LabCircuit,
  LabDevice,
  LabFeed,
  LabPort,
  LabTunnel,
  LabUps,
  NetworkState,
  PortPeer,
} from './state.ts';

const hardware = {
  leaf: { vendor: 'Northlight', model: 'NL-7050X-32', os: 'NLOS', osVersion: '4.31.2F', watts: 180 },
  spine: { vendor: 'Northlight', model: 'NL-7280R-64', os: 'NLOS', osVersion: '4.31.2F', watts: 420 },
  router: { vendor: 'Halden', model: 'HR-9904', os: 'HalOS', osVersion: '7.9.2', watts: 650 },
  firewall: { vendor: 'Bastion', model: 'BW-3400', os: 'BastionOS', osVersion: '11.1.4', watts: 300 },
} as const;

const asnOf: Readonly<Record<BlueprintSwitch['role'], number>> = {
  leaf: 65_100,
  spine: 65_000,
  router: 64_900,
  firewall: 64_800,
};

/** VLANs whose gateways lie in a routing instance of their own. */
const tenantVlans = new Set([100, 110, 120]);
export const vrfs = [
  { name: 'default', routeDistinguisher: '65000:1' },
  { name: 'tenant', routeDistinguisher: '65000:100' },
] as const;

/** Counters start as if they had last been cleared a day ago. */
const countedMs = 86_400_000;
const frontPorts = 32;

export function buildState(context: LabContext): NetworkState {
  const { blueprint } = context;
  const nowMs = context.now();
  const links = linkAddresses(blueprint);
  const unitsTaken = new Map<string, number>();
  const devices = new Map<string, LabDevice>();
  const circuits: LabCircuit[] = [];
  blueprint.switches.forEach((planned, index) => {
    const random = context.random(`network/${planned.name}`);
    const unit = unitsTaken.get(planned.rack) ?? 42;
    unitsTaken.set(planned.rack, unit - 1);
    const device = buildDevice(planned, index, unit, random, nowMs);
    addPorts(device, planned, blueprint, links, random, nowMs);
    if (planned.role === 'router') circuits.push(addCircuit(device, circuits.length, random, nowMs));
    if (planned.role === 'firewall') addGateways(device, blueprint, devices, random, nowMs);
    devices.set(device.name, device);
  });
  const state: NetworkState = {
    devices,
    circuits,
    tunnels: buildTunnels(devices, nowMs),
    feeds: buildFeeds(context),
    upses: buildUpses(context),
  };
  addBgp(state, context.random('network/bgp'), nowMs);
  blemish(state);
  return state;
}

function buildDevice(
  planned: BlueprintSwitch,
  index: number,
  unit: number,
  random: LabRandom,
  nowMs: number,
): LabDevice {
  const made = hardware[planned.role];
  return {
    name: planned.name,
    role: planned.role,
    site: planned.site,
    rack: planned.rack,
    unit,
    vendor: made.vendor,
    model: made.model,
    os: made.os,
    osVersion: made.osVersion,
    serial: planned.serial,
    assetTag: `NET-${String(index + 1).padStart(5, '0')}`,
    managementIp: planned.managementIp,
    // Leaves of one pair share their number, every other device of a role too: eBGP between the tiers.
    asn: asnOf[planned.role] + (planned.role === 'leaf' ? Math.floor(index / 2) : 0),
    warrantyEnd: new Date(nowMs + random.int(90, 1500) * 86_400_000).toISOString().slice(0, 10),
    baseWatts: made.watts,
    powered: true,
    bootedMs: nowMs - random.int(20, 260) * 86_400_000,
    lastSeenMs: nowMs,
    configSaved: true,
    powerSupplies: ['PSU1', 'PSU2'].map((name) => ({ name, state: 'ok' })),
    fans: ['Fan1', 'Fan2', 'Fan3', 'Fan4'].map((name) => ({ name, state: 'ok' })),
    ports: new Map(),
    bgp: [],
  };
}

interface PortParts {
  readonly name: string;
  readonly description: string;
  readonly form?: LabPort['form'];
  readonly adminUp?: boolean;
  readonly speedMbps: number;
  readonly mtu?: number;
  readonly vlans?: LabPort['vlans'];
  readonly channel?: string;
  readonly address?: string;
  readonly vrf?: string;
  readonly vrrpAddress?: string;
  readonly peer?: PortPeer;
  readonly load?: number;
}

function addPort(device: LabDevice, random: LabRandom, nowMs: number, parts: PortParts): LabPort {
  const load = parts.load ?? 0;
  const octets = load * parts.speedMbps * 125_000 * (countedMs / 1000);
  const port: LabPort = {
    name: parts.name,
    description: parts.description,
    form: parts.form ?? 'physical',
    adminUp: parts.adminUp ?? true,
    fault: false,
    speedMbps: parts.speedMbps,
    duplex: 'full',
    mtu: parts.mtu ?? 9214,
    mac: `02:1a:${[2, 2, 2, 2].map((n) => random.hex(n)).join(':')}`,
    vlans: parts.vlans,
    channel: parts.channel,
    bundled: parts.channel !== undefined,
    address: parts.address,
    vrf: parts.vrf,
    vrrpAddress: parts.vrrpAddress,
    peer: parts.peer,
    load,
    swing: 0.2,
    errorsPerSecond: 0,
    phase: random.unit() * 6.283,
    opticSerial: parts.peer?.is === 'switch' ? `OPT${random.hex(8).toUpperCase()}` : undefined,
    lastChangeMs: nowMs - random.int(1, 200) * 86_400_000,
    counters: {
      inOctets: Math.round(octets),
      outOctets: Math.round(octets * 0.8),
      inErrors: 0,
      outErrors: 0,
      settledMs: nowMs,
    },
  };
  device.ports.set(port.name, port);
  return port;
}

function addPorts(
  device: LabDevice,
  planned: BlueprintSwitch,
  blueprint: Blueprint,
  links: ReadonlyMap<string, string>,
  random: LabRandom,
  nowMs: number,
): void {
  const add = (parts: PortParts) => addPort(device, random, nowMs, parts);
  const [native, ...tagged] = blueprint.vlans.map((vlan) => vlan.id);
  const trunk = (): LabPort['vlans'] => ({ mode: 'trunk', native: native ?? 1, tagged: [...tagged] });
  add({
    name: 'Loopback0',
    description: 'router id',
    form: 'loopback',
    speedMbps: 0,
    address: `${loopback(planned)}/32`,
    vrf: 'default',
  });
  if (planned.role === 'leaf') {
    for (let n = 1; n <= frontPorts; n++) {
      const name = `Ethernet${n}`;
      const host = planned.hostPorts.find((one) => one.port === name);
      add(
        host
          ? {
              name,
              description: `${host.host} ${host.nic}`,
              speedMbps: 25_000,
              vlans: trunk(),
              peer: { is: 'host', host: host.host, nic: host.nic, mac: host.mac },
              load: 0.04 + 0.2 * random.unit(),
            }
          : { name, description: 'unused', adminUp: false, speedMbps: 25_000 },
      );
    }
  }
  const pairLinks = planned.uplinks.filter((link) => isPairLink(planned, link, blueprint));
  if (pairLinks.length > 1)
    add({
      name: 'Port-Channel1',
      description: `pair link to ${pairLinks[0]?.peer ?? ''}`,
      form: 'port-channel',
      speedMbps: 100_000 * pairLinks.length,
      vlans: trunk(),
      load: 0.1,
    });
  for (const link of planned.uplinks) {
    const pair = pairLinks.length > 1 && pairLinks.includes(link);
    const address = links.get(`${planned.name}/${link.port}`);
    add({
      name: link.port,
      description: `to ${link.peer} ${link.peerPort}`,
      speedMbps: 100_000,
      peer: { is: 'switch', device: link.peer, port: link.peerPort },
      load: 0.12 + 0.3 * random.unit(),
      ...(pair ? { channel: 'Port-Channel1', vlans: trunk() } : {}),
      ...(!pair && address !== undefined ? { address, vrf: 'default' } : {}),
    });
  }
}

/** Two leaves of one rack are a pair: their links to each other are bundled and carry VLANs, all others are routed. */
function isPairLink(
  planned: BlueprintSwitch,
  link: BlueprintSwitch['uplinks'][number],
  blueprint: Blueprint,
): boolean {
  return planned.role === 'leaf' && blueprint.switches.find((one) => one.name === link.peer)?.role === 'leaf';
}

function loopback(planned: BlueprintSwitch): string {
  return planned.managementIp.replace(/^10\.250\./, '10.255.');
}

/** A /31 for every routed link: `device/port` → address with its mask. */
function linkAddresses(blueprint: Blueprint): ReadonlyMap<string, string> {
  const addresses = new Map<string, string>();
  let next = 0;
  for (const one of blueprint.switches)
    for (const link of one.uplinks) {
      const here = `${one.name}/${link.port}`;
      const there = `${link.peer}/${link.peerPort}`;
      if (addresses.has(here) || isPairLink(one, link, blueprint)) continue;
      const at = next * 2;
      next += 1;
      const text = (offset: number) => `10.254.${Math.floor((at + offset) / 256)}.${(at + offset) % 256}/31`;
      addresses.set(here, text(0));
      addresses.set(there, text(1));
    }
  return addresses;
}

function addGateways(
  device: LabDevice,
  blueprint: Blueprint,
  devices: ReadonlyMap<string, LabDevice>,
  random: LabRandom,
  nowMs: number,
): void {
  const number = [...devices.values()].filter((one) => one.role === 'firewall').length + 2;
  for (const vlan of blueprint.vlans) {
    const [base = '', mask = '24'] = vlan.prefix.split('/');
    const network = base.replace(/\.\d+$/, '');
    addPort(device, random, nowMs, {
      name: `Vlan${vlan.id}`,
      description: `gateway ${vlan.name}`,
      form: 'vlan',
      speedMbps: 0,
      mtu: 1500,
      vlans: { mode: 'access', native: vlan.id, tagged: [] },
      address: `${network}.${number}/${mask}`,
      vrrpAddress: `${network}.1/${mask}`,
      vrf: tenantVlans.has(vlan.id) ? 'tenant' : 'default',
    });
  }
}

function addCircuit(device: LabDevice, index: number, random: LabRandom, nowMs: number): LabCircuit {
  const circuit = {
    id: `WAN-${4100 + index * 17}`,
    provider: index % 2 === 0 ? 'Meridian Networks' : 'Corvus Telecom',
    type: 'internet access',
    bandwidthMbps: 10_000,
    site: device.site,
    device: device.name,
    port: 'wan1',
  };
  addPort(device, random, nowMs, {
    name: circuit.port,
    description: `${circuit.provider} ${circuit.id}`,
    speedMbps: circuit.bandwidthMbps,
    mtu: 1500,
    address: `203.0.113.${index * 4 + 2}/30`,
    vrf: 'default',
    peer: { is: 'carrier', circuit: circuit.id },
    load: 0.3,
  });
  return circuit;
}

function addBgp(state: NetworkState, random: LabRandom, nowMs: number): void {
  for (const device of state.devices.values()) {
    for (const port of device.ports.values()) {
      if (port.peer === undefined || port.address === undefined) continue;
      const peer = bgpPeer(state, device, port, random, nowMs);
      if (peer) device.bgp.push(peer);
    }
  }
}

function bgpPeer(
  state: NetworkState,
  device: LabDevice,
  port: LabPort,
  random: LabRandom,
  nowMs: number,
): LabBgpPeer | undefined {
  const localAddress = (port.address ?? '').replace(/\/\d+$/, '');
  const common = {
    localAddress,
    localAsn: device.asn,
    port: port.name,
    vrf: 'default',
    adminUp: true,
    fault: false,
    establishedMs: nowMs - random.int(1, 90) * 86_400_000,
    prefixesSent: random.int(4, 60),
  };
  if (port.peer?.is === 'carrier')
    return {
      ...common,
      address: localAddress.replace(/\d+$/, (last) => String(Number(last) - 1)),
      remoteAsn: 64_500,
      remoteDevice: undefined,
      prefixesReceived: 950_000 + random.int(0, 20_000),
    };
  if (port.peer?.is !== 'switch') return undefined;
  const far = state.devices.get(port.peer.device);
  const address = far?.ports.get(port.peer.port)?.address;
  if (!far || address === undefined) return undefined;
  return {
    ...common,
    address: address.replace(/\/\d+$/, ''),
    remoteAsn: far.asn,
    remoteDevice: far.name,
    prefixesReceived: random.int(4, 60),
  };
}

function buildTunnels(devices: ReadonlyMap<string, LabDevice>, nowMs: number): LabTunnel[] {
  const firewalls = [...devices.values()].filter((device) => device.role === 'firewall');
  const [first, second] = firewalls;
  if (!first || !second) return [];
  const tunnel = (name: string, device: LabDevice, remoteDevice: string, remoteIp: string): LabTunnel => ({
    name,
    device: device.name,
    localIp: device.managementIp,
    remoteDevice,
    remoteIp,
    up: true,
    sinceMs: nowMs - 12 * 86_400_000,
  });
  return [
    tunnel(`ipsec-${first.site}-${second.site}`, first, second.name, second.managementIp),
    tunnel('ipsec-branch-01', first, 'branch-01', '198.51.100.10'),
    tunnel('ipsec-branch-02', second, 'branch-02', '198.51.100.20'),
  ];
}

function buildFeeds(context: LabContext): LabFeed[] {
  const random = context.random('network/power');
  return context.blueprint.sites.flatMap((site) =>
    site.racks.flatMap((rack) => {
      const baseWatts = random.int(1800, 3200);
      const phase = random.unit() * 6.283;
      return (['A', 'B'] as const).map((side) => ({
        name: `${rack}-${side}`,
        site: site.name,
        rack,
        side,
        volts: 230,
        amperes: 32,
        baseWatts,
        phase,
      }));
    }),
  );
}

function buildUpses(context: LabContext): LabUps[] {
  const random = context.random('network/ups');
  return context.blueprint.sites.map((site, index) => ({
    name: `ups-${site.name}-1`,
    site: site.name,
    rack: site.racks[0] ?? `${site.name}-r01`,
    serial: `UPS${random.hex(8).toUpperCase()}`,
    managementIp: `10.251.0.${index + 10}`,
    onBattery: false,
    minutesLeft: random.int(35, 60),
  }));
}

/** A healthy estate still has its few sore spots: they are what the findings are shown by. */
function blemish(state: NetworkState): void {
  const devices = [...state.devices.values()];
  const leaves = devices.filter((device) => device.role === 'leaf');
  const last = leaves.at(-1);
  const supply = last?.powerSupplies[1];
  if (supply) supply.state = 'failed';
  const busy = leaves.at(2) ?? leaves[0];
  const uplink = busy && [...busy.ports.values()].find((port) => port.peer?.is === 'switch' && !port.channel);
  if (uplink) Object.assign(uplink, { load: 0.87, swing: 0.03 });
  const split = leaves.at(4);
  const member = split && [...split.ports.values()].findLast((port) => port.channel !== undefined);
  if (split && member) {
    member.bundled = false;
    const far = member.peer?.is === 'switch' ? state.devices.get(member.peer.device) : undefined;
    const back = member.peer?.is === 'switch' ? far?.ports.get(member.peer.port) : undefined;
    if (back) back.bundled = false;
  }
  const spine = devices.find((device) => device.role === 'spine');
  if (spine) spine.configSaved = false;
}
