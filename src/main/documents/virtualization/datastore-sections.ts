import type { EntityOf } from '../../../shared/model/entity.ts';
import { naturalKey } from '../../../shared/model/keys.ts';
import type { InventoryView } from '../../inventory/view.ts';
import {
  documentLink,
  entityLinks,
  entityTable,
  fact,
  paragraph,
  table,
  unknown,
  when,
  type Content,
} from '../build.ts';
import { bytes, count, dateText, number, yesNo } from '../format.ts';
import type { GeneratorSettings, SectionPlan } from '../generator.ts';
import { datastoreCapacity } from './capacity-sections.ts';
import { storageDiagrams } from './diagrams.ts';
import { maybe, nestedTable } from './nested-table.ts';
import type { Scope } from './scopes.ts';

type Datastore = EntityOf<'datastore'>;

/** Datastores of a scope, where links to them lead; their use, what backs them, and disks of no VM. */
export function datastoreSections(
  view: InventoryView,
  scope: Scope,
  settings: GeneratorSettings,
  level: SectionPlan['level'],
): readonly SectionPlan[] {
  const full = settings.depth === 'full';
  const datastores = () => scope.members('datastore');
  return [
    {
      key: 'datastores',
      title: 'Datastores',
      level,
      reads: [scope.reads('datastore')],
      render: () => {
        const list = datastores();
        return list.length === 0
          ? [paragraph('No datastores.')]
          : [datastoreTable(list, full), datastoreCapacity(list)];
      },
    },
    {
      key: 'storage-backing',
      title: 'What backs the datastores',
      level: 3,
      reads: [
        scope.reads('datastore'),
        { kind: 'lun' },
        { kind: 'volume' },
        { kind: 'share' },
        { kind: 'array' },
      ],
      render: () => backingTable(view, datastores()),
    },
    {
      key: 'storage-paths-diagram',
      title: 'Storage paths as a diagram',
      level: 3,
      reads: [scope.reads('host')],
      render: () => {
        const blocks = storageDiagrams(scope);
        return blocks.length === 0 ? [paragraph('No storage paths through array ports are known.')] : blocks;
      },
    },
    {
      key: 'orphaned-disks',
      title: 'Virtual disks of no VM',
      level: 3,
      reads: [scope.reads('datastore')],
      render: () => [
        nestedTable({
          entities: datastores(),
          of: 'Datastore',
          path: 'orphanedDisks',
          list: (datastore) => datastore.attributes.orphanedDisks,
          full,
          none: 'None were found.',
          columns: [
            { title: 'Path', value: (disk) => disk.path },
            { title: 'Size', align: 'right', value: (disk) => maybe(disk.sizeBytes, bytes) },
            { title: 'Last written', value: (disk) => maybe(disk.modifiedAt, dateText) },
          ],
        }),
      ],
    },
  ];
}

function datastoreTable(datastores: readonly Datastore[], full: boolean) {
  return entityTable({
    entities: datastores,
    home: true,
    columns: [
      { title: 'Datastore', path: 'name' },
      { title: 'Type', path: 'type' },
      {
        title: 'Version',
        value: (one) => (one.attributes.type === 'VMFS' ? fact(one, 'version') : 'none'),
      },
      { title: 'Datacenter', path: 'datacenter' },
      { title: 'Cluster', value: (one) => one.attributes.cluster ?? one.partition ?? 'shared by several' },
      { title: 'Datastore cluster', value: (one) => one.attributes.datastoreCluster ?? 'none' },
      { title: 'Capacity', path: 'capacityBytes' },
      { title: 'Hosts', path: 'mounts', format: (mounts) => number(mounts.length), align: 'right' },
      { title: 'VMs', path: 'vmCount' },
      { title: 'Accessible', path: 'accessible' },
      { title: 'Maintenance', path: 'maintenanceMode' },
      ...when(full, [
        { title: 'Storage I/O control', path: 'storageIoControl' } as const,
        { title: 'Congestion threshold', path: 'congestionThresholdMs' } as const,
        { title: 'URL', path: 'url' } as const,
      ]),
    ],
  });
}

/** Each datastore with its LUN or export, and the volume and array that hold it, as far as those are collected. */
function backingTable(view: InventoryView, datastores: readonly Datastore[]) {
  if (datastores.length === 0) return [paragraph('No datastores.')];
  return [
    entityTable({
      entities: datastores,
      columns: [
        { title: 'Datastore', path: 'name' },
        {
          title: 'Device or export',
          value: (datastore) => {
            const { extents, nfsPath, nfsServer } = datastore.attributes;
            if (extents !== undefined && extents.length > 0) return extents.join(', ');
            if (nfsServer !== undefined) return `${nfsServer}:${nfsPath ?? ''}`;
            return unknown(datastore.unknown['extents'] ?? `not given by ${datastore.source}`);
          },
        },
        { title: 'LUN, volume or share', value: (datastore) => backing(view, datastore).storage },
        { title: 'Array', value: (datastore) => backing(view, datastore).array },
      ],
    }),
  ];
}

function backing(view: InventoryView, datastore: Datastore): { storage: Content; array: Content } {
  const { extents, nfsPath, nfsServer } = datastore.attributes;
  const keys = [
    ...(extents ?? []).map((naa) => naturalKey.naa(naa)),
    ...(nfsServer === undefined || nfsPath === undefined ? [] : [naturalKey.nfs(nfsServer, nfsPath)]),
  ];
  const found = keys
    .flatMap((key) => view.byKey(key))
    .filter((entity) => entity.kind === 'lun' || entity.kind === 'volume' || entity.kind === 'share');
  if (found.length === 0) {
    const why = unknown(keys.length === 0 ? 'its device is not known' : 'no collected array holds it');
    return { storage: why, array: why };
  }
  const sources = new Set(found.map((entity) => entity.source));
  const arrays = view
    .all('array')
    .filter(
      (array) => sources.has(array.source) && found.some((entity) => arrayOf(view, entity) === array.id),
    );
  return {
    storage: entityLinks(found),
    array: arrays.length > 0 ? entityLinks(arrays) : [...sources].join(', '),
  };
}

/** Follows what a LUN or volume lies on until it reaches an array. */
function arrayOf(view: InventoryView, start: ReturnType<InventoryView['byKey']>[number]): string | undefined {
  let frontier = [start];
  for (let step = 0; step < 4; step++) {
    const next = frontier.flatMap((entity) => [
      ...view.outbound(entity, 'part-of'),
      ...view.outbound(entity, 'stored-on'),
    ]);
    const array = next.find((entity) => entity.kind === 'array');
    if (array !== undefined) return array.id;
    frontier = next;
  }
  return undefined;
}

export function datastoreClusterSection(view: InventoryView): SectionPlan {
  return {
    key: 'datastore-clusters',
    title: 'Datastore clusters',
    level: 3,
    reads: [{ kind: 'datastore-cluster' }],
    render: () => {
      const pods = view.all('datastore-cluster');
      if (pods.length === 0) return [paragraph('No datastore clusters.')];
      return [
        entityTable({
          entities: pods,
          home: true,
          columns: [
            { title: 'Datastore cluster', path: 'name' },
            { title: 'Datacenter', path: 'datacenter' },
            { title: 'Capacity', path: 'capacityBytes' },
            { title: 'Free', path: 'freeBytes' },
            { title: 'Storage DRS', path: 'drsEnabled' },
            { title: 'Level', path: 'drsLevel' },
            { title: 'I/O balancing', path: 'ioBalancing', format: yesNo },
            { title: 'Space threshold', path: 'spaceThresholdPercent' },
            { title: 'Latency threshold', path: 'ioLatencyThresholdMs' },
            { title: 'Datastores', path: 'datastores' },
          ],
        }),
      ];
    },
  };
}

/** Where the datastores of each cluster stand, when they do not fit one page. */
export function datastoreIndex(view: InventoryView, scopes: readonly Scope[]): SectionPlan {
  return {
    key: 'datastores',
    title: 'Datastores',
    level: 2,
    reads: [{ kind: 'datastore' }],
    render: () => [
      paragraph(`${count(view.all('datastore').length, 'datastore')}, each on the page of its cluster.`),
      table(
        ['Cluster', { title: 'Datastores', align: 'right' }],
        scopes
          .map((scope) => ({ scope, n: scope.members('datastore').length }))
          .filter(({ n }) => n > 0)
          .map(({ scope, n }) => [documentLink(scope.page, scope.title), number(n)]),
      ),
    ],
  };
}
