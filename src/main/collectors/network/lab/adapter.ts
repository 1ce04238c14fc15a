import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { ObservedRecord } from '../../../../shared/model/entity.ts';
import type { EntityKind } from '../../../../shared/model/kinds/registry.ts';
import type { RejectedRecord } from '../../../../shared/model/run.ts';
import { askTool, type Answer } from '../../ask-tool.ts';
import type { Adapter, CollectContext, CollectEvent } from '../../collector.ts';
import type { McpSession } from '../../../mcp/session.ts';
import { mapBgp, mapDevice, mapInterfaces, type DeviceReading } from './map-device.ts';
import {
  addressesSeen,
  mapAddresses,
  mapCircuits,
  mapFeeds,
  mapPrefixes,
  mapRacks,
  mapSites,
  mapTunnels,
  mapVlans,
  mapVrfs,
} from './map-estate.ts';
import { inParallel } from './in-parallel.ts';
import * as shapes from './schema.ts';

const readOnlyTools = [
  'network_list_sites',
  'network_list_devices',
  'network_get_interfaces',
  'network_get_lldp_neighbors',
  'network_get_port_channels',
  'network_list_vlans',
  'network_list_vrfs',
  'network_get_bgp_neighbors',
  'network_get_routes',
  'network_get_environment',
  'network_get_arp_table',
  'network_get_mac_table',
  'network_get_config',
  'network_list_circuits',
  'network_list_tunnels',
  'network_list_power_feeds',
] as const;

/** The lab's device controller. */
export const labNetworkAdapter: Adapter = {
  id: 'lab-network',
  title: 'Lab network controller',
  matches: (server) => readOnlyTools.every((name) => server.tools.some((tool) => tool.name === name)),
  readOnlyTools,
  collect: collectLab,
};

/** Devices asked at the same time. */
const width = 8;
const pageSize = 200;
/** 400,000 devices: beyond it the server is giving pages for ever. */
const mostPages = 2_000;

/** Kinds whose records come from single devices: one silent device fails them for its site, not for all. */
const perDevice = ['interface', 'bgp-peer', 'ip-address'] as const;

async function* collectLab(session: McpSession, context: CollectContext): AsyncIterable<CollectEvent> {
  const ask = <S extends z.ZodType>(tool: string, schema: S, args: Record<string, unknown> = {}) =>
    askTool(session, context, tool, args, schema);
  const { source } = session;

  const sites = await ask('network_list_sites', shapes.sitesSchema);
  yield* whole('site', sites, ({ sites }) => mapSites(sites));
  yield* whole('rack', sites, ({ sites }) => mapRacks(source, sites));

  const listed = await listDevices(session, context);
  if (!listed.ok) {
    for (const kind of [
      'router',
      'firewall',
      'switch',
      'device',
      ...perDevice,
      'prefix',
      'circuit',
      'tunnel',
    ] as const)
      yield { type: 'failed', kind, reason: listed.reason };
  } else {
    for (const reject of listed.value.rejects) yield { type: 'reject', reject };
    yield* collectDevices(session, context, listed.value);
  }

  yield* whole('vrf', await ask('network_list_vrfs', shapes.vrfsSchema), ({ vrfs }) => mapVrfs(vrfs));
  yield* whole('vlan', await ask('network_list_vlans', shapes.vlansSchema), ({ vlans }) => mapVlans(vlans));
  yield* whole('power-feed', await ask('network_list_power_feeds', shapes.feedsSchema), ({ feeds }) =>
    mapFeeds(source, feeds),
  );
  yield {
    type: 'unavailable',
    what: 'cables and patch panels',
    reason: 'devices see neighbours, not cables',
  };
}

async function* collectDevices(
  session: McpSession,
  context: CollectContext,
  { devices, rejects: unfit }: ListedDevices,
): AsyncIterable<CollectEvent> {
  const { source } = session;
  const readings: DeviceReading[] = [];
  const resolved: { address: string; vrf: string }[] = [];
  const troubles = new Map<string, Map<string, string>>();
  // What a device that does not fit is, where it stands and what it holds is not known: nothing of it was asked for.
  const [first] = unfit;
  const notAsked =
    first &&
    `${unfit.length} devices of the list do not fit, e.g. ${first.name ?? 'one without a name'}: ${first.reason}`;
  let done = 0;
  const readOne = (device: shapes.RawDevice) => readDevice(session, context, device);
  for await (const { reading, rejects, failures, arp } of inParallel(devices, width, readOne)) {
    done += 1;
    yield { type: 'progress', done, total: devices.length, message: `read ${reading.device.hostname}` };
    readings.push(reading);
    resolved.push(...arp);
    for (const reject of rejects) yield { type: 'reject', reject };
    for (const [kind, reason] of failures) {
      const ofKind = troubles.get(kind) ?? new Map<string, string>();
      ofKind.set(reading.device.site, reason);
      troubles.set(kind, ofKind);
    }
  }

  const byKind = new Map<EntityKind, ObservedRecord[]>(
    (['router', 'firewall', 'switch', 'device'] as const).map((kind) => [kind, []]),
  );
  for (const reading of readings) {
    const { kind, record } = mapDevice(source, reading);
    byKind.get(kind)?.push(record);
  }
  for (const [kind, records] of byKind) {
    yield { type: 'records', kind, records };
    yield notAsked === undefined ? { type: 'complete', kind } : { type: 'failed', kind, reason: notAsked };
  }

  const seen = addressesSeen(readings);
  const deviceOfAddress = new Map(seen.map((one) => [one.address.replace(/\/\d+$/, ''), one.device]));
  const records: Readonly<Record<(typeof perDevice)[number], ObservedRecord[]>> = {
    interface: readings.flatMap((reading) => mapInterfaces(source, reading)),
    'bgp-peer': readings.flatMap((reading) => mapBgp(source, reading, deviceOfAddress)),
    'ip-address': mapAddresses(source, seen),
  };
  const allSites = [...new Set(devices.map((device) => device.site))];
  for (const kind of perDevice) {
    for (let start = 0; start < records[kind].length; start += 500)
      yield { type: 'records', kind, records: records[kind].slice(start, start + 500) };
    if (notAsked === undefined) yield* judged(kind, allSites, troubles.get(kind));
    else yield { type: 'failed', kind, reason: notAsked };
  }

  const vlans = await askTool(session, context, 'network_list_vlans', {}, shapes.vlansSchema);
  const unread = troubles.get('ip-address');
  if (vlans.ok)
    yield {
      type: 'records',
      kind: 'prefix',
      records: mapPrefixes(source, seen, vlans.value.vlans, resolved),
    };
  const reason = vlans.ok ? (notAsked ?? unread?.values().next().value) : vlans.reason;
  yield reason === undefined
    ? { type: 'complete', kind: 'prefix' }
    : { type: 'failed', kind: 'prefix', reason };

  const byName = new Map(devices.map((device) => [device.hostname, device]));
  const circuits = await askTool(session, context, 'network_list_circuits', {}, shapes.circuitsSchema);
  yield* whole('circuit', circuits, ({ circuits }) => mapCircuits(source, circuits, byName));
  const tunnels = await askTool(session, context, 'network_list_tunnels', {}, shapes.tunnelsSchema);
  yield* whole('tunnel', tunnels, ({ tunnels }) => mapTunnels(source, tunnels, byName));
}

/** A kind that every device answered for is complete; otherwise site by site. */
function* judged(
  kind: EntityKind,
  sites: readonly string[],
  troubles: ReadonlyMap<string, string> | undefined,
): Iterable<CollectEvent> {
  if (troubles === undefined) {
    yield { type: 'complete', kind };
    return;
  }
  for (const partition of sites) {
    const reason = troubles.get(partition);
    yield reason === undefined
      ? { type: 'complete', kind, partition }
      : { type: 'failed', kind, partition, reason };
  }
}

function* whole<T>(
  kind: EntityKind,
  answer: Answer<T>,
  map: (value: T) => readonly ObservedRecord[],
): Iterable<CollectEvent> {
  if (!answer.ok) {
    yield { type: 'failed', kind, reason: answer.reason };
    return;
  }
  yield { type: 'records', kind, records: map(answer.value) };
  yield { type: 'complete', kind };
}

interface ListedDevices {
  readonly devices: readonly shapes.RawDevice[];
  readonly rejects: readonly RejectedRecord[];
}

async function listDevices(session: McpSession, context: CollectContext): Promise<Answer<ListedDevices>> {
  const devices: shapes.RawDevice[] = [];
  const rejects: RejectedRecord[] = [];
  const cursors = new Set<string>();
  let cursor: string | undefined;
  for (let pages = 0; pages < mostPages; pages++) {
    const args = cursor === undefined ? { limit: pageSize } : { limit: pageSize, cursor };
    const page = await askTool(session, context, 'network_list_devices', args, shapes.devicePageSchema);
    if (!page.ok) return page;
    for (const raw of page.value.devices) {
      const parsed = shapes.deviceSchema.safeParse(raw);
      if (parsed.success) devices.push(parsed.data);
      else rejects.push(reject('device', 'network_list_devices', raw, parsed.error));
    }
    const next = page.value.next_cursor;
    if (!next) {
      const got = devices.length + rejects.length;
      return got < page.value.total
        ? { ok: false, reason: `network_list_devices: the server counts ${page.value.total} but gave ${got}` }
        : { ok: true, value: { devices, rejects } };
    }
    if (cursors.has(next))
      return { ok: false, reason: `network_list_devices: the cursor ${next} came twice` };
    cursors.add(next);
    cursor = next;
  }
  return { ok: false, reason: `network_list_devices: no end after ${mostPages} pages` };
}

interface ReadDevice {
  readonly reading: DeviceReading;
  readonly rejects: readonly RejectedRecord[];
  readonly failures: ReadonlyMap<string, string>;
  readonly arp: readonly { readonly address: string; readonly vrf: string }[];
}

const nothingRead = {
  interfaces: undefined,
  neighbours: undefined,
  channels: undefined,
  bgp: undefined,
  routes: undefined,
  environment: undefined,
  config: undefined,
  macs: undefined,
  arpCount: undefined,
};

async function readDevice(
  session: McpSession,
  context: CollectContext,
  device: shapes.RawDevice,
): Promise<ReadDevice> {
  const nothing = { reading: { device, ...nothingRead }, rejects: [], arp: [] };
  // A UPS has neither ports nor sessions.
  if (device.ups !== undefined) return { ...nothing, failures: new Map() };
  if (!device.reachable) {
    const reason = `${device.hostname} does not answer`;
    return { ...nothing, failures: new Map(perDevice.map((kind) => [kind, reason])) };
  }
  const ask = <S extends z.ZodType>(tool: string, schema: S) =>
    askTool(session, context, tool, { device: device.hostname }, schema);
  const [interfaces, neighbours, channels, bgp, routes, environment, config, arp, macs] = await Promise.all([
    ask('network_get_interfaces', shapes.interfacesSchema),
    ask('network_get_lldp_neighbors', shapes.neighboursSchema),
    ask('network_get_port_channels', shapes.channelsSchema),
    ask('network_get_bgp_neighbors', shapes.bgpSchema),
    ask('network_get_routes', shapes.routesSchema),
    ask('network_get_environment', shapes.environmentSchema),
    ask('network_get_config', shapes.configSchema),
    ask('network_get_arp_table', shapes.arpSchema),
    ask('network_get_mac_table', shapes.macSchema),
  ]);
  const rejects: RejectedRecord[] = [];
  const ports: shapes.RawInterface[] = [];
  for (const raw of interfaces.ok ? interfaces.value.interfaces : []) {
    const parsed = shapes.interfaceSchema.safeParse(raw);
    if (parsed.success) ports.push(parsed.data);
    else rejects.push(reject('interface', `${device.hostname} network_get_interfaces`, raw, parsed.error));
  }
  // Without its neighbours or LAGs an interface would look changed: it is not judged then.
  const failures = new Map<string, string>();
  for (const answer of [interfaces, neighbours, channels, macs])
    if (!answer.ok) failures.set('interface', answer.reason);
  if (!interfaces.ok) failures.set('ip-address', interfaces.reason);
  const [unfit] = rejects;
  if (unfit) failures.set('ip-address', `${unfit.path}: ${unfit.reason}`);
  if (!bgp.ok) failures.set('bgp-peer', bgp.reason);
  const vrfOf = new Map(ports.map((port) => [port.name, port.vrf ?? 'default']));
  return {
    rejects,
    failures,
    reading: {
      device,
      interfaces: failures.has('interface') ? undefined : ports,
      neighbours: valueOf(neighbours)?.neighbors,
      channels: valueOf(channels)?.port_channels,
      bgp: valueOf(bgp)?.neighbors,
      routes: valueOf(routes),
      environment: valueOf(environment),
      config: config.ok
        ? { digest: digest(config.value.running_config), saved: config.value.saved }
        : undefined,
      macs: valueOf(macs)?.entries,
      arpCount: valueOf(arp)?.entries.length,
    },
    arp: (valueOf(arp)?.entries ?? []).map((entry) => ({
      address: entry.address,
      vrf: vrfOf.get(entry.interface) ?? 'default',
    })),
  };
}

function valueOf<T>(answer: Answer<T>): T | undefined {
  return answer.ok ? answer.value : undefined;
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

function reject(kind: EntityKind, where: string, raw: unknown, error: z.ZodError): RejectedRecord {
  const named = z
    .object({ name: z.string().optional(), hostname: z.string().optional() })
    .safeParse(raw).data;
  const name = named?.hostname ?? named?.name;
  const issue = error.issues[0];
  return {
    kind,
    ...(name === undefined ? {} : { name }),
    path: `${where} ${issue?.path.join('.') ?? ''}`.trim(),
    reason: issue?.message ?? 'did not fit',
  };
}
