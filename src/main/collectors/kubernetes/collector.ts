import type { CollectorDefinition } from '../collector.ts';
import { entityKindsOfKubernetes } from './collect-clusters.ts';
import { labKubernetesAdapter } from './lab-adapter.ts';

export const kubernetesCollector: CollectorDefinition = {
  domain: 'kubernetes',
  title: 'Kubernetes',
  kinds: entityKindsOfKubernetes,
  adapters: [labKubernetesAdapter],
};
