import type { CollectorDefinition } from '../collector.ts';

export const kubernetesCollector: CollectorDefinition = {
  domain: 'kubernetes',
  title: 'kubernetes',
  kinds: [],
  adapters: [],
};
