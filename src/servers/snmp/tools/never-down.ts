import type { SnmpDevice } from '../device.ts';
import type { InterfaceReading } from '../read/interfaces.ts';

/**
 * Why an interface is never shut down: nobody could reach the device any more to bring it back.
 * @param reachedAt addresses that the device's address in the file stands for
 */
export function whyNeverDown(
  device: SnmpDevice,
  port: InterfaceReading,
  all: readonly InterfaceReading[],
  reachedAt: readonly string[],
): string | undefined {
  const name = labelOf(port);
  if (port.ifTypeName === 'softwareLoopback') return `${name} is a loopback: it has no link of its own.`;
  if (device.protectedInterfaces.some((one) => one === port.ifName || one === port.ifDescr))
    return `${name} of ${device.name} is protected by the file of devices.`;
  const management = managementOf(device, all, reachedAt);
  if (management === undefined)
    return `It is not known over which interface ${device.name} is reached, because none of them has the address ${device.address}: name it in the file of devices as "managementInterface".`;
  if (management.ifIndex === port.ifIndex)
    return `${name} is the interface that ${device.name} is managed over: nobody could bring it back.`;
  if (loses(management, port, all))
    return `${labelOf(management)}, which ${device.name} is managed over, runs on ${name} alone: nobody could bring it back.`;
  return undefined;
}

function managementOf(
  device: SnmpDevice,
  all: readonly InterfaceReading[],
  reachedAt: readonly string[],
): InterfaceReading | undefined {
  const { managementInterface } = device;
  if (managementInterface !== undefined)
    return all.find(
      ({ ifName, ifDescr }) => ifName === managementInterface || ifDescr === managementInterface,
    );
  return all.find(({ addresses }) =>
    addresses?.some(({ address }) => reachedAt.includes(address.replace(/\/\d+$/, ''))),
  );
}

/** Whether an interface has nothing left that is up to run on once `port` is down. */
function loses(
  management: InterfaceReading,
  port: InterfaceReading,
  all: readonly InterfaceReading[],
  seen: ReadonlySet<number> = new Set(),
): boolean {
  if (management.ifIndex === port.ifIndex) return true;
  if (seen.has(management.ifIndex)) return false;
  const below = all.filter(
    (one) => management.lowerLayers?.includes(one.ifIndex) === true || one.aggregate === management.ifIndex,
  );
  if (below.length === 0) return false;
  const further = new Set([...seen, management.ifIndex]);
  const lost = below.filter((one) => loses(one, port, all, further));
  return lost.length > 0 && below.every((one) => lost.includes(one) || one.ifOperStatus !== 'up');
}

const labelOf = ({ ifName, ifDescr, ifIndex }: InterfaceReading): string =>
  ifName ?? ifDescr ?? `ifIndex ${ifIndex}`;
