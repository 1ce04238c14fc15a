import type { Claim, Node, Pod, PodMaker } from './kinds.ts';
import { z } from 'zod';
import { LabError, type LabTool } from '../domain.ts';
import { findCluster } from './backend.ts';
import { all, get, type Cluster } from './cluster.ts';
import { reconcile, replicaSetsOf, revisionOf } from './controllers.ts';
import { withBudgetStatus } from './derive.ts';
import { isReady, terminate } from './pods.ts';
import { quantity } from './resources.ts';

const target = z.object({ cluster: z.string(), namespace: z.string(), name: z.string() });
const workload = target.extend({ kind: z.enum(['Deployment', 'StatefulSet', 'DaemonSet']) });
const scalable = target.extend({
  kind: z.enum(['Deployment', 'StatefulSet', 'DaemonSet']),
  replicas: z.number().int(),
});
const undo = target.extend({ toRevision: z.number().int().min(0).default(0) });
const image = target.extend({
  kind: z.enum(['Deployment', 'StatefulSet', 'DaemonSet']).default('Deployment'),
  container: z.string(),
  image: z.string().min(1),
});
const limits = target.extend({
  minReplicas: z.number().int().min(1).optional(),
  maxReplicas: z.number().int().min(1),
});
const resize = target.extend({ storage: z.string() });
const nodeInput = z.object({ cluster: z.string(), node: z.string() });
const drain = nodeInput.extend({
  ignoreDaemonSets: z.boolean().default(false),
  force: z.boolean().default(false),
});

const mostReplicas = 500;

/** The tools that change something. Each answers what the API server accepted, not what became of it. */
export function createWriteTools(clusters: readonly Cluster[]): LabTool[] {
  const on = (name: string) => findCluster(clusters, name);
  const scale = (input: z.output<typeof scalable>) => {
    const cluster = on(input.cluster);
    if (input.kind === 'DaemonSet') {
      throw new LabError(
        'Error from server (NotFound): the server could not find the requested resource (daemonsets have no scale)',
      );
    }
    const found = maker(cluster, input.kind, input.namespace, input.name);
    if (input.replicas < 0 || input.replicas > mostReplicas) {
      throw new LabError(
        `${input.kind} "${input.name}" is invalid: spec.replicas: Invalid value: ${input.replicas}: must be between 0 and ${mostReplicas}`,
      );
    }
    found.spec.replicas = input.replicas;
    const scaler = all(cluster, 'HorizontalPodAutoscaler').find((candidate) => {
      const { scaleTargetRef } = candidate['spec'] as { scaleTargetRef: { kind: string; name: string } };
      return (
        candidate.metadata.namespace === input.namespace &&
        scaleTargetRef.kind === input.kind &&
        scaleTargetRef.name === input.name
      );
    });
    return {
      ...accepted(cluster, found, 'scaled'),
      ...(scaler ? { warning: `autoscaler ${scaler.metadata.name} may set the replicas back` } : {}),
    };
  };
  const setLimits = (input: z.output<typeof limits>) => {
    const cluster = on(input.cluster);
    const found = existing(cluster, 'HorizontalPodAutoscaler', input.namespace, input.name);
    const spec = found['spec'] as { minReplicas: number; maxReplicas: number };
    const min = input.minReplicas ?? spec.minReplicas;
    if (input.maxReplicas < min) {
      throw new LabError(
        `HorizontalPodAutoscaler.autoscaling "${input.name}" is invalid: spec.maxReplicas: Invalid value: ${input.maxReplicas}: must be greater than or equal to minReplicas`,
      );
    }
    spec.minReplicas = min;
    spec.maxReplicas = input.maxReplicas;
    return { message: `horizontalpodautoscaler.autoscaling/${input.name} patched` };
  };
  return [
    {
      name: 'kubernetes_rollout_restart',
      title: 'Restart a rollout',
      description: 'Replaces the pods of a workload one after the other (kubectl rollout restart).',
      input: workload,
      readOnly: false,
      run: (args) => {
        const input = workload.parse(args);
        const cluster = on(input.cluster);
        const found = maker(cluster, input.kind, input.namespace, input.name);
        found.spec.template.metadata.annotations = {
          ...found.spec.template.metadata.annotations,
          'kubectl.kubernetes.io/restartedAt': new Date(cluster.now()).toISOString(),
        };
        return accepted(cluster, found, 'restarted');
      },
    },
    {
      name: 'kubernetes_scale_workload',
      title: 'Scale a workload',
      description: 'Sets the number of replicas. An autoscaler on the workload may set it back.',
      input: scalable,
      readOnly: false,
      idempotent: true,
      run: (args) => scale(scalable.parse(args)),
      partially: (args) => {
        const input = scalable.parse(args);
        const now = maker(on(input.cluster), input.kind, input.namespace, input.name).spec.replicas ?? 1;
        const half = Math.trunc((now + input.replicas) / 2);
        return half === now || half === input.replicas ? {} : scale({ ...input, replicas: half });
      },
    },
    {
      name: 'kubernetes_rollout_undo',
      title: 'Roll back a deployment',
      description: 'Back to the revision before, or to the one named (kubectl rollout undo).',
      input: undo,
      readOnly: false,
      run: (args) => {
        const input = undo.parse(args);
        const cluster = on(input.cluster);
        const found = maker(cluster, 'Deployment', input.namespace, input.name);
        const sets = replicaSetsOf(cluster, found);
        const wanted =
          input.toRevision === 0 ? sets.at(-2) : sets.find((set) => revisionOf(set) === input.toRevision);
        if (!wanted) {
          throw new LabError(
            input.toRevision === 0
              ? `error: no rollout history found for deployment "${input.name}"`
              : `error: unable to find specified revision ${input.toRevision} in history`,
          );
        }
        const template = structuredClone(wanted.spec.template);
        delete template.metadata.labels['pod-template-hash'];
        found.spec.template = template;
        return accepted(cluster, found, 'rolled back');
      },
    },
    {
      name: 'kubernetes_set_image',
      title: 'Set an image',
      description: 'Rolls out another image for one container of a workload (kubectl set image).',
      input: image,
      readOnly: false,
      idempotent: true,
      run: (args) => {
        const input = image.parse(args);
        const cluster = on(input.cluster);
        const found = maker(cluster, input.kind, input.namespace, input.name);
        const container = found.spec.template.spec.containers.find(({ name }) => name === input.container);
        if (!container) throw new LabError(`error: unable to find container named "${input.container}"`);
        container.image = input.image;
        return accepted(cluster, found, 'image updated');
      },
    },
    {
      name: 'kubernetes_set_autoscaler_limits',
      title: 'Set autoscaler limits',
      description: 'Changes the least and the most replicas of an autoscaler.',
      input: limits,
      readOnly: false,
      idempotent: true,
      run: (args) => setLimits(limits.parse(args)),
      // The least is left as it was.
      partially: (args) => {
        const { minReplicas: _, ...input } = limits.parse(args);
        return setLimits(input);
      },
    },
    {
      name: 'kubernetes_delete_pod',
      title: 'Delete a pod',
      description: 'Ends a pod after its grace period; what owns it makes another.',
      input: target,
      readOnly: false,
      destructive: true,
      run: (args) => {
        const input = target.parse(args);
        const cluster = on(input.cluster);
        const pod = get(cluster, 'Pod', input.namespace, input.name);
        if (!pod) throw new LabError(`Error from server (NotFound): pods "${input.name}" not found`);
        terminate(cluster, pod);
        reconcile(cluster);
        return { message: `pod "${input.name}" deleted` };
      },
    },
    {
      name: 'kubernetes_cordon_node',
      title: 'Cordon a node',
      description: 'Keeps new pods off a node.',
      input: nodeInput,
      readOnly: false,
      idempotent: true,
      run: (args) => setSchedulable(on(nodeInput.parse(args).cluster), nodeInput.parse(args).node, false),
    },
    {
      name: 'kubernetes_uncordon_node',
      title: 'Uncordon a node',
      description: 'Lets new pods onto a node again.',
      input: nodeInput,
      readOnly: false,
      idempotent: true,
      run: (args) => setSchedulable(on(nodeInput.parse(args).cluster), nodeInput.parse(args).node, true),
    },
    {
      name: 'kubernetes_drain_node',
      title: 'Drain a node',
      description: 'Cordons a node and evicts its pods as far as disruption budgets allow (kubectl drain).',
      input: drain,
      readOnly: false,
      destructive: true,
      run: (args) => {
        const input = drain.parse(args);
        return drainNode(on(input.cluster), input);
      },
      partially: (args) => setSchedulable(on(drain.parse(args).cluster), drain.parse(args).node, false),
    },
    {
      name: 'kubernetes_resize_claim',
      title: 'Grow a volume claim',
      description: 'Asks for more storage; volumes never shrink.',
      input: resize,
      readOnly: false,
      idempotent: true,
      run: (args) => {
        const input = resize.parse(args);
        return resizeClaim(on(input.cluster), input.namespace, input.name, input.storage);
      },
    },
  ];
}

function existing(cluster: Cluster, kind: string, namespace: string | undefined, name: string) {
  const found = get(cluster, kind, namespace, name);
  if (found) return found;
  throw new LabError(`Error from server (NotFound): ${kind.toLowerCase()}s "${name}" not found`);
}

function maker(cluster: Cluster, kind: string, namespace: string, name: string): PodMaker {
  return existing(cluster, kind, namespace, name) as PodMaker;
}

function accepted(cluster: Cluster, found: PodMaker, what: string): Record<string, unknown> {
  const generation = Number(found.metadata['generation'] ?? 1) + 1;
  found.metadata['generation'] = generation;
  cluster.progress.set(found.metadata.uid ?? '', cluster.now());
  reconcile(cluster);
  return { message: `${found.kind.toLowerCase()}.apps/${found.metadata.name} ${what}`, generation };
}

function setSchedulable(cluster: Cluster, name: string, schedulable: boolean): Record<string, unknown> {
  const node = existing(cluster, 'Node', undefined, name) as Node;
  const already = (node.spec.unschedulable !== true) === schedulable;
  if (schedulable) delete node.spec.unschedulable;
  else node.spec.unschedulable = true;
  const done = schedulable ? 'uncordoned' : 'cordoned';
  return { message: `node/${name} ${already ? `already ${done}` : done}` };
}

function drainNode(
  cluster: Cluster,
  input: { node: string; ignoreDaemonSets: boolean; force: boolean },
): Record<string, unknown> {
  setSchedulable(cluster, input.node, false);
  const pods = all(cluster, 'Pod').filter(
    (pod) => pod.spec.nodeName === input.node && pod.status.phase !== 'Succeeded',
  );
  const ownedBy = (pod: Pod) =>
    (pod.metadata['ownerReferences'] as { kind?: string }[] | undefined)?.[0]?.kind;
  const daemons = pods.filter((pod) => ownedBy(pod) === 'DaemonSet');
  if (daemons.length > 0 && !input.ignoreDaemonSets) {
    throw new LabError(
      `error: unable to drain node "${input.node}": cannot delete DaemonSet-managed Pods (use ignoreDaemonSets): ${names(daemons)}`,
    );
  }
  const alone = pods.filter((pod) => ownedBy(pod) === undefined);
  if (alone.length > 0 && !input.force) {
    throw new LabError(
      `error: unable to drain node "${input.node}": cannot delete Pods that declare no controller (use force): ${names(alone)}`,
    );
  }
  const evicted: string[] = [];
  const blocked: string[] = [];
  for (const pod of pods) {
    // Static pods belong to the kubelet; they stay.
    if (ownedBy(pod) === 'DaemonSet' || ownedBy(pod) === 'Node') continue;
    if (mayEvict(cluster, pod)) {
      terminate(cluster, pod);
      evicted.push(`${pod.metadata.namespace ?? ''}/${pod.metadata.name}`);
    } else {
      blocked.push(`${pod.metadata.namespace ?? ''}/${pod.metadata.name}`);
    }
  }
  reconcile(cluster);
  if (blocked.length > 0) {
    throw new LabError(
      `error: unable to drain node "${input.node}": evicted ${evicted.length} pods; cannot evict, as it would violate the pod's disruption budget: ${blocked.join(', ')}; the node stays cordoned, try again when their replacements are ready`,
    );
  }
  return { message: `node/${input.node} drained`, evicted };
}

function mayEvict(cluster: Cluster, pod: Pod): boolean {
  if (!isReady(pod)) return true;
  return all(cluster, 'PodDisruptionBudget').every((budget) => {
    const covers =
      budget.metadata.namespace === pod.metadata.namespace &&
      Object.entries(budget.spec.selector.matchLabels).every(
        ([key, value]) => pod.metadata.labels?.[key] === value,
      );
    if (!covers) return true;
    const { disruptionsAllowed } = withBudgetStatus(cluster, budget)['status'] as {
      disruptionsAllowed: number;
    };
    return disruptionsAllowed > 0;
  });
}

function names(pods: readonly Pod[]): string {
  return pods.map((pod) => `${pod.metadata.namespace ?? ''}/${pod.metadata.name}`).join(', ');
}

function resizeClaim(
  cluster: Cluster,
  namespace: string,
  name: string,
  storage: string,
): Record<string, unknown> {
  const claim = existing(cluster, 'PersistentVolumeClaim', namespace, name) as Claim;
  const size = parseSize(storage);
  const storageClass = get(cluster, 'StorageClass', undefined, claim.spec.storageClassName);
  if (storageClass?.['allowVolumeExpansion'] !== true) {
    throw new LabError(
      `persistentvolumeclaims "${name}" is forbidden: only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize`,
    );
  }
  if (size < quantity(claim.status.capacity.storage)) {
    throw new LabError(
      `PersistentVolumeClaim "${name}" is invalid: spec.resources.requests.storage: Forbidden: field can not be less than status.capacity`,
    );
  }
  claim.spec.resources.requests.storage = storage;
  claim.status.capacity.storage = storage;
  const volume = get(cluster, 'PersistentVolume', undefined, claim.spec.volumeName);
  if (volume) (volume['spec'] as { capacity: { storage: string } }).capacity.storage = storage;
  return { message: `persistentvolumeclaim/${name} patched` };
}

function parseSize(storage: string): number {
  try {
    return quantity(storage);
  } catch {
    throw new LabError(`quantities must match the regular expression of a quantity, got "${storage}"`);
  }
}
