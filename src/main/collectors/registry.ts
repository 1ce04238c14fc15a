import type { CollectorDefinition } from './collector.ts';
import { kubernetesCollector } from './kubernetes/collector.ts';
import { networkCollector } from './network/collector.ts';
import { storageCollector } from './storage/collector.ts';
import { vmwareCollector } from './vmware/collector.ts';

/** Every collector there is; a spec fails when a folder is missing here. */
export const collectors: readonly CollectorDefinition[] = [
  vmwareCollector,
  kubernetesCollector,
  networkCollector,
  storageCollector,
];
