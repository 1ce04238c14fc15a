import type { Block } from '../../../shared/model/block.ts';
import type { Entity, EntityOf } from '../../../shared/model/entity.ts';
import type { EntityId } from '../../../shared/model/ids.ts';
import type { Severity } from '../../../shared/model/severity.ts';
import type { InventoryView } from '../../inventory/view.ts';
import { entityLink, table, type Content, type EntityColumn } from '../build.ts';
import { diagrams, type GraphEdge, type GraphNode } from '../diagram.ts';
import { findingsOf } from '../finding-sections.ts';
import { megabits, number } from '../format.ts';
import type { GeneratorSettings, SectionPlan } from '../generator.ts';
import { devicesIn, isDevice, type NetworkDevice } from './device-tables.ts';
import { joinParts, pagedTable, type PagePart } from './paged-table.ts';

type Port = EntityOf<'interface'>;
type Cable = EntityOf<'cable'>;

/** The device that a port is part of. */
export function deviceOf(view: InventoryView, port: Entity): NetworkDevice | undefined {
  return view.outbound(port, 'part-of').find((entity) => isDevice(entity));
}

/** One connection between a port of a device and what is at its other end, each physical link once. */
interface Link {
  readonly from: Entity;
  readonly to: Entity;
  readonly ports: readonly [Port, Entity];
}

/**
 * Links of the devices of one site. A link that both ends state, or that LLDP and the MAC table both show, is one.
 */
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
      if (!links.has(key)) links.set(key, { from, to, ports: [port, end] });
    }
  }
  return [...links.values()];
}

const shapes = { router: 'round', firewall: 'hexagon', switch: 'box', device: 'stack' } as const;

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

/** Devices and what hangs on them. A LAG, like any parallel links, is one edge that says how many links it is. */
function layer2Diagram(view: InventoryView, site: string): readonly Block[] {
  const links = linksIn(view, site);
  const nodes = new Map<EntityId, GraphNode>();
  // Worst first: the first finding of an object decides.
  const worst = new Map<string, Severity>();
  for (const finding of findingsOf(view, ['network'])) {
    const about = finding.attributes.objectId;
    if (!worst.has(about)) worst.set(about, finding.attributes.severity);
  }
  const add = (entity: Entity) => {
    if (nodes.has(entity.id)) return;
    const here = entity.partition === site;
    const severity = worst.get(entity.id);
    nodes.set(entity.id, {
      id: entity.id,
      label: entity.name,
      entity: entity.id,
      ...(isDevice(entity)
        ? { shape: shapes[entity.kind], noun: ['device', 'devices'] as const }
        : { noun: ['host', 'hosts'] as const }),
      ...(here && isDevice(entity) && entity.attributes.rack !== undefined
        ? { group: entity.attributes.rack }
        : {}),
      ...(!here && isDevice(entity) ? { group: `site ${entity.partition ?? 'unknown'}` } : {}),
      ...(severity === undefined ? {} : { severity }),
    });
  };
  for (const { from, to } of links) {
    add(from);
    add(to);
  }
  const edges = links.map(({ from, to, ports }): GraphEdge => {
    const lag = ports[0].attributes.lag;
    return { from: from.id, to: to.id, ...(lag === undefined ? {} : { label: 'LAG' }) };
  });
  const racks = [...new Set([...nodes.values()].flatMap((node) => node.group ?? []))];
  return diagrams({
    title: `Layer 2 of ${site === '' ? 'devices without a site' : site}`,
    direction: 'down',
    nodes: [...nodes.values()],
    edges,
    groups: Object.fromEntries(racks.map((rack) => [rack, rack.startsWith('site ') ? rack : `rack ${rack}`])),
  });
}

/** Cables as documented, and neighbours as observed. */
export function linkSections(
  view: InventoryView,
  site: string,
  page: string,
  settings: GeneratorSettings,
): PagePart {
  const cables = pagedTable<Cable>({
    page,
    key: 'cables',
    title: 'Cables',
    noun: ['cable', 'cables'],
    entities: view.inPartition('cable', site),
    columns: cableColumns(view),
    reads: [{ kind: 'cable', partition: site }],
    settings,
  });
  const observed = view
    .inPartition('interface', site)
    .some((port) => port.attributes.intent !== true && port.attributes.peer !== undefined);
  if (!observed) return cables;
  const links: SectionPlan = {
    key: 'links',
    title: 'Observed links',
    level: 2,
    reads: [{ kind: 'interface', partition: site }],
    render: () => [observedLinks(view, site)],
  };
  return joinParts([cables, { sections: [links], pages: [] }]);
}

function cableColumns(view: InventoryView): readonly EntityColumn<Cable>[] {
  return [
    { title: 'Cable', path: 'name' },
    { title: 'Status', path: 'status' },
    { title: 'Type', path: 'type' },
    { title: 'A end', value: (cable) => endText(view, cable, 'aEnds') },
    { title: 'B end', value: (cable) => endText(view, cable, 'bEnds') },
    { title: 'Label', path: 'label' },
    { title: 'Colour', path: 'color' },
    { title: 'Length', path: 'lengthMeters', format: (meters) => `${number(meters, 2)} m` },
    { title: 'Description', value: (cable) => cable.attributes.description ?? '' },
  ];
}

function endText(view: InventoryView, cable: Cable, side: 'aEnds' | 'bEnds'): Content {
  const ends = cable.attributes[side];
  if (ends.length === 0) return 'not connected';
  const attached = view.outbound(cable, 'attached-to');
  return ends.flatMap((end, i) => {
    const text = `${end.on} ${end.port}`;
    const entity = attached.find(
      (one) =>
        one.name === (one.kind === 'circuit' ? end.on : end.port) &&
        (one.kind === 'circuit' || !('device' in one.attributes) || one.attributes.device === end.on),
    );
    const place = [end.rack, end.site].filter((part) => part !== undefined).join(', ');
    return [
      ...(i === 0 ? [] : ['; ']),
      entity ? entityLink(entity, text) : text,
      ` (${end.kind}${place === '' ? '' : `, ${place}`})`,
    ];
  });
}

function observedLinks(view: InventoryView, site: string): Block {
  const ports = view
    .inPartition('interface', site)
    .filter((port) => port.attributes.intent !== true && port.attributes.peer !== undefined);
  const shown = new Set<string>();
  const rows = ports.flatMap((port): (readonly Content[])[] => {
    const far = view.outbound(port, 'connected-to').filter((entity) => entity.id !== port.id);
    const end =
      far.find((entity) => entity.kind === 'interface' && entity.attributes.intent !== true) ?? far[0];
    const key = [port.id, end?.id ?? port.attributes.peer ?? ''].toSorted().join(' ');
    // Both ends of a link between two devices of this site state it.
    if (shown.has(key)) return [];
    shown.add(key);
    const { peer = '', peerSource, speedMbps, lag } = port.attributes;
    return [
      [
        entityLink(port, `${port.attributes.device} ${port.name}`),
        end
          ? entityLink(end, end.kind === 'interface' ? `${end.attributes.device} ${end.name}` : peer)
          : peer,
        speedMbps === undefined ? '' : megabits(speedMbps),
        lag ?? '',
        peerSource === 'mac-table' ? 'MAC table' : 'LLDP',
      ],
    ];
  });
  return table(['Port', 'Neighbour', { title: 'Speed', align: 'right' }, 'LAG', 'Seen by'], rows);
}
