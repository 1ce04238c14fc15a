import { entityTable, paragraph, when } from '../build.ts';
import type { EntityOf } from '../../../shared/model/entity.ts';
import { dateText, megabits, number, yesNo } from '../format.ts';
import type { GeneratorSettings, SectionPlan } from '../generator.ts';
import { maybe, nestedTable } from './nested-table.ts';
import type { Scope } from './scopes.ts';
import { clusterCell } from './text.ts';

type Host = EntityOf<'host'>;

/** Hardware (where links to hosts lead), system, security and patches of a scope's hosts. */
export function hostSections(
  scope: Scope,
  settings: GeneratorSettings,
  level: SectionPlan['level'],
): readonly SectionPlan[] {
  const full = settings.depth === 'full';
  const section = (
    key: string,
    title: string,
    render: (hosts: readonly Host[]) => ReturnType<SectionPlan['render']>,
    at: SectionPlan['level'] = 3,
  ): SectionPlan => ({
    key,
    title,
    level: at,
    reads: [scope.reads('host')],
    render: () => {
      const hosts = scope.members('host');
      return hosts.length === 0 ? [paragraph('No hosts.')] : render(hosts);
    },
  });
  return [
    section('hosts', 'Hosts', (hosts) => [hardwareTable(hosts, full)], level),
    section('host-system', 'System', (hosts) => [systemTable(hosts)]),
    section('host-services', 'Services and time', (hosts) => [
      nestedTable({
        entities: hosts,
        of: 'Host',
        path: 'services',
        list: (host) => host.attributes.services,
        full,
        none: 'No services.',
        columns: [
          { title: 'Service', value: (service) => service.label ?? service.key },
          { title: 'Running', value: (service) => yesNo(service.running) },
          { title: 'Start policy', value: (service) => service.policy },
        ],
      }),
    ]),
    section('host-security', 'Security', (hosts) => [
      entityTable({
        entities: hosts,
        columns: [
          { title: 'Host', path: 'name' },
          { title: 'Lockdown', path: 'lockdownMode' },
          { title: 'Firewall blocks incoming', path: 'firewallBlocksIncoming' },
          { title: 'SSH', path: 'services', format: (services) => serviceText(services, 'TSM-SSH') },
          { title: 'ESXi Shell', path: 'services', format: (services) => serviceText(services, 'TSM') },
          { title: 'Certificate', path: 'certificate', format: (value) => value.subject },
          { title: 'Valid until', path: 'certificate', format: (value) => maybe(value.expiresAt, dateText) },
          { title: 'License', path: 'license' },
        ],
      }),
    ]),
  ];
}

function hardwareTable(hosts: readonly Host[], full: boolean) {
  return entityTable({
    entities: hosts,
    home: true,
    columns: [
      { title: 'Host', path: 'name' },
      { title: 'State', path: 'connectionState' },
      { title: 'Maintenance', path: 'maintenanceMode' },
      { title: 'Cluster', value: clusterCell },
      { title: 'Vendor', path: 'vendor' },
      { title: 'Model', path: 'model' },
      { title: 'Serial', path: 'serial' },
      { title: 'CPU', path: 'cpuModel' },
      { title: 'Sockets', path: 'sockets', align: 'right' },
      { title: 'Cores', path: 'cores', align: 'right' },
      { title: 'Hyper-threading', path: 'hyperThreading' },
      { title: 'Memory', path: 'memoryBytes' },
      { title: 'BIOS', path: 'biosVersion' },
      { title: 'Management IP', path: 'managementIp' },
      ...when(full, [
        { title: 'Asset tag', path: 'assetTag' } as const,
        { title: 'Power policy', path: 'powerPolicy' } as const,
        { title: 'UUID', path: 'uuid' } as const,
      ]),
    ],
  });
}

function systemTable(hosts: readonly Host[]) {
  return entityTable({
    entities: hosts,
    columns: [
      { title: 'Host', path: 'name' },
      { title: 'Product', path: 'product' },
      { title: 'Version', path: 'version' },
      { title: 'Build', path: 'build' },
      { title: 'Booted', path: 'bootedAt' },
      { title: 'NTP servers', path: 'ntpServers' },
      { title: 'NTP', path: 'services', format: (services) => serviceText(services, 'ntpd') },
      { title: 'Clock offset', path: 'ntpOffsetMs' },
      { title: 'DNS servers', path: 'dnsServers' },
      { title: 'Domain', path: 'domainName' },
      { title: 'Syslog', path: 'syslogTargets' },
      { title: 'Time zone', path: 'timeZone' },
    ],
  });
}

function serviceText(services: NonNullable<Host['attributes']['services']>, key: string): string {
  const service = services.find((one) => one.key === key);
  if (service === undefined) return 'not installed';
  return `${service.running ? 'running' : 'stopped'}${service.policy === undefined ? '' : `, policy ${service.policy}`}`;
}

/** Adapters and how each LUN is reached. LUNs that all hosts reach alike stand once, with those hosts. */
export function hostStorageSections(scope: Scope, full: boolean): readonly SectionPlan[] {
  return [
    {
      key: 'host-storage',
      title: 'Storage adapters',
      level: 3,
      reads: [scope.reads('host')],
      render: () => [
        nestedTable({
          entities: scope.members('host'),
          of: 'Host',
          path: 'hbas',
          list: (host) => host.attributes.hbas,
          full,
          none: 'No storage adapters.',
          columns: [
            { title: 'Adapter', value: (hba) => hba.name },
            { title: 'Type', value: (hba) => hba.type },
            { title: 'Model', value: (hba) => hba.model },
            { title: 'Driver', value: (hba) => hba.driver },
            { title: 'WWN or IQN', value: (hba) => hba.wwn ?? hba.iqn ?? 'none' },
            { title: 'Status', value: (hba) => hba.status },
            { title: 'PCI', nice: true, value: (hba) => hba.pci },
            {
              title: 'Speed',
              nice: true,
              align: 'right',
              value: (hba) => maybe(hba.speedMbps, megabits),
            },
          ],
        }),
      ],
    },
    {
      key: 'multipath',
      title: 'Storage paths',
      level: 3,
      reads: [scope.reads('host')],
      render: () => [
        nestedTable({
          entities: scope.members('host'),
          of: 'Host',
          path: 'multipath',
          list: (host) => host.attributes.multipath,
          full,
          none: 'No LUNs with paths.',
          columns: [
            { title: 'Device', value: (lun) => lun.naa },
            { title: 'Datastore', value: (lun) => lun.datastore ?? 'none' },
            { title: 'Policy', value: (lun) => lun.policy },
            { title: 'Transport', value: (lun) => lun.transport },
            { title: 'Paths', align: 'right', value: (lun) => number(lun.paths.length) },
            { title: 'States', value: (lun) => statesText(lun.paths) },
            {
              title: 'Queue depth',
              nice: true,
              align: 'right',
              value: (lun) => maybe(lun.queueDepth, (depth) => number(depth)),
            },
          ],
        }),
      ],
    },
  ];
}

/** `4 active`, or `3 active, 1 dead (vmhba2 → array-a)`. */
function statesText(paths: NonNullable<Host['attributes']['multipath']>[number]['paths']): string {
  const [first] = paths;
  if (first?.state === 'active' && paths.every((path) => path.state === 'active'))
    return `${paths.length} active`;
  const byState = new Map<string, typeof paths>();
  for (const path of paths) byState.set(path.state, [...(byState.get(path.state) ?? []), path]);
  return [...byState]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([state, those]) => {
      const which =
        state === 'active' || state === 'standby'
          ? ''
          : ` (${those.map((path) => `${path.adapter ?? '?'} → ${path.target ?? '?'}`).join(', ')})`;
      return `${those.length} ${state}${which}`;
    })
    .join(', ');
}

export function patchSection(scope: Scope, level: SectionPlan['level']): SectionPlan {
  return {
    key: 'patches',
    title: 'Patches',
    level,
    reads: [scope.reads('host')],
    render: () => {
      const hosts = scope.members('host');
      if (hosts.length === 0) return [paragraph('No hosts.')];
      return [
        entityTable({
          entities: hosts,
          columns: [
            { title: 'Host', path: 'name' },
            { title: 'Version', path: 'version' },
            { title: 'Build', path: 'build' },
            { title: 'Baseline', path: 'patches', format: (patches) => patches.baseline },
            { title: 'Compliance', path: 'patches', format: (patches) => patches.compliance },
            {
              title: 'Missing',
              path: 'patches',
              format: (patches) =>
                maybe(patches.missing, (missing) => (missing.length === 0 ? 'none' : missing.join(', '))),
            },
            {
              title: 'Checked',
              path: 'patches',
              format: (patches) => maybe(patches.checkedAt, dateText),
            },
          ],
        }),
      ];
    },
  };
}
