import { z } from 'zod';
import { defineTool, type ServerTool } from '../../shared/tool.ts';
import { datastorePaths, datastoreSchema, readDatastore } from '../read/inventory-objects.ts';
import { reference } from '../read/shapes.ts';
import type { Vsphere } from '../vsphere.ts';
import { oneObject } from './inventory-tools.ts';

export function datastoreTools(vsphere: Vsphere): ServerTool[] {
  return [
    defineTool({
      name: 'get_datastore',
      title: 'One datastore',
      description: 'One datastore with its mounts, what it lies on, and the VMs on it.',
      input: z.object({ datastore: oneObject('datastore-35') }),
      output: z.object({
        datastore: datastoreSchema,
        vms: z.array(z.object({ obj: reference, name: z.string() })),
      }),
      access: 'read',
      async run(args, { signal }) {
        const { reader } = vsphere;
        const inventory = await vsphere.inventory.current(signal);
        const { ref } = inventory.find('datastore', ['Datastore'], args.datastore);
        const object = await reader.readOne(ref, datastorePaths, signal);
        const vms = await reader.read('VirtualMachine', object.at.refs('vm'), ['name'], signal);
        return {
          datastore: readDatastore(object, inventory),
          vms: vms.map((vm) => ({ obj: vm.ref.value, name: vm.at.text('name') ?? vm.ref.value })),
        };
      },
    }),
  ];
}
