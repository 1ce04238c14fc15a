import { missingForKubernetes } from '../../../support/kubernetes-programs.ts';
import type { RealSource, RealSystem } from '../../real-system.ts';
import { startEstate } from './bring-up.ts';
import { checksOf, kubectlLeaks, nativeLeaks } from './checks.ts';
import { realEstate } from './estate.ts';
import { kubectlEntry, kubectlServer, nativeEntry, nativeServer, twoContexts } from './sources.ts';
import { stageTrials, trialNodes } from './trial-stage.ts';
import { refusalsOn, trialsThrough } from './trials.ts';
import { truthOf } from './truth.ts';

export const kubernetesSystem: RealSystem = {
  id: 'kubernetes',
  title: 'Kubernetes',
  missing: () => Promise.resolve(missingForKubernetes()),
  async start({ folder, bin, say }) {
    const cluster = await startEstate({
      folder,
      size: realEstate,
      furtherNodes: trialNodes,
      before: stageTrials,
      say,
    });
    const native = bin('kubernetes-mcp-server');
    const kubectl = bin('mcp-server-kubernetes');
    const contexts = twoContexts(cluster);
    const viewer = cluster.kubeconfigOf('viewer');
    const all = () => truthOf(cluster, { clusterName: cluster.name });
    const seenByViewer = (clusterName: string) => () =>
      truthOf(cluster, { clusterName, namespaces: ['shop', 'payments'] });
    const usage = /usage of volumes of /;

    const sources: RealSource[] = [
      {
        name: 'native',
        server: nativeServer,
        adapters: ['kubernetes-mcp-server'],
        entry: nativeEntry(native, contexts, ['--list-output', 'yaml']),
        truth: all,
        unseen: [usage, /NodeMetrics objects of production/],
        trials: trialsThrough(cluster, { source: 'native', server: 'kubernetes-mcp-server' }),
        checks: [...checksOf('native', nativeLeaks), ...refusalsOn('native')],
      },
      {
        name: 'kubectl',
        server: kubectlServer,
        adapters: ['mcp-server-kubernetes'],
        entry: kubectlEntry(kubectl, cluster, contexts, { SPAWN_MAX_BUFFER: '8388608' }),
        truth: all,
        unseen: [usage, /NodeMetrics objects of production/],
        trials: trialsThrough(cluster, { source: 'kubectl', server: 'mcp-server-kubernetes' }),
        checks: [...checksOf('kubectl', kubectlLeaks), ...refusalsOn('kubectl')],
      },
      // With the buffer of 1 MiB that it has unless told.
      {
        name: 'kubectl-as-it-comes',
        server: `${kubectlServer} ALLOW_ONLY_READONLY_TOOLS`,
        adapters: ['mcp-server-kubernetes'],
        entry: kubectlEntry(kubectl, cluster, cluster.kubeconfig, { ALLOW_ONLY_READONLY_TOOLS: 'true' }),
        truth: all,
      },
      // Somebody who sees two namespaces only; lists are tables unless the server is told.
      {
        name: 'native-viewer',
        server: `${nativeServer} --read-only`,
        adapters: ['kubernetes-mcp-server'],
        entry: nativeEntry(native, viewer, ['--read-only']),
        truth: seenByViewer('native-viewer'),
        unseen: unseenByViewer('native-viewer'),
      },
      {
        name: 'kubectl-viewer',
        server: `${kubectlServer} ALLOW_ONLY_READONLY_TOOLS`,
        adapters: ['mcp-server-kubernetes'],
        entry: kubectlEntry(kubectl, cluster, viewer, { ALLOW_ONLY_READONLY_TOOLS: 'true' }),
        truth: seenByViewer(cluster.name),
        unseen: unseenByViewer(cluster.name),
      },
    ];
    return { version: cluster.version, sources, [Symbol.asyncDispose]: () => cluster[Symbol.asyncDispose]() };
  },
};

const unseenByViewer = (cluster: string): readonly RegExp[] => [
  new RegExp(`Node objects of ${cluster}: .*forbidden`),
  new RegExp(`PersistentVolume objects of ${cluster}: .*forbidden`),
  new RegExp(`CustomResourceDefinition objects of ${cluster}: .*forbidden`),
  new RegExp(`Pod objects of ${cluster}/staging: .*forbidden`),
  new RegExp(`Service objects of ${cluster}/logistics: .*forbidden`),
  // What several kinds of object make up together, and cannot be judged without one of them.
  /^(?:workload|addon|access-role|role-binding|custom-resource) .*forbidden/,
];
