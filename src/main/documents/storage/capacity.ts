import type { EntityOf } from '../../../shared/model/entity.ts';
import { daysToFull, type Forecast } from '../../capacity/forecast.ts';
import { overcommit, usedPercent } from '../../capacity/formulas.ts';
import { addablePools } from '../../capacity/pool-space.ts';
import { computed, entityTable, facts, paragraph, unknown, type Content } from '../build.ts';
import { bytes, percent } from '../format.ts';
import { forecastCell } from '../forecast.ts';
import type { SectionPlan } from '../generator.ts';
import type { Part } from './estate.ts';
import { usedCell } from './space.ts';

/** At how much a pool or a volume counts as full for the forecast: all of it. */
const soonest = 15;

/** Headroom by the formulas of the catalogue: pools with what they promised, volumes with when they will be full. */
export function capacitySection(part: Part): SectionPlan {
  return {
    key: 'capacity',
    title: 'Capacity and headroom',
    level: 2,
    reads: part.reads('pool', 'volume'),
    render: () => {
      const pools = part.of('pool');
      const volumes = part.of('volume');
      if (pools.length + volumes.length === 0) return [paragraph('No pools or volumes are known.')];
      const promised = promisedByPool(volumes);
      const next = soonestFull(volumes);
      return [
        facts(totals(part, pools, promised)),
        entityTable({
          entities: pools,
          caption: 'Pools: used, promised and when they are full',
          columns: [
            { title: 'Pool', path: 'name' },
            { title: 'Usable', path: 'sizeBytes' },
            { title: 'Used', path: 'usedBytes' },
            { title: 'Used %', align: 'right', volatile: true, value: usedCell },
            { title: 'Promised', align: 'right', value: (pool) => promisedCell(pool, promised) },
            { title: 'Overcommit', align: 'right', value: (pool) => overcommitCell(pool, promised) },
            { title: 'Days to full', align: 'right', volatile: true, value: daysCell },
          ],
        }),
        ...(next.length === 0
          ? [paragraph('No volume has a steady trend yet: it takes 14 daily readings.')]
          : [
              entityTable({
                entities: next,
                caption: 'Volumes that are full first',
                columns: [
                  { title: 'Volume', path: 'name' },
                  { title: 'Array', path: 'array' },
                  { title: 'Size', path: 'sizeBytes' },
                  { title: 'Used %', align: 'right', volatile: true, value: usedCell },
                  { title: 'Days to full', align: 'right', volatile: true, value: daysCell },
                ],
              }),
            ]),
      ];
    },
  };
}

/** Σ volume sizes by pool, as `array pool`. */
function promisedByPool(volumes: readonly EntityOf<'volume'>[]): ReadonlyMap<string, number> {
  const promised = new Map<string, number>();
  for (const { source, partition, attributes } of volumes) {
    if (attributes.pool === undefined || attributes.sizeBytes === undefined) continue;
    const key = poolKey(source, partition, attributes.pool);
    promised.set(key, (promised.get(key) ?? 0) + attributes.sizeBytes);
  }
  return promised;
}

function poolKey(source: string, array: string | undefined, pool: string): string {
  return JSON.stringify([source, array ?? '', pool]);
}

function promisedTo(pool: EntityOf<'pool'>, promised: ReadonlyMap<string, number>): number {
  const { source, partition, name } = pool;
  // Volumes name their pool as the array does; the entity's name has the array before it.
  const short =
    partition !== undefined && name.startsWith(`${partition} `) ? name.slice(partition.length + 1) : name;
  return (
    promised.get(poolKey(source, partition, short)) ?? promised.get(poolKey(source, partition, name)) ?? 0
  );
}

function promisedCell(pool: EntityOf<'pool'>, promised: ReadonlyMap<string, number>): Content {
  return computed(bytes(promisedTo(pool, promised)), `sizes of the volumes in ${pool.name}`);
}

function overcommitCell(pool: EntityOf<'pool'>, promised: ReadonlyMap<string, number>): Content {
  const { sizeBytes } = pool.attributes;
  const share = sizeBytes === undefined ? undefined : overcommit(promisedTo(pool, promised), sizeBytes);
  return share === undefined
    ? unknown(pool.unknown['sizeBytes'] ?? `not given by ${pool.source}`)
    : computed(percent(100 * share), `sizes of the volumes in ${pool.name} and its own`);
}

function forecastOf(entity: EntityOf<'pool'> | EntityOf<'volume'>): Forecast {
  const { sizeBytes } = entity.attributes;
  if (sizeBytes === undefined) return { type: 'none', reason: `the size was not given by ${entity.source}` };
  const capacity = entity.samples?.['sizeBytes'];
  return daysToFull(entity.samples?.['usedBytes'] ?? [], sizeBytes, { ...(capacity && { capacity }) });
}

function daysCell(entity: EntityOf<'pool'> | EntityOf<'volume'>): Content {
  return forecastCell(forecastOf(entity), entity.name);
}

function soonestFull(volumes: readonly EntityOf<'volume'>[]): readonly EntityOf<'volume'>[] {
  return volumes
    .flatMap((volume) => {
      const forecast = forecastOf(volume);
      if (forecast.type === 'full') return [{ volume, days: 0 }];
      return forecast.type === 'days' ? [{ volume, days: forecast.days }] : [];
    })
    .toSorted((a, b) => a.days - b.days || (a.volume.id < b.volume.id ? -1 : 1))
    .slice(0, soonest)
    .map(({ volume }) => volume);
}

function totals(
  part: Part,
  pools: readonly EntityOf<'pool'>[],
  promised: ReadonlyMap<string, number>,
): readonly (readonly [string, Content])[] {
  const known = pools.filter(
    ({ attributes }) => attributes.sizeBytes !== undefined && attributes.usedBytes !== undefined,
  );
  const left = pools.length - known.length;
  const spaces = addablePools(known);
  const size = spaces.reduce((total, { sizeBytes }) => total + (sizeBytes ?? 0), 0);
  const used = spaces.reduce((total, { usedBytes }) => total + (usedBytes ?? 0), 0);
  const all = known.reduce((total, pool) => total + promisedTo(pool, promised), 0);
  const from = `pools of ${part.title}${left > 0 ? `, without ${left} whose size or use is unknown` : ''}`;
  const share = usedPercent(used, size);
  const ratio = overcommit(all, size);
  return [
    ['Usable', computed(bytes(size), from)],
    ['Used', computed(bytes(used), from, { volatile: true })],
    [
      'Headroom',
      share === undefined
        ? unknown('no pool has a size')
        : [
            computed(bytes(Math.max(0, size - used)), from, { volatile: true }),
            ' (',
            computed(percent(100 - share), from, { volatile: true }),
            ')',
          ],
    ],
    [
      'Promised to volumes',
      ratio === undefined
        ? unknown('no pool has a size')
        : [computed(bytes(all), from), ' (', computed(percent(100 * ratio), from), ' of usable)'],
    ],
  ];
}
