import type { LabScenario } from '../domain.ts';
import { all, get, keyOf, type Cluster } from './cluster.ts';
import { reconcile } from './controllers.ts';
import { resumePods } from './pods.ts';
import { filesystemBytes } from './volumes.ts';

/** Things that go wrong on request, all on the first cluster. Disabling one is mending the cause. */
export function createScenarios(cluster: Cluster): Record<string, LabScenario> {
  return {
    'crash-loop': crashLoop(cluster),
    'stuck-rollout': stuckRollout(cluster),
    'failed-node': failedNode(cluster),
    'full-pvc': fullClaim(cluster),
  };
}

/** A release that reads its configuration wrong: it crashes until it is rolled back, or until it is mended. */
function crashLoop(cluster: Cluster): LabScenario {
  const image = 'registry.lab.example/shop/checkout:4.8.0';
  return {
    description: `shop/checkout on ${cluster.name} is rolled out as 4.8.0, which crashes at its start`,
    enable: () => {
      cluster.faults.set(image, {
        type: 'crash',
        log: 'cannot parse PAYMENT_TIMEOUT="30": expected a duration such as 30s',
      });
      rollOut(cluster, 'shop', 'checkout', image);
    },
    disable: () => {
      cluster.faults.delete(image);
    },
  };
}

/** A release whose image was never pushed. */
function stuckRollout(cluster: Cluster): LabScenario {
  const image = 'registry.lab.example/payments/ledger:1.23.0';
  return {
    description: `payments/ledger on ${cluster.name} is rolled out as 1.23.0, which is not in the registry`,
    enable: () => {
      cluster.faults.set(image, { type: 'missing' });
      rollOut(cluster, 'payments', 'ledger', image);
    },
    disable: () => {
      cluster.faults.delete(image);
    },
  };
}

function rollOut(cluster: Cluster, namespace: string, name: string, image: string): void {
  const deployment = get(cluster, 'Deployment', namespace, name);
  const container = deployment?.spec.template.spec.containers[0];
  if (!deployment || !container) return;
  container.image = image;
  deployment.metadata['generation'] = Number(deployment.metadata['generation'] ?? 1) + 1;
  cluster.progress.set(deployment.metadata.uid ?? '', cluster.now());
  reconcile(cluster);
}

/** The last worker's kubelet falls silent. */
function failedNode(cluster: Cluster): LabScenario {
  const node = cluster.blueprint.nodes.findLast((candidate) => candidate.role === 'worker')?.name ?? '';
  return {
    description: `node ${node} of ${cluster.name} stops answering`,
    enable: () => setNodeUp(cluster, node, false),
    disable: () => setNodeUp(cluster, node, true),
  };
}

/** A node's kubelet falls silent or comes back; also when the VM under it is switched. */
export function setNodeUp(cluster: Cluster, name: string, up: boolean): void {
  if (!get(cluster, 'Node', undefined, name)) return;
  if (up && cluster.silent.delete(name)) resumePods(cluster, name);
  if (up) return;
  if (!cluster.silent.has(name)) cluster.silent.set(name, cluster.now());
}

function fullClaim(cluster: Cluster): LabScenario {
  const claim = () =>
    get(cluster, 'PersistentVolumeClaim', 'payments', 'data-ledger-postgres-0') ??
    all(cluster, 'PersistentVolumeClaim')[0];
  let before: number | undefined;
  return {
    description: `the volume of payments/ledger-postgres-0 on ${cluster.name} is 98.5 % full`,
    enable: () => {
      const found = claim();
      if (!found) return;
      const key = keyOf(found.metadata.namespace, found.metadata.name);
      before = cluster.volumeUse.get(key);
      cluster.volumeUse.set(key, Math.floor(filesystemBytes(found) * 0.985));
    },
    disable: () => {
      const found = claim();
      if (!found || before === undefined) return;
      cluster.volumeUse.set(keyOf(found.metadata.namespace, found.metadata.name), before);
    },
  };
}
