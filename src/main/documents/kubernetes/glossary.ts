import type { Term } from '../common-sections.ts';

export const glossary: readonly Term[] = [
  ['allocatable', 'What a node has left for pods once the system and the kubelet have taken their part.'],
  ['request, limit', 'What a container is promised when it is placed, and what it may use at most.'],
  ['disruption budget', 'How many pods of a workload must stay when somebody drains nodes.'],
  ['backends ready', 'Endpoints of a service that take traffic, of all that it has.'],
  ['taint', 'Keeps pods off a node unless they tolerate it.'],
  [
    'QoS',
    'Which pods are evicted first when a node runs short: BestEffort, then Burstable, then Guaranteed.',
  ],
  ['100m', 'A tenth of a CPU core.'],
];
