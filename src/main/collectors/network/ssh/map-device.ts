import { entityId, type EntityId } from '../../../../shared/model/ids.ts';
import { naturalKey } from '../../../../shared/model/keys.ts';
import type { ObservedRecord } from '../../../../shared/model/entity.ts';
import type { SaidData } from '../../../ssh/host-reader.ts';
import type { SshHost } from '../../../ssh/hosts.ts';
import { present } from '../present.ts';
import type { RawRoute } from '../../../ssh/answers/kernel.ts';
import type { HostReading } from './read-host.ts';

/** The profile's name is what a site calls a host, and stays when the host is installed anew. */
export const deviceEntity = (source: string, host: Pick<SshHost, 'name'>): EntityId =>
  entityId(source, 'device', host.name);

export function mapDevice(reading: HostReading): ObservedRecord {
  const { host, facts, routes, neighbours, bgp } = reading;
  const literal = /^[\d.]+$|:/.test(host.address);
  const asns = new Set(bgp.is === 'answered' ? bgp.value.flatMap(({ localAs }) => localAs ?? []) : []);
  const role = roleOf(reading);
  const keys = new Set([naturalKey.host(host.name)]);
  if (facts.hostname !== undefined) keys.add(naturalKey.host(facts.hostname));
  keys.add(literal ? naturalKey.ip(host.address) : naturalKey.host(host.address));
  return {
    nativeId: host.name,
    name: host.name,
    partition: host.name,
    attributes: present({
      role: 'role' in role ? role.role : undefined,
      reachable: true,
      manufacturer: facts.manufacturer,
      model: facts.model,
      os: facts.os,
      osVersion: [facts.osVersion, facts.kernel && `kernel ${facts.kernel}`].filter(Boolean).join(', '),
      managementIp: literal ? host.address : undefined,
      localAsn: asns.size === 1 ? [...asns][0] : undefined,
      staticRoutes: routes.is === 'answered' ? staticRoutes(routes.value) : undefined,
      uptimeSeconds: facts.uptimeSeconds,
      routeCount: routes.is === 'answered' ? routes.value.filter(isForwarding).length : undefined,
      arpCount:
        neighbours.is === 'answered' ? neighbours.value.filter(({ lladdr }) => lladdr).length : undefined,
    }),
    keys: [...keys],
    unknown: {
      ...('unknown' in role && { role: role.unknown }),
      ...(routes.is !== 'answered' && { staticRoutes: routes.reason }),
    },
  };
}

/** What a host is for follows from what runs on it, not from its name. */
function roleOf({ bgp, openVSwitch }: HostReading): { role: string } | { unknown: string } {
  if (bgp.is === 'answered') return { role: 'router' };
  if (openVSwitch.is === 'answered' && openVSwitch.value.bridges.length > 0) return { role: 'switch' };
  const [unseen] = [bgp, openVSwitch].filter(
    ({ is }) => is !== 'absent' && is !== 'stopped' && is !== 'answered',
  );
  return unseen ? { unknown: reasonOf(unseen) } : { role: 'server' };
}

const reasonOf = (said: SaidData<unknown>) => (said.is === 'answered' ? '' : said.reason);

/** Not those of the kernel's own tables of local addresses and groups. */
const isForwarding = ({ table, type }: RawRoute): boolean =>
  table !== 'local' && table !== 255 && (type === undefined || type === 'unicast');

/** Routes that somebody set, by hand or in a file: neither connected ones nor those of a routing protocol. */
function staticRoutes(routes: readonly RawRoute[]) {
  return routes
    .filter((route) => isForwarding(route) && isStatic(route.protocol))
    .flatMap(({ dst, gateway, via, dev, nexthops }) =>
      (nexthops ?? [{ gateway, via, dev }]).flatMap((hop) => {
        const nextHop = hop.gateway ?? hop.via?.host;
        if (dst === undefined || nextHop === undefined) return [];
        const prefix = dst === 'default' ? (nextHop.includes(':') ? '::/0' : '0.0.0.0/0') : dst;
        return [{ prefix, nextHop, ...present({ interface: hop.dev }) }];
      }),
    )
    .toSorted((a, b) => `${a.prefix} ${a.nextHop}`.localeCompare(`${b.prefix} ${b.nextHop}`, 'en'));
}

/** `ip route add` leaves the protocol `boot`, which older versions do not print. */
const isStatic = (protocol: string | undefined) =>
  protocol === undefined || protocol === 'static' || protocol === 'boot';
