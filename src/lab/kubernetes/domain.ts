import type { LabContext, LabDomain } from '../domain.ts';
import { createLabBackend } from './backend.ts';
import { buildCluster } from './build-cluster.ts';
import { live } from './life.ts';
import { createReadTools } from './read-tools.ts';
import { createScenarios, setNodeUp } from './scenarios.ts';
import { createWriteTools } from './write-tools.ts';

/** Time passes before every call; controllers look round no more often than this, and less often where there is more. */
const shortestPulseSeconds = 5;
const nodesPerPulseSecond = 20;

/** Simulated clusters on the blueprint's VMs: real API objects, controllers and kubelets in small. */
export function createKubernetesDomain(context: LabContext): LabDomain {
  const clusters = context.blueprint.kubernetesClusters.map((own) =>
    buildCluster(context.blueprint, own, context.random(`kubernetes/${own.name}`), () => context.now()),
  );
  context.events.on((event) => {
    if (event.type !== 'vm-power') return;
    for (const cluster of clusters) {
      const node = cluster.blueprint.nodes.find(({ uuid }) => uuid === event.uuid);
      if (node) setNodeUp(cluster, node.name, event.poweredOn);
    }
  });
  const [first] = clusters;
  const nodes = clusters.reduce((sum, cluster) => sum + cluster.blueprint.nodes.length, 0);
  const pulseSeconds = Math.max(shortestPulseSeconds, nodes / nodesPerPulseSecond);
  let waiting = 0;
  return {
    name: 'kubernetes',
    tools: [...createReadTools(createLabBackend(clusters)), ...createWriteTools(clusters)],
    advance: (seconds) => {
      waiting += seconds;
      if (waiting < pulseSeconds) return;
      for (const cluster of clusters) live(cluster, waiting);
      waiting = 0;
    },
    scenarios: first ? createScenarios(first) : {},
  };
}
