import { entityTable, paragraph, unknown, when } from '../build.ts';
import type { EntityOf } from '../../../shared/model/entity.ts';
import { yesNo } from '../format.ts';
import type { GeneratorSettings, SectionPlan } from '../generator.ts';
import type { InventoryView } from '../../inventory/view.ts';
import { maybe, nestedTable } from './nested-table.ts';
import type { Scope } from './scopes.ts';
import { clusterCell, limitBytes, limitMhz, sharesText } from './text.ts';

type Cluster = EntityOf<'cluster'>;

/** All clusters, where links to them lead. */
export function clusterSections(view: InventoryView, settings: GeneratorSettings): readonly SectionPlan[] {
  return [
    {
      key: 'clusters',
      title: 'Clusters',
      level: 2,
      reads: [{ kind: 'cluster' }],
      render: () => {
        const clusters = view.all('cluster');
        if (clusters.length === 0) return [paragraph('No clusters are known.')];
        return [
          entityTable({
            entities: clusters,
            home: true,
            caption: 'Hardware',
            columns: [
              { title: 'Cluster', path: 'name' },
              { title: 'Datacenter', path: 'datacenter' },
              { title: 'Hosts', path: 'hostCount' },
              { title: 'Cores', path: 'coreCount' },
              { title: 'Threads', path: 'threadCount' },
              { title: 'CPU', path: 'totalCpuMhz' },
              { title: 'Memory', path: 'totalMemoryBytes' },
              { title: 'EVC', path: 'evcMode' },
              { title: 'vSAN', path: 'vsanEnabled' },
              { title: 'vCenter', value: (cluster) => cluster.source },
            ],
          }),
          availabilityTable(clusters, settings.depth === 'full'),
          entityTable({
            entities: clusters,
            caption: 'DRS',
            columns: [
              { title: 'Cluster', path: 'name' },
              { title: 'Datacenter', path: 'datacenter' },
              { title: 'DRS', path: 'drsEnabled' },
              { title: 'Level', path: 'drsLevel' },
              { title: 'Migration threshold (1–5)', path: 'drsMigrationThreshold', align: 'right' },
              { title: 'Migrations so far', path: 'migrationCount' },
            ],
          }),
        ];
      },
    },
    {
      key: 'drs-rules',
      title: 'DRS rules',
      level: 3,
      reads: [{ kind: 'cluster' }],
      render: () => [
        nestedTable({
          entities: view.all('cluster'),
          of: 'Cluster',
          path: 'rules',
          list: (cluster) => cluster.attributes.rules,
          full: settings.depth === 'full',
          none: 'No DRS rules.',
          columns: [
            { title: 'Rule', value: (rule) => rule.name },
            { title: 'Type', value: (rule) => rule.type },
            { title: 'Enabled', value: (rule) => yesNo(rule.enabled) },
            { title: 'Mandatory', value: (rule) => maybe(rule.mandatory, yesNo) },
            {
              title: 'VMs',
              value: (rule) => maybe(rule.vms, (vms) => (vms.length === 0 ? 'none' : vms.join(', '))),
            },
            {
              title: 'Hosts',
              nice: true,
              value: (rule) => (rule.hosts === undefined ? 'not part of this rule' : rule.hosts.join(', ')),
            },
          ],
        }),
      ],
    },
  ];
}

function availabilityTable(clusters: readonly Cluster[], full: boolean) {
  return entityTable({
    entities: clusters,
    caption: 'HA',
    columns: [
      { title: 'Cluster', path: 'name' },
      { title: 'Datacenter', path: 'datacenter' },
      { title: 'HA', path: 'haEnabled' },
      { title: 'Host monitoring', path: 'haHostMonitoring' },
      { title: 'Admission control', path: 'haAdmissionControl' },
      { title: 'Policy', path: 'haAdmissionPolicy' },
      { title: 'Host failures tolerated', path: 'haFailoverLevel', align: 'right' },
      { title: 'CPU reserve', path: 'haCpuReservePercent' },
      { title: 'Memory reserve', path: 'haMemoryReservePercent' },
      ...when(full, [
        { title: 'VM monitoring', path: 'haVmMonitoring' } as const,
        { title: 'Restart priority', path: 'haRestartPriority' } as const,
      ]),
    ],
  });
}

export function poolSection(scope: Scope, level: SectionPlan['level']): SectionPlan {
  return {
    key: 'resource-pools',
    title: 'Resource pools',
    level,
    reads: [scope.reads('resource-pool')],
    render: () => {
      const pools = scope.members('resource-pool');
      if (pools.length === 0) return [paragraph('No resource pools.')];
      return [
        entityTable({
          entities: pools,
          home: true,
          columns: [
            { title: 'Pool', path: 'name' },
            { title: 'Cluster', value: clusterCell },
            { title: 'Path', path: 'path' },
            { title: 'CPU reserved', path: 'cpuReservationMhz' },
            { title: 'CPU limit', path: 'cpuLimitMhz', format: limitMhz },
            { title: 'CPU shares', path: 'cpuShares', format: sharesText },
            { title: 'Memory reserved', path: 'memoryReservationBytes' },
            { title: 'Memory limit', path: 'memoryLimitBytes', format: limitBytes },
            { title: 'Memory shares', path: 'memoryShares', format: sharesText },
            { title: 'CPU used', path: 'cpuUsageMhz' },
            { title: 'Memory used', path: 'memoryUsageBytes' },
            { title: 'VMs', path: 'vmCount' },
          ],
        }),
      ];
    },
  };
}

export function vsanSection(view: InventoryView): SectionPlan {
  return {
    key: 'vsan',
    title: 'vSAN',
    level: 2,
    reads: [{ kind: 'cluster' }],
    render: () => {
      const clusters = view.all('cluster').filter((cluster) => cluster.attributes.vsanEnabled !== false);
      if (clusters.length === 0) return [paragraph('vSAN is not enabled on any cluster.')];
      const enabled = clusters.filter((cluster) => cluster.attributes.vsanEnabled === true);
      return [
        entityTable({
          entities: clusters,
          columns: [
            { title: 'Cluster', path: 'name' },
            { title: 'vSAN', path: 'vsanEnabled' },
          ],
        }),
        ...when(enabled.length > 0, [
          paragraph(
            'Disk groups, storage policies and health: ',
            unknown('the sources give no more of vSAN than whether it is enabled'),
            '.',
          ),
        ]),
      ];
    },
  };
}
