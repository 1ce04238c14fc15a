import type { EntityOf } from '../../../shared/model/entity.ts';
import { deviceKinds, networkKinds } from '../../../shared/model/kinds/network.ts';
import type { EntityKind } from '../../../shared/model/kinds/registry.ts';
import { compareNatural } from '../../inventory/natural-order.ts';
import type { InventoryView } from '../../inventory/view.ts';
import { computed, documentLink, list, table, type Content, type EntityColumn } from '../build.ts';
import {
  changesSection,
  glossarySection,
  kindCounts,
  scopeSection,
  sourcesSection,
  type Term,
} from '../common-sections.ts';
import { diagrams, type GraphEdge } from '../diagram.ts';
import { findingCell, findingsOf, findingsPlans } from '../finding-sections.ts';
import { number } from '../format.ts';
import type { DocumentPlan, GeneratorDefinition, GeneratorSettings, SectionPlan } from '../generator.ts';
import { slug } from '../slug.ts';
import { vrfSections } from './address-sections.ts';
import { bySite } from './by-site.ts';
import { estateCapacity } from './capacity-sections.ts';
import { devicesIn } from './device-tables.ts';
import { knownTable } from '../known-columns.ts';
import { deviceOf } from './layer2-diagram.ts';
import { recordPages } from './record-pages.ts';
import { siteKinds, sitePages } from './site-page.ts';
import { wanPages } from './wan-page.ts';

const root = 'network';
const allKinds = Object.keys(networkKinds) as EntityKind[];

export const networkGenerator: GeneratorDefinition = {
  id: root,
  domain: 'network',
  title: 'Network',
  version: 2,
  catalogue: [
    { key: 'scope', title: 'Scope', contains: 'what the document covers and its sources' },
    { key: 'summary', title: 'Summary', contains: 'counts, sites with their devices and findings' },
    {
      key: 'capacity',
      title: 'Capacity and headroom',
      contains: 'ports, oversubscription, LAG N−1, prefixes, feeds, rack units',
    },
    {
      key: 'findings',
      title: 'Findings',
      contains: 'broken rules NW01–NW11, every finding with its evidence',
    },
    { key: 'changes', title: 'Changes', contains: 'what changed in configuration lately' },
    {
      key: 'topology',
      title: 'Topology',
      contains: 'sites and the links between them; layer 2 of each site',
    },
    { key: 'sites', title: 'Sites', contains: 'every site with region, tenant and address' },
    { key: 'racks', title: 'Racks', contains: 'racks of a site and their elevations' },
    {
      key: 'devices',
      title: 'Devices',
      contains: 'role, model, OS, serial, management IP, rack and unit, asset tag',
    },
    {
      key: 'interfaces',
      title: 'Interfaces and ports',
      contains: 'type, speed, duplex, MTU, VLANs, LAG, state, neighbour; panel, power and console ports',
    },
    { key: 'lags', title: 'Link aggregations', contains: 'members and which are active' },
    { key: 'vlans', title: 'VLANs', contains: 'number, name, prefixes, interfaces that carry it' },
    { key: 'vrfs', title: 'VRFs', contains: 'route distinguishers and targets' },
    { key: 'prefixes', title: 'Prefixes', contains: 'VRF, VLAN, use; layer 3 diagram' },
    { key: 'ip-ranges', title: 'IP ranges', contains: 'documented ranges' },
    { key: 'addresses', title: 'IP addresses', contains: 'address, VRF, owner' },
    { key: 'cables', title: 'Cables', contains: 'both ends of every documented cable' },
    { key: 'links', title: 'Observed links', contains: 'neighbours by LLDP and MAC table' },
    { key: 'bgp', title: 'BGP sessions', contains: 'AS numbers, state, prefixes; diagram of sessions' },
    { key: 'static-routes', title: 'Static routes', contains: 'prefix and next hop by device' },
    {
      key: 'wan-topology',
      title: 'Wide area network',
      contains: 'circuits and tunnels between sites and providers',
    },
    { key: 'circuits', title: 'Circuits', contains: 'provider, service, rate, ends' },
    { key: 'tunnels', title: 'Tunnels', contains: 'encapsulation, ends, state' },
    { key: 'power-feeds', title: 'Power feeds', contains: 'rating, available power, draw' },
    {
      key: 'cluster-records',
      title: 'Documented clusters',
      contains: 'clusters as a documentation system records them',
    },
    { key: 'vm-records', title: 'Documented VMs', contains: 'VMs as a documentation system records them' },
    { key: 'sources', title: 'Sources and coverage', contains: 'age of each source, what it could not give' },
    { key: 'glossary', title: 'Glossary', contains: 'the terms used here' },
  ],
  *documents(inventory, settings) {
    const { view, plan } = bySite(inventory);
    for (const document of networkDocuments(view, settings)) yield plan(document);
  },
};

function* networkDocuments(view: InventoryView, settings: GeneratorSettings): Generator<DocumentPlan> {
  const sites = sitesOf(view);
  const detailed = settings.depth !== 'summary';
  const findings = findingsPlans(view, { root, domains: ['network'], settings });
  const wan = detailed ? wanPages(view, `${root}/wan`, root, settings) : [];
  const records = detailed ? recordPages(view, `${root}/documented-vms`, root, settings) : [];
  const vrfs = vrfSections(view, root, settings);
  const link = (site: string): Content =>
    detailed ? documentLink(pageId(site), siteTitle(site)) : siteTitle(site);
  yield {
    id: root,
    title: 'Network',
    sections: [
      scopeSection(view, {
        about: [
          'The network: sites, racks, devices, interfaces, addresses, links, routing, circuits and power. What a documentation system (NetBox) says is intent, marked as documented; what devices say was observed.',
        ],
        kinds: allKinds,
      }),
      summarySection(view, sites, link, [...wan, ...records]),
      estateCapacity(view, sites, link),
      ...findings.sections,
      changesSection(view, { kinds: allKinds, days: settings.changeDays, prose: true }),
      topologySection(view),
      ...sitesSection(view),
      ...vrfs.sections,
      sourcesSection(view, { domains: ['network'] }),
      glossarySection(terms),
    ],
  };
  yield* findings.pages;
  yield* vrfs.pages;
  if (detailed) for (const site of sites) yield* sitePages(view, site, pageId(site), root, settings);
  yield* wan;
  yield* records;
}

/** Every site that anything of the network is filed under; what has none comes last, as ''. */
function sitesOf(view: InventoryView): readonly string[] {
  const names = new Set(siteKinds.flatMap((kind) => view.partitions(kind)));
  return [...names].toSorted((a, b) => Number(a === '') - Number(b === '') || compareNatural(a, b));
}

function pageId(site: string): string {
  return site === '' ? `${root}/without-site` : `${root}/site-${slug(site)}`;
}

function siteTitle(site: string): string {
  return site === '' ? 'without a site' : site;
}

function summarySection(
  view: InventoryView,
  sites: readonly string[],
  link: (site: string) => Content,
  others: readonly DocumentPlan[],
): SectionPlan {
  return {
    key: 'summary',
    title: 'Summary',
    level: 2,
    reads: [...allKinds.map((kind) => ({ kind })), { kind: 'finding' }],
    salt: others.map((plan) => plan.id).join(),
    prose: { about: 'summary' },
    render: () => {
      const bySite = new Map<string, ReturnType<typeof findingsOf>[number][]>();
      for (const finding of findingsOf(view, ['network'])) {
        const site = finding.attributes.objectPartition ?? '';
        const own = bySite.get(site);
        if (own) own.push(finding);
        else bySite.set(site, [finding]);
      }
      return [
        table(['Kind', { title: 'Number', align: 'right' }], kindCounts(view, allKinds)),
        table(
          [
            'Site',
            { title: 'Racks', align: 'right' },
            { title: 'Devices', align: 'right' },
            { title: 'Interfaces', align: 'right' },
            { title: 'VLANs', align: 'right' },
            { title: 'Prefixes', align: 'right' },
            'Findings',
          ],
          sites.map((site): readonly Content[] => {
            const from = site === '' ? 'objects without a site' : `objects of ${site}`;
            const n = (value: number) => computed(number(value), from);
            return [
              link(site),
              n(view.inPartition('rack', site).length),
              n(devicesIn(view, site).length),
              n(view.inPartition('interface', site).length),
              n(view.inPartition('vlan', site).length),
              n(view.inPartition('prefix', site).length),
              findingCell(bySite.get(site) ?? []),
            ];
          }),
          'Sites',
        ),
        ...(others.length === 0 ? [] : [list(others.map((plan) => [documentLink(plan.id, plan.title)]))]),
      ];
    },
  };
}

/** Sites as nodes; links between devices of two sites, and circuits, as lines between them. */
function topologySection(view: InventoryView): SectionPlan {
  return {
    key: 'topology',
    title: 'Topology',
    level: 2,
    reads: [
      { kind: 'site' },
      { kind: 'interface' },
      { kind: 'circuit' },
      ...deviceKinds.map((kind) => ({ kind })),
    ],
    render: () => {
      const sites = sitesOf(view).filter((site) => site !== '');
      const links = new Set<string>();
      const edges: GraphEdge[] = [];
      for (const port of view.all('interface')) {
        for (const end of view.outbound(port, 'connected-to')) {
          if (end.kind !== 'interface' || end.partition === undefined || port.partition === undefined)
            continue;
          if (end.partition === port.partition) continue;
          const key = [port.id, end.id].toSorted().join(' ');
          if (links.has(key) || !deviceOf(view, port)) continue;
          links.add(key);
          edges.push({ from: port.partition, to: end.partition });
        }
      }
      for (const circuit of view.all('circuit')) {
        const at = (circuit.attributes.ends ?? []).flatMap((end) =>
          end.at !== undefined && !end.providerNetwork ? [end.at] : [],
        );
        const [a, b] = at;
        if (a !== undefined && b !== undefined && a !== b) edges.push({ from: a, to: b, label: 'circuit' });
      }
      const region = new Map(view.all('site').map((site) => [site.name, site.attributes.region]));
      return diagrams({
        title: 'Sites and the links between them',
        direction: 'right',
        nodes: sites.map((site) => {
          const group = region.get(site);
          return {
            id: site,
            label: site,
            shape: 'round' as const,
            noun: ['site', 'sites'] as const,
            ...(group === undefined ? {} : { group }),
          };
        }),
        edges,
      });
    },
  };
}

function sitesSection(view: InventoryView): readonly SectionPlan[] {
  const sites = view.all('site');
  if (sites.length === 0) return [];
  const columns: readonly EntityColumn<EntityOf<'site'>>[] = [
    { title: 'Site', path: 'name' },
    { title: 'Status', path: 'status' },
    { title: 'Region', path: 'region' },
    { title: 'Group', value: (site) => site.attributes.group ?? '' },
    { title: 'Tenant', path: 'tenant' },
    { title: 'Facility', value: (site) => site.attributes.facility ?? '' },
    { title: 'Address', path: 'address' },
    { title: 'AS numbers', path: 'asns', format: (asns) => asns.join(', ') },
    { title: 'Contacts', value: (site) => (site.attributes.contacts ?? []).join('; ') },
    { title: 'Locations', value: (site) => (site.attributes.locations ?? []).join(', ') },
    { title: 'Time zone', path: 'timeZone' },
  ];
  return [
    {
      key: 'sites',
      title: 'Sites',
      level: 2,
      reads: [{ kind: 'site' }],
      render: () => [...knownTable({ entities: sites, home: true, columns })],
    },
  ];
}

const terms: readonly Term[] = [
  ['documented', 'What a documentation system says should be; nobody asked the device.'],
  ['LAG', 'Link aggregation group: several links that work as one.'],
  ['LLDP', 'Link Layer Discovery Protocol: devices announce themselves to their neighbours.'],
  ['VRF', 'A routing table of its own; addresses may repeat between VRFs.'],
  ['BGP', 'Border Gateway Protocol: how routers exchange routes between autonomous systems (AS).'],
  [
    'oversubscription',
    'Bandwidth towards hosts over bandwidth of the active uplinks; 3:1 is usual for a leaf.',
  ],
  ['elevation', 'What stands in which unit (U) of a rack, from the top down.'],
  ['container', 'A prefix that holds other prefixes; its use is the space given to them.'],
  ['aggregate', 'A block of addresses that all prefixes in it are cut from.'],
];
