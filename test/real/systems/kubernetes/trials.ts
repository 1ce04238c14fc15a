import type { Cluster } from '../../../support/kubernetes-cluster.ts';
import type { ActionTrial, RealCheck } from '../../real-system.ts';
import { drainTrials, nodeTrials } from './node-trials.ts';
import { growTrial, podTrials } from './pod-trials.ts';
import { ofSource, type ServerUnderTrial, type Trying } from './trying.ts';
import { rollbackTrials, workloadTrials } from './workload-trials.ts';

/** Drains and going back to a revision are not to be had of every server. */
const allActions: Readonly<Record<ServerUnderTrial, boolean>> = {
  'kubernetes-mcp-server': false,
  'mcp-server-kubernetes': true,
};

export function trialsThrough(
  cluster: Cluster,
  { source, server }: { readonly source: string; readonly server: ServerUnderTrial },
): readonly ActionTrial[] {
  const trying: Trying = { cluster, source };
  return [
    ...workloadTrials(trying, server),
    ...podTrials(trying),
    ...nodeTrials(trying),
    ...(allActions[server] ? [...rollbackTrials(trying), ...drainTrials(trying)] : []),
    growTrial(trying),
  ];
}

/** What the catalogue refuses of this estate, before a server is asked. */
export function refusalsOn(source: string): readonly RealCheck[] {
  return [
    {
      title: 'a pod that nothing owns is not deleted',
      async run({ view, client }) {
        const pod = ofSource({ source }, view, 'pod').find(
          (one) => view.outbound(one, 'owned-by').length === 0,
        );
        if (!pod) return 'there is no such pod';
        try {
          await client.remediation.propose({ action: 'pod.delete', target: pod.id, parameters: {} });
        } catch (error) {
          return error instanceof Error && error.message.includes('no workload owns it')
            ? undefined
            : String(error);
        }
        return 'it was accepted';
      },
    },
  ];
}
