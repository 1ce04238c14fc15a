import type { Block } from '../../../shared/model/block.ts';
import type { EntityOf } from '../../../shared/model/entity.ts';
import type { InventoryView } from '../../inventory/view.ts';
import { daysToFull } from '../../capacity/forecast.ts';
import { lagTolerance, oversubscription, percentile, usedPercent } from '../../capacity/formulas.ts';
import { computed, entityLink, entityTable, paragraph, table, unknown, type Content } from '../build.ts';
import { knownTable } from '../known-columns.ts';
import { forecastCell } from '../forecast.ts';
import { megabits, number, percent, ratio, watts } from '../format.ts';
import type { SectionPlan } from '../generator.ts';
import { devicesIn, isDevice, type NetworkDevice } from './device-tables.ts';
import { deviceOf } from './layer2-diagram.ts';
import { lagsIn } from './port-sections.ts';
import { feedLoad } from './power-sections.ts';
import { devicesOfRack, usedUnits } from './rack-elevation.ts';

type Port = EntityOf<'interface'>;

const deviceReads = (site?: string) =>
  (['switch', 'router', 'firewall', 'device'] as const).map((kind) =>
    site === undefined ? { kind } : { kind, partition: site },
  );

/** A physical port: neither a LAG nor a VLAN interface nor a loopback. */
function isPhysical(port: Port): boolean {
  return port.attributes.isLag !== true && !/vlan|loopback|virtual|bridge/i.test(port.attributes.type ?? '');
}

/** In use: link up where the device says so, cabled where it is only documented. */
function inUse(port: Port): boolean | undefined {
  return port.attributes.operUp ?? port.attributes.inService;
}

export interface SiteTotals {
  readonly ports: number;
  readonly portsInUse: number;
  readonly units: number;
  readonly unitsUsed: number;
  readonly feedWatts: number | undefined;
  readonly drawWatts: number | undefined;
}

export function siteTotals(view: InventoryView, site: string): SiteTotals {
  const ports = view.inPartition('interface', site).filter((port) => isPhysical(port));
  const racks = view.inPartition('rack', site);
  const feeds = view.inPartition('power-feed', site);
  const sum = (values: readonly (number | undefined)[]) =>
    values.length === 0 || values.includes(undefined)
      ? undefined
      : values.reduce<number>((total, value) => total + (value ?? 0), 0);
  return {
    ports: ports.length,
    portsInUse: ports.filter((port) => inUse(port) === true).length,
    units: racks.reduce((total, rack) => total + (rack.attributes.heightU ?? 0), 0),
    unitsUsed: racks.reduce((total, rack) => total + usedUnits(devicesOfRack(view, rack)), 0),
    feedWatts: sum(feeds.map((feed) => feed.attributes.availableWatts)),
    drawWatts: sum(feeds.map((feed) => feed.attributes.drawWatts)),
  };
}

/** `120 of 400 (30 %)`. */
export function share(used: number, total: number, from: string): Content {
  if (total === 0) return unknown('there are none');
  const part = usedPercent(used, total);
  return computed(
    `${number(used)} of ${number(total)}${part === undefined ? '' : ` (${percent(part)})`}`,
    from,
  );
}

/** The whole estate by site: where there is room. */
export function estateCapacity(
  view: InventoryView,
  sites: readonly string[],
  link: (site: string) => Content,
): SectionPlan {
  return {
    key: 'capacity',
    title: 'Capacity and headroom',
    level: 2,
    reads: [
      { kind: 'interface' },
      { kind: 'rack' },
      { kind: 'power-feed' },
      { kind: 'prefix' },
      ...deviceReads(),
    ],
    render: () => [
      table(
        [
          'Site',
          { title: 'Ports in use', align: 'right' },
          { title: 'Rack units used', align: 'right' },
          { title: 'Feed power available', align: 'right' },
          { title: 'Draw', align: 'right' },
        ],
        sites.map((site): readonly Content[] => {
          const totals = siteTotals(view, site);
          const name = site === '' ? 'no site' : site;
          return [
            link(site),
            share(totals.portsInUse, totals.ports, `physical interfaces of ${name}`),
            share(totals.unitsUsed, totals.units, `racks of ${name}`),
            totals.feedWatts === undefined
              ? unknown('no feed with a rating is known')
              : computed(watts(totals.feedWatts), `power feeds of ${name}`),
            totals.drawWatts === undefined
              ? unknown('no feed is measured')
              : computed(watts(totals.drawWatts), `power feeds of ${name}`, { volatile: true }),
          ];
        }),
        'By site',
      ),
      paragraph(
        'A port is in use when its link is up, or, where it is only documented, when a cable is recorded.',
      ),
      ...fullestPrefixes(view),
    ],
  };
}

/** The networks with the least room left, with a forecast where there are enough daily points. */
function fullestPrefixes(view: InventoryView): readonly Block[] {
  const networks = view
    .all('prefix')
    .filter((prefix) => {
      const { type, usedPercent: used, prefix: text } = prefix.attributes;
      // Links between two routers are full by design.
      return type === 'network' && used !== undefined && !/\/(3[0-2]|12[6-8])$/.test(text);
    })
    .toSorted((a, b) => (b.attributes.usedPercent ?? 0) - (a.attributes.usedPercent ?? 0))
    .slice(0, 20);
  if (networks.length === 0) return [];
  return [
    entityTable({
      entities: networks,
      caption: 'Fullest prefixes',
      columns: [
        { title: 'Prefix', path: 'name' },
        { title: 'VRF', value: (prefix) => prefix.attributes.vrf ?? 'global' },
        { title: 'Site', value: (prefix) => prefix.attributes.site ?? 'none' },
        { title: 'Used', path: 'usedPercent' },
        { title: 'In use', path: 'usedCount' },
        {
          title: 'Days to full',
          volatile: true,
          value: (prefix) =>
            forecastCell(daysToFull(prefix.samples?.['usedPercent'] ?? [], 100), `use of ${prefix.name}`),
        },
      ],
    }),
  ];
}

/** One site: switches by port, LAGs without a member, feeds, racks. */
export function siteCapacity(view: InventoryView, site: string): SectionPlan {
  return {
    key: 'capacity',
    title: 'Capacity and headroom',
    level: 2,
    reads: [
      { kind: 'interface', partition: site },
      { kind: 'rack', partition: site },
      { kind: 'power-feed', partition: site },
      ...deviceReads(site),
    ],
    render: () => {
      const blocks = [
        ...switchCapacity(view, site),
        ...lagCapacity(view, site),
        ...feedCapacity(view, site),
        ...rackCapacity(view, site),
      ];
      return blocks.length > 0 ? blocks : [paragraph('No physical port, power feed or rack is known here.')];
    },
  };
}

interface SwitchPorts {
  readonly device: NetworkDevice;
  readonly ports: readonly Port[];
}

function switchCapacity(view: InventoryView, site: string): readonly Block[] {
  const byDevice = new Map<string, { device: NetworkDevice; ports: Port[] }>();
  for (const port of view.inPartition('interface', site)) {
    if (!isPhysical(port)) continue;
    const device = deviceOf(view, port);
    if (!device) continue;
    const known = byDevice.get(device.id);
    if (known) known.ports.push(port);
    else byDevice.set(device.id, { device, ports: [port] });
  }
  const devices = devicesIn(view, site).flatMap((device) => byDevice.get(device.id) ?? []);
  if (devices.length === 0) return [];
  return [
    table(
      [
        'Device',
        { title: 'Ports in use', align: 'right' },
        { title: 'Free', align: 'right' },
        { title: 'Host-facing', align: 'right' },
        { title: 'Active uplinks', align: 'right' },
        { title: 'Oversubscription', align: 'right' },
        { title: 'Busiest port', align: 'right', volatile: true },
      ],
      devices.map(({ device, ports }): readonly Content[] => {
        const used = ports.filter((port) => inUse(port) === true).length;
        const [hosts, uplinks] = bandwidth(view, { device, ports });
        const over = hosts === 0 ? undefined : oversubscription(hosts, uplinks);
        const busiest = Math.max(-1, ...ports.map((port) => port.attributes.utilisationPercent ?? -1));
        const from = `interfaces of ${device.name}`;
        return [
          entityLink(device),
          share(used, ports.length, from),
          computed(number(ports.length - used), from),
          computed(megabits(hosts), from),
          computed(megabits(uplinks), from),
          over === undefined
            ? unknown('it has no hosts or no active uplink')
            : computed(ratio(Math.round(over * 100) / 100), from),
          busiest < 0
            ? unknown(`load not given by ${device.source}`)
            : computed(percent(busiest), from, { volatile: true }),
        ];
      }),
      'Ports (a leaf of 3:1 is usual)',
    ),
  ];
}

/**
 * Links up to hosts, and links up to other network devices. A link between two devices of one role (the pair of a
 * rack) is no host's way out.
 */
function bandwidth(
  view: InventoryView,
  { device, ports }: SwitchPorts,
): readonly [hosts: number, uplinks: number] {
  let hosts = 0;
  let uplinks = 0;
  for (const port of ports) {
    const { speedMbps = 0 } = port.attributes;
    if (inUse(port) !== true) continue;
    const far = view.outbound(port, 'connected-to').filter((entity) => entity.id !== port.id);
    const neighbour = far.flatMap((entity) =>
      entity.kind === 'interface' ? (deviceOf(view, entity) ?? []) : isDevice(entity) ? entity : [],
    )[0];
    if (neighbour === undefined) hosts += isHostPort(port, far.length) ? speedMbps : 0;
    else if (neighbour.attributes.role !== device.attributes.role) uplinks += speedMbps;
  }
  return [hosts, uplinks];
}

/** Something that is no network device hangs on it, known to the inventory or only as a neighbour's name. */
function isHostPort(port: Port, known: number): boolean {
  return known > 0 || (port.attributes.peer !== undefined && port.attributes.intent !== true);
}

/** Percentile that a LAG is dimensioned by. */
const typicalPeak = 95;

/** By what its members state, or by what it says of itself: sources know it from one end or from both. */
function membersOfLag(view: InventoryView, lag: Port): readonly Port[] {
  const stating = view
    .inbound(lag, 'member-of', 'interface')
    .flatMap((one) => (one.kind === 'interface' ? [one] : []));
  const device = deviceOf(view, lag);
  const { lagMembers } = lag.attributes;
  if (stating.length > 0 || device === undefined || lagMembers === undefined) return stating;
  const names = new Set(lagMembers);
  return view
    .inbound(device, 'part-of', 'interface')
    .flatMap((one) => (one.kind === 'interface' && names.has(one.name) ? [one] : []));
}

function lagCapacity(view: InventoryView, site: string): readonly Block[] {
  const lags = lagsIn(view, site);
  if (lags.length === 0) return [];
  return [
    table(
      [
        'LAG',
        { title: 'Members', align: 'right' },
        { title: 'Bandwidth', align: 'right' },
        { title: 'Without the largest member', align: 'right' },
        { title: 'Load (p95 of days, else now)', align: 'right', volatile: true },
        { title: 'Survives a member', volatile: true },
      ],
      lags.map((lag): readonly Content[] => {
        const members = membersOfLag(view, lag);
        const speeds = members.flatMap(({ attributes }) => attributes.speedMbps ?? []);
        const known = Math.max(members.length, lag.attributes.lagMembers?.length ?? 0);
        const total = speeds.reduce((sum, speed) => sum + speed, 0);
        const days = (lag.samples?.['utilisationPercent'] ?? []).map(([, value]) => value);
        const used = percentile(days, typicalPeak) ?? lag.attributes.utilisationPercent;
        const load = used === undefined ? undefined : (used / 100) * (lag.attributes.speedMbps ?? total);
        const left = load === undefined ? undefined : lagTolerance(load, speeds);
        const from = `members of ${lag.attributes.device} ${lag.name}`;
        const missing = unknown(
          known === 0 ? 'no member is known' : `speed of its members not given by ${lag.source}`,
        );
        return [
          entityLink(lag, `${lag.attributes.device} ${lag.name}`),
          known === 0 ? missing : computed(number(known), from),
          speeds.length === 0 ? missing : computed(megabits(total), from),
          speeds.length === 0 ? missing : computed(megabits(total - Math.max(...speeds)), from),
          load === undefined
            ? unknown(`load not given by ${lag.source}`)
            : computed(megabits(load), from, { volatile: true }),
          left === undefined
            ? unknown('load or members are not known')
            : computed(left.tolerates ? 'yes' : 'no', from, { volatile: true }),
        ];
      }),
      'Link aggregations with one member less',
    ),
  ];
}

function feedCapacity(view: InventoryView, site: string): readonly Block[] {
  const feeds = view.inPartition('power-feed', site);
  if (feeds.length === 0) return [];
  return [
    ...knownTable({
      entities: feeds,
      caption: 'Power feeds (V · A, times 1.732 with three phases, times the usable share)',
      columns: [
        { title: 'Feed', path: 'name' },
        { title: 'Rack', path: 'rack' },
        { title: 'Available', path: 'availableWatts' },
        { title: 'Draw', path: 'drawWatts' },
        { title: 'Load of the breaker', align: 'right', volatile: true, value: feedLoad },
      ],
    }),
  ];
}

function rackCapacity(view: InventoryView, site: string): readonly Block[] {
  const racks = view.inPartition('rack', site);
  if (racks.length === 0) return [];
  return [
    entityTable({
      entities: racks,
      caption: 'Rack units',
      columns: [
        { title: 'Rack', path: 'name' },
        {
          title: 'Used',
          align: 'right',
          value: (rack) =>
            rack.attributes.heightU === undefined
              ? unknown(`height not given by ${rack.source}`)
              : share(
                  usedUnits(devicesOfRack(view, rack)),
                  rack.attributes.heightU,
                  `devices in ${rack.name}`,
                ),
        },
        {
          title: 'Power of its devices',
          align: 'right',
          volatile: true,
          value: (rack) => rackPower(view, rack),
        },
      ],
    }),
  ];
}

function rackPower(view: InventoryView, rack: EntityOf<'rack'>): Content {
  const draws = devicesOfRack(view, rack).flatMap((device) => device.attributes.powerWatts ?? []);
  if (draws.length === 0) return unknown('no device in it reports its draw');
  return computed(
    watts(draws.reduce((sum, value) => sum + value, 0)),
    `${draws.length} devices that report it`,
    {
      volatile: true,
    },
  );
}
