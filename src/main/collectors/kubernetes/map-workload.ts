import { z } from 'zod';
import type { workloadTypes } from '../../../shared/model/kinds/kubernetes.ts';
import type { ApiObject, ClusterIndex } from './cluster-index.ts';
import { mapped, relation, type Mapped } from './mapping.ts';
import { controllerOf, entityOf, isWorkload, workloadOf } from './ownership.ts';
import {
  claimsOf,
  imagesOf,
  podSpec,
  templateContainers,
  tolerationTexts,
  type PodSpec,
} from './pod-template.ts';
import {
  conditionList,
  conditionsOf,
  flag,
  labelSelector,
  list,
  part,
  text,
  textMap,
  time,
  whole,
} from './raw.ts';
import { selectorText } from './selector.ts';

type WorkloadType = (typeof workloadTypes)[number];

const template = part({ metadata: part({ labels: textMap }), spec: podSpec });
const schema = part({
  spec: part({
    replicas: whole,
    selector: labelSelector,
    template,
    strategy: part({ type: text }),
    updateStrategy: part({ type: text }),
    paused: flag,
    progressDeadlineSeconds: whole,
    schedule: text,
    suspend: flag,
    completions: whole,
    parallelism: whole,
    jobTemplate: part({ spec: part({ template, completions: whole, parallelism: whole }) }),
    volumeClaimTemplates: list(z.object({ metadata: part({ name: text }) })),
  }),
  status: part({
    replicas: whole,
    readyReplicas: whole,
    availableReplicas: whole,
    updatedReplicas: whole,
    observedGeneration: whole,
    currentRevision: text,
    desiredNumberScheduled: whole,
    numberReady: whole,
    numberAvailable: whole,
    updatedNumberScheduled: whole,
    numberMisscheduled: whole,
    conditions: conditionList,
    active: whole,
    succeeded: whole,
    failed: whole,
    startTime: time,
    completionTime: time,
    lastScheduleTime: time,
  }),
});
type Workload = z.output<typeof schema>;

/** The pod template of any object that has one, with the labels that its pods carry. */
export function templateOf(object: ApiObject): Template {
  const known = templates.get(object);
  if (known) return known;
  const read = readTemplate(object);
  templates.set(object, read);
  return read;
}

interface Template {
  readonly labels: Readonly<Record<string, string>>;
  readonly spec: PodSpec;
}

/** Every service, budget and policy asks for the templates of its namespace. */
const templates = new WeakMap<ApiObject, Template>();

function readTemplate(object: ApiObject): Template {
  const { spec } = schema.parse(object.raw);
  const found = object.kind === 'CronJob' ? spec.jobTemplate.spec.template : spec.template;
  return { labels: found.metadata.labels, spec: found.spec };
}

export function mapWorkloads(index: ClusterIndex): Mapped[] {
  const scaled = scaledWorkloads(index);
  const restarts = restartsByWorkload(index);
  return index.objects.flatMap((object): Mapped[] => {
    if (!isWorkload(object)) return [];
    const controller = controllerOf(index, object);
    if (object.kind === 'Job' && controller?.kind === 'CronJob')
      return [mapJobRun(index, object, controller)];
    // A ReplicaSet of a Deployment is that Deployment's history, not a thing of its own.
    if (controller && isWorkload(controller)) return [];
    return [mapWorkload(index, object, scaled.get(index.nativeId(object)), restarts)];
  });
}

function mapWorkload(
  index: ClusterIndex,
  object: ApiObject,
  autoscaler: string | undefined,
  restarts: ReadonlyMap<string, number>,
): Mapped {
  const { spec, status } = schema.parse(object.raw);
  const type = object.kind as WorkloadType;
  const pods = templateOf(object).spec;
  const { namespace } = object.metadata;
  const claims = [
    ...claimsOf(pods),
    ...spec.volumeClaimTemplates.flatMap(({ metadata }) => metadata.name ?? []),
  ];
  const state = stateOf(type, { spec, status });
  const replicated = type !== 'DaemonSet' && type !== 'Job' && type !== 'CronJob';
  return mapped(index, 'workload', object, {
    attributes: {
      type,
      replicas: replicated && autoscaler === undefined ? (spec.replicas ?? 1) : undefined,
      containers: templateContainers(pods),
      images: imagesOf(pods),
      selector: spec.selector && type !== 'Job' ? selectorText(spec.selector) : undefined,
      strategy: spec.strategy.type ?? spec.updateStrategy.type,
      serviceAccount: pods.serviceAccountName,
      hostNetwork: pods.hostNetwork ?? false,
      hostPid: pods.hostPID ?? false,
      nodeSelector: keyValues(pods.nodeSelector),
      tolerations: pods.tolerations.length === 0 ? undefined : tolerationTexts(pods),
      priorityClass: pods.priorityClassName,
      claims: claims.length === 0 ? undefined : claims,
      paused: spec.paused,
      schedule: spec.schedule,
      suspended: spec.suspend,
      completions: spec.completions ?? spec.jobTemplate.spec.completions,
      parallelism: spec.parallelism ?? spec.jobTemplate.spec.parallelism,
      progressDeadlineSeconds: spec.progressDeadlineSeconds,
      ...state,
      restarts: restarts.get(index.nativeId(object)) ?? (index.missing('', 'Pod', namespace) ? undefined : 0),
      revision: object.metadata.annotations['deployment.kubernetes.io/revision'] ?? status.currentRevision,
      generation: object.metadata.generation,
      observedGeneration: status.observedGeneration,
      conditions: conditionsOf(status.conditions),
      startedAt: status.startTime,
      completedAt: status.completionTime,
      lastScheduledAt: status.lastScheduleTime,
    },
    relations: [
      ...ownerRelation(index, object),
      ...claimsOf(pods).map((claim) => {
        const found = index.find('', 'PersistentVolumeClaim', namespace, claim);
        return relation('mounts', found && index.id('persistent-volume-claim', found));
      }),
      ...templateClaims(index, object, spec.volumeClaimTemplates),
    ],
    unknown: {
      replicas: autoscaler && `set by autoscaler ${autoscaler}`,
      restarts: index.missing('', 'Pod', namespace),
    },
  });
}

/** Claims of a StatefulSet's templates are named `template-set-ordinal`. */
function templateClaims(
  index: ClusterIndex,
  object: ApiObject,
  templates: readonly { metadata: { name?: string | undefined } }[],
) {
  const { name, namespace } = object.metadata;
  if (templates.length === 0) return [];
  const prefixes = templates.flatMap(({ metadata }) => (metadata.name ? [`${metadata.name}-${name}-`] : []));
  return index
    .of('', 'PersistentVolumeClaim', namespace ?? '')
    .filter((claim) =>
      prefixes.some(
        (prefix) =>
          claim.metadata.name.startsWith(prefix) && /^\d+$/.test(claim.metadata.name.slice(prefix.length)),
      ),
    )
    .map((claim) => relation('mounts', index.id('persistent-volume-claim', claim)));
}

function stateOf(type: WorkloadType, { spec, status }: Pick<Workload, 'spec' | 'status'>) {
  switch (type) {
    case 'DaemonSet':
      return {
        desired: status.desiredNumberScheduled,
        ready: status.numberReady ?? 0,
        available: status.numberAvailable ?? 0,
        updated: status.updatedNumberScheduled ?? 0,
        misscheduled: status.numberMisscheduled,
      };
    case 'Job':
      return {
        desired: spec.completions ?? spec.parallelism ?? 1,
        active: status.active ?? 0,
        succeeded: status.succeeded ?? 0,
        failed: status.failed ?? 0,
      };
    case 'CronJob':
      return {};
    case 'Deployment':
    case 'StatefulSet':
    case 'ReplicaSet':
    case 'ReplicationController':
      return {
        desired: spec.replicas ?? 1,
        ready: status.readyReplicas ?? 0,
        available: status.availableReplicas,
        updated: status.updatedReplicas,
      };
    default:
      return type satisfies never;
  }
}

function mapJobRun(index: ClusterIndex, object: ApiObject, cronJob: ApiObject): Mapped {
  const { status } = schema.parse(object.raw);
  return mapped(index, 'job-run', object, {
    attributes: {
      cronJob: cronJob.metadata.name,
      active: status.active ?? 0,
      succeeded: status.succeeded ?? 0,
      failed: status.failed ?? 0,
      conditions: conditionsOf(status.conditions),
      startedAt: status.startTime,
      completedAt: status.completionTime,
    },
    relations: [relation('owned-by', index.id('workload', cronJob))],
  });
}

/** An owner that is no workload, e.g. the custom resource of an operator. */
function ownerRelation(index: ClusterIndex, object: ApiObject) {
  const owner = controllerOf(index, object);
  return owner ? [relation('owned-by', entityOf(index, owner))] : [];
}

function restartsByWorkload(index: ClusterIndex): Map<string, number> {
  const counts = part({
    status: part({ containerStatuses: list(z.object({ restartCount: whole })) }),
  });
  const sums = new Map<string, number>();
  for (const pod of index.of('', 'Pod')) {
    const owner = workloadOf(index, pod);
    if (!owner) continue;
    const own = counts
      .parse(pod.raw)
      .status.containerStatuses.reduce((sum, { restartCount }) => sum + (restartCount ?? 0), 0);
    const key = index.nativeId(owner);
    sums.set(key, (sums.get(key) ?? 0) + own);
  }
  return sums;
}

const targetSchema = part({ spec: part({ scaleTargetRef: part({ kind: text, name: text }) }) });

/** Workload (native id) → the autoscaler that sets its replicas. */
function scaledWorkloads(index: ClusterIndex): Map<string, string> {
  const found = new Map<string, string>();
  for (const autoscaler of index.of('autoscaling', 'HorizontalPodAutoscaler')) {
    const { kind, name } = targetSchema.parse(autoscaler.raw).spec.scaleTargetRef;
    const target = kind && name ? index.find('apps', kind, autoscaler.metadata.namespace, name) : undefined;
    if (target) found.set(index.nativeId(target), autoscaler.metadata.name);
  }
  return found;
}

function keyValues(entries: Readonly<Record<string, string>>): string | undefined {
  const parts = Object.entries(entries).map(([key, value]) => `${key}=${value}`);
  return parts.length === 0 ? undefined : parts.toSorted().join(', ');
}
