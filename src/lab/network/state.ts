import type { BlueprintSwitch } from '../blueprint.ts';

export interface LabPort {
  readonly name: string;
  description: string;
  /** physical, port-channel, vlan (routed VLAN interface), loopback */
  readonly form: 'physical' | 'port-channel' | 'vlan' | 'loopback';
  adminUp: boolean;
  /** Broken optic or cable at this end. */
  fault: boolean;
  speedMbps: number;
  duplex: 'full' | 'half';
  mtu: number;
  readonly mac: string;
  vlans: { mode: 'access' | 'trunk'; native: number; tagged: number[] } | undefined;
  /** Port-channel that it is a member of, and whether LACP bundles it. */
  channel: string | undefined;
  bundled: boolean;
  readonly address: string | undefined;
  readonly vrf: string | undefined;
  readonly vrrpAddress: string | undefined;
  readonly peer: PortPeer | undefined;
  /** Mean fraction of the line rate, and errors a second in either direction. */
  load: number;
  /** How far the load swings up and down over a day, as a fraction of its mean. */
  swing: number;
  errorsPerSecond: number;
  readonly phase: number;
  readonly opticSerial: string | undefined;
  lastChangeMs: number;
  counters: { inOctets: number; outOctets: number; inErrors: number; outErrors: number; settledMs: number };
}

export type PortPeer =
  | { readonly is: 'switch'; readonly device: string; readonly port: string }
  | { readonly is: 'host'; readonly host: string; readonly nic: string; readonly mac: string }
  | { readonly is: 'carrier'; readonly circuit: string };

export interface LabBgpPeer {
  readonly address: string;
  readonly localAddress: string;
  readonly localAsn: number;
  readonly remoteAsn: number;
  /** Device at the other end, when it is one of ours. */
  readonly remoteDevice: string | undefined;
  readonly port: string;
  readonly vrf: string;
  adminUp: boolean;
  /** The session is down although the link is up. */
  fault: boolean;
  establishedMs: number;
  readonly prefixesReceived: number;
  readonly prefixesSent: number;
}

export interface LabDevice {
  readonly name: string;
  readonly role: BlueprintSwitch['role'];
  readonly site: string;
  readonly rack: string;
  readonly unit: number;
  readonly vendor: string;
  readonly model: string;
  readonly os: string;
  readonly osVersion: string;
  readonly serial: string;
  readonly assetTag: string;
  readonly managementIp: string;
  readonly asn: number;
  readonly warrantyEnd: string;
  readonly baseWatts: number;
  powered: boolean;
  bootedMs: number;
  lastSeenMs: number;
  configSaved: boolean;
  readonly powerSupplies: { name: string; state: 'ok' | 'failed' }[];
  readonly fans: { name: string; state: 'ok' | 'failed' }[];
  readonly ports: Map<string, LabPort>;
  readonly bgp: LabBgpPeer[];
}

export interface LabCircuit {
  readonly id: string;
  readonly provider: string;
  readonly type: string;
  readonly bandwidthMbps: number;
  readonly site: string;
  readonly device: string;
  readonly port: string;
}

export interface LabTunnel {
  readonly name: string;
  readonly device: string;
  readonly localIp: string;
  readonly remoteDevice: string;
  readonly remoteIp: string;
  up: boolean;
  readonly sinceMs: number;
}

export interface LabFeed {
  readonly name: string;
  readonly site: string;
  readonly rack: string;
  readonly side: 'A' | 'B';
  readonly volts: number;
  readonly amperes: number;
  readonly baseWatts: number;
  readonly phase: number;
}

export interface LabUps {
  readonly name: string;
  readonly site: string;
  readonly rack: string;
  readonly serial: string;
  readonly managementIp: string;
  onBattery: boolean;
  minutesLeft: number;
}

export interface NetworkState {
  readonly devices: Map<string, LabDevice>;
  readonly circuits: readonly LabCircuit[];
  readonly tunnels: readonly LabTunnel[];
  readonly feeds: readonly LabFeed[];
  readonly upses: readonly LabUps[];
}

/** A link is up when both ends are powered, enabled and sound. */
export function isUp(state: NetworkState, device: LabDevice, port: LabPort): boolean {
  if (!device.powered || !port.adminUp || port.fault) return false;
  if (port.form === 'port-channel')
    return [...device.ports.values()].some(
      (member) => member.channel === port.name && member.bundled && isUp(state, device, member),
    );
  if (port.form !== 'physical') return true;
  if (port.peer === undefined) return false;
  if (port.peer.is !== 'switch') return true;
  const far = state.devices.get(port.peer.device);
  const farPort = far?.ports.get(port.peer.port);
  return far !== undefined && farPort !== undefined && far.powered && farPort.adminUp && !farPort.fault;
}

export function isEstablished(state: NetworkState, device: LabDevice, peer: LabBgpPeer): boolean {
  if (!peer.adminUp || peer.fault) return false;
  const port = device.ports.get(peer.port);
  if (!port || !isUp(state, device, port)) return false;
  const far = peer.remoteDevice === undefined ? undefined : state.devices.get(peer.remoteDevice);
  const back = far?.bgp.find((one) => one.localAddress === peer.address);
  return back === undefined || (back.adminUp && !back.fault);
}
