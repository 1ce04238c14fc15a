import type { EntityOf } from '../../../shared/model/entity.ts';
import type { InventoryView } from '../../inventory/view.ts';
import { usedPercent } from '../../capacity/formulas.ts';
import { computed, unknown, type Content, type EntityColumn } from '../build.ts';
import { percent } from '../format.ts';
import type { GeneratorSettings } from '../generator.ts';
import { pagedTable, type PagePart } from '../paged-table.ts';

type Feed = EntityOf<'power-feed'>;

export function powerSections(
  view: InventoryView,
  site: string,
  page: string,
  settings: GeneratorSettings,
): PagePart {
  return pagedTable<Feed>({
    page,
    settings,
    key: 'power-feeds',
    title: 'Power feeds',
    noun: ['feed', 'feeds'],
    entities: view.inPartition('power-feed', site),
    columns,
    reads: [{ kind: 'power-feed', partition: site }],
  });
}

const columns: readonly EntityColumn<Feed>[] = [
  { title: 'Feed', path: 'name' },
  { title: 'Panel', path: 'panel' },
  { title: 'Rack', path: 'rack' },
  { title: 'Type', path: 'type' },
  { title: 'Status', path: 'status' },
  { title: 'Supply', path: 'supply' },
  { title: 'Phase', path: 'phase' },
  { title: 'Voltage', path: 'voltage', align: 'right', format: (volts) => `${volts} V` },
  { title: 'Current', path: 'amperage', align: 'right', format: (amperes) => `${amperes} A` },
  { title: 'Usable', path: 'maximumPercent' },
  { title: 'Available', path: 'availableWatts' },
  { title: 'Draw', path: 'drawWatts' },
  { title: 'Load of the breaker', align: 'right', volatile: true, value: feedLoad },
  { title: 'Description', value: (feed) => feed.attributes.description ?? '' },
];

/** Draw over what the breaker carries; the usable share is the limit, not the whole. */
export function feedLoad(feed: Feed): Content {
  const { drawWatts, capacityWatts } = feed.attributes;
  if (drawWatts === undefined)
    return unknown(feed.unknown['drawWatts'] ?? `draw not given by ${feed.source}`);
  const load = capacityWatts === undefined ? undefined : usedPercent(drawWatts, capacityWatts);
  if (load === undefined) return unknown('the rating of the feed is not known');
  return computed(percent(load), `draw and rating of ${feed.name}`, { volatile: true });
}
