import type { Block } from '../../../shared/model/block.ts';
import type { Entity } from '../../../shared/model/entity.ts';
import { entityKinds, kindDefinition, type EntityKind } from '../../../shared/model/kinds/registry.ts';
import { compareNatural } from '../../inventory/natural-order.ts';
import type { InventoryView } from '../../inventory/view.ts';
import { computed, entityLink, paragraph, table, unknown, type Content } from '../build.ts';
import { kindTitle } from '../change-text.ts';
import { count, number, percent, watts } from '../format.ts';
import { rackUse } from './summary.ts';

/** Sites with what they hold, and racks with how full they are. */
export function placesBlocks(view: InventoryView, limit: number): readonly Block[] {
  const sites = view.all('site');
  const racks = rackUse(view);
  if (sites.length + racks.length === 0) {
    return [paragraph(unknown('no source documents sites or racks'))];
  }
  const devices = (['switch', 'router', 'firewall', 'device'] as const).flatMap((kind) => view.all(kind));
  const bySite = Map.groupBy(devices, (device) => `${device.source}\n${device.attributes.site ?? ''}`);
  const arraysBySite = Map.groupBy(view.all('array'), (array) => array.attributes.site ?? '');
  const right = (title: string) => ({ title, align: 'right' as const });
  const blocks: Block[] = [];
  if (sites.length > 0) {
    blocks.push(
      table(
        [
          'Site',
          right('Racks'),
          right('Rack units used'),
          right('Devices'),
          right('Arrays'),
          right('Power'),
          'Source',
        ],
        sites.map((site): readonly Content[] => {
          const own = racks.filter(
            ({ rack }) => rack.source === site.source && rack.attributes.site === site.name,
          );
          const height = own.reduce((sum, rack) => sum + rack.height, 0);
          const used = own.reduce((sum, rack) => sum + rack.used, 0);
          const here = bySite.get(`${site.source}\n${site.name}`) ?? [];
          const power = here.flatMap((device) => device.attributes.powerWatts ?? []);
          return [
            entityLink(site),
            computed(number(own.length), `racks of ${site.name}`),
            unitsCell(used, height, site.name),
            computed(number(here.length), `devices of ${site.name}`),
            computed(number(arraysBySite.get(site.name)?.length ?? 0), `arrays of ${site.name}`),
            power.length === 0
              ? unknown('no device here reports its power')
              : computed(
                  watts(power.reduce((sum, value) => sum + value, 0)),
                  `${power.length} of ${here.length} devices`,
                  { volatile: true },
                ),
            site.source,
          ];
        }),
        'Sites',
      ),
    );
  }
  if (racks.length > 0) {
    const fullestFirst = racks.toSorted(
      (a, b) =>
        compareNatural(a.rack.attributes.site ?? '', b.rack.attributes.site ?? '') ||
        compareNatural(a.rack.name, b.rack.name),
    );
    blocks.push(
      table(
        ['Rack', 'Site', right('Units'), right('Used'), right('Devices'), 'Source'],
        fullestFirst
          .slice(0, limit)
          .map(({ rack, used, height, devices: n }): readonly Content[] => [
            entityLink(rack),
            rack.attributes.site ?? unknown(`not given by ${rack.source}`),
            height === 0 ? unknown(`not given by ${rack.source}`) : `${number(height)} U`,
            unitsCell(used, height, rack.name),
            computed(number(n), `devices in ${rack.name}`),
            rack.source,
          ]),
        'Racks',
      ),
    );
    if (racks.length > limit) {
      blocks.push(paragraph(`${count(racks.length - limit, 'more rack')} in the network document.`));
    }
  }
  return blocks;
}

function unitsCell(used: number, height: number, where: string): Content {
  return height === 0
    ? unknown('the height of the racks is not given')
    : computed(
        `${number(used, Number.isInteger(used) ? 0 : 1)} U (${percent((100 * used) / height)})`,
        `devices of ${where} that say where they stand`,
      );
}

/** Labels and attributes that say who is responsible. */
const ownerLabels = /(^|[./_-])(owner|team|responsible|tenant|contact|cost-?cent(er|re))$/i;

const judgedLabels = new Map<string, boolean>();

/** A large estate has the same few labels tens of thousands of times. */
function isOwnerLabel(label: string): boolean {
  let judged = judgedLabels.get(label);
  if (judged === undefined) {
    if (judgedLabels.size > 10_000) judgedLabels.clear();
    judged = ownerLabels.test(label);
    judgedLabels.set(label, judged);
  }
  return judged;
}

/** Who is responsible for what, as far as labels, tenants and namespaces say. */
export function ownersBlocks(view: InventoryView): readonly Block[] {
  const owners = new Map<string, Map<EntityKind, Owned>>();
  let owned = 0;
  for (const kind of entityKinds) {
    // What comes and goes belongs to whom its workload belongs to.
    if (kind === 'finding' || kindDefinition(kind).runtime === true) continue;
    for (const [owner, members] of ownedBy(view.all(kind) as readonly Entity[])) {
      owned += members.count;
      const kinds = owners.get(owner) ?? new Map<EntityKind, Owned>();
      owners.set(owner, kinds);
      kinds.set(kind, members);
    }
  }
  if (owners.size === 0) {
    return [
      paragraph(
        unknown('no label, tenant or namespace says who is responsible; label objects with owner or team'),
      ),
    ];
  }
  const rows = [...owners].toSorted(([a], [b]) => compareNatural(a, b));
  return [
    paragraph(
      computed(count(owned, 'object'), 'labels, tenants and namespaces'),
      ' say who is responsible for them.',
    ),
    table(
      ['Responsible', 'For', 'Sources'],
      rows.map(([owner, kinds]): readonly Content[] => {
        const parts = [...kinds].map(
          ([kind, members]) => `${number(members.count)} ${kindTitle(kind, members.count)}`,
        );
        const sources = new Set([...kinds.values()].flatMap((members) => [...members.sources]));
        return [
          owner,
          computed(parts.join(', '), `what names ${owner}`),
          [...sources].toSorted(compareNatural).join(', '),
        ];
      }),
    ),
  ];
}

/** What of one kind names the same owner. */
interface Owned {
  readonly count: number;
  readonly sources: ReadonlySet<string>;
}

const ownedLists = new WeakMap<readonly Entity[], ReadonlyMap<string, Owned>>();

/** By owner. Kept by the list of a kind, which a view hands out unchanged while nothing of the kind changes. */
function ownedBy(entities: readonly Entity[]): ReadonlyMap<string, Owned> {
  const known = ownedLists.get(entities);
  if (known !== undefined) return known;
  const found = new Map<string, { count: number; sources: Set<string> }>();
  for (const entity of entities) {
    const owner = ownerOf(entity);
    if (owner === undefined) continue;
    let own = found.get(owner);
    if (!own) found.set(owner, (own = { count: 0, sources: new Set() }));
    own.count += 1;
    own.sources.add(entity.source);
  }
  ownedLists.set(entities, found);
  return found;
}

/** A namespace's owner, a tenant as the documentation of the network has it, or a label. */
function ownerOf(entity: Entity): string | undefined {
  if (entity.kind === 'namespace' && entity.attributes.owner !== undefined) return entity.attributes.owner;
  if ('tenant' in entity.attributes && kindDefinition(entity.kind).domain === 'network') {
    return entity.attributes.tenant;
  }
  for (const label in entity.labels) {
    if (isOwnerLabel(label) && entity.labels[label] !== '') return entity.labels[label];
  }
  return undefined;
}
