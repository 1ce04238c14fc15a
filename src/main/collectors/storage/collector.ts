import type { CollectorDefinition } from '../collector.ts';
import { storageCollectedKinds } from './collected-kinds.ts';
import { labStorageAdapter } from './lab/adapter.ts';
import { redfishStorageAdapter } from './redfish/adapter.ts';
import { sshStorageAdapter } from './ssh/adapter.ts';

export const storageCollector: CollectorDefinition = {
  domain: 'storage',
  title: 'storage',
  kinds: storageCollectedKinds,
  adapters: [labStorageAdapter, sshStorageAdapter, redfishStorageAdapter],
};
