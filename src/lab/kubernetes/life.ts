import { all, expireEvents, isTerminating, keyOf, type Cluster } from './cluster.ts';
import { reconcile } from './controllers.ts';
import { runAutoscalers } from './derive.ts';
import { isReady, restartInPlace, stepPods, terminate } from './pods.ts';
import { filesystemBytes } from './volumes.ts';

/** How often, on average, a cluster sees a container killed for memory, and a pod moved for no reason of ours. */
const restartEverySeconds = 2 * 3_600;
const moveEverySeconds = 3 * 3_600;

/** Lets `seconds` of a cluster's life pass; its clock has moved already. */
export function live(cluster: Cluster, seconds: number): void {
  drift(cluster, seconds);
  mishaps(cluster, seconds);
  // Controllers answer to pods and pods to controllers, until nothing moves; a rollout goes on with the next pulse.
  for (let round = 0; round < 4; round++) {
    const before = cluster.resourceVersion;
    stepPods(cluster);
    reconcile(cluster);
    if (cluster.resourceVersion === before) break;
  }
  runAutoscalers(cluster);
  expireEvents(cluster);
}

function drift(cluster: Cluster, seconds: number): void {
  const pace = Math.min(1, seconds / 600);
  for (const [pod, load] of cluster.load) {
    const next = load + (cluster.random.unit() - 0.5) * 0.12 * pace;
    cluster.load.set(pod, Math.min(0.8, Math.max(0.08, next)));
  }
  for (const claim of all(cluster, 'PersistentVolumeClaim')) {
    const key = keyOf(claim.metadata.namespace, claim.metadata.name);
    const used = cluster.volumeUse.get(key) ?? 0;
    const size = filesystemBytes(claim);
    // A full volume stays full, and databases grow by half a percent a day.
    if (used > size * 0.9) continue;
    cluster.volumeUse.set(key, Math.floor(used + (size * 0.005 * seconds * cluster.random.unit()) / 86_400));
  }
}

function mishaps(cluster: Cluster, seconds: number): void {
  const candidates = () =>
    all(cluster, 'Pod').filter(
      (pod) =>
        pod.metadata.namespace !== 'kube-system' &&
        isReady(pod) &&
        !isTerminating(pod) &&
        !cluster.silent.has(pod.spec.nodeName ?? ''),
    );
  if (cluster.random.chance(Math.min(0.5, seconds / restartEverySeconds))) {
    const pods = candidates();
    if (pods.length > 0) restartInPlace(cluster, cluster.random.pick(pods));
  }
  if (cluster.random.chance(Math.min(0.5, seconds / moveEverySeconds))) {
    const pods = candidates();
    if (pods.length > 0) terminate(cluster, cluster.random.pick(pods));
  }
}
