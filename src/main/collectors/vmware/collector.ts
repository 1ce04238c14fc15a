import type { CollectorDefinition } from '../collector.ts';

export const vmwareCollector: CollectorDefinition = {
  domain: 'vmware',
  title: 'vmware',
  kinds: [],
  adapters: [],
};
