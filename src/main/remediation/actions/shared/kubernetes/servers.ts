import { kubernetesMcpServer } from './kubernetes-mcp-server.ts';
import { labKubernetes } from './lab.ts';
import { mcpServerKubernetes } from './mcp-server-kubernetes.ts';
import type { KubernetesServer } from './server.ts';

/** Every kind of MCP server that actions on Kubernetes can be done through. */
export const kubernetesServers: readonly KubernetesServer[] = [
  labKubernetes,
  kubernetesMcpServer,
  mcpServerKubernetes,
];
