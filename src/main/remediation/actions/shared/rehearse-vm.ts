import type { EntityOf } from '../../../../shared/model/entity.ts';
import type { InventoryView } from '../../../inventory/view.ts';
import type { Stage } from './rehearsal.ts';

type Vm = EntityOf<'vm'>;

/** VMs with VMware Tools; what they are doing is brought about by each rehearsal. */
export const plainVms = (view: InventoryView): readonly Vm[] =>
  view
    .all('vm')
    .filter(({ attributes }) => attributes.template !== true && attributes.toolsStatus === 'current');

export const withoutSnapshots = (view: InventoryView): Vm | undefined =>
  plainVms(view).find(({ attributes }) => attributes.snapshots?.length === 0);

export const template = (view: InventoryView): Vm | undefined =>
  view.all('vm').find(({ attributes }) => attributes.template === true);

interface Answer {
  readonly vm: {
    readonly runtime: { readonly powerState: string };
    readonly snapshot?: { readonly rootSnapshotList: readonly { readonly snapshot: string }[] };
  };
}

const get = async (lab: Stage, vm: Vm): Promise<Answer['vm']> =>
  ((await lab.call('vmware_get_vm', { vm: vm.nativeId })) as Answer).vm;

/** On, and its guest answers. */
export async function awake(lab: Stage, vm: Vm): Promise<Vm> {
  await lab.call('lab_scenario', { name: 'hung-vm', on: false });
  const { runtime } = await get(lab, vm);
  if (runtime.powerState !== 'poweredOn') await lab.call('vmware_power_on_vm', { vm: vm.nativeId });
  // Longer than any task that an earlier rehearsal left, and than a guest takes to start.
  await lab.pass(60);
  return vm;
}

export async function asleep(lab: Stage, vm: Vm): Promise<Vm> {
  await awake(lab, vm);
  await lab.call('vmware_power_off_vm', { vm: vm.nativeId });
  return vm;
}

/** Without any snapshot. */
export async function bare(lab: Stage, vm: Vm): Promise<Vm> {
  const { snapshot } = await get(lab, vm);
  for (const root of snapshot?.rootSnapshotList ?? []) {
    await lab.call('vmware_remove_snapshot', {
      vm: vm.nativeId,
      snapshot: root.snapshot,
      removeChildren: true,
    });
    await lab.pass(60);
  }
  return vm;
}

/** @returns the id of a snapshot that the VM has now */
export async function snapshot(lab: Stage, vm: Vm, name: string): Promise<string> {
  const made = (await lab.call('vmware_create_snapshot', { vm: vm.nativeId, name })) as {
    readonly task: { readonly result: { readonly snapshot: string } };
  };
  return made.task.result.snapshot;
}

/** As it is in the inventory now. */
export async function inInventory(lab: Stage, { id }: Vm): Promise<Vm> {
  const found = (await lab.look()).all('vm').find((vm) => vm.id === id);
  if (!found) throw new Error(`expected ${id} in the inventory`);
  return found;
}
