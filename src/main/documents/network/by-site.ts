import type { Entity, EntityOf } from '../../../shared/model/entity.ts';
import { deviceKinds } from '../../../shared/model/kinds/network.ts';
import type { EntityId } from '../../../shared/model/ids.ts';
import type { EntityKind } from '../../../shared/model/kinds/registry.ts';
import { compareNatural } from '../../inventory/natural-order.ts';
import type { InventoryView } from '../../inventory/view.ts';
import type { DocumentPlan } from '../generator.ts';

/** The inventory with everything filed by its site, and plans that still read what it is really filed under. */
export interface BySite {
  readonly view: InventoryView;
  readonly plan: (plan: DocumentPlan) => DocumentPlan;
}

/**
 * A source that asks one device after the other files each under its own name, because each is read or silent by
 * itself. For a reader that is no place: such a device belongs to the site that it is said to stand at, or to none.
 */
export function bySite(inventory: InventoryView): BySite {
  const siteOf = ownPartitions(inventory);
  if (siteOf.size === 0) return { view: inventory, plan: (plan) => plan };
  const standing = new Map<string, string[]>();
  for (const { partition, site } of siteOf.values())
    standing.set(site, [...(standing.get(site) ?? []), partition]);
  return {
    view: filedAnew(inventory, siteOf),
    plan: (plan) => ({
      ...plan,
      sections: plan.sections.map((section) => ({
        ...section,
        reads: section.reads.flatMap((read) =>
          read.partition === undefined || read.kind === 'finding'
            ? [read]
            : [
                read,
                ...(standing.get(read.partition) ?? []).map((partition) => ({ kind: read.kind, partition })),
              ],
        ),
      })),
    }),
  };
}

type Sites = ReadonlyMap<string, { readonly partition: string; readonly site: string }>;

const keyOf = (source: string, partition: string): string => `${source}\n${partition}`;

/** Partitions that hold one device that is called like them, and no site or rack. */
function ownPartitions(view: InventoryView): Sites {
  const places = new Set(
    [...view.all('site'), ...view.all('rack')].map((place) => keyOf(place.source, place.partition ?? '')),
  );
  const devices = new Map<string, EntityOf<(typeof deviceKinds)[number]>[]>();
  for (const kind of deviceKinds)
    for (const device of view.all(kind)) {
      const key = keyOf(device.source, device.partition ?? '');
      const own = devices.get(key);
      if (own) own.push(device);
      else devices.set(key, [device]);
    }
  const sites = new Map<string, { partition: string; site: string }>();
  for (const [key, [device, another]] of devices)
    if (device && !another && device.partition === device.name && !places.has(key))
      sites.set(key, { partition: device.name, site: device.attributes.site ?? '' });
  return sites;
}

function filedAnew(inventory: InventoryView, siteOf: Sites): InventoryView {
  const known = new Map<string, Entity>();
  const anew = (entity: Entity): Entity => {
    let found = known.get(entity.id);
    if (found === undefined) known.set(entity.id, (found = moved(entity)));
    return found;
  };
  const moved = (entity: Entity): Entity => {
    if (entity.kind === 'finding') {
      const about = inventory.get(entity.attributes.objectId as EntityId);
      const site = about === undefined ? undefined : siteFor(about);
      return site === undefined
        ? entity
        : { ...entity, attributes: { ...entity.attributes, objectPartition: site } };
    }
    const site = siteFor(entity);
    if (site === undefined) return entity;
    const { partition: _, ...rest } = entity;
    return site === '' ? rest : { ...rest, partition: site };
  };
  const siteFor = ({ source, partition }: Entity): string | undefined =>
    partition === undefined ? undefined : siteOf.get(keyOf(source, partition))?.site;
  const original = (entity: Entity): Entity => inventory.get(entity.id) ?? entity;

  const kinds = new Map<EntityKind, ReadonlyMap<string, Entity[]>>();
  const filed = (kind: EntityKind): ReadonlyMap<string, Entity[]> => {
    const done = kinds.get(kind);
    if (done) return done;
    const sites = new Map<string, Entity[]>();
    for (const entity of inventory.all(kind) as readonly Entity[]) {
      const own = anew(entity);
      const list = sites.get(own.partition ?? '');
      if (list) list.push(own);
      else sites.set(own.partition ?? '', [own]);
    }
    kinds.set(kind, sites);
    return sites;
  };
  return {
    ...inventory,
    // They are of the kind that was asked for, filed elsewhere.
    all: <K extends EntityKind>(kind: K) =>
      (inventory.all(kind) as readonly Entity[]).map((entity) => anew(entity)) as unknown as EntityOf<K>[],
    inPartition: <K extends EntityKind>(kind: K, partition: string) =>
      (filed(kind).get(partition) ?? []) as unknown as EntityOf<K>[],
    partitions: (kind) => [...filed(kind).keys()].toSorted(compareNatural),
    get(id) {
      const entity = inventory.get(id);
      return entity && anew(entity);
    },
    byKey: (key) => inventory.byKey(key).map((entity) => anew(entity)),
    outbound: (from, type) => inventory.outbound(original(from), type).map((entity) => anew(entity)),
    inbound: (to, type, kind) => inventory.inbound(original(to), type, kind).map((entity) => anew(entity)),
    confirmedAt: (entity) => inventory.confirmedAt(original(entity)),
  };
}
