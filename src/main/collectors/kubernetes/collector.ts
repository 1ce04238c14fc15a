import type { CollectorDefinition } from '../collector.ts';
import { entityKindsOfKubernetes } from './collect-clusters.ts';
import { kubernetesMcpServerAdapter } from './kubernetes-mcp-server/adapter.ts';
import { labKubernetesAdapter } from './lab/adapter.ts';
import { mcpServerKubernetesAdapter } from './mcp-server-kubernetes/adapter.ts';

export const kubernetesCollector: CollectorDefinition = {
  domain: 'kubernetes',
  title: 'Kubernetes',
  kinds: entityKindsOfKubernetes,
  adapters: [labKubernetesAdapter, kubernetesMcpServerAdapter, mcpServerKubernetesAdapter],
};
