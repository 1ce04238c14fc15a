import type { Entity, EntityOf } from '../../../shared/model/entity.ts';
import { deviceKinds } from '../../../shared/model/kinds/network.ts';
import type { InventoryView } from '../../inventory/view.ts';
import { entityLink, unknown, when, type EntityColumn } from '../build.ts';
import { percent } from '../format.ts';
import type { GeneratorSettings } from '../generator.ts';
import { joinParts, pagedTable, type PagePart } from '../paged-table.ts';

export type NetworkDevice = EntityOf<(typeof deviceKinds)[number]>;

/** Switches, routers, firewalls and other devices of one site, in the order of the documents. */
export function devicesIn(view: InventoryView, site: string): readonly NetworkDevice[] {
  return deviceKinds.flatMap((kind): readonly NetworkDevice[] => view.inPartition(kind, site));
}

export function isDevice(entity: Entity): entity is NetworkDevice {
  return (deviceKinds as readonly string[]).includes(entity.kind);
}

const titles = {
  router: 'Routers',
  firewall: 'Firewalls',
  switch: 'Switches',
  device: 'Other devices',
} as const;

export function deviceSections(
  view: InventoryView,
  site: string,
  page: string,
  settings: GeneratorSettings,
): PagePart {
  return joinParts(
    deviceKinds.map((kind) => {
      const devices: readonly NetworkDevice[] = view.inPartition(kind, site);
      return pagedTable({
        page,
        key: `devices-${kind}`,
        title: titles[kind],
        noun: ['device', 'devices'],
        entities: devices,
        columns: columns(view, settings),
        reads: [
          { kind, partition: site },
          { kind: 'rack', partition: site },
        ],
        settings,
      });
    }),
  );
}

function columns(view: InventoryView, settings: GeneratorSettings): readonly EntityColumn<NetworkDevice>[] {
  const full = settings.depth === 'full';
  return [
    { title: 'Device', path: 'name' },
    { title: 'Role', path: 'role' },
    { title: 'State', value: stateOf },
    { title: 'Manufacturer', path: 'manufacturer' },
    { title: 'Model', path: 'model' },
    { title: 'OS', path: 'os' },
    { title: 'OS version', path: 'osVersion' },
    { title: 'Serial', path: 'serial' },
    { title: 'Management IP', path: 'managementIp' },
    { title: 'Rack', value: (device) => rackOf(view, device) },
    { title: 'Unit', value: unitText },
    { title: 'Asset tag', path: 'assetTag' },
    { title: 'Tenant', path: 'tenant' },
    { title: 'AS', path: 'localAsn', align: 'right', format: String },
    {
      title: 'Power supplies',
      path: 'powerSupplies',
      format: (parts) => partStates(parts),
    },
    { title: 'Fans', path: 'fans', format: (parts) => partStates(parts) },
    {
      title: 'Chassis, modules, bays',
      value: chassisText,
    },
    { title: 'Battery', volatile: true, value: batteryText },
    { title: 'Uptime', path: 'uptimeSeconds' },
    { title: 'Configuration saved', path: 'configSaved' },
    { title: 'Power', path: 'powerWatts' },
    { title: 'Warranty until', path: 'warrantyUntilAt', format: (value) => value.slice(0, 10) },
    ...when<EntityColumn<NetworkDevice>>(full, [
      { title: 'Part number', path: 'partNumber' },
      { title: 'Location', path: 'location' },
      { title: 'Airflow', path: 'airflow' },
      { title: 'CPU', path: 'cpuPercent' },
      { title: 'Memory', path: 'memoryPercent' },
      { title: 'Inlet °C', path: 'temperatureCelsius', align: 'right' },
      { title: 'Routes', path: 'routeCount' },
      { title: 'MAC addresses', path: 'macCount' },
      { title: 'Maximum power', path: 'maximumWatts' },
    ]),
    { title: 'Labels', value: labelsText },
    { title: 'Description', value: (device) => device.attributes.description ?? '' },
  ];
}

/** What the device itself shows comes before what is documented of it. */
function stateOf(device: NetworkDevice) {
  const { reachable, status, intent, upsOnBattery } = device.attributes;
  if (upsOnBattery === true) return 'on battery';
  if (reachable !== undefined) return reachable ? 'reachable' : 'silent';
  if (status !== undefined) return intent === true ? `${status} (documented)` : status;
  return unknown(device.unknown['reachable'] ?? `not given by ${device.source}`);
}

/** Tags and custom fields of the source. */
function labelsText(device: NetworkDevice): string {
  return Object.entries(device.labels)
    .map(([name, value]) => (name.startsWith('tag:') ? name.slice(4) : `${name}: ${value}`))
    .join(', ');
}

/** Of an uninterruptible supply: how long it would last. */
function batteryText(device: NetworkDevice): string {
  const { upsMinutesLeft, upsLoadPercent } = device.attributes;
  return [
    upsMinutesLeft === undefined ? '' : `${upsMinutesLeft} min left`,
    upsLoadPercent === undefined ? '' : `load ${percent(upsLoadPercent)}`,
  ]
    .filter((part) => part !== '')
    .join(', ');
}

function rackOf(view: InventoryView, device: NetworkDevice) {
  const rack = view.outbound(device, 'located-in').find((entity) => entity.kind === 'rack');
  if (rack) return entityLink(rack);
  return (
    device.attributes.rack ??
    (device.attributes.parentDevice ? `in ${device.attributes.parentDevice}` : 'none')
  );
}

export function unitText(device: NetworkDevice) {
  const { position, heightU, face, rack } = device.attributes;
  if (position === undefined) return rack === undefined ? 'none' : 'no unit';
  const top = position + Math.max(1, Math.ceil(heightU ?? 1)) - 1;
  return `U${position}${top > position ? `–U${top}` : ''}${face === 'rear' ? ' rear' : ''}`;
}

function partStates(parts: readonly { name: string; state: string }[]): string {
  const bad = parts.filter((part) => part.state !== 'ok');
  if (parts.length === 0) return 'none';
  return bad.length === 0
    ? `${parts.length} ok`
    : `${parts.length - bad.length} of ${parts.length} ok; ${bad.map((part) => `${part.name} ${part.state}`).join(', ')}`;
}

function chassisText(device: NetworkDevice): string {
  const { virtualChassis, modules, bays } = device.attributes;
  const parts: string[] = [];
  if (virtualChassis)
    parts.push(
      `${virtualChassis.name}${virtualChassis.position === undefined ? '' : ` member ${virtualChassis.position}`}${virtualChassis.master ? ' (master)' : ''}`,
    );
  for (const module of modules ?? []) parts.push(`${module.bay}: ${module.model ?? 'module'}`);
  const free = (bays ?? []).filter((bay) => bay.installed === undefined);
  for (const bay of bays ?? [])
    if (bay.kind === 'device' && bay.installed !== undefined) parts.push(`${bay.name}: ${bay.installed}`);
  if (free.length > 0) parts.push(`${free.length} of ${bays?.length ?? 0} bays free`);
  return parts.join('; ');
}
