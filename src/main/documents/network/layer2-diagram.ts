import type { Block } from '../../../shared/model/block.ts';
import type { Entity, EntityOf } from '../../../shared/model/entity.ts';
import { severities, type Severity } from '../../../shared/model/severity.ts';
import type { InventoryView } from '../../inventory/view.ts';
import { diagram, maxNodes, type GraphEdge, type GraphNode } from '../diagram.ts';
import { findingsOf } from '../finding-sections.ts';
import { count } from '../format.ts';
import type { SectionPlan } from '../generator.ts';
import { devicesIn, isDevice, type NetworkDevice } from './device-tables.ts';

type Port = EntityOf<'interface'>;

/** The device that a port is part of. */
export function deviceOf(view: InventoryView, port: Entity): NetworkDevice | undefined {
  return view.outbound(port, 'part-of').find((entity) => isDevice(entity));
}

/** One connection from a port of a device to what is at its other end; each physical link once. */
interface Link {
  readonly from: NetworkDevice;
  readonly to: Entity;
  readonly port: Port;
}

/** Links of the devices of one site. One that both ends state, or that LLDP and the MAC table both show, is one. */
function linksIn(view: InventoryView, site: string): readonly Link[] {
  const links = new Map<string, Link>();
  for (const port of view.inPartition('interface', site)) {
    const from = deviceOf(view, port);
    if (!from) continue;
    for (const end of view.outbound(port, 'connected-to')) {
      if (end.id === port.id) continue;
      const to = end.kind === 'interface' ? deviceOf(view, end) : end;
      if (!to || to.id === from.id) continue;
      const key = [port.id, end.kind === 'interface' ? end.id : to.id].toSorted().join(' ');
      if (!links.has(key)) links.set(key, { from, to, port });
    }
  }
  return [...links.values()];
}

export function topologySection(view: InventoryView, site: string): readonly SectionPlan[] {
  if (devicesIn(view, site).length === 0) return [];
  return [
    {
      key: 'topology',
      title: 'Layer 2 topology',
      level: 2,
      reads: [
        { kind: 'interface', partition: site },
        ...(['switch', 'router', 'firewall', 'device'] as const).map((kind) => ({ kind, partition: site })),
        // Devices with findings are marked; a rule that finds something for the first time adds itself here.
        ...[...new Set(findingsOf(view, ['network']).map((finding) => finding.attributes.rule))].map(
          (partition) => ({ kind: 'finding' as const, partition }),
        ),
      ],
      render: () => layer2Diagram(view, site),
    },
  ];
}

const shapes = { router: 'round', firewall: 'hexagon', switch: 'box', device: 'stack' } as const;

/** With more racks than this even a node a rack is too much: the access layer is one node a role. */
const mostRacks = 25;

/**
 * Devices and what hangs on them, as one picture of at most 40 nodes: device by device while they fit, else the core
 * device by device and the access layer rack by rack, in a very large site role by role. A LAG, like any parallel
 * links, is one edge that says how many links it is.
 */
function layer2Diagram(view: InventoryView, site: string): readonly Block[] {
  const links = linksIn(view, site);
  const entities = new Map<string, Entity>();
  for (const { from, to } of links) entities.set(from.id, from).set(to.id, to);
  const severityOf = worstFindings(view);
  const place = placing(view, site, [...entities.values()], links);
  const members = new Map<string, Entity[]>();
  for (const entity of entities.values()) {
    const own = members.get(place(entity));
    if (own) own.push(entity);
    else members.set(place(entity), [entity]);
  }
  const nodes = [...members].map(([id, own]): GraphNode => {
    const worst = severities.find((one) => own.some((entity) => severityOf.get(entity.id) === one));
    const [only] = own;
    const mark = worst === undefined ? {} : { severity: worst };
    if (!only || own.length > 1 || id !== only.id)
      return { id, label: `${id}: ${membersText(own)}`, shape: 'stack', ...mark };
    const shape = isDevice(only) ? { shape: shapes[only.kind] } : {};
    return { id, label: only.name, entity: only.id, ...shape, ...groupOf(only, site), ...mark };
  });
  const edges = links.flatMap(({ from, to, port }): GraphEdge[] => {
    const [a, b] = [place(from), place(to)];
    if (a === b) return [];
    return [{ from: a, to: b, ...(port.attributes.lag === undefined ? {} : { label: 'LAG' }) }];
  });
  return diagram({
    title: `Layer 2 of ${site === '' ? 'devices without a site' : site}`,
    direction: 'down',
    nodes,
    edges,
  });
}

/** Which node of the picture an entity is drawn as: its own id, or the name of what it is drawn with. */
function placing(
  view: InventoryView,
  site: string,
  entities: readonly Entity[],
  links: readonly Link[],
): (entity: Entity) => string {
  const hosts = entities.filter((entity) => !isDevice(entity));
  if (entities.length <= maxNodes) return (entity) => entity.id;
  const racks = new Set(devicesIn(view, site).map((device) => device.attributes.rack ?? ''));
  const nameOf = (device: NetworkDevice): string => {
    const { rack, role } = device.attributes;
    if (device.partition !== undefined && device.partition !== site) return `site ${device.partition}`;
    if (isCore(device)) return device.id;
    return racks.size > mostRacks
      ? `role ${role ?? device.kind}`
      : rack === undefined
        ? device.id
        : `rack ${rack}`;
  };
  // A host is drawn with the switch that it hangs on.
  const switchOf = new Map(
    hosts.map((host) => [host.id, links.find((link) => link.to.id === host.id)?.from]),
  );
  return (entity) => {
    const device = isDevice(entity) ? entity : switchOf.get(entity.id);
    return device === undefined ? entity.id : nameOf(device);
  };
}

/** What other switches hang on, by its role. */
function isCore(device: NetworkDevice): boolean {
  return (
    device.kind === 'router' ||
    device.kind === 'firewall' ||
    /spine|core|distribution|aggregation|border/i.test(device.attributes.role ?? '')
  );
}

function groupOf(entity: Entity, site: string): { group?: string } {
  if (!isDevice(entity)) return {};
  if (entity.partition !== undefined && entity.partition !== site)
    return { group: `site ${entity.partition}` };
  const { rack } = entity.attributes;
  return rack === undefined || rack === '' ? {} : { group: `rack ${rack}` };
}

function membersText(entities: readonly Entity[]): string {
  const devices = entities.filter((entity) => isDevice(entity)).length;
  const hosts = entities.length - devices;
  return [devices > 0 ? count(devices, 'device') : '', hosts > 0 ? count(hosts, 'host') : '']
    .filter((part) => part !== '')
    .join(', ');
}

function worstFindings(view: InventoryView): ReadonlyMap<string, Severity> {
  // Worst first: the first finding of an object decides.
  const worst = new Map<string, Severity>();
  for (const finding of findingsOf(view, ['network'])) {
    const about = finding.attributes.objectId;
    if (!worst.has(about)) worst.set(about, finding.attributes.severity);
  }
  return worst;
}
