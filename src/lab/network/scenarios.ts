import type { LabScenario } from '../domain.ts';
import type { NetworkOperations } from './operations.ts';
import { isUp, type LabDevice, type LabPort } from './state.ts';

/** What can be switched on to see how findings, documents and remedies deal with it. */
export function networkScenarios(operations: NetworkOperations): Readonly<Record<string, LabScenario>> {
  const { state } = operations;
  const leaf = (): LabDevice | undefined =>
    [...state.devices.values()].find((device) => device.role === 'leaf');
  const hostPortAt = (place: number): { device: LabDevice; port: LabPort } | undefined => {
    const device = leaf();
    const ports = device && [...device.ports.values()].filter((one) => one.peer?.is === 'host');
    const port = ports?.[place];
    return device && port ? { device, port } : undefined;
  };
  const hostPort = () => hostPortAt(0);
  const secondHostPort = () => hostPortAt(1);
  const uplink = (): { device: LabDevice; port: LabPort } | undefined => {
    const device = leaf();
    const port =
      device && [...device.ports.values()].find((one) => one.peer?.is === 'switch' && !one.channel);
    return device && port ? { device, port } : undefined;
  };
  const onPort = (
    find: () => { device: LabDevice; port: LabPort } | undefined,
    change: (port: LabPort, device: LabDevice) => void,
  ) => {
    const found = find();
    if (found) operations.changing([found.device], () => change(found.port, found.device));
  };
  return {
    'flapping-port': {
      description: 'A host port goes down and up with every step of time, until it is bounced',
      enable: () =>
        onPort(hostPort, (port, device) =>
          operations.flapping.set(`${device.name}/${port.name}`, 'until-bounced'),
        ),
      disable: () => onPort(hostPort, (port, device) => endFlapping(operations, device, port)),
    },
    'flapping-optic': {
      description:
        'A host port goes down and up with every step of time: its optic is broken, bouncing is no help',
      enable: () =>
        onPort(secondHostPort, (port, device) =>
          operations.flapping.set(`${device.name}/${port.name}`, 'for-good'),
        ),
      disable: () => onPort(secondHostPort, (port, device) => endFlapping(operations, device, port)),
    },
    'switch-down': {
      description: 'The first leaf loses power: it answers nothing and all its links are down',
      enable: () => {
        const device = leaf();
        if (device) operations.changing([device], () => (device.powered = false));
      },
      disable: () => {
        const device = leaf();
        if (!device || device.powered) return;
        operations.changing([device], () => {
          device.powered = true;
          device.bootedMs = operations.now();
        });
      },
    },
    'bgp-down': {
      description: 'A BGP session of the first leaf is stuck in active while its link is up',
      enable: () => {
        const peer = leaf()?.bgp[0];
        if (peer) peer.fault = true;
      },
      disable: () => {
        const peer = leaf()?.bgp[0];
        if (!peer?.fault) return;
        peer.fault = false;
        peer.establishedMs = operations.now();
      },
    },
    'errors-on-link': {
      description: 'An uplink receives 250 damaged frames a second',
      enable: () => onPort(uplink, (port) => (port.errorsPerSecond = 250)),
      disable: () => onPort(uplink, (port) => (port.errorsPerSecond = 0)),
    },
    'mtu-mismatch': {
      description: 'One end of an uplink has an MTU of 1500, the other 9214',
      enable: () => onPort(uplink, (port) => (port.mtu = 1500)),
      disable: () => onPort(uplink, (port) => (port.mtu = 9214)),
    },
    'ups-on-battery': {
      description: 'A UPS has lost its mains and has 12 minutes left',
      enable: () => {
        const ups = state.upses[0];
        if (ups) Object.assign(ups, { onBattery: true, minutesLeft: 12 });
      },
      disable: () => {
        const ups = state.upses[0];
        if (ups) Object.assign(ups, { onBattery: false, minutesLeft: 45 });
      },
    },
  };
}

export function endFlapping(operations: NetworkOperations, device: LabDevice, port: LabPort): void {
  operations.flapping.delete(`${device.name}/${port.name}`);
  port.fault = false;
}

/** Ports that flap change their fault with every step; `isUp` and the events follow. */
export function stepFlapping(operations: NetworkOperations): void {
  for (const key of operations.flapping.keys()) {
    const slash = key.indexOf('/');
    const device = operations.state.devices.get(key.slice(0, slash));
    const port = device?.ports.get(key.slice(slash + 1));
    if (!device || !port) continue;
    const wasUp = isUp(operations.state, device, port);
    operations.changing([device], () => (port.fault = wasUp));
  }
}
