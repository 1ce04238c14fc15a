import { entityId } from '../../../../shared/model/ids.ts';
import type { ObservedRecord } from '../../../../shared/model/entity.ts';
import type { Relation } from '../../../../shared/model/relation.ts';
import { present } from '../present.ts';
import { addressesOf } from './addresses.ts';
import type { RawBgpNeighbor } from './bgp-schema.ts';
import { deviceEntity } from './map-device.ts';
import type { HostReading } from './read-host.ts';
import { unmasked } from './unmasked.ts';

/** Whose addresses they are, so that both sides of a session know each other. */
export function hostsByAddress(readings: readonly HostReading[]): ReadonlyMap<string, string> {
  return new Map(
    readings.flatMap((reading) =>
      addressesOf(reading).map(({ address }) => [address.replace(/\/\d+$/, ''), reading.host.name] as const),
    ),
  );
}

export function mapBgp(
  source: string,
  { host, bgp }: HostReading,
  hostOf: ReadonlyMap<string, string>,
): ObservedRecord[] {
  if (bgp.is !== 'answered') return [];
  return bgp.value.map((peer) => {
    const peerAddress = addressOf(peer);
    const far = hostOf.get(peerAddress);
    const localAddress = isAddress(peer.hostLocal) ? peer.hostLocal : undefined;
    const relations: Relation[] = [{ type: 'part-of', to: deviceEntity(source, host) }];
    if (far !== undefined && localAddress !== undefined)
      relations.push({
        type: 'peers-with',
        to: entityId(source, 'bgp-peer', `${far}/${peer.vrf}/${localAddress}`),
      });
    const families = Object.values(peer.addressFamilyInfo ?? {});
    const sum = (counts: readonly (number | undefined)[]) => {
      const known = counts.filter((one) => one !== undefined);
      return known.length > 0 ? known.reduce((all, one) => all + one, 0) : undefined;
    };
    const names = (all: readonly (string | undefined)[]) => [...new Set(all.filter(Boolean))].join(', ');
    return {
      nativeId: `${host.name}/${peer.vrf}/${peer.name}`,
      name: `${host.name} → ${far ?? peerAddress}`,
      partition: host.name,
      attributes: present({
        device: host.name,
        vrf: peer.vrf,
        peerAddress,
        localAddress,
        localAsn: peer.localAs,
        remoteAsn: peer.remoteAs,
        type:
          peer.localAs === undefined || peer.remoteAs === undefined
            ? undefined
            : peer.localAs === peer.remoteAs
              ? 'internal'
              : 'external',
        adminUp: peer.adminShutDown !== true,
        state: peer.bgpState.toLowerCase().replaceAll(/(?<=open)(?=sent|confirm)/g, '-'),
        peerName: far ?? peer.hostname,
        policyIn: names(families.map((one) => one.routeMapForIncomingAdvertisements)),
        policyOut: names(families.map((one) => one.routeMapForOutgoingAdvertisements)),
        description: unmasked(peer.nbrDesc),
        uptimeSeconds: peer.bgpTimerUpMsec === undefined ? undefined : Math.floor(peer.bgpTimerUpMsec / 1000),
        prefixesReceived: sum(families.map((one) => one.acceptedPrefixCounter)),
        prefixesSent: sum(families.map((one) => one.sentPrefixCounter)),
      }),
      relations,
    };
  });
}

/** An unnumbered neighbour is called by its interface and has its address beside. */
const addressOf = ({ name, bgpNeighborAddr, hostForeign }: RawBgpNeighbor): string => {
  if (isAddress(name)) return name;
  return isAddress(bgpNeighborAddr) ? bgpNeighborAddr : isAddress(hostForeign) ? hostForeign : name;
};

const isAddress = (text: string | undefined): text is string =>
  text !== undefined && (/^\d+(?:\.\d+){3}$/.test(text) || text.includes(':'));
