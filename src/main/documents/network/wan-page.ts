import type { Block } from '../../../shared/model/block.ts';
import type { EntityOf } from '../../../shared/model/entity.ts';
import { compareNatural } from '../../inventory/natural-order.ts';
import type { InventoryView } from '../../inventory/view.ts';
import { type EntityColumn } from '../build.ts';
import { diagrams, type GraphEdge, type GraphNode } from '../diagram.ts';
import { megabits } from '../format.ts';
import type { DocumentPlan, GeneratorSettings, SectionPlan } from '../generator.ts';
import { isDevice } from './device-tables.ts';
import { joinParts, pagedTable } from '../paged-table.ts';

type Circuit = EntityOf<'circuit'>;
type Tunnel = EntityOf<'tunnel'>;

/** Circuits and tunnels: what leaves a site. */
export function wanPages(
  view: InventoryView,
  page: string,
  parent: string,
  settings: GeneratorSettings,
): readonly DocumentPlan[] {
  const circuits = view.all('circuit');
  const tunnels = view.all('tunnel');
  if (circuits.length + tunnels.length === 0) return [];
  const diagram: SectionPlan = {
    key: 'wan-topology',
    title: 'Wide area network',
    level: 2,
    reads: [{ kind: 'circuit' }, { kind: 'tunnel' }],
    render: () => wanDiagram(view, circuits, tunnels),
  };
  const part = joinParts([
    pagedTable<Circuit>({
      page,
      settings,
      key: 'circuits',
      title: 'Circuits',
      noun: ['circuit', 'circuits'],
      entities: circuits,
      columns: circuitColumns,
      reads: [{ kind: 'circuit' }],
    }),
    pagedTable<Tunnel>({
      page,
      settings,
      key: 'tunnels',
      title: 'Tunnels',
      noun: ['tunnel', 'tunnels'],
      entities: tunnels,
      columns: tunnelColumns,
      reads: [{ kind: 'tunnel' }],
    }),
  ]);
  return [
    { id: page, title: 'Circuits and tunnels', parent, sections: [diagram, ...part.sections] },
    ...part.pages,
  ];
}

const circuitColumns: readonly EntityColumn<Circuit>[] = [
  { title: 'Circuit', path: 'name' },
  { title: 'Provider', path: 'provider' },
  { title: 'Service', path: 'type' },
  { title: 'Status', path: 'status' },
  { title: 'Committed rate', path: 'commitMbps', format: megabits },
  {
    title: 'Ends',
    path: 'ends',
    format: (ends) =>
      ends
        .toSorted((a, b) => compareNatural(a.side, b.side))
        .map((end) => endText(end))
        .join('; '),
  },
  { title: 'Tenant', path: 'tenant' },
  { title: 'Installed', path: 'installedOn' },
  { title: 'Ends on', path: 'terminatesOn' },
  { title: 'Description', value: (circuit) => circuit.attributes.description ?? '' },
];

function endText(end: NonNullable<Circuit['attributes']['ends']>[number]): string {
  const details = [
    end.port,
    end.speedMbps === undefined ? undefined : megabits(end.speedMbps),
    end.crossConnect && `cross-connect ${end.crossConnect}`,
    end.patchPanel && `panel ${end.patchPanel}`,
  ].filter((part) => part !== undefined && part !== '');
  const at = end.at ?? 'place not recorded';
  return `${end.side}: ${at}${end.providerNetwork && end.at !== undefined ? ' (provider network)' : ''}${details.length > 0 ? `, ${details.join(', ')}` : ''}`;
}

const tunnelColumns: readonly EntityColumn<Tunnel>[] = [
  { title: 'Tunnel', path: 'name' },
  { title: 'Status', path: 'status' },
  { title: 'Encapsulation', path: 'encapsulation' },
  { title: 'Encryption', path: 'encryption' },
  {
    title: 'Ends',
    path: 'ends',
    format: (ends) =>
      ends.length === 0
        ? 'none'
        : ends
            .map((end) =>
              [end.device, end.interface, end.outsideIp].filter((part) => part !== undefined).join(' '),
            )
            .join(' – '),
  },
  { title: 'Group', path: 'group' },
  { title: 'Uptime', path: 'uptimeSeconds' },
  { title: 'Description', value: (tunnel) => tunnel.attributes.description ?? '' },
];

/** Sites and providers, with circuits as lines between them and tunnels between the sites of their devices. */
function wanDiagram(
  view: InventoryView,
  circuits: readonly Circuit[],
  tunnels: readonly Tunnel[],
): readonly Block[] {
  const nodes = new Map<string, GraphNode>();
  const edges: GraphEdge[] = [];
  const site = (name: string): string => {
    const id = `site ${name}`;
    if (!nodes.has(id)) nodes.set(id, { id, label: name, group: 'sites', noun: ['site', 'sites'] });
    return id;
  };
  const outside = (name: string): string => {
    const id = `outside ${name}`;
    if (!nodes.has(id))
      nodes.set(id, { id, label: name, shape: 'round', group: 'outside', noun: ['network', 'networks'] });
    return id;
  };
  for (const circuit of circuits) {
    const ends = circuit.attributes.ends ?? [];
    const provider = circuit.attributes.provider ?? 'unknown provider';
    const points = ends.map((end) =>
      end.at !== undefined && !end.providerNetwork ? site(end.at) : outside(end.at ?? provider),
    );
    const [a, b] = points;
    if (a !== undefined) edges.push({ from: a, to: b ?? outside(provider), label: circuit.name });
  }
  for (const tunnel of tunnels) {
    const points = (tunnel.attributes.ends ?? []).map((end) => {
      const device = view
        .outbound(tunnel, 'attached-to')
        .find((entity) => isDevice(entity) && entity.name === end.device);
      return device?.partition === undefined ? outside(end.device) : site(device.partition);
    });
    const [a, b] = points;
    if (a !== undefined && b !== undefined && a !== b) edges.push({ from: a, to: b, label: tunnel.name });
  }
  return diagrams({
    title: 'Wide area network',
    direction: 'right',
    nodes: [...nodes.values()],
    edges,
    groups: { sites: 'sites', outside: 'outside' },
  });
}
