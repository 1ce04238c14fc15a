import type { XmlElement } from '../connection/xml-element.ts';

/** What a physical adapter hears of the switch at the other end. */
export interface Neighbour {
  readonly lldpInfo?: { systemName: string; portId: string; managementAddress?: string };
  readonly cdpInfo?: { devId: string; portId: string; address?: string };
}

/** By the name of the adapter, of the hints of HostNetworkSystem.QueryNetworkHint. */
export function readNeighbours(hints: readonly XmlElement[]): Map<string, Neighbour> {
  const neighbours = new Map<string, Neighbour>();
  for (const hint of hints) {
    const device = hint.text('device');
    if (device === undefined) continue;
    const neighbour: Neighbour = {
      ...lldpOf(hint.one('lldpInfo')),
      ...cdpOf(hint.one('connectedSwitchPort')),
    };
    if (Object.keys(neighbour).length > 0) neighbours.set(device, neighbour);
  }
  return neighbours;
}

function lldpOf(info: XmlElement | undefined): Pick<Neighbour, 'lldpInfo'> {
  if (info === undefined) return {};
  const parameter = (key: string) =>
    info
      .all('parameter')
      .find((one) => one.text('key') === key)
      ?.text('value');
  const systemName = parameter('System Name') ?? info.text('chassisId');
  const portId = info.text('portId');
  if (systemName === undefined || portId === undefined) return {};
  const managementAddress = parameter('Management Address');
  return {
    lldpInfo: { systemName, portId, ...(managementAddress === undefined ? {} : { managementAddress }) },
  };
}

function cdpOf(info: XmlElement | undefined): Pick<Neighbour, 'cdpInfo'> {
  // Cisco writes the serial number behind the name: `switch-a(FOX1234)`.
  const devId = info?.text('devId')?.replace(/\(.*\)$/, '');
  const portId = info?.text('portId');
  if (devId === undefined || portId === undefined) return {};
  const address = info?.text('mgmtAddr') ?? info?.text('address');
  return { cdpInfo: { devId, portId, ...(address === undefined ? {} : { address }) } };
}
