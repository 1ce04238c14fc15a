import { vmwareKinds } from '../../../shared/model/kinds/vmware.ts';
import type { EntityKind } from '../../../shared/model/kinds/registry.ts';
import type { CollectorDefinition } from '../collector.ts';
import { labVmwareAdapter } from './lab/adapter.ts';
import { vsphereAdapter } from './vsphere/adapter.ts';

export const vmwareCollector: CollectorDefinition = {
  domain: 'vmware',
  title: 'VMware vSphere',
  kinds: Object.keys(vmwareKinds) as EntityKind[],
  adapters: [labVmwareAdapter, vsphereAdapter],
};
