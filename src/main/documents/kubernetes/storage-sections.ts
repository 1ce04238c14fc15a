import type { Block } from '../../../shared/model/block.ts';
import type { EntityOf } from '../../../shared/model/entity.ts';
import { daysToFull, type Forecast } from '../../capacity/forecast.ts';
import { entityLinks, when, type EntityColumn } from '../build.ts';
import { diagrams, type GraphEdge, type GraphNode } from '../diagram.ts';
import { forecastCell } from '../forecast.ts';
import { yesNo } from '../format.ts';
import type { GeneratorSettings, SectionPlan } from '../generator.ts';
import { joinParts, pagedTable, type PagePart } from '../paged-table.ts';
import type { Scope } from './scopes.ts';
import { namespaceColumn, related, textList } from './text.ts';

type StorageClass = EntityOf<'storage-class'>;
type Volume = EntityOf<'persistent-volume'>;
type Claim = EntityOf<'persistent-volume-claim'>;

/** Classes and volumes, which lie in no namespace. */
export function volumeSections(scope: Scope, settings: GeneratorSettings): PagePart {
  const { view } = scope;
  return joinParts([
    pagedTable<StorageClass>({
      page: scope.page,
      key: 'storage-classes',
      title: 'Storage classes',
      noun: ['storage class', 'storage classes'],
      entities: scope.members('storage-class'),
      columns: [
        { title: 'Class', path: 'name' },
        { title: 'Provisioner', path: 'provisioner' },
        { title: 'Default', path: 'default' },
        { title: 'Reclaim', path: 'reclaimPolicy' },
        { title: 'Binding', path: 'bindingMode' },
        { title: 'Expandable', path: 'expandable' },
        {
          title: 'Parameters',
          value: ({ attributes }) =>
            textList(Object.entries(attributes.parameters ?? {}).map(([name, value]) => `${name}=${value}`)),
        },
      ],
      reads: scope.reads('storage-class'),
      settings,
    }),
    pagedTable<Volume>({
      page: scope.page,
      key: 'volumes',
      title: 'Persistent volumes',
      noun: ['volume', 'volumes'],
      entities: scope.members('persistent-volume'),
      columns: [
        { title: 'Volume', path: 'name' },
        { title: 'Class', path: 'class' },
        { title: 'Capacity', path: 'capacityBytes' },
        { title: 'Access', path: 'accessModes' },
        { title: 'Phase', path: 'phase' },
        { title: 'Reclaim', path: 'reclaimPolicy' },
        {
          title: 'Claim',
          value: (volume) => {
            const claims = view.inbound(volume, 'bound-to', 'persistent-volume-claim');
            return claims.length > 0 ? entityLinks(claims) : (volume.attributes.claim ?? 'none');
          },
        },
        { title: 'Driver', path: 'driver' },
        { title: 'Backend', path: 'backend' },
        {
          title: 'Backend volume',
          value: (volume) => {
            const backing = view.outbound(volume, 'backed-by');
            return backing.length > 0 ? entityLinks(backing) : 'none known';
          },
        },
        ...when<EntityColumn<Volume>>(settings.depth === 'full', [
          { title: 'Nodes', value: ({ attributes }) => textList(attributes.nodes) },
          { title: 'Mode', path: 'volumeMode' },
        ]),
      ],
      // Arrays' volumes and LUNs are linked to by name.
      reads: [
        ...scope.reads('persistent-volume', 'persistent-volume-claim'),
        { kind: 'volume' },
        { kind: 'lun' },
      ],
      settings,
    }),
  ]);
}

export function claimSections(scope: Scope, settings: GeneratorSettings): PagePart {
  const chain: SectionPlan = {
    key: 'storage-chain',
    title: 'From workload to backend',
    level: 3,
    reads: [
      ...scope.reads('workload', 'persistent-volume-claim'),
      ...[...new Set(scope.view.all('persistent-volume').map((volume) => volume.partition ?? ''))]
        .filter((partition) => partition === scope.clusterName)
        .map((partition) => ({ kind: 'persistent-volume' as const, partition })),
      { kind: 'volume' },
      { kind: 'lun' },
    ],
    render: () => storageChain(scope),
  };
  return joinParts([
    pagedTable({
      page: scope.page,
      key: 'claims',
      title: 'Persistent volume claims',
      noun: ['claim', 'claims'],
      entities: scope.members('persistent-volume-claim'),
      columns: claimColumns(scope),
      reads: scope.reads('persistent-volume-claim', 'workload'),
      settings,
    }),
    { sections: scope.members('persistent-volume-claim').length === 0 ? [] : [chain], pages: [] },
  ]);
}

function claimColumns(scope: Scope): readonly EntityColumn<Claim>[] {
  const { view } = scope;
  return [
    { title: 'Claim', path: 'name' },
    ...namespaceColumn<Claim>(scope),
    { title: 'Phase', path: 'phase' },
    { title: 'Class', path: 'class' },
    { title: 'Requested', path: 'requestedBytes' },
    { title: 'Capacity', path: 'capacityBytes' },
    { title: 'Used', path: 'usedBytes' },
    { title: 'Used %', path: 'usedPercent' },
    {
      title: 'Days to full',
      volatile: true,
      value: (claim) => forecastCell(claimForecast(claim), `used bytes of ${claim.name}`),
    },
    { title: 'Access', path: 'accessModes' },
    {
      title: 'Expandable',
      path: 'expandable',
      format: yesNo,
    },
    {
      title: 'Volume',
      value: (claim) => related(view, claim, 'bound-to', claim.attributes.volume ?? 'not bound'),
    },
    {
      title: 'Mounted by',
      value: (claim) => entityLinks(view.inbound(claim, 'mounts', 'workload')),
    },
  ];
}

export function claimForecast(claim: Claim): Forecast {
  const limit = claim.attributes.filesystemBytes ?? claim.attributes.capacityBytes;
  return limit === undefined
    ? { type: 'none', reason: 'the size is not known' }
    : daysToFull(claim.samples?.['usedBytes'] ?? [], limit, {
        capacity: claim.samples?.['filesystemBytes'] ?? [],
      });
}

/** Workload → claim → volume → what holds the data. */
function storageChain(scope: Scope): readonly Block[] {
  const { view } = scope;
  const nodes = new Map<string, GraphNode>();
  const edges: GraphEdge[] = [];
  const groups: Record<string, string> = {};
  const add = (node: GraphNode) => {
    if (!nodes.has(node.id)) nodes.set(node.id, node);
  };
  for (const claim of scope.members('persistent-volume-claim')) {
    const group = claim.attributes.namespace;
    groups[group] = group;
    for (const workload of view.inbound(claim, 'mounts', 'workload')) {
      add({
        id: workload.id,
        label: workload.name,
        group,
        noun: ['workload', 'workloads'],
        entity: workload.id,
      });
      edges.push({ from: workload.id, to: claim.id, directed: true });
    }
    add({
      id: claim.id,
      label: claim.name,
      shape: 'round',
      group,
      noun: ['claim', 'claims'],
      entity: claim.id,
    });
    for (const volume of view.outbound(claim, 'bound-to')) {
      add({
        id: volume.id,
        label: volume.name,
        shape: 'cylinder',
        group,
        noun: ['volume', 'volumes'],
        entity: volume.id,
      });
      edges.push({ from: claim.id, to: volume.id, directed: true });
      for (const backing of view.outbound(volume, 'backed-by')) {
        add({
          id: backing.id,
          label: backing.name,
          shape: 'cylinder',
          group: 'backends',
          noun: ['backend', 'backends'],
          entity: backing.id,
        });
        groups['backends'] = 'Backends';
        edges.push({ from: volume.id, to: backing.id, directed: true });
      }
    }
  }
  return diagrams({
    title: `Storage of ${scope.title}`,
    direction: 'right',
    nodes: [...nodes.values()],
    edges,
    groups,
  });
}
