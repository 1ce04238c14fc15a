import { z } from 'zod';
import { ToolFailure } from '../../shared/tool-failure.ts';
import { defineTool, type ServerTool } from '../../shared/tool.ts';
import type { ManagedRef } from '../connection/managed-ref.ts';
import { plainName, type Inventory } from '../inventory.ts';
import { restartPrioritiesOf } from '../read/cluster.ts';
import { readVm, vmPaths, vmSchema, type VmContext, type VmDetail } from '../read/vm.ts';
import type { Vsphere } from '../vsphere.ts';
import { pageInput, pageOutput, sliceRefs } from './page.ts';
import { latestSamples } from './performance-query.ts';

export function vmTools(vsphere: Vsphere): ServerTool[] {
  return [listVms(vsphere), getVm(vsphere)];
}

function listVms(vsphere: Vsphere): ServerTool {
  return defineTool({
    name: 'list_vms',
    title: 'List VMs',
    description:
      'VMs and templates, of one cluster, host, folder or all. "summary" has state, sizes, guest and use; "full" adds devices, disks, adapters, partitions and snapshots. One page at a time; follow nextCursor until there is none.',
    input: pageInput.extend({
      cluster: z.string().max(300).optional().describe('reference, path or name of a cluster'),
      host: z.string().max(300).optional().describe('reference, path or name of a host'),
      folder: z.string().max(300).optional().describe('reference, path or name of a folder'),
      detail: z.enum(['summary', 'full']).default('summary'),
      performance: z.boolean().default(false).describe('add the latest CPU ready time'),
    }),
    output: pageOutput(vmSchema),
    access: 'read',
    async run(args, { signal }) {
      const inventory = await vsphere.inventory.current(signal);
      const refs = await refsOf(vsphere, inventory, args, signal);
      const { shown, ...page } = sliceRefs(refs, args);
      return { items: await readVms(vsphere, shown, args, signal), ...page };
    },
  });
}

/** A view of a cluster or host holds no VMs, so those are asked for their own list. */
async function refsOf(
  vsphere: Vsphere,
  inventory: Inventory,
  args: { cluster?: string | undefined; host?: string | undefined; folder?: string | undefined },
  signal: AbortSignal,
): Promise<ManagedRef[]> {
  const given = [args.cluster, args.host, args.folder].filter((one) => one !== undefined);
  if (given.length > 1)
    throw new ToolFailure('expected at most one of cluster, host and folder, got several');
  if (args.folder !== undefined) {
    const { ref } = inventory.find('folder', ['Folder', 'Datacenter'], args.folder);
    return vsphere.reader.refs('VirtualMachine', ref, signal);
  }
  if (args.host !== undefined)
    return vmsOf(vsphere, [inventory.find('host', ['HostSystem'], args.host).ref], signal);
  if (args.cluster !== undefined) {
    const clusters = inventory
      .ofTypes(['ClusterComputeResource'])
      .filter(({ ref, name }) => ref.value === args.cluster || name === args.cluster);
    // Clusters of one name in several datacenters all answer to it.
    const chosen =
      clusters.length > 0 ? clusters : [inventory.find('cluster', ['ClusterComputeResource'], args.cluster)];
    const hosts = inventory
      .ofTypes(['HostSystem'])
      .filter(({ parent }) => chosen.some(({ ref }) => ref.value === parent?.value));
    return vmsOf(
      vsphere,
      hosts.map(({ ref }) => ref),
      signal,
    );
  }
  return vsphere.reader.refs('VirtualMachine', undefined, signal);
}

async function vmsOf(
  vsphere: Vsphere,
  hosts: readonly ManagedRef[],
  signal: AbortSignal,
): Promise<ManagedRef[]> {
  const objects = await vsphere.reader.read('HostSystem', hosts, ['vm'], signal);
  return objects.flatMap(({ at }) => at.refs('vm'));
}

export async function readVms(
  vsphere: Vsphere,
  refs: readonly ManagedRef[],
  options: { readonly detail: 'summary' | 'full'; readonly performance: boolean },
  signal: AbortSignal,
): Promise<VmDetail[]> {
  const objects = await vsphere.reader.read('VirtualMachine', refs, vmPaths[options.detail], signal);
  const inventory = await vsphere.inventory.current(signal);
  const clusters = new Map(
    objects.flatMap(({ at }) => {
      const cluster = inventory.above(at.ref('runtime.host'), 'ClusterComputeResource');
      return cluster === undefined ? [] : [[cluster.ref.value, cluster.ref] as const];
    }),
  );
  const [overrides, cpuReady] = await Promise.all([
    options.detail === 'full'
      ? vsphere.reader.read('ClusterComputeResource', [...clusters.values()], ['configurationEx'], signal)
      : [],
    options.performance ? readyTimes(vsphere, objects, signal) : new Map<string, never>(),
  ]);
  const context: VmContext = {
    inventory,
    restartPriorities: new Map(overrides.flatMap(({ at }) => restartPrioritiesOf(at))),
    cpuReady,
  };
  return objects.map((object) => readVm(object, context));
}

async function readyTimes(
  vsphere: Vsphere,
  objects: Awaited<ReturnType<Vsphere['reader']['read']>>,
  signal: AbortSignal,
): Promise<VmContext['cpuReady']> {
  const running = objects
    .filter(({ at }) => at.text('runtime.powerState') === 'poweredOn')
    .map(({ ref }) => ref);
  const samples = await latestSamples(vsphere, running, ['cpu.ready.summation'], signal);
  const ready = new Map<string, { intervalSeconds: number; value: number }>();
  for (const { entity, intervalSeconds, value } of samples)
    // A counter that has no sample yet is −1.
    if (value >= 0) ready.set(entity, { intervalSeconds, value });
  return ready;
}

function getVm(vsphere: Vsphere): ServerTool {
  return defineTool({
    name: 'get_vm',
    title: 'One VM',
    description: 'One VM with devices, disks, adapters, partitions, snapshots and the latest CPU ready time.',
    input: z.object({ vm: vmArgument }),
    output: z.object({ vm: vmSchema }),
    access: 'read',
    async run(args, { signal }) {
      const ref = await findVm(vsphere, args.vm, signal);
      return { vm: await readOneVm(vsphere, ref, signal) };
    },
  });
}

export const vmArgument = z
  .string()
  .min(1)
  .max(300)
  .describe(
    'its managed object reference (vm-42), its uuid, its inventory path, or its name where no other VM has it',
  );

export async function readOneVm(vsphere: Vsphere, ref: ManagedRef, signal: AbortSignal): Promise<VmDetail> {
  const [vm] = await readVms(vsphere, [ref], { detail: 'full', performance: true }, signal);
  if (vm === undefined)
    throw new ToolFailure(`The VM ${ref.value} does not exist any more; list again to see what there is.`);
  return vm;
}

/** @throws ToolFailure when there is none, or several of the name */
export async function findVm(vsphere: Vsphere, given: string, signal: AbortSignal): Promise<ManagedRef> {
  const refs = await vsphere.reader.refs('VirtualMachine', undefined, signal);
  const exact = refs.find(({ value }) => value === given);
  if (exact !== undefined) return exact;
  const inventory = await vsphere.inventory.current(signal);
  const objects = await vsphere.reader.read(
    'VirtualMachine',
    refs,
    ['name', 'parent', 'config.uuid', 'config.instanceUuid'],
    signal,
  );
  const found = objects.filter(({ at }) => {
    const name = plainName(at.text('name'));
    return (
      name === given ||
      at.text('config.instanceUuid') === given.toLowerCase() ||
      at.text('config.uuid') === given.toLowerCase() ||
      `${inventory.path(at.ref('parent')) ?? ''}/${name ?? ''}` === given
    );
  });
  const [only] = found;
  if (only !== undefined && found.length === 1) return only.ref;
  throw new ToolFailure(
    only === undefined
      ? `There is no VM "${given}" among ${refs.length}. list_vms has their names and references.`
      : `${found.length} VMs answer to "${given}": expected one. Name it by its reference: ${found
          .slice(0, 8)
          .map(({ ref, at }) => `${ref.value} (${inventory.path(at.ref('parent')) ?? ''})`)
          .join(', ')}.`,
  );
}
