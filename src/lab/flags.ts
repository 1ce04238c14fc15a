import { labSizes } from './blueprint.ts';
import { faultNames } from './fault-kinds.ts';
import { labDomainNames } from './world.ts';

/**
 * Everything that the command line can say, once: options.ts parses by it, the CLI shows it as help. `value` holds
 * one word for each argument. Kept free of zod, because the help of other commands passes here.
 */
export const labFlags: readonly LabFlag[] = [
  { name: 'stdio', says: 'serve MCP over stdin and stdout (default)' },
  { name: 'http', value: 'PORT', says: 'serve MCP over streamable HTTP; 0 picks a free port' },
  { name: 'host', value: 'ADDRESS', says: 'address to bind to with --http (default 127.0.0.1)' },
  { name: 'seed', value: 'TEXT', says: 'what everything is drawn from (default "lab")' },
  { name: 'size', value: 'NAME', says: `${Object.keys(labSizes).join(', ')} (default small)` },
  { name: 'vms', value: 'N', says: 'number of VMs; without --size everything else in proportion' },
  { name: 'clusters', value: 'N', says: 'number of vCenter clusters' },
  { name: 'hosts-per-cluster', value: 'N', says: 'hosts in each cluster' },
  { name: 'kubernetes-clusters', value: 'N', says: 'number of Kubernetes clusters' },
  { name: 'nodes-per-kubernetes-cluster', value: 'N', says: 'nodes in each Kubernetes cluster' },
  { name: 'switches', value: 'N', says: 'switches and routers' },
  { name: 'arrays', value: 'N', says: 'storage arrays' },
  { name: 'domains', value: 'LIST', says: `comma-separated: ${labDomainNames.join(', ')} (default all)` },
  { name: 'frozen', says: 'time stands still, so that the same seed gives the same answers' },
  {
    name: 'now',
    value: 'ISO',
    says: 'where simulated time begins, e.g. 2026-01-15T08:00:00Z (default: today at 00:00 UTC)',
  },
  { name: 'speed', value: 'N', says: 'simulated seconds per real second (default 1)' },
  { name: 'scenario', value: 'NAME', multiple: true, says: 'switch a scenario on (repeatable)' },
  {
    name: 'fault',
    value: 'NAME[:key=value,…]',
    multiple: true,
    says: `inject a fault (repeatable): ${faultNames.join(', ')}; keys tools, probability, after, times, latencyMs, phase`,
  },
  { name: 'call-log', value: 'FILE', says: 'append each tool call that arrives, before it acts' },
  {
    name: 'estate',
    value: 'NAME PATH',
    multiple: true,
    says: 'serve a recorded estate instead: netbox FILE, or k8s-bundle DIRECTORY (repeatable)',
  },
];

export interface LabFlag {
  readonly name: string;
  readonly value?: string;
  readonly multiple?: true;
  readonly says: string;
}
