import type { EntityKind } from '../../../../shared/model/kinds/registry.ts';
import type { ObservedRecord } from '../../../../shared/model/entity.ts';
import type { McpSession } from '../../../mcp/session.ts';
import { hostReader, type SaidData } from '../../../ssh/host-reader.ts';
import { listedHosts } from '../../../ssh/hosts.ts';
import {
  isSomeSshServer,
  isSshServer,
  listTool,
  refuseSshRead,
  sshReadTools,
} from '../../../ssh/ssh-server.ts';
import type { Adapter, CollectContext, CollectEvent } from '../../collector.ts';
import { hostsByAddress, mapBgp } from './map-bgp.ts';
import { mapDevice } from './map-device.ts';
import { mapAddresses, mapPrefixes, mapVlans, mapVrfs } from './map-estate.ts';
import { mapInterfaces } from './map-interfaces.ts';
import { portsOf } from './ports.ts';
import { readHost, type HostReading } from './read-host.ts';

/** Linux hosts, routers and switches through `ssh-mcp`, each profile of which is one. */
export const sshNetworkAdapter: Adapter = {
  id: 'ssh-network',
  title: 'Hosts over SSH: network',
  matches: isSshServer,
  readOnlyTools: sshReadTools,
  guard: refuseSshRead,
  guards: isSomeSshServer,
  collect,
};

/** Hosts asked at the same time. */
const width = 8;
const perHost = ['device', 'interface', 'ip-address', 'bgp-peer'] as const;
const ofAll = ['prefix', 'vlan', 'vrf'] as const;
type PerHost = (typeof perHost)[number];

async function* collect(session: McpSession, context: CollectContext): AsyncIterable<CollectEvent> {
  const { source } = session;
  const { hosts, unread: lines } = listedHosts(source, await session.callTool(listTool, {}, context.call));
  for (const line of lines)
    yield {
      type: 'reject',
      reject: {
        kind: 'device',
        path: listTool,
        reason: `expected a connection, it is "${line.slice(0, 100)}"`,
      },
    };

  /** Why a kind could not be read to its end, by host. */
  const troubles = new Map<PerHost, Map<string, string>>(perHost.map((kind) => [kind, new Map()]));
  /** Hosts of which nothing of a kind can be said, not even what was read: it would look changed. */
  const unread = new Map<PerHost, Set<string>>(perHost.map((kind) => [kind, new Set()]));
  const readings: HostReading[] = [];
  let done = 0;
  for (let start = 0; start < hosts.length; start += width) {
    const some = await Promise.all(
      hosts
        .slice(start, start + width)
        .map((host) =>
          readHost(hostReader(host, (tool, args) => session.callTool(tool, args, context.call))),
        ),
    );
    for (const reading of some) {
      done += 1;
      const { name } = reading.host;
      yield { type: 'progress', done, total: hosts.length, message: `read ${name}` };
      if ('unreachable' in reading) {
        yield { type: 'unavailable', what: `host ${name}`, reason: reading.unreachable };
        for (const kind of perHost) troubles.get(kind)?.set(name, `${name}: ${reading.unreachable}`);
        continue;
      }
      readings.push(reading);
      for (const reject of reading.rejects) yield { type: 'reject', reject };
      for (const { kind, reason, keeps } of troublesOf(reading)) {
        troubles.get(kind)?.set(name, `${name}: ${reason}`);
        if (keeps !== true) unread.get(kind)?.add(name);
      }
      for (const { what, reason } of unseenOf(reading)) yield { type: 'unavailable', what, reason };
    }
  }

  const sound = (kind: PerHost) => readings.filter(({ host }) => unread.get(kind)?.has(host.name) !== true);
  const interfaces = sound('interface').flatMap((reading) => mapInterfaces(source, reading));
  const hostOf = hostsByAddress(readings);
  const records: Readonly<Record<PerHost, ObservedRecord[]>> = {
    device: readings.map((reading) => mapDevice(reading)),
    interface: interfaces,
    'ip-address': sound('ip-address').flatMap((reading) => mapAddresses(source, reading)),
    'bgp-peer': sound('bgp-peer').flatMap((reading) => mapBgp(source, reading, hostOf)),
  };
  // A line that is no connection may be any host: nothing of it was asked.
  const [line] = lines;
  for (const kind of perHost) {
    for (let at = 0; at < records[kind].length; at += 500)
      yield { type: 'records', kind, records: records[kind].slice(at, at + 500) };
    yield* judged(
      kind,
      hosts.map(({ name }) => name),
      troubles.get(kind) ?? new Map(),
      line,
    );
  }

  const estate: Readonly<Record<(typeof ofAll)[number], ObservedRecord[]>> = {
    prefix: mapPrefixes(source, sound('ip-address')),
    vlan: mapVlans(interfaces),
    vrf: mapVrfs(readings),
  };
  const rests: Readonly<Record<(typeof ofAll)[number], PerHost>> = {
    prefix: 'ip-address',
    vlan: 'interface',
    vrf: 'ip-address',
  };
  for (const kind of ofAll) {
    yield { type: 'records', kind, records: estate[kind] };
    const [reason] = troubles.get(rests[kind])?.values() ?? [];
    const why = reason ?? line;
    yield why === undefined ? { type: 'complete', kind } : { type: 'failed', kind, reason: why };
  }
}

/** A kind that every host answered for is complete; otherwise host by host. */
function* judged(
  kind: EntityKind,
  hosts: readonly string[],
  troubles: ReadonlyMap<string, string>,
  unread: string | undefined,
): Iterable<CollectEvent> {
  if (troubles.size === 0 && unread === undefined) {
    yield { type: 'complete', kind };
    return;
  }
  for (const partition of hosts) {
    const reason = troubles.get(partition);
    yield reason === undefined
      ? { type: 'complete', kind, partition }
      : { type: 'failed', kind, partition, reason };
  }
}

interface Trouble {
  readonly kind: PerHost;
  readonly reason: string;
  /** What was read is told all the same, and what belongs to the rest is said to be unknown. */
  readonly keeps?: true;
}

/**
 * What stays away although it may be there. A program that a host has not has nothing to say; one that does not run,
 * or that may not be asked, may have.
 */
function* troublesOf(reading: HostReading): Iterable<Trouble> {
  const { links, addresses, openVSwitch, bgp, rejects } = reading;
  const [reject] = rejects;
  if (links.is !== 'answered') yield { kind: 'interface', reason: links.reason };
  else if (addresses.is !== 'answered') yield { kind: 'interface', reason: addresses.reason };
  else if (openVSwitch.is === 'failed') yield { kind: 'interface', reason: openVSwitch.reason };
  else if (unseen(openVSwitch)) yield { kind: 'interface', reason: openVSwitch.reason, keeps: true };
  else if (reject) yield { kind: 'interface', reason: `${reject.path}: ${reject.reason}`, keeps: true };
  if (addresses.is !== 'answered') yield { kind: 'ip-address', reason: addresses.reason };
  if (unseen(bgp)) yield { kind: 'bgp-peer', reason: bgp.reason };
}

function unseen<T>(said: SaidData<T>): said is Exclude<SaidData<T>, { is: 'answered' | 'absent' }> {
  return said.is !== 'answered' && said.is !== 'absent';
}

function* unseenOf(reading: HostReading): Iterable<{ what: string; reason: string }> {
  const { host, links, lldp, routes, bridgeVlans, openVSwitch, bgp, neighbours } = reading;
  const asked: Readonly<Record<string, SaidData<unknown>>> = {
    interfaces: links,
    'LLDP neighbours': lldp,
    routes,
    'VLANs of bridges': bridgeVlans,
    'Open vSwitch': openVSwitch,
    'BGP sessions': bgp,
    'resolved neighbours': neighbours,
  };
  // One reason that stands for several things, as a policy is, is told once.
  const byReason = new Map<string, string[]>();
  for (const [what, said] of Object.entries(asked)) {
    // A bridge that looks at no VLANs has none to tell.
    if (!unseen(said) || (said.is === 'stopped' && said === bridgeVlans)) continue;
    byReason.set(said.reason, [...(byReason.get(said.reason) ?? []), what]);
  }
  for (const [reason, what] of byReason) yield { what: `${what.join(', ')} of ${host.name}`, reason };
  if (lldp.is === 'absent')
    yield { what: `LLDP neighbours of ${host.name}`, reason: 'there is no lldpcli on the host' };
  const { passing } = portsOf(reading);
  if (passing > 0)
    yield {
      what: `container interfaces of ${host.name}`,
      reason: `${passing} ends of containers come and go with them and are not kept`,
    };
  const masked = Object.values(asked).reduce(
    (sum, said) => sum + (said.is === 'answered' ? said.masked : 0),
    0,
  );
  if (masked > 0)
    yield {
      what: `texts of ${host.name}`,
      reason: `ssh-mcp replaced ${masked} that look like secrets; they are unknown`,
    };
}
