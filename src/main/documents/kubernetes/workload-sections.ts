import type { EntityOf } from '../../../shared/model/entity.ts';
import { entityLink, entityLinks, unknown, when, type Content, type EntityColumn } from '../build.ts';
import { bytes, number } from '../format.ts';
import type { GeneratorSettings } from '../generator.ts';
import { joinParts, pagedTable, type PagePart } from '../paged-table.ts';
import type { Scope } from './scopes.ts';
import { cpu, namespaceColumn, perContainer, related, textList } from './text.ts';

type Workload = EntityOf<'workload'>;
type Pod = EntityOf<'pod'>;
type JobRun = EntityOf<'job-run'>;

export function workloadSections(scope: Scope, settings: GeneratorSettings): PagePart {
  const full = settings.depth === 'full';
  return joinParts([
    pagedTable({
      page: scope.page,
      key: 'workloads',
      title: 'Workloads',
      noun: ['workload', 'workloads'],
      entities: scope.members('workload'),
      columns: workloadColumns(scope, full),
      reads: scope.reads('workload', 'autoscaler', 'disruption-budget'),
      settings,
    }),
    pagedTable<JobRun>({
      page: scope.page,
      key: 'job-runs',
      title: 'Runs of cron jobs',
      level: 3,
      noun: ['run', 'runs'],
      entities: scope.members('job-run'),
      none: 'No run was seen.',
      columns: [
        { title: 'Job', path: 'name' },
        ...namespaceColumn<JobRun>(scope),
        {
          title: 'Cron job',
          value: (run) => related(scope.view, run, 'owned-by', run.attributes.cronJob),
        },
        { title: 'Started', path: 'startedAt' },
        { title: 'Completed', path: 'completedAt' },
        { title: 'Succeeded', path: 'succeeded', align: 'right' },
        { title: 'Failed', path: 'failed', align: 'right' },
        { title: 'Active', path: 'active', align: 'right' },
      ],
      reads: scope.reads('job-run'),
      settings,
    }),
    pagedTable({
      page: scope.page,
      key: 'pods',
      title: 'Pods',
      noun: ['pod', 'pods'],
      entities: scope.members('pod'),
      none: 'No pod was seen.',
      columns: podColumns(scope, full),
      reads: scope.reads('pod'),
      settings,
    }),
  ]);
}

function workloadColumns(scope: Scope, full: boolean): readonly EntityColumn<Workload>[] {
  const { view } = scope;
  return [
    { title: 'Workload', path: 'name' },
    ...namespaceColumn<Workload>(scope),
    { title: 'Kind', path: 'type' },
    { title: 'Ready', align: 'right', volatile: true, value: readyText },
    { title: 'Images', path: 'images' },
    {
      title: 'Requests (CPU, memory)',
      value: (workload) =>
        perContainer(workload, (container) =>
          pair(container.cpuRequestMillicores, container.memoryRequestBytes),
        ),
    },
    {
      title: 'Limits (CPU, memory)',
      value: (workload) =>
        perContainer(workload, (container) => pair(container.cpuLimitMillicores, container.memoryLimitBytes)),
    },
    {
      title: 'Probes',
      value: (workload) =>
        perContainer(workload, ({ liveness, readiness, startup }) =>
          textList([
            ...(liveness ? ['liveness'] : []),
            ...(readiness ? ['readiness'] : []),
            ...(startup ? ['startup'] : []),
          ]),
        ),
    },
    {
      title: 'Disruption budget',
      value: (workload) => entityLinks(view.inbound(workload, 'selects', 'disruption-budget')),
    },
    { title: 'Autoscaling', value: (workload) => scaling(scope, workload) },
    { title: 'Security', value: securityText },
    { title: 'Schedule', value: scheduleText },
    ...when<EntityColumn<Workload>>(full, [
      { title: 'Restarts', path: 'restarts', align: 'right' },
      { title: 'Strategy', value: ({ attributes }) => attributes.strategy ?? '' },
      { title: 'Service account', value: ({ attributes }) => attributes.serviceAccount ?? 'default' },
      { title: 'Placed by', value: placedBy },
      { title: 'Claims', value: ({ attributes }) => textList(attributes.claims) },
      { title: 'Since', path: 'createdAt' },
    ]),
  ];
}

function pair(millicores: number | undefined, memory: number | undefined): string {
  return `${millicores === undefined ? 'not set' : cpu(millicores)}, ${memory === undefined ? 'not set' : bytes(memory)}`;
}

function readyText(workload: Workload): Content {
  const { type, ready, desired, active, succeeded, failed, completions } = workload.attributes;
  if (type === 'CronJob') return workload.attributes.suspended === true ? 'suspended' : 'scheduled';
  if (type === 'Job') {
    if (succeeded === undefined) return unknown('the job reports no state');
    const parts = [
      `${number(succeeded)} of ${number(completions ?? 1)} done`,
      ...(active ? [`${number(active)} active`] : []),
      ...(failed ? [`${number(failed)} failed`] : []),
    ];
    return parts.join(', ');
  }
  if (ready === undefined || desired === undefined) return unknown('the workload reports no replicas');
  return `${number(ready)} of ${number(desired)}`;
}

function scaling(scope: Scope, workload: Workload): Content {
  const [autoscaler] = scope.view.inbound(workload, 'scales', 'autoscaler');
  if (autoscaler?.kind !== 'autoscaler') return 'none';
  const { minReplicas, maxReplicas } = autoscaler.attributes;
  return [entityLink(autoscaler), ` ${minReplicas ?? '?'}–${maxReplicas ?? '?'}`];
}

function securityText({ attributes }: Workload): Content {
  const privileged = (attributes.containers ?? [])
    .filter((container) => container.privileged)
    .map(({ name }) => name);
  const parts = [
    ...(privileged.length > 0 ? [`privileged: ${privileged.join(', ')}`] : []),
    ...(attributes.hostNetwork ? ['host network'] : []),
    ...(attributes.hostPid ? ['host processes'] : []),
  ];
  return parts.length === 0 ? 'unprivileged' : parts.join('; ');
}

function scheduleText({ attributes }: Workload): string {
  return attributes.schedule === undefined
    ? ''
    : `${attributes.schedule}${attributes.suspended === true ? ' (suspended)' : ''}`;
}

function placedBy({ attributes }: Workload): string {
  return textList([
    ...(attributes.nodeSelector === undefined ? [] : [`nodes ${attributes.nodeSelector}`]),
    ...(attributes.tolerations ?? []).map((toleration) => `tolerates ${toleration}`),
    ...(attributes.priorityClass === undefined ? [] : [`priority ${attributes.priorityClass}`]),
  ]);
}

function podColumns(scope: Scope, full: boolean): readonly EntityColumn<Pod>[] {
  const { view } = scope;
  return [
    { title: 'Pod', path: 'name' },
    ...namespaceColumn<Pod>(scope),
    { title: 'Phase', path: 'phase' },
    { title: 'Ready', path: 'ready' },
    {
      title: 'Containers',
      path: 'containers',
      format: (containers) => containers.map(containerText).join('; '),
    },
    { title: 'Restarts', path: 'restarts', align: 'right' },
    {
      title: 'Node',
      value: (pod) => related(view, pod, 'runs-on', pod.attributes.node ?? unknown('not scheduled')),
    },
    {
      title: 'Owner',
      value: (pod) => related(view, pod, 'owned-by', pod.attributes.owner ?? 'none'),
    },
    { title: 'IP', path: 'podIp' },
    { title: 'CPU requested', path: 'cpuRequestMillicores', align: 'right', format: cpu },
    { title: 'Memory requested', path: 'memoryRequestBytes' },
    { title: 'CPU used', path: 'usedCpuMillicores', align: 'right', format: cpu },
    { title: 'Memory used', path: 'usedMemoryBytes' },
    { title: 'Started', path: 'startedAt' },
    ...when<EntityColumn<Pod>>(full, [
      { title: 'QoS', path: 'qosClass' },
      { title: 'Why', value: ({ attributes }) => attributes.reason ?? '' },
      { title: 'Claims', value: ({ attributes }) => textList(attributes.claims) },
    ]),
  ];
}

function containerText(container: NonNullable<Pod['attributes']['containers']>[number]): string {
  const image = container.image === undefined ? '' : ` (${container.image})`;
  const why = container.reason === undefined ? '' : ` ${container.reason}`;
  return `${container.init ? 'init ' : ''}${container.name}${image} ${container.state}${why}`;
}
