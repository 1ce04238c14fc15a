import type { CollectorDefinition } from '../collector.ts';

export const storageCollector: CollectorDefinition = {
  domain: 'storage',
  title: 'storage',
  kinds: [],
  adapters: [],
};
