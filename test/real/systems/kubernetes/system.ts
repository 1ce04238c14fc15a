import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { entityKinds } from '../../../../src/shared/model/kinds/registry.ts';
import { startCluster, type Cluster } from '../../../support/kubernetes-cluster.ts';
import { missingForKubernetes } from '../../../support/kubernetes-programs.ts';
import type { RealSource, RealSystem, RunningSystem, StartContext, Truth } from '../../real-system.ts';
import { startEstate } from './bring-up.ts';
import { checksOf, kubectlLeaks, nativeLeaks } from './checks.ts';
import { grantDocumentedAccount } from './documented-account.ts';
import { namespaces, realEstate } from './estate.ts';
import { kubectlEntry, kubectlServer, nativeEntry, nativeServer, twoClusters, twoUsers } from './sources.ts';
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
    try {
      return await run(cluster, { folder, bin, say });
    } catch (error) {
      await cluster[Symbol.asyncDispose]();
      throw error;
    }
  },
};

async function run(cluster: Cluster, { folder, bin, say }: StartContext): Promise<RunningSystem> {
  const native = bin('kubernetes-mcp-server');
  const kubectl = bin('mcp-server-kubernetes');
  const users = twoUsers(cluster);
  const viewer = cluster.kubeconfigOf('viewer');
  const reader = await grantDocumentedAccount(cluster);
  const all = () => truthOf(cluster, { clusterName: cluster.name });
  const branch = await startBranch(join(folder, 'branch'));
  say(`and a second cluster, ${branch.name}`);
  const clusters = twoClusters(cluster, branch);
  const both = async () => together(await all(), await truthOf(branch, { clusterName: branch.name }));
  const seenByViewer = (clusterName: string) => () =>
    truthOf(cluster, { clusterName, namespaces: ['shop', 'payments'] });
  const usage = /usage of volumes of /;

  const sources: RealSource[] = [
    {
      name: 'native',
      server: nativeServer,
      adapters: ['kubernetes-mcp-server'],
      entry: nativeEntry(native, users, ['--list-output', 'yaml']),
      truth: all,
      unseen: [usage, /NodeMetrics objects of production/],
      trials: trialsThrough(cluster, { source: 'native', server: 'kubernetes-mcp-server' }),
      checks: [...checksOf('native', nativeLeaks), ...refusalsOn('native')],
    },
    {
      name: 'kubectl',
      server: kubectlServer,
      adapters: ['mcp-server-kubernetes'],
      entry: kubectlEntry(kubectl, cluster, users, { SPAWN_MAX_BUFFER: '8388608' }),
      truth: all,
      unseen: [usage, /NodeMetrics objects of production/],
      trials: trialsThrough(cluster, { source: 'kubectl', server: 'mcp-server-kubernetes' }),
      checks: [...checksOf('kubectl', kubectlLeaks), ...refusalsOn('kubectl')],
    },
    {
      name: 'native-two-clusters',
      server: `${nativeServer} --read-only`,
      adapters: ['kubernetes-mcp-server'],
      entry: nativeEntry(native, clusters, ['--read-only', '--list-output', 'yaml']),
      truth: both,
    },
    // With the buffer of 1 MiB that it has unless told.
    {
      name: 'kubectl-two-clusters',
      server: `${kubectlServer} ALLOW_ONLY_READONLY_TOOLS`,
      adapters: ['mcp-server-kubernetes'],
      entry: kubectlEntry(kubectl, cluster, clusters, { ALLOW_ONLY_READONLY_TOOLS: 'true' }),
      truth: both,
    },
    // With the account that the documentation recommends.
    {
      name: 'native-reader',
      server: `${nativeServer} --read-only`,
      adapters: ['kubernetes-mcp-server'],
      entry: nativeEntry(native, reader, ['--read-only', '--list-output', 'yaml']),
      truth: () => truthOf(cluster, { clusterName: 'native-reader' }),
    },
    {
      name: 'kubectl-reader',
      server: `${kubectlServer} ALLOW_ONLY_READONLY_TOOLS`,
      adapters: ['mcp-server-kubernetes'],
      entry: kubectlEntry(kubectl, cluster, reader, { ALLOW_ONLY_READONLY_TOOLS: 'true' }),
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
  return {
    version: cluster.version,
    sources,
    async [Symbol.asyncDispose]() {
      await branch[Symbol.asyncDispose]();
      await cluster[Symbol.asyncDispose]();
    },
  };
}

/** Small, with a node and names of its own and some that the other has too. */
async function startBranch(folder: string): Promise<Cluster> {
  mkdirSync(folder);
  const branch = await startCluster({ folder, name: 'branch', nodes: [{ name: 'node-1' }] });
  try {
    await branch.apply(namespaces());
    await branch.until(
      'the namespace has its account',
      async () =>
        (await branch.kubectl('get', 'serviceaccount', 'default', '-n', 'shop', '-o', 'name')) !== '',
    );
    await branch.kubectl(
      'create',
      'deployment',
      'web',
      '-n',
      'shop',
      '--image',
      'registry.example.org/web:1',
    );
    await branch.kubectl('rollout', 'status', 'deployment/web', '-n', 'shop', '--timeout=90s');
    return branch;
  } catch (error) {
    await branch[Symbol.asyncDispose]();
    throw error;
  }
}

function together(one: Truth, other: Truth): Truth {
  return Object.fromEntries(
    entityKinds.flatMap((kind) => {
      const entities = [...(one[kind] ?? []), ...(other[kind] ?? [])];
      return kind in one || kind in other ? [[kind, entities]] : [];
    }),
  );
}

const unseenByViewer = (cluster: string): readonly RegExp[] => [
  new RegExp(`Node objects of ${cluster}: .*forbidden`),
  new RegExp(`PersistentVolume objects of ${cluster}: .*forbidden`),
  new RegExp(`CustomResourceDefinition objects of ${cluster}: .*forbidden`),
  new RegExp(`Pod objects of ${cluster}/staging: .*forbidden`),
  new RegExp(`Service objects of ${cluster}/logistics: .*forbidden`),
  // What several kinds of object make up together, and cannot be judged without one of them.
  /^(?:workload|addon|access-role|role-binding|custom-resource) .*forbidden/,
];
