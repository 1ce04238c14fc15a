import type { ManagedRef } from '../connection/managed-ref.ts';
import type { Vsphere } from '../vsphere.ts';
import { findVm } from './vm-tools.ts';

const entityTypes = [
  'Folder',
  'Datacenter',
  'ComputeResource',
  'ClusterComputeResource',
  'HostSystem',
  'Datastore',
  'ResourcePool',
  'VirtualApp',
  'Network',
  'DistributedVirtualPortgroup',
  'DistributedVirtualSwitch',
  'VmwareDistributedVirtualSwitch',
];

/** Anything of the inventory by reference, path or name; what is nothing else is looked for among VMs. */
export async function findEntity(vsphere: Vsphere, given: string, signal: AbortSignal): Promise<ManagedRef> {
  const inventory = await vsphere.inventory.current(signal);
  const known = inventory
    .ofTypes(entityTypes)
    .find(({ ref, name }) => ref.value === given || name === given || inventory.path(ref) === given);
  return known?.ref ?? findVm(vsphere, given, signal);
}
