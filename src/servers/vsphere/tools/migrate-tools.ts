import { z } from 'zod';
import { ToolFailure } from '../../shared/tool-failure.ts';
import { defineTool, type ServerTool } from '../../shared/tool.ts';
import { sameRef, type ManagedRef } from '../connection/managed-ref.ts';
import { element, reference } from '../connection/markup.ts';
import type { Inventory, Place } from '../inventory.ts';
import type { VmDetail } from '../read/vm.ts';
import type { Vsphere } from '../vsphere.ts';
import { changeOutput, changeVm, waitArgument } from './vm-change.ts';
import { findVm, readOneVm, vmArgument } from './vm-tools.ts';

export function migrateTools(vsphere: Vsphere): ServerTool[] {
  return [
    defineTool({
      name: 'migrate_vm',
      title: 'Migrate a VM',
      description:
        'Moves a VM to another host, another datastore or both, while it runs where the licence permits. To another cluster it goes into the outermost resource pool there unless one is named.',
      input: z.object({
        vm: vmArgument,
        host: z.string().max(300).optional().describe('reference, path or name of the host to run on'),
        datastore: z
          .string()
          .max(300)
          .optional()
          .describe('reference, path or name of the datastore for all its disks'),
        resourcePool: z.string().max(300).optional().describe('reference or path of a resource pool'),
        priority: z.enum(['defaultPriority', 'highPriority', 'lowPriority']).default('defaultPriority'),
        waitSeconds: waitArgument,
      }),
      output: changeOutput,
      access: 'write',
      destructive: false,
      idempotent: true,
      async run(args, call) {
        const { host: hostName, datastore: datastoreName } = args;
        if (hostName === undefined && datastoreName === undefined)
          throw new ToolFailure('expected a host, a datastore or both to migrate to, got neither');
        const ref = await findVm(vsphere, args.vm, call.signal);
        const inventory = await vsphere.inventory.current(call.signal);
        const vm = await readOneVm(vsphere, ref, call.signal);
        const host = hostName === undefined ? undefined : inventory.find('host', ['HostSystem'], hostName);
        const datastore =
          datastoreName === undefined
            ? undefined
            : inventory.find('datastore', ['Datastore'], datastoreName).ref;
        if (host !== undefined) await mustTakeVms(vsphere, host, call.signal);
        const pool =
          args.resourcePool === undefined
            ? await poolFor(vsphere, inventory, vm, host, call.signal)
            : inventory.find('resource pool', ['ResourcePool', 'VirtualApp'], args.resourcePool).ref;
        // Member order is the schema's.
        const spec = [
          ...(datastore === undefined ? [] : [reference('datastore', datastore)]),
          ...(pool === undefined ? [] : [reference('pool', pool)]),
          ...(host === undefined ? [] : [reference('host', host.ref)]),
        ];
        return changeVm(
          vsphere,
          ref,
          {
            method: 'RelocateVM_Task',
            args: [element('spec', spec), element('priority', args.priority)],
            verify: (now) =>
              (host === undefined || now.runtime.host === host.ref.value) &&
              (datastore === undefined || disksOn(now, datastore)),
          },
          call,
          args.waitSeconds,
        );
      },
    }),
  ];
}

async function mustTakeVms(vsphere: Vsphere, host: Place, signal: AbortSignal): Promise<void> {
  const { at } = await vsphere.reader.readOne(
    host.ref,
    ['runtime.connectionState', 'runtime.inMaintenanceMode'],
    signal,
  );
  const state = at.text('runtime.connectionState');
  if (state !== 'connected')
    throw new ToolFailure(
      `The host ${host.name} is ${state ?? 'not connected'}: expected a connected one. Nothing was changed.`,
    );
  if (at.boolean('runtime.inMaintenanceMode') === true)
    throw new ToolFailure(
      `The host ${host.name} is in maintenance mode and takes no VMs. Nothing was changed.`,
    );
}

/** Within a cluster a VM keeps its pool; in another one it needs one of that cluster. */
async function poolFor(
  { reader }: Vsphere,
  inventory: Inventory,
  vm: VmDetail,
  host: Place | undefined,
  signal: AbortSignal,
): Promise<ManagedRef | undefined> {
  if (host === undefined) return undefined;
  const now = inventory.ofTypes(['HostSystem']).find(({ ref }) => ref.value === vm.runtime.host);
  if (sameRef(now?.parent, host.parent) || host.parent === undefined) return undefined;
  const { at } = await reader.readOne(host.parent, ['resourcePool'], signal);
  return at.ref('resourcePool');
}

function disksOn(vm: VmDetail, datastore: ManagedRef): boolean {
  return (vm.config?.hardware.device ?? [])
    .filter(({ _type }) => _type === 'VirtualDisk')
    .every(({ backing }) => backing?.datastore === datastore.value);
}
