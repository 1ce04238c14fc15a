import type { Block } from '../../../shared/model/block.ts';
import type { EntityOf } from '../../../shared/model/entity.ts';
import { daysToFull } from '../../capacity/forecast.ts';
import { datastoreUse, haReservePercent } from '../../capacity/formulas.ts';
import type { ClusterFigures } from '../../capacity/vsphere-cluster.ts';
import {
  computed,
  documentLink,
  entityLink,
  entityTable,
  fact,
  paragraph,
  table,
  unknown,
  type Content,
} from '../build.ts';
import { forecastCell } from '../forecast.ts';
import { bytes, megahertz, number, percent, ratio } from '../format.ts';
import type { SectionPlan } from '../generator.ts';
import { loadByHost } from './host-load.ts';
import { figuresOf, type Scope } from './scopes.ts';

type Datastore = EntityOf<'datastore'>;

const haCaveat =
  'Admission control counts reservations only (a VM without any counts as 256 MHz and 0 MB), so that a cluster may pass it and still be short: usage is shown beside it.';

/** Headroom of each cluster when its largest host fails, and how far it is overcommitted. */
export function capacitySection(options: {
  readonly scopes: readonly Scope[];
  readonly reads: SectionPlan['reads'];
  readonly linkPages: boolean;
  readonly level?: SectionPlan['level'];
}): SectionPlan {
  return {
    key: 'capacity',
    title: 'Capacity and headroom',
    level: options.level ?? 2,
    reads: options.reads,
    salt: String(options.linkPages),
    render: () => {
      const rows = options.scopes
        .map((scope) => ({ scope, figures: figuresOf(scope) }))
        .filter(({ figures }) => figures.hosts > 0);
      if (rows.length === 0) return [paragraph(unknown('no host is known'))];
      return [
        paragraph(
          'Usable is what remains when the largest host fails (N−1). Ratios count VMs that are on, and physical cores rather than threads; there is no ratio that is right everywhere: judge by CPU ready.',
        ),
        table(
          [
            'Cluster',
            { title: 'Hosts usable', align: 'right' },
            { title: 'CPU', align: 'right' },
            { title: 'CPU N−1', align: 'right' },
            { title: 'CPU used', align: 'right' },
            { title: 'CPU headroom N−1', align: 'right' },
            { title: 'Memory', align: 'right' },
            { title: 'Memory N−1', align: 'right' },
            { title: 'Memory used', align: 'right' },
            { title: 'Memory headroom N−1', align: 'right' },
          ],
          rows.map(({ scope, figures }) => headroomRow(scope, figures, options.linkPages)),
          'Headroom',
        ),
        table(
          [
            'Cluster',
            { title: 'VMs on', align: 'right' },
            { title: 'VMs', align: 'right' },
            { title: 'Templates', align: 'right' },
            { title: 'vCPU on', align: 'right' },
            { title: 'Cores', align: 'right' },
            { title: 'vCPU per core', align: 'right' },
            { title: 'Memory overcommitment', align: 'right' },
            { title: 'HA reserve for one host', align: 'right' },
            'HA reserve as configured',
            'CPU: days to N−1',
            'Memory: days to N−1',
          ],
          rows.map(({ scope, figures }) => commitmentRow(scope, figures)),
          'Commitment',
        ),
        paragraph(haCaveat),
      ];
    },
  };
}

function headroomRow(scope: Scope, figures: ClusterFigures, link: boolean): readonly Content[] {
  const from = `${figures.hosts} hosts of ${scope.title}`;
  const move = { volatile: true };
  const value = (amount: number | undefined, format: (value: number) => string): Content =>
    amount === undefined
      ? unknown('not given for every host')
      : computed(format(Math.round(amount)), from, move);
  const headroom = (spare: number | undefined, used: number | undefined): Content =>
    spare === undefined || used === undefined || spare <= 0
      ? unknown(spare === 0 ? 'a single host has no N−1' : 'usage or capacity is not given')
      : computed(percent((100 * (spare - used)) / spare), from, move);
  return [
    nameOf(scope, link),
    computed(`${figures.usableHosts} of ${figures.hosts}`, from),
    value(figures.cpuMhz, megahertz),
    value(figures.spareCpuMhz, megahertz),
    value(figures.cpuUsageMhz, megahertz),
    headroom(figures.spareCpuMhz, figures.cpuUsageMhz),
    value(figures.memoryBytes, bytes),
    value(figures.spareMemoryBytes, bytes),
    value(figures.memoryUsageBytes, bytes),
    headroom(figures.spareMemoryBytes, figures.memoryUsageBytes),
  ];
}

function commitmentRow(scope: Scope, figures: ClusterFigures): readonly Content[] {
  const { cluster } = scope;
  const from = `VMs and hosts of ${scope.title}`;
  const reserve = haReservePercent(figures.hosts, 1);
  const cpuReserve = cluster?.attributes.haCpuReservePercent;
  const memoryReserve = cluster?.attributes.haMemoryReservePercent;
  const trend = (name: 'cpuUsageMhz' | 'memoryUsageBytes', limit: number | undefined): Content => {
    if (cluster === undefined) return unknown('not kept outside clusters');
    if (limit === undefined || limit <= 0) return unknown('capacity is not given');
    return forecastCell(daysToFull(cluster.samples?.[name] ?? [], limit), `${name} of ${cluster.name}`);
  };
  return [
    nameOf(scope, false),
    computed(number(figures.vmsOn), from),
    computed(number(figures.vms), from),
    computed(number(figures.templates), from),
    computed(number(figures.vcpusOn), from),
    figures.cores === undefined ? unknown('not given for every host') : computed(number(figures.cores), from),
    figures.vcpusPerCore === undefined
      ? unknown('cores are not known')
      : computed(ratio(figures.vcpusPerCore), from),
    figures.memoryOvercommit === undefined
      ? unknown('memory is not known')
      : computed(ratio(figures.memoryOvercommit), from),
    reserve === undefined ? unknown('no host') : computed(percent(reserve), from),
    cluster === undefined
      ? unknown('no cluster')
      : cpuReserve === undefined && memoryReserve === undefined
        ? fact(cluster, 'haCpuReservePercent')
        : [
            'CPU ',
            fact(cluster, 'haCpuReservePercent'),
            ', memory ',
            fact(cluster, 'haMemoryReservePercent'),
          ],
    trend('cpuUsageMhz', figures.spareCpuMhz),
    trend('memoryUsageBytes', figures.spareMemoryBytes),
  ];
}

function nameOf(scope: Scope, link: boolean): Content {
  if (link) return documentLink(scope.page, scope.title);
  return scope.cluster === undefined ? scope.title : entityLink(scope.cluster, scope.title);
}

/** How much each host carries now. */
export function hostLoadSection(scope: Scope, level: SectionPlan['level']): SectionPlan {
  return {
    key: 'host-load',
    title: 'Load of the hosts',
    level,
    reads: [scope.reads('host'), scope.reads('vm')],
    render: () => {
      const hosts = scope.members('host');
      if (hosts.length === 0) return [paragraph('No hosts.')];
      const load = loadByHost(scope);
      return [
        entityTable({
          entities: hosts,
          columns: [
            { title: 'Host', path: 'name' },
            { title: 'CPU used', path: 'cpuUsageMhz' },
            { title: 'Memory used', path: 'memoryUsageBytes' },
            { title: 'Up for', path: 'uptimeSeconds' },
            {
              title: 'VMs on',
              align: 'right',
              volatile: true,
              value: (host) => computed(number(load.get(host.id)?.vms ?? 0), `VMs on ${host.name}`),
            },
            {
              title: 'vCPU on',
              align: 'right',
              volatile: true,
              value: (host) => computed(number(load.get(host.id)?.vcpus ?? 0), `VMs on ${host.name}`),
            },
            {
              title: 'vCPU per core',
              align: 'right',
              volatile: true,
              value: (host) => {
                const { cores } = host.attributes;
                return cores === undefined || cores === 0
                  ? unknown('cores are not known')
                  : computed(ratio((load.get(host.id)?.vcpus ?? 0) / cores), `VMs on ${host.name}`);
              },
            },
            {
              title: 'Memory of VMs on',
              align: 'right',
              volatile: true,
              value: (host) => computed(bytes(load.get(host.id)?.bytes ?? 0), `VMs on ${host.name}`),
            },
          ],
        }),
      ];
    },
  };
}

/** Used, provisioned and the day it will be full, for each datastore. */
export function datastoreCapacity(datastores: readonly Datastore[]): Block {
  if (datastores.length === 0) return paragraph('No datastores.');
  const use = ({ attributes }: Datastore) => {
    const { capacityBytes, freeBytes, uncommittedBytes } = attributes;
    return capacityBytes === undefined || freeBytes === undefined
      ? undefined
      : datastoreUse(capacityBytes, freeBytes, uncommittedBytes ?? 0);
  };
  return entityTable({
    entities: datastores,
    caption: 'Use',
    columns: [
      { title: 'Datastore', path: 'name' },
      { title: 'Capacity', path: 'capacityBytes' },
      { title: 'Used', path: 'usedBytes' },
      { title: 'Free', path: 'freeBytes' },
      {
        title: 'Provisioned',
        align: 'right',
        volatile: true,
        value: (datastore) => {
          const { usedBytes, uncommittedBytes } = datastore.attributes;
          if (usedBytes === undefined) return fact(datastore, 'usedBytes');
          if (uncommittedBytes === undefined) return fact(datastore, 'uncommittedBytes');
          return computed(
            bytes(usedBytes + uncommittedBytes),
            `used and uncommitted space of ${datastore.name}`,
            { volatile: true },
          );
        },
      },
      {
        title: 'Used %',
        align: 'right',
        volatile: true,
        value: (datastore) => shareOf(datastore, use(datastore)?.usedPercent),
      },
      {
        title: 'Free %',
        align: 'right',
        volatile: true,
        value: (datastore) => {
          const used = use(datastore)?.usedPercent;
          return shareOf(datastore, used === undefined ? undefined : 100 - used);
        },
      },
      {
        title: 'Provisioned %',
        align: 'right',
        volatile: true,
        value: (datastore) =>
          datastore.attributes.uncommittedBytes === undefined
            ? fact(datastore, 'uncommittedBytes')
            : shareOf(datastore, use(datastore)?.provisionedPercent),
      },
      {
        title: 'Days to full',
        volatile: true,
        value: (datastore) => {
          const { capacityBytes } = datastore.attributes;
          if (capacityBytes === undefined) return fact(datastore, 'capacityBytes');
          return forecastCell(
            daysToFull(datastore.samples?.['usedBytes'] ?? [], capacityBytes, {
              capacity: datastore.samples?.['capacityBytes'] ?? [],
            }),
            `use of ${datastore.name}`,
          );
        },
      },
    ],
  });
}

function shareOf(datastore: Datastore, share: number | undefined): Content {
  return share === undefined
    ? fact(datastore, 'freeBytes')
    : computed(percent(share), `capacity, free and uncommitted space of ${datastore.name}`, {
        volatile: true,
      });
}
