import { LabError, type LabContext } from '../domain.ts';
import { isEstablished, isUp, type LabDevice, type LabPort, type NetworkState } from './state.ts';
import { settle } from './traffic.ts';

/** The state and the one way to change it: counters settle before, links and sessions are compared after. */
export class NetworkOperations {
  readonly state: NetworkState;
  /** `device/port` of ports that flap, and whether bouncing them ends it. */
  readonly flapping = new Map<string, 'until-bounced' | 'for-good'>();
  #due: { readonly at: number; readonly run: () => void }[] = [];
  readonly #context: LabContext;

  constructor(state: NetworkState, context: LabContext) {
    this.state = state;
    this.#context = context;
  }

  now(): number {
    return this.#context.now();
  }

  /** Something that the device does by itself so many simulated seconds later. */
  later(seconds: number, run: () => void): void {
    this.#due.push({ at: this.now() + seconds * 1000, run });
  }

  advance(): void {
    const due = this.#due.filter(({ at }) => at <= this.now());
    this.#due = this.#due.filter(({ at }) => at > this.now());
    for (const { run } of due) run();
  }

  vlanIds(): readonly number[] {
    return this.#context.blueprint.vlans.map((vlan) => vlan.id);
  }

  /** @throws LabError when there is no such device, or it does not answer. */
  device(name: string): LabDevice {
    const device = this.state.devices.get(name);
    if (!device)
      throw new LabError(`no device '${name}': network_list_devices lists ${this.state.devices.size} names`);
    if (!device.powered) throw new LabError(`device '${name}' does not answer (timeout after 5 s)`);
    return device;
  }

  /** @throws LabError when the device has no such port. */
  port(device: LabDevice, name: string): LabPort {
    const wanted = name.toLowerCase();
    const port = [...device.ports.values()].find((one) => one.name.toLowerCase() === wanted);
    if (!port) throw new LabError(`device '${device.name}' has no port '${name}'`);
    return port;
  }

  /** Runs a change on `devices` and tells the other domains which links it took up or down. */
  changing(devices: readonly LabDevice[], change: () => void): void {
    const now = this.now();
    const touched = this.#withNeighbours(devices).flatMap((device) =>
      [...device.ports.values()].map((port) => ({ device, port, wasUp: isUp(this.state, device, port) })),
    );
    for (const { port, wasUp } of touched) settle(port, wasUp, now);
    const sessions = this.#withNeighbours(devices).flatMap((device) =>
      device.bgp.map((peer) => ({ device, peer, was: isEstablished(this.state, device, peer) })),
    );
    change();
    for (const { device, peer, was } of sessions)
      if (!was && isEstablished(this.state, device, peer)) peer.establishedMs = now;
    for (const { device, port, wasUp } of touched) {
      const up = isUp(this.state, device, port);
      if (up === wasUp) continue;
      port.lastChangeMs = now;
      this.#context.events.emit({ type: 'port-changed', switch: device.name, port: port.name, up });
    }
  }

  #withNeighbours(devices: readonly LabDevice[]): readonly LabDevice[] {
    const all = new Set(devices);
    for (const device of devices)
      for (const port of device.ports.values()) {
        const far = port.peer?.is === 'switch' ? this.state.devices.get(port.peer.device) : undefined;
        if (far) all.add(far);
      }
    return [...all];
  }
}
