import {
  defaultNodes,
  startCluster,
  type Cluster,
  type HollowNode,
} from '../../../support/kubernetes-cluster.ts';
import { definitions, estate, knownEvent, namespaces, type EstateSize } from './estate.ts';

export interface BringUp {
  readonly folder: string;
  readonly size: EstateSize;
  /** Beside the three that there are. */
  readonly furtherNodes?: readonly HollowNode[];
  /** Done to the cluster before it is filled. */
  readonly before?: (cluster: Cluster) => Promise<void>;
  readonly say?: (line: string) => void;
}

/** A cluster with everything in it, once nothing changes by itself any more. */
export async function startEstate(options: BringUp): Promise<Cluster> {
  const { folder, size, furtherNodes = [], before, say = () => undefined } = options;
  const cluster = await startCluster({
    folder,
    name: 'production',
    nodes: [...defaultNodes, ...furtherNodes],
  });
  try {
    say(`Kubernetes ${cluster.version} is ready`);
    await before?.(cluster);
    await cluster.apply([...namespaces(), ...definitions()]);
    await cluster.kubectl('wait', '--for=condition=established', '--timeout=30s', 'crd', '--all');
    await cluster.until('every namespace has its account', async () => {
      const accounts = await cluster.kubectl('get', 'serviceaccounts', '-A', '--no-headers');
      return accounts.split('\n').filter((line) => /\sdefault\s/.test(line)).length >= namespaces().length;
    });
    await cluster.apply(estate(size));
    await cluster.apply([knownEvent(new Date().toISOString().replace(/\.\d+Z$/, 'Z'))]);
    await cluster.kubectl('create', 'job', 'nightly-by-hand', '--from=cronjob/nightly', '-n', 'logistics');
    await cluster.kubectl('taint', 'node', 'node-3', 'dedicated=batch:PreferNoSchedule');
    for (const workload of [
      'deployment/web -n shop',
      'deployment/checkout -n shop',
      'deployment/api -n payments',
      'statefulset/ledger -n payments',
      'daemonset/node-agent -n monitoring',
    ]) {
      await cluster.kubectl('rollout', 'status', ...workload.split(' '), '--timeout=90s');
    }
    await settled(cluster);
    say('its estate has settled');
    return cluster;
  } catch (error) {
    await cluster[Symbol.asyncDispose]();
    throw error;
  }
}

/** Two looks, some seconds apart, that show the same pods, jobs and quotas. */
async function settled(cluster: Cluster): Promise<void> {
  let before = '';
  let since = Date.now();
  await cluster.until(
    'the estate settles',
    async () => {
      const now = await cluster.kubectl(
        'get',
        'pods,jobs,resourcequotas,persistentvolumeclaims',
        '-A',
        '-o',
        'custom-columns=N:.metadata.name,V:.metadata.resourceVersion',
      );
      if (now !== before) {
        before = now;
        since = Date.now();
      }
      return Date.now() - since > 4_000;
    },
    90_000,
  );
}
