import type { EntityOf } from '../../../shared/model/entity.ts';
import type { InventoryView } from '../../inventory/view.ts';
import { computed, entityLink, paragraph, when, type Content, type EntityColumn } from '../build.ts';
import { number } from '../format.ts';
import type { DocumentPlan, GeneratorSettings } from '../generator.ts';
import { joinParts, pagedTable } from '../paged-table.ts';

type Machine = EntityOf<'virtual-machine-record'>;
type Cluster = EntityOf<'cluster-record'>;

/** Clusters and VMs as a documentation system records them: intent, to be compared with what vCenter shows. */
export function recordPages(
  view: InventoryView,
  page: string,
  parent: string,
  settings: GeneratorSettings,
): readonly DocumentPlan[] {
  const clusters = view.all('cluster-record');
  const machines = view.all('virtual-machine-record');
  if (clusters.length + machines.length === 0) return [];
  const part = joinParts([
    pagedTable<Cluster>({
      page,
      settings,
      key: 'cluster-records',
      title: 'Documented clusters',
      noun: ['cluster', 'clusters'],
      entities: clusters,
      columns: clusterColumns(view),
      reads: [{ kind: 'cluster-record' }, { kind: 'virtual-machine-record' }],
    }),
    pagedTable<Machine>({
      page,
      settings,
      key: 'vm-records',
      title: 'Documented VMs',
      noun: ['VM', 'VMs'],
      entities: machines,
      columns: machineColumns(view, settings),
      reads: [{ kind: 'virtual-machine-record' }],
    }),
  ]);
  return [
    {
      id: page,
      title: 'Documented clusters and VMs',
      parent,
      sections: [
        {
          key: 'about',
          title: 'About these records',
          level: 2,
          reads: [],
          render: () => [
            paragraph(
              'These records say what should be. They come from a documentation system that does not ask the hypervisor; the virtualization document shows what runs.',
            ),
          ],
        },
        ...part.sections,
      ],
    },
    ...part.pages,
  ];
}

function clusterColumns(view: InventoryView): readonly EntityColumn<Cluster>[] {
  return [
    { title: 'Cluster', path: 'name' },
    { title: 'Type', path: 'type' },
    { title: 'Group', path: 'group' },
    { title: 'Status', path: 'status' },
    { title: 'Site', path: 'site' },
    {
      title: 'VMs',
      align: 'right',
      value: (cluster) =>
        computed(
          number(view.inbound(cluster, 'member-of', 'virtual-machine-record').length),
          `VMs documented in ${cluster.name}`,
        ),
    },
    { title: 'Tenant', path: 'tenant' },
    { title: 'Description', value: (cluster) => cluster.attributes.description ?? '' },
  ];
}

function machineColumns(view: InventoryView, settings: GeneratorSettings): readonly EntityColumn<Machine>[] {
  return [
    { title: 'VM', path: 'name' },
    { title: 'Status', path: 'status' },
    { title: 'Cluster', value: (machine) => clusterOf(view, machine) },
    { title: 'Site', path: 'site' },
    { title: 'Role', path: 'role' },
    { title: 'Platform', path: 'platform' },
    { title: 'vCPUs', path: 'vcpus', align: 'right' },
    { title: 'Memory', path: 'memoryBytes' },
    { title: 'Disk', path: 'diskBytes' },
    { title: 'Primary IP', path: 'primaryIp' },
    {
      title: 'Interfaces',
      path: 'interfaces',
      format: (list) =>
        list.map((one) => (one.mac === undefined ? one.name : `${one.name} ${one.mac}`)).join(', '),
    },
    { title: 'Tenant', path: 'tenant' },
    ...when<EntityColumn<Machine>>(settings.depth === 'full', [{ title: 'Device', path: 'device' }]),
    { title: 'Description', value: (machine) => machine.attributes.description ?? '' },
  ];
}

function clusterOf(view: InventoryView, machine: Machine): Content {
  const cluster = view.outbound(machine, 'member-of').find((entity) => entity.kind === 'cluster-record');
  return cluster ? entityLink(cluster) : (machine.attributes.cluster ?? 'none');
}
