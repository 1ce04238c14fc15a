import type { EntityOf } from '../../../shared/model/entity.ts';
import { usedPercent } from '../../capacity/formulas.ts';
import { computed, entityTable, fact, paragraph, table, unknown, when, type Content } from '../build.ts';
import { diagrams, type GraphEdge, type GraphNode } from '../diagram.ts';
import { bytes, number, percent, ratio } from '../format.ts';
import type { SectionPlan } from '../generator.ts';
import type { Part } from './estate.ts';

type Spacious = EntityOf<'pool'> | EntityOf<'volume'>;

/** Used of size in percent, with what is missing when one of them is. */
export function usedCell(entity: Spacious): Content {
  const { usedBytes, sizeBytes } = entity.attributes;
  const used =
    usedBytes === undefined || sizeBytes === undefined ? undefined : usedPercent(usedBytes, sizeBytes);
  return used === undefined
    ? unknown(entity.unknown['usedBytes'] ?? entity.unknown['sizeBytes'] ?? `not given by ${entity.source}`)
    : computed(percent(used), `used and size of ${entity.name}`, { volatile: true });
}

function quotaCell(pool: EntityOf<'pool'>): Content {
  const { quotaBytes } = pool.attributes;
  return quotaBytes === undefined ? 'none' : fact(pool, 'quotaBytes');
}

export function poolsSection(part: Part): SectionPlan {
  return {
    key: 'pools',
    title: 'Pools',
    level: 2,
    reads: part.reads('pool'),
    render: () => {
      const pools = part.of('pool');
      if (pools.length === 0) return [paragraph('No pools are known.')];
      return [
        entityTable({
          entities: pools,
          home: true,
          columns: [
            { title: 'Pool', path: 'name' },
            { title: 'Array', path: 'array' },
            { title: 'Owner', path: 'owner' },
            { title: 'State', path: 'vendorState' },
            { title: 'RAID', path: 'raidType' },
            { title: 'RAID state', path: 'raidState' },
            { title: 'Disks', path: 'diskCount' },
            { title: 'Media', path: 'mediaType' },
            { title: 'Usable', path: 'sizeBytes' },
            { title: 'Used', path: 'usedBytes' },
            { title: 'Used %', align: 'right', volatile: true, value: usedCell },
            { title: 'Free', path: 'freeBytes' },
            ...when(part.settings.depth === 'full', [
              { title: 'Encrypted', path: 'encrypted' as const },
              { title: 'Saved', path: 'savedBytes' as const },
            ]),
            ...when(
              pools.some(({ attributes }) => attributes.quotaBytes !== undefined),
              [{ title: 'Quota', value: quotaCell }],
            ),
          ],
        }),
      ];
    },
  };
}

export function volumesSection(part: Part): SectionPlan {
  return {
    key: 'volumes',
    title: 'Volumes',
    level: 2,
    reads: part.reads('volume'),
    render: () => {
      const volumes = part.of('volume');
      if (volumes.length === 0) return [paragraph('No volumes are known.')];
      const full = part.settings.depth === 'full';
      return [
        entityTable({
          entities: volumes,
          home: true,
          columns: [
            { title: 'Volume', path: 'name' },
            { title: 'Array', path: 'array' },
            { title: 'Pool', path: 'pool' },
            { title: 'Tenant', path: 'tenant' },
            { title: 'Access', path: 'access' },
            { title: 'State', path: 'vendorState' },
            { title: 'Size', path: 'sizeBytes' },
            { title: 'Used', path: 'usedBytes' },
            { title: 'Used %', align: 'right', volatile: true, value: usedCell },
            { title: 'Thin', path: 'thin' },
            { title: 'Grows by itself', value: autogrowCell },
            { title: 'Snapshot reserve', path: 'snapshotReservePercent' },
            { title: 'Snapshot policy', path: 'snapshotPolicy' },
            { title: 'Replicated', path: 'replicated' },
            ...when(full, [
              { title: 'QoS', path: 'qosPolicy' as const },
              { title: 'Encrypted', path: 'encrypted' as const },
              { title: 'Mounted at', path: 'mountPath' as const },
              { title: 'Created', path: 'createdAt' as const },
              { title: 'IOPS', path: 'iops' as const },
              { title: 'Latency', path: 'latencyMs' as const },
            ]),
          ],
        }),
      ];
    },
  };
}

function autogrowCell(volume: EntityOf<'volume'>): Content {
  const { autogrow, autogrowMaximumBytes } = volume.attributes;
  if (autogrow !== true || autogrowMaximumBytes === undefined) return fact(volume, 'autogrow');
  return ['to ', fact(volume, 'autogrowMaximumBytes')];
}

export function snapshotsSection(part: Part): SectionPlan {
  return {
    key: 'snapshots',
    title: 'Snapshots',
    level: 2,
    reads: part.reads('storage-snapshot'),
    render: () => {
      const snapshots = part.of('storage-snapshot');
      if (snapshots.length === 0) return [paragraph('There are no snapshots.')];
      return [
        entityTable({
          entities: snapshots,
          home: true,
          columns: [
            { title: 'Snapshot', path: 'name' },
            { title: 'Array', path: 'array' },
            { title: 'Volume', path: 'volume' },
            { title: 'Created', path: 'createdAt' },
            { title: 'Scheduled', path: 'scheduled' },
            { title: 'Size', path: 'sizeBytes' },
            { title: 'Comment', value: ({ attributes: { comment } }) => comment ?? '' },
          ],
        }),
      ];
    },
  };
}

export function replicationSection(part: Part): SectionPlan {
  return {
    key: 'replication',
    title: 'Replication',
    level: 2,
    reads: part.reads('replication'),
    render: () => {
      const replications = part.of('replication');
      if (replications.length === 0) return [paragraph('Nothing is replicated to here.')];
      return [
        entityTable({
          entities: replications,
          home: true,
          columns: [
            { title: 'Replication', path: 'name' },
            { title: 'From array', path: 'sourceArray' },
            { title: 'From volume', path: 'sourceVolume' },
            { title: 'To array', path: 'destinationArray' },
            { title: 'To volume', path: 'destinationVolume' },
            { title: 'Type', path: 'type' },
            { title: 'Schedule', path: 'schedule' },
            { title: 'State', path: 'state' },
            { title: 'Healthy', path: 'healthy' },
            { title: 'Lag', path: 'lagSeconds' },
            ...when(part.settings.depth === 'full', [
              { title: 'Last transfer', path: 'lastTransferAt' as const },
              { title: 'Transferred', path: 'lastTransferBytes' as const },
              { title: 'What is wrong', path: 'unhealthyReason' as const },
            ]),
          ],
        }),
        ...replicationDiagram(replications),
      ];
    },
  };
}

/** One node a volume, grouped by array: which way the copies go. */
function replicationDiagram(replications: readonly EntityOf<'replication'>[]) {
  const nodes = new Map<string, GraphNode>();
  const edges: GraphEdge[] = [];
  const end = (array: string | undefined, volume: string | undefined): string => {
    const id = `${array ?? '?'}\n${volume ?? '?'}`;
    nodes.set(id, {
      id,
      label: volume ?? 'unknown volume',
      shape: 'cylinder',
      noun: ['volume', 'volumes'],
      group: array ?? 'unknown array',
    });
    return id;
  };
  for (const { attributes } of replications)
    edges.push({
      from: end(attributes.sourceArray, attributes.sourceVolume),
      to: end(attributes.destinationArray, attributes.destinationVolume),
      directed: true,
      ...(attributes.schedule !== undefined && { label: attributes.schedule }),
    });
  return diagrams({ title: 'Replication', direction: 'right', nodes: [...nodes.values()], edges });
}

export function efficiencySection(part: Part): SectionPlan {
  return {
    key: 'efficiency',
    title: 'Efficiency',
    level: 2,
    reads: part.reads('array', 'volume'),
    render: () => {
      const arrays = part.of('array');
      if (arrays.length === 0) return [paragraph('No arrays are known.')];
      return [
        entityTable({
          entities: arrays,
          caption: 'What hosts wrote against what it takes',
          columns: [
            { title: 'Array', path: 'name' },
            { title: 'Logical', path: 'logicalUsedBytes' },
            { title: 'Physical', path: 'physicalUsedBytes' },
            { title: 'Ratio', align: 'right', volatile: true, value: savingsRatio },
          ],
        }),
        efficiencyByFeature(part),
      ];
    },
  };
}

function savingsRatio(array: EntityOf<'array'>): Content {
  const { logicalUsedBytes, physicalUsedBytes } = array.attributes;
  return logicalUsedBytes === undefined || physicalUsedBytes === undefined || physicalUsedBytes === 0
    ? unknown(array.unknown['logicalUsedBytes'] ?? `not given by ${array.source}`)
    : computed(ratio(logicalUsedBytes / physicalUsedBytes), `logical and physical use of ${array.name}`, {
        volatile: true,
      });
}

function efficiencyByFeature(part: Part) {
  const groups = Map.groupBy(part.of('volume'), ({ attributes: { array } }) => array ?? '');
  return table(
    [
      'Array',
      { title: 'Volumes', align: 'right' },
      { title: 'Thin', align: 'right' },
      { title: 'Deduplicated', align: 'right' },
      { title: 'Compressed', align: 'right' },
      { title: 'Saved', align: 'right' },
    ],
    [...groups].map(([array, volumes]) => {
      const from = `volumes of ${array}`;
      const having = (is: (volume: EntityOf<'volume'>) => boolean | undefined) =>
        computed(number(volumes.filter((volume) => is(volume) === true).length), from);
      const saved = volumes.reduce((sum, volume) => sum + (volume.attributes.savedBytes ?? 0), 0);
      return [
        array,
        computed(number(volumes.length), from),
        having(({ attributes }) => attributes.thin),
        having(({ attributes }) => attributes.deduplicated),
        having(({ attributes }) => attributes.compressed),
        volumes.some(({ attributes }) => attributes.savedBytes !== undefined)
          ? computed(bytes(saved), from, { volatile: true })
          : unknown('no volume reports its savings'),
      ];
    }),
    'By array',
  );
}
