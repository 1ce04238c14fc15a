import type { CronJob, PodMaker } from './kinds.ts';
import type { KubeObject } from './api.ts';
import {
  all,
  get,
  hashOf,
  iso,
  isTerminating,
  ownerReference,
  ownedBy,
  put,
  recordEvent,
  remove,
  setCondition,
  type Cluster,
} from './cluster.ts';
import { createPod, evictionAfterMs, isReady, podsOf, ready, terminate } from './pods.ts';
import { dueRuns } from './schedule.ts';
import { createVolume } from './volumes.ts';

const revisionKey = 'deployment.kubernetes.io/revision';
/** The node controller gives a silent node this long before it says so. */
const silenceMs = 40_000;

/** One round of all controllers, or of one namespace's: what is is brought closer to what was asked for. */
export function reconcile(cluster: Cluster, namespace?: string): void {
  const own = <T extends KubeObject>(objects: readonly T[]) =>
    namespace === undefined ? objects : objects.filter((object) => object.metadata.namespace === namespace);
  nodes(cluster);
  for (const deployment of own(all(cluster, 'Deployment'))) reconcileDeployment(cluster, deployment);
  for (const set of own(all(cluster, 'StatefulSet'))) reconcileStatefulSet(cluster, set);
  for (const set of own(all(cluster, 'DaemonSet'))) reconcileDaemonSet(cluster, set);
  cronJobs(cluster);
  for (const job of own(all(cluster, 'Job'))) reconcileJob(cluster, job);
}

function nodes(cluster: Cluster): void {
  const now = cluster.now();
  for (const node of all(cluster, 'Node')) {
    const since = cluster.silent.get(node.metadata.name);
    const { conditions } = node.status;
    if (since === undefined) {
      setCondition(
        conditions,
        {
          type: 'Ready',
          status: 'True',
          reason: 'KubeletReady',
          message: 'kubelet is posting ready status',
          lastHeartbeatTime: iso(now),
        },
        iso(now),
      );
      for (const [type, reason] of pressures) {
        setCondition(conditions, { type, status: 'False', reason, lastHeartbeatTime: iso(now) }, iso(now));
      }
      const taints = (node.spec.taints ?? []).filter(
        (taint) => !taint['key']?.startsWith('node.kubernetes.io/unreachable'),
      );
      if (taints.length === 0) delete node.spec.taints;
      else node.spec.taints = taints;
      continue;
    }
    if (now - since < silenceMs) continue;
    const notYet = conditions.find((condition) => condition.type === 'Ready')?.status === 'True';
    for (const type of ['Ready', ...pressures.map(([pressure]) => pressure)]) {
      setCondition(
        conditions,
        {
          type,
          status: 'Unknown',
          reason: 'NodeStatusUnknown',
          message: 'Kubelet stopped posting node status.',
          lastHeartbeatTime: iso(since),
        },
        iso(since + silenceMs),
      );
    }
    node.spec.taints = [
      ...(node.spec.taints ?? []).filter((taint) => taint['key'] !== 'node.kubernetes.io/unreachable'),
      { key: 'node.kubernetes.io/unreachable', effect: 'NoExecute' },
    ];
    if (notYet) {
      recordEvent(cluster, node, {
        type: 'Normal',
        reason: 'NodeNotReady',
        message: `Node ${node.metadata.name} status is now: NodeNotReady`,
        component: 'node-controller',
      });
    }
    for (const pod of all(cluster, 'Pod')) {
      if (pod.spec.nodeName !== node.metadata.name) continue;
      if (isReady(pod)) ready(cluster, pod, since + silenceMs, false);
      const stays = pod.spec.tolerations?.some((toleration) => toleration.key === undefined) ?? false;
      if (!stays && now - since >= silenceMs + evictionAfterMs) terminate(cluster, pod);
    }
  }
}

const pressures = [
  ['MemoryPressure', 'KubeletHasSufficientMemory'],
  ['DiskPressure', 'KubeletHasNoDiskPressure'],
  ['PIDPressure', 'KubeletHasSufficientPID'],
] as const;

/** The ReplicaSets of a deployment, oldest revision first. */
export function replicaSetsOf(cluster: Cluster, deployment: PodMaker): PodMaker[] {
  return ownedBy(cluster, deployment, 'ReplicaSet').toSorted((a, b) => revisionOf(a) - revisionOf(b));
}

export function revisionOf(object: KubeObject): number {
  return Number(object.metadata.annotations?.[revisionKey] ?? 0);
}

function reconcileDeployment(cluster: Cluster, deployment: PodMaker): void {
  const now = cluster.now();
  const desired = deployment.spec.replicas ?? 1;
  const sets = replicaSetsOf(cluster, deployment);
  const hash = hashOf(cluster, deployment);
  let current = sets.find((set) => set.metadata.labels?.['pod-template-hash'] === hash);
  const newest = sets.at(-1);
  if (!current) {
    current = createReplicaSet(cluster, deployment, hash, (newest ? revisionOf(newest) : 0) + 1);
    cluster.progress.set(deployment.metadata.uid ?? '', now);
  } else if (newest && current !== newest) {
    // Rolled back: an old template becomes the newest revision.
    setRevision(current, revisionOf(newest) + 1);
    cluster.progress.set(deployment.metadata.uid ?? '', now);
  }
  setRevision(deployment, revisionOf(current));
  const old = sets.filter((set) => set !== current);
  scaleTogether(cluster, deployment, current, old, desired);
  for (const set of [...old, current]) reconcileReplicaSet(cluster, set);
  const history = old.filter((set) => set.spec.replicas === 0 && podsOf(cluster, set).length === 0);
  for (const set of history.slice(0, Math.max(0, history.length - 10))) remove(cluster, set);
  deploymentStatus(cluster, deployment, current, old, desired);
}

/** A rolling update: at most a quarter more pods than asked for, at most a quarter fewer available ones. */
function scaleTogether(
  cluster: Cluster,
  deployment: PodMaker,
  current: PodMaker,
  old: readonly PodMaker[],
  desired: number,
): void {
  const surge = Math.ceil(desired / 4);
  const unavailable = Math.floor(desired / 4);
  const oldReplicas = old.reduce((sum, set) => sum + (set.spec.replicas ?? 0), 0);
  const before = current.spec.replicas ?? 0;
  current.spec.replicas = Math.min(desired, Math.max(before, desired + surge - oldReplicas, 0));
  if (cluster.settling) current.spec.replicas = desired;
  if (current.spec.replicas !== before) cluster.progress.set(deployment.metadata.uid ?? '', cluster.now());
  const available = [...old, current].reduce((sum, set) => sum + readyPods(cluster, set), 0);
  let spare = available - (desired - unavailable);
  for (const set of old) {
    const replicas = set.spec.replicas ?? 0;
    // Pods that are not ready serve nobody and go first.
    const idle = replicas - Math.min(replicas, readyPods(cluster, set));
    const fewer = Math.min(replicas, idle + Math.max(0, spare));
    set.spec.replicas = replicas - fewer;
    spare -= Math.max(0, fewer - idle);
    if (fewer > 0) cluster.progress.set(deployment.metadata.uid ?? '', cluster.now());
  }
}

function readyPods(cluster: Cluster, set: PodMaker): number {
  return podsOf(cluster, set).filter((pod) => isReady(pod) && !isTerminating(pod)).length;
}

function createReplicaSet(cluster: Cluster, deployment: PodMaker, hash: string, revision: number): PodMaker {
  const labels = { ...deployment.spec.template.metadata.labels, 'pod-template-hash': hash };
  recordEvent(cluster, deployment, {
    type: 'Normal',
    reason: 'ScalingReplicaSet',
    message: `Scaled up replica set ${deployment.metadata.name}-${hash}`,
    component: 'deployment-controller',
  });
  return put(cluster, {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name: `${deployment.metadata.name}-${hash}`,
      namespace: deployment.metadata.namespace ?? 'default',
      labels,
      annotations: { [revisionKey]: String(revision) },
      ownerReferences: [ownerReference(deployment)],
      generation: 1,
    },
    spec: {
      replicas: 0,
      selector: { matchLabels: labels },
      template: {
        ...structuredClone(deployment.spec.template),
        metadata: { ...deployment.spec.template.metadata, labels },
      },
    },
    status: {},
  } satisfies PodMaker);
}

function setRevision(object: KubeObject, revision: number): void {
  object.metadata.annotations = { ...object.metadata.annotations, [revisionKey]: String(revision) };
}

function reconcileReplicaSet(cluster: Cluster, set: PodMaker): void {
  const pods = podsOf(cluster, set).filter((pod) => !isTerminating(pod));
  const desired = set.spec.replicas ?? 0;
  for (let n = pods.length; n < desired; n++) if (!makePod(cluster, set)) break;
  const surplus = pods.length - desired;
  const worstFirst = pods.toSorted((a, b) => Number(isReady(a)) - Number(isReady(b)));
  for (const pod of worstFirst.slice(0, Math.max(0, surplus))) terminate(cluster, pod);
  set.status = {
    replicas: Math.min(pods.length, desired),
    fullyLabeledReplicas: Math.min(pods.length, desired),
    readyReplicas: pods.filter(isReady).length,
    availableReplicas: pods.filter(isReady).length,
    observedGeneration: 1,
  };
}

/** @returns false when a quota forbids it. */
function makePod(cluster: Cluster, owner: PodMaker, name?: string): boolean {
  const namespace = owner.metadata.namespace ?? '';
  const quota = all(cluster, 'ResourceQuota').find((found) => found.metadata.namespace === namespace);
  const hard = Number((quota?.['spec'] as { hard?: { pods?: string } } | undefined)?.hard?.pods ?? Infinity);
  const there = all(cluster, 'Pod').filter(
    (pod) => pod.metadata.namespace === namespace && pod.status.phase !== 'Succeeded',
  ).length;
  if (there >= hard) {
    recordEvent(cluster, owner, {
      type: 'Warning',
      reason: 'FailedCreate',
      message: `Error creating: pods is forbidden: exceeded quota: ${quota?.metadata.name ?? ''}, requested: pods=1, used: pods=${there}, limited: pods=${hard}`,
      component: 'replicaset-controller',
    });
    return false;
  }
  createPod(cluster, owner, owner.spec.template, name);
  return true;
}

function deploymentStatus(
  cluster: Cluster,
  deployment: PodMaker,
  current: PodMaker,
  old: readonly PodMaker[],
  desired: number,
): void {
  const at = iso(cluster.now());
  const count = (set: PodMaker, member: string) => Number(set.status[member] ?? 0);
  const total = [...old, current].reduce((sum, set) => sum + count(set, 'replicas'), 0);
  const readyReplicas = [...old, current].reduce((sum, set) => sum + count(set, 'readyReplicas'), 0);
  const conditions = deployment.status.conditions ?? [];
  const enough = readyReplicas >= desired - Math.floor(desired / 4);
  setCondition(
    conditions,
    enough
      ? {
          type: 'Available',
          status: 'True',
          reason: 'MinimumReplicasAvailable',
          message: 'Deployment has minimum availability.',
        }
      : {
          type: 'Available',
          status: 'False',
          reason: 'MinimumReplicasUnavailable',
          message: 'Deployment does not have minimum availability.',
        },
    at,
  );
  const rolledOut = count(current, 'readyReplicas') >= desired && total === count(current, 'replicas');
  if (rolledOut) cluster.progress.set(deployment.metadata.uid ?? '', cluster.now());
  const deadline = (deployment.spec.progressDeadlineSeconds ?? 600) * 1_000;
  const stuck =
    !rolledOut &&
    cluster.now() - (cluster.progress.get(deployment.metadata.uid ?? '') ?? cluster.now()) > deadline;
  setCondition(
    conditions,
    stuck
      ? {
          type: 'Progressing',
          status: 'False',
          reason: 'ProgressDeadlineExceeded',
          message: `ReplicaSet "${current.metadata.name}" has timed out progressing.`,
        }
      : {
          type: 'Progressing',
          status: 'True',
          reason: rolledOut ? 'NewReplicaSetAvailable' : 'ReplicaSetUpdated',
          message: `ReplicaSet "${current.metadata.name}" ${rolledOut ? 'has successfully progressed.' : 'is progressing.'}`,
        },
    at,
  );
  deployment.status = {
    observedGeneration: deployment.metadata['generation'],
    replicas: total,
    updatedReplicas: count(current, 'replicas'),
    readyReplicas,
    availableReplicas: readyReplicas,
    ...(total > readyReplicas ? { unavailableReplicas: total - readyReplicas } : {}),
    conditions,
  };
}

function reconcileStatefulSet(cluster: Cluster, set: PodMaker): void {
  const desired = set.spec.replicas ?? 1;
  const hash = `${set.metadata.name}-${hashOf(cluster, set)}`;
  const pods = podsOf(cluster, set);
  for (let ordinal = 0; ordinal < desired; ordinal++) {
    const name = `${set.metadata.name}-${ordinal}`;
    const pod = pods.find((found) => found.metadata.name === name);
    if (!pod) {
      makePod(cluster, withClaims(cluster, withRevision(set, hash), ordinal), name);
      // One after the other, each when the one before is ready.
      if (!cluster.settling) break;
    } else if (!isReady(pod) || isTerminating(pod)) {
      break;
    }
  }
  // Updates go from the highest ordinal down, one at a time.
  const outdated = pods
    .filter((pod) => pod.metadata.labels?.['controller-revision-hash'] !== hash && !isTerminating(pod))
    .toSorted((a, b) => b.metadata.name.localeCompare(a.metadata.name, 'en', { numeric: true }));
  const settled = pods.length >= desired && pods.every((pod) => isReady(pod) && !isTerminating(pod));
  const victim = outdated.find((pod) => !isReady(pod)) ?? (settled ? outdated[0] : undefined);
  if (victim) terminate(cluster, victim);
  for (const pod of pods) {
    if (Number(/-(\d+)$/.exec(pod.metadata.name)?.[1] ?? 0) >= desired) terminate(cluster, pod);
  }
  const now = podsOf(cluster, set).filter((pod) => !isTerminating(pod));
  set.status = {
    observedGeneration: set.metadata['generation'],
    replicas: now.length,
    readyReplicas: now.filter(isReady).length,
    availableReplicas: now.filter(isReady).length,
    currentReplicas: now.length,
    updatedReplicas: now.filter((pod) => pod.metadata.labels?.['controller-revision-hash'] === hash).length,
    currentRevision: hash,
    updateRevision: hash,
  };
}

/** The set with the claims of one ordinal among its volumes; a claim that is not there yet is made. */
function withClaims(cluster: Cluster, set: PodMaker, ordinal: number): PodMaker {
  const volumes = (set.spec.volumeClaimTemplates ?? []).map((claim) => {
    const claimName = `${claim.metadata.name}-${set.metadata.name}-${ordinal}`;
    const namespace = set.metadata.namespace ?? '';
    if (!get(cluster, 'PersistentVolumeClaim', namespace, claimName)) {
      const size = claim.spec.resources.requests.storage;
      createVolume(cluster, { namespace, claim: claimName, size, labels: set.spec.selector.matchLabels });
    }
    return { name: claim.metadata.name, persistentVolumeClaim: { claimName } };
  });
  if (volumes.length === 0) return set;
  const { template } = set.spec;
  return { ...set, spec: { ...set.spec, template: { ...template, spec: { ...template.spec, volumes } } } };
}

/** The set with its revision among the labels of its template. */
function withRevision(set: PodMaker, hash: string): PodMaker {
  const { template } = set.spec;
  return {
    ...set,
    spec: {
      ...set.spec,
      template: {
        ...template,
        metadata: {
          ...template.metadata,
          labels: { ...template.metadata.labels, 'controller-revision-hash': hash },
        },
      },
    },
  };
}

function reconcileDaemonSet(cluster: Cluster, set: PodMaker): void {
  const hash = hashOf(cluster, set);
  const pods = podsOf(cluster, set);
  const wanted = all(cluster, 'Node').filter((node) =>
    Object.entries(set.spec.template.spec.nodeSelector ?? {}).every(
      ([key, value]) => node.metadata.labels?.[key] === value,
    ),
  );
  for (const node of wanted) {
    const pod = pods.find((found) => found.spec.nodeName === node.metadata.name && !isTerminating(found));
    if (pod || cluster.silent.has(node.metadata.name)) continue;
    const owner = withRevision(set, hash);
    owner.spec.template = {
      ...owner.spec.template,
      spec: { ...owner.spec.template.spec, nodeName: node.metadata.name },
    };
    makePod(cluster, owner);
  }
  const alive = podsOf(cluster, set).filter((pod) => !isTerminating(pod));
  const outdated = alive.find((pod) => pod.metadata.labels?.['controller-revision-hash'] !== hash);
  if (outdated && alive.every((pod) => isReady(pod) || pod === outdated)) terminate(cluster, outdated);
  const count = alive.filter(isReady).length;
  set.status = {
    observedGeneration: set.metadata['generation'],
    desiredNumberScheduled: wanted.length,
    currentNumberScheduled: alive.length,
    numberReady: count,
    numberAvailable: count,
    updatedNumberScheduled: alive.filter((pod) => pod.metadata.labels?.['controller-revision-hash'] === hash)
      .length,
    numberMisscheduled: 0,
  };
}

function cronJobs(cluster: Cluster): void {
  for (const cron of all(cluster, 'CronJob')) {
    if (cron.spec.suspend || cluster.settling) continue;
    const last = Date.parse(cron.status.lastScheduleTime ?? cron.metadata.creationTimestamp ?? '');
    const due = dueRuns(cron.spec.schedule, last, cluster.now());
    const newest = due.at(-1);
    if (newest === undefined) continue;
    cron.status.lastScheduleTime = iso(newest);
    startJob(cluster, cron, newest);
    const jobs = ownedBy(cluster, cron, 'Job');
    const done = jobs.filter((job) => job.status['succeeded'] === 1);
    for (const job of done.slice(0, Math.max(0, done.length - 3))) {
      for (const pod of podsOf(cluster, job)) remove(cluster, pod);
      remove(cluster, job);
    }
  }
}

/** The run of a schedule that was due at `at`. */
export function startJob(cluster: Cluster, cron: CronJob, at: number): void {
  const name = `${cron.metadata.name}-${Math.floor(at / 60_000)}`;
  if (get(cluster, 'Job', cron.metadata.namespace, name)) return;
  const job: PodMaker = put(cluster, {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      name,
      namespace: cron.metadata.namespace ?? 'default',
      labels: { ...cron.metadata.labels },
      ownerReferences: [ownerReference(cron)],
      creationTimestamp: iso(at),
      generation: 1,
    },
    spec: {
      parallelism: 1,
      completions: 1,
      backoffLimit: 6,
      selector: { matchLabels: { 'job-name': name } },
      template: {
        ...structuredClone(cron.spec.jobTemplate.spec.template),
        metadata: {
          labels: { ...cron.spec.jobTemplate.spec.template.metadata.labels, 'job-name': name },
        },
      },
    },
    status: { startTime: iso(at), active: 1 },
  });
  makePod(cluster, job);
}

function reconcileJob(cluster: Cluster, job: PodMaker): void {
  if (job.status['succeeded'] === 1) return;
  const pods = podsOf(cluster, job);
  const done = pods.find((pod) => pod.status.phase === 'Succeeded');
  if (!done) {
    if (pods.length === 0) makePod(cluster, job);
    return;
  }
  const finishedAt = String(
    done.status.containerStatuses[0]?.state['terminated']?.['finishedAt'] ?? iso(cluster.now()),
  );
  job.status = {
    startTime: job.status['startTime'],
    completionTime: finishedAt,
    succeeded: 1,
    ready: 0,
    conditions: [{ type: 'Complete', status: 'True', lastTransitionTime: finishedAt }],
  };
}
