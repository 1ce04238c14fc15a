import type { Block } from '../../../shared/model/block.ts';
import type { EntityOf } from '../../../shared/model/entity.ts';
import type { InventoryView } from '../../inventory/view.ts';
import { entityLink, table, type Content, type EntityColumn } from '../build.ts';
import { diagrams, type GraphEdge, type GraphNode } from '../diagram.ts';
import { number } from '../format.ts';
import type { GeneratorSettings, SectionPlan } from '../generator.ts';
import { devicesIn } from './device-tables.ts';
import { joinParts, pagedTable, type PagePart } from '../paged-table.ts';

type Peer = EntityOf<'bgp-peer'>;

export function routingSections(
  view: InventoryView,
  site: string,
  page: string,
  settings: GeneratorSettings,
): PagePart {
  const peers = pagedTable<Peer>({
    page,
    settings,
    key: 'bgp',
    title: 'BGP sessions',
    noun: ['session', 'sessions'],
    entities: view.inPartition('bgp-peer', site),
    columns: peerColumns(view),
    reads: [{ kind: 'bgp-peer', partition: site }],
    intro: () => sessionDiagram(view, site),
  });
  const withRoutes = devicesIn(view, site).filter(
    (device) => (device.attributes.staticRoutes ?? []).length > 0,
  );
  if (withRoutes.length === 0) return peers;
  const routes: SectionPlan = {
    key: 'static-routes',
    title: 'Static routes',
    level: 2,
    reads: (['switch', 'router', 'firewall', 'device'] as const).map((kind) => ({ kind, partition: site })),
    render: () => [
      table(
        ['Device', 'Prefix', 'Next hop', 'Interface'],
        withRoutes.flatMap((device) =>
          (device.attributes.staticRoutes ?? []).map((route): readonly Content[] => [
            entityLink(device),
            { t: 'fact', text: route.prefix, id: device.id, path: 'staticRoutes' },
            { t: 'fact', text: route.nextHop, id: device.id, path: 'staticRoutes' },
            route.interface ?? '',
          ]),
        ),
      ),
    ],
  };
  return joinParts([peers, { sections: [routes], pages: [] }]);
}

function peerColumns(view: InventoryView): readonly EntityColumn<Peer>[] {
  return [
    { title: 'Session', path: 'name' },
    { title: 'Device', path: 'device' },
    { title: 'VRF', value: (peer) => peer.attributes.vrf ?? 'global' },
    { title: 'Peer address', path: 'peerAddress' },
    { title: 'Peer', value: (peer) => farEnd(view, peer) },
    { title: 'Local AS', path: 'localAsn', align: 'right', format: String },
    { title: 'Peer AS', path: 'remoteAsn', align: 'right', format: String },
    { title: 'Type', path: 'type' },
    { title: 'Admin', path: 'adminUp', format: (up) => (up ? 'started' : 'stopped') },
    { title: 'State', path: 'state' },
    { title: 'Prefixes received', path: 'prefixesReceived', align: 'right', format: (n) => number(n) },
    { title: 'Prefixes sent', path: 'prefixesSent', align: 'right', format: (n) => number(n) },
    { title: 'Uptime', path: 'uptimeSeconds' },
    { title: 'Policy in', path: 'policyIn' },
    { title: 'Policy out', path: 'policyOut' },
    { title: 'Description', value: (peer) => peer.attributes.description ?? '' },
  ];
}

function farEnd(view: InventoryView, peer: Peer): Content {
  const far = view.outbound(peer, 'peers-with').find((entity) => entity.kind === 'bgp-peer');
  if (far?.kind === 'bgp-peer') return entityLink(far, far.attributes.device);
  return peer.attributes.peerName ?? `AS ${peer.attributes.remoteAsn ?? 'unknown'}`;
}

/** Sessions between devices; a session that both ends show is one edge. Outside peers stand for themselves. */
function sessionDiagram(view: InventoryView, site: string): readonly Block[] {
  const nodes = new Map<string, GraphNode>();
  const edges = new Map<string, GraphEdge>();
  for (const peer of view.inPartition('bgp-peer', site)) {
    const { device, peerName, remoteAsn, localAsn, state, peerAddress } = peer.attributes;
    const far = peerName ?? `AS ${remoteAsn ?? 'unknown'} ${peerAddress}`;
    const label = (name: string, asn: number | undefined) =>
      asn === undefined ? name : `${name} (AS ${asn})`;
    if (!nodes.has(device))
      nodes.set(device, {
        id: device,
        label: label(device, localAsn),
        group: 'devices',
        noun: ['device', 'devices'],
      });
    if (!nodes.has(far))
      nodes.set(far, {
        id: far,
        label: peerName === undefined ? far : label(peerName, remoteAsn),
        noun: ['device', 'devices'],
        ...(peerName === undefined ? { shape: 'round' as const, group: 'outside' } : { group: 'devices' }),
      });
    const key = [device, far].toSorted().join('\n');
    const established = state === 'established';
    const known = edges.get(key);
    if (known === undefined || !established)
      edges.set(key, { from: device, to: far, ...(established ? {} : { label: state ?? 'state unknown' }) });
  }
  return diagrams({
    title: `BGP sessions of ${site === '' ? 'devices without a site' : site}`,
    direction: 'down',
    nodes: [...nodes.values()],
    edges: [...edges.values()],
    groups: { devices: 'our devices', outside: 'outside peers' },
  });
}
