import type { CollectorDefinition } from '../collector.ts';

export const networkCollector: CollectorDefinition = {
  domain: 'network',
  title: 'network',
  kinds: [],
  adapters: [],
};
