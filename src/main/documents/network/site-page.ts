import type { EntityOf } from '../../../shared/model/entity.ts';
import type { networkKinds } from '../../../shared/model/kinds/network.ts';
import type { EntityKind } from '../../../shared/model/kinds/registry.ts';
import type { InventoryView } from '../../inventory/view.ts';
import { fact, type Content } from '../build.ts';
import { changesSection, scopeSection } from '../common-sections.ts';
import { findingsOnPage } from '../finding-sections.ts';
import type { DocumentPlan, GeneratorSettings } from '../generator.ts';
import { addressSections } from './address-sections.ts';
import { siteCapacity } from './capacity-sections.ts';
import { deviceSections } from './device-tables.ts';
import { topologySection } from './layer2-diagram.ts';
import { linkSections } from './link-sections.ts';
import { joinParts } from '../paged-table.ts';
import { lagSections, portSections } from './port-sections.ts';
import { powerSections } from './power-sections.ts';
import { rackSections } from './rack-elevation.ts';
import { routingSections } from './routing-sections.ts';

/** Kinds whose entities stand on the page of their site; the others have pages of their own. */
export const siteKinds = [
  'site',
  'rack',
  'router',
  'firewall',
  'switch',
  'device',
  'interface',
  'device-port',
  'cable',
  'vlan',
  'prefix',
  'ip-range',
  'ip-address',
  'bgp-peer',
  'power-feed',
] as const satisfies readonly (keyof typeof networkKinds)[];

/** One site from racks to power, with the further pages that its tables take. `site` is '' for what has none. */
export function sitePages(
  view: InventoryView,
  site: string,
  page: string,
  root: string,
  settings: GeneratorSettings,
): readonly DocumentPlan[] {
  const kinds: readonly EntityKind[] = siteKinds;
  const parts = joinParts([
    { sections: rackSections(view, site, settings), pages: [] },
    deviceSections(view, site, page, settings),
    portSections(view, site, page, settings),
    { sections: lagSections(view, site), pages: [] },
    addressSections(view, site, page, settings),
    linkSections(view, site, page, settings),
    routingSections(view, site, page, settings),
    powerSections(view, site, page, settings),
  ]);
  const name = site === '' ? 'Without a site' : site;
  return [
    {
      id: page,
      title: site === '' ? 'Network: without a site' : `Network of ${site}`,
      parent: root,
      sections: [
        scopeSection(view, {
          about: [
            site === ''
              ? 'What the network’s sources do not assign to any site: VLANs, prefixes and addresses of the whole estate among them.'
              : `Everything network that stands at ${name}: racks, devices, interfaces, addresses, links, routing and power.`,
          ],
          kinds,
          partition: site,
          facts: () => view.inPartition('site', site).flatMap((entity) => siteFacts(entity)),
        }),
        siteCapacity(view, site),
        findingsOnPage(view, {
          domains: ['network'],
          concerns: (finding) => (finding.attributes.objectPartition ?? '') === site,
          root,
        }),
        ...topologySection(view, site),
        ...parts.sections,
        changesSection(view, { kinds, days: settings.changeDays, partition: site }),
      ],
    },
    ...parts.pages,
  ];
}

function siteFacts(site: EntityOf<'site'>): (readonly [string, Content])[] {
  const paths = [
    ['Status', 'status'],
    ['Region', 'region'],
    ['Group', 'group'],
    ['Tenant', 'tenant'],
    ['Facility', 'facility'],
    ['Address', 'address'],
    ['Time zone', 'timeZone'],
    ['Locations', 'locations'],
    ['AS numbers', 'asns'],
    ['Contacts', 'contacts'],
    ['Description', 'description'],
    ['Comments', 'comments'],
  ] as const;
  return paths.flatMap(([title, path]): (readonly [string, Content])[] =>
    site.attributes[path] === undefined
      ? []
      : [
          [
            `${title} (${site.source})`,
            fact(site, path, path === 'asns' ? (value) => String(value) : undefined),
          ],
        ],
  );
}
