import type { Block, Inline } from '../../../shared/model/block.ts';
import type { Entity, EntityOf } from '../../../shared/model/entity.ts';
import type { EntityId } from '../../../shared/model/ids.ts';
import { compareNatural } from '../../inventory/natural-order.ts';
import type { InventoryView } from '../../inventory/view.ts';
import {
  computed,
  documentLink,
  entityLink,
  heading,
  paragraph,
  table,
  unknown,
  when,
  type Content,
  type EntityColumn,
} from '../build.ts';
import { count, megabits, number } from '../format.ts';
import type { DocumentPlan, GeneratorSettings, SectionPlan } from '../generator.ts';
import { slug } from '../slug.ts';
import { isDevice } from './device-tables.ts';
import { knownTable } from '../known-columns.ts';
import { noPart, type PagePart } from '../paged-table.ts';

type Port = EntityOf<'interface'>;
type DevicePort = EntityOf<'device-port'>;

/** One device's interfaces and ports, under the device's name. */
interface DevicePorts {
  readonly key: string;
  readonly name: string;
  readonly device: EntityId | undefined;
  readonly rack: string;
  readonly interfaces: Port[];
  readonly ports: DevicePort[];
}

/**
 * Interfaces and other ports of one site, grouped by device: on the site's page while they fit it, else on a page
 * a rack, and for a rack that is still too long a page a device.
 */
export function portSections(
  view: InventoryView,
  site: string,
  page: string,
  settings: GeneratorSettings,
): PagePart {
  const interfaces = view.inPartition('interface', site);
  const ports = view.inPartition('device-port', site);
  if (interfaces.length + ports.length === 0) return noPart;
  const reads: SectionPlan['reads'] = [
    { kind: 'interface', partition: site },
    { kind: 'device-port', partition: site },
  ];
  const groups = byDevice(view, interfaces, ports);
  if (interfaces.length + ports.length <= settings.rowsPerPage)
    return {
      sections: [
        {
          key: 'interfaces',
          title: 'Interfaces and ports',
          level: 2,
          reads,
          render: () => groups.flatMap((group) => groupBlocks(view, group, settings)),
        },
      ],
      pages: [],
    };
  const pages = portPages(groups, page, settings).map(({ id, title, groups: own }): DocumentPlan => ({
    id,
    title,
    parent: page,
    sections: own.map((group) => ({
      key: `interfaces-${slug(group.key)}`,
      title: group.name,
      level: 2,
      reads,
      render: () => groupBlocks(view, group, settings, false),
    })),
  }));
  const pageOf = new Map<string, DocumentPlan>();
  for (const [i, { groups: own }] of portPages(groups, page, settings).entries())
    for (const group of own) {
      const plan = pages[i];
      if (plan) pageOf.set(group.key, plan);
    }
  return {
    sections: [
      {
        key: 'interfaces',
        title: 'Interfaces and ports',
        level: 2,
        reads,
        salt: pages.map((one) => one.id).join(),
        render: () => [
          table(
            ['Device', { title: 'Interfaces', align: 'right' }, { title: 'Ports', align: 'right' }, 'Page'],
            groups.map((group): readonly Content[] => [
              deviceName(group),
              computed(number(group.interfaces.length), `interfaces of ${group.name}`),
              computed(number(group.ports.length), `ports of ${group.name}`),
              pageLink(pageOf.get(group.key)),
            ]),
          ),
        ],
      },
    ],
    pages,
  };
}

function pageLink(plan: DocumentPlan | undefined): Content {
  return plan === undefined ? '' : documentLink(plan.id, plan.title);
}

function deviceName(group: DevicePorts): Inline {
  return group.device === undefined ? group.name : entityLink({ id: group.device, name: group.name });
}

/** The device is what a port is `part-of`; a port whose device is not in the inventory stands under the name it gives. */
function byDevice(
  view: InventoryView,
  interfaces: readonly Port[],
  ports: readonly DevicePort[],
): readonly DevicePorts[] {
  const groups = new Map<string, DevicePorts>();
  const groupOf = (port: Port | DevicePort): DevicePorts => {
    const owner = ownerOf(port);
    const key = owner ?? `name:${port.attributes.device}`;
    let group = groups.get(key);
    if (!group) {
      const device = owner === undefined ? undefined : view.get(owner);
      const known = device !== undefined && device.disappearedAt === undefined && isDevice(device);
      group = {
        key,
        name: known ? device.name : port.attributes.device,
        device: known ? device.id : undefined,
        rack: known ? (device.attributes.rack ?? '') : '',
        interfaces: [],
        ports: [],
      };
      groups.set(key, group);
    }
    return group;
  };
  for (const port of interfaces) groupOf(port).interfaces.push(port);
  for (const port of ports) groupOf(port).ports.push(port);
  return [...groups.values()].toSorted(
    (a, b) => compareNatural(a.name, b.name) || compareNatural(a.key, b.key),
  );
}

function ownerOf(port: Entity): EntityId | undefined {
  const relation = port.relations.find((one) => one.type === 'part-of' && 'to' in one);
  return relation && 'to' in relation ? relation.to : undefined;
}

function portPages(
  groups: readonly DevicePorts[],
  page: string,
  settings: GeneratorSettings,
): readonly { id: string; title: string; groups: readonly DevicePorts[] }[] {
  const racks = new Map<string, DevicePorts[]>();
  for (const group of groups) {
    const own = racks.get(group.rack);
    if (own) own.push(group);
    else racks.set(group.rack, [group]);
  }
  return [...racks]
    .toSorted(([a], [b]) => compareNatural(a, b))
    .flatMap(([rack, own]) => {
      const rows = own.reduce((sum, group) => sum + group.interfaces.length + group.ports.length, 0);
      if (rows <= settings.rowsPerPage)
        return [
          rack === ''
            ? { id: `${page}-ports-no-rack`, title: 'Interfaces of devices in no rack', groups: own }
            : { id: `${page}-ports-rack-${slug(rack)}`, title: `Interfaces in rack ${rack}`, groups: own },
        ];
      return own.map((group) => ({
        id: `${page}-ports-device-${slug(group.key)}`,
        title: `Interfaces of ${group.name}`,
        groups: [group],
      }));
    });
}

function groupBlocks(
  view: InventoryView,
  group: DevicePorts,
  settings: GeneratorSettings,
  titled = true,
): readonly Block[] {
  return [
    ...(titled ? [heading(group.name)] : []),
    paragraph(
      deviceName(group),
      ': ',
      computed(
        `${count(group.interfaces.length, 'interface')}, ${count(group.ports.length, 'other port')}`,
        `ports of ${group.name}`,
      ),
      '.',
    ),
    ...knownTable({ entities: group.interfaces, home: true, columns: interfaceColumns(view, settings) }),
    ...knownTable({ entities: group.ports, home: true, columns: portColumns(view, settings) }),
  ];
}

function interfaceColumns(view: InventoryView, settings: GeneratorSettings): readonly EntityColumn<Port>[] {
  const upDown = (up: boolean) => (up ? 'up' : 'down');
  return [
    { title: 'Interface', path: 'name' },
    { title: 'Type', path: 'type' },
    { title: 'Admin', path: 'adminUp', format: upDown },
    { title: 'Oper', path: 'operUp', format: upDown },
    { title: 'Speed', path: 'speedMbps', format: megabits },
    { title: 'Duplex', path: 'duplex' },
    { title: 'MTU', path: 'mtu', align: 'right', format: String },
    { title: 'Mode', path: 'mode' },
    { title: 'Native VLAN', path: 'nativeVlan', align: 'right', format: String },
    { title: 'Tagged VLANs', path: 'taggedVlans', format: vlanRanges },
    { title: 'LAG', value: (port) => lagText(port) },
    { title: 'Addresses', value: (port) => (port.attributes.addresses ?? []).join(', ') },
    { title: 'Neighbour', value: (port) => neighbourOf(view, port) },
    { title: 'Load', path: 'utilisationPercent' },
    { title: 'Errors/s', path: 'errorsPerSecond', align: 'right' },
    ...when<EntityColumn<Port>>(settings.depth === 'full', [
      { title: 'MAC', path: 'mac' },
      { title: 'VRF', path: 'vrf' },
      { title: 'Cable', path: 'cable' },
      { title: 'PoE', path: 'poeMode' },
      { title: 'PoE type', path: 'poeType' },
      { title: 'PoE power', path: 'poeWatts' },
      { title: 'Optic', path: 'opticType' },
      { title: 'Receive dBm', path: 'opticReceiveDbm', align: 'right', format: String },
      { title: 'Transmit dBm', path: 'opticTransmitDbm', align: 'right', format: String },
      { title: 'Last change', path: 'lastChangeAt' },
    ]),
    { title: 'Description', value: (port) => port.attributes.description ?? '' },
  ];
}

/** Neighbouring numbers as ranges: `10, 20–22`. */
export function vlanRanges(vlans: readonly number[]): string {
  const parts: string[] = [];
  for (let i = 0; i < vlans.length; i++) {
    const first = vlans[i] ?? 0;
    let last = first;
    while (vlans[i + 1] === last + 1) {
      i += 1;
      last += 1;
    }
    parts.push(first === last ? String(first) : `${first}–${last}`);
  }
  return parts.length === 0 ? 'none' : parts.join(', ');
}

function lagText(port: Port): string {
  const { lag, isLag, lagMembers, lagActiveMembers } = port.attributes;
  if (isLag === true) {
    const members = lagMembers ?? [];
    if (lagActiveMembers === undefined) return count(members.length, 'member');
    return `${lagActiveMembers.length} of ${count(members.length, 'member')} active`;
  }
  return lag ?? '';
}

/** Who is at the other end: the entity where it is known, else as the port or its cable names it. */
export function neighbourOf(view: InventoryView, port: Port): Content {
  const { peer, operUp, intent } = port.attributes;
  const found = view.outbound(port, 'connected-to').filter((entity) => entity.id !== port.id);
  const observed = found.find((entity) => !('intent' in entity.attributes)) ?? found[0];
  if (observed?.kind === 'interface') {
    const named = `${observed.attributes.device} ${observed.name}`;
    const cableEnd = peer !== undefined && intent === true && peer !== named ? ` (cable to ${peer})` : '';
    return [entityLink(observed, named), cableEnd];
  }
  if (observed) return [entityLink(observed), peer === undefined ? '' : ` (${peer})`];
  if (peer !== undefined) return peer;
  if (intent === true) return 'none';
  return operUp === false ? 'none' : unknown('no neighbour announces itself');
}

const functions = {
  front: 'front',
  rear: 'rear',
  'power-inlet': 'power inlet',
  'power-outlet': 'power outlet',
  console: 'console',
  'console-server': 'console server',
} as const;

function portColumns(view: InventoryView, settings: GeneratorSettings): readonly EntityColumn<DevicePort>[] {
  return [
    { title: 'Port', path: 'name' },
    { title: 'Function', path: 'function', format: (value) => functions[value] },
    { title: 'Type', path: 'type' },
    { title: 'Behind it', value: (port) => port.attributes.behind ?? '' },
    { title: 'Cabled to', value: (port) => cabledTo(view, port) },
    { title: 'Cable', value: (port) => port.attributes.cable ?? '' },
    { title: 'Maximum draw', path: 'maximumWatts' },
    ...when<EntityColumn<DevicePort>>(settings.depth === 'full', [
      { title: 'Positions', path: 'positions', align: 'right' },
      { title: 'Allocated draw', path: 'allocatedWatts' },
      { title: 'Feed leg', path: 'feedLeg' },
      { title: 'Label', path: 'label' },
    ]),
    { title: 'Description', value: (port) => port.attributes.description ?? '' },
  ];
}

function cabledTo(view: InventoryView, port: DevicePort): Content {
  const { peer } = port.attributes;
  if (peer === undefined) return 'none';
  const type = port.attributes.function === 'power-inlet' ? 'powered-by' : 'connected-to';
  const [far] = view.outbound(port, type);
  return far ? entityLink(far, peer) : peer;
}

/** Link aggregations of a site by device and name: their own names (`Po1`) repeat. */
export function lagsIn(view: InventoryView, site: string): readonly Port[] {
  return view
    .inPartition('interface', site)
    .filter((port) => port.attributes.isLag === true)
    .toSorted(
      (a, b) => compareNatural(a.attributes.device, b.attributes.device) || compareNatural(a.name, b.name),
    );
}

/** Link aggregations with their members; their homes are among the interfaces. */
export function lagSections(view: InventoryView, site: string): readonly SectionPlan[] {
  const lags = lagsIn(view, site);
  if (lags.length === 0) return [];
  return [
    {
      key: 'lags',
      title: 'Link aggregations',
      level: 2,
      reads: [{ kind: 'interface', partition: site }],
      render: () => [
        ...knownTable<Port>({
          entities: lags,
          columns: [
            { title: 'Device', path: 'device' },
            { title: 'LAG', path: 'name' },
            { title: 'Members', value: (lag) => membersText(view, lag) },
            {
              title: 'Active',
              path: 'lagActiveMembers',
              format: (members) => (members.length === 0 ? 'none' : members.join(', ')),
            },
            { title: 'Oper', path: 'operUp', format: (up) => (up ? 'up' : 'down') },
            { title: 'Speed', path: 'speedMbps', format: megabits },
            { title: 'Native VLAN', path: 'nativeVlan', format: String },
            { title: 'Tagged VLANs', path: 'taggedVlans', format: vlanRanges },
            { title: 'Load', path: 'utilisationPercent' },
          ],
        }),
      ],
    },
  ];
}

function membersText(view: InventoryView, lag: Port): Content {
  const members = view.inbound(lag, 'member-of', 'interface');
  if (members.length === 0) return (lag.attributes.lagMembers ?? []).join(', ') || 'none';
  return members.flatMap((member, i) => [...(i === 0 ? [] : [', ']), entityLink(member)]);
}
