import { z } from 'zod';
import { ToolFailure } from '../../shared/tool-failure.ts';
import { defineTool, type ServerTool } from '../../shared/tool.ts';
import type { ManagedRef } from '../connection/managed-ref.ts';
import { element } from '../connection/markup.ts';
import type { ManagedObject } from '../connection/properties.ts';
import { SoapFault } from '../connection/soap-fault.ts';
import {
  hostPaths,
  hostSchema,
  readHost,
  type HostContext,
  type HostDetail,
  type HostExtras,
} from '../read/host.ts';
import { readNeighbours } from '../read/host-neighbours.ts';
import type { Vsphere } from '../vsphere.ts';
import { oneObject } from './inventory-tools.ts';
import { assignedLicenses } from './license-tools.ts';
import { pageInput, pageOutput, sliceRefs } from './page.ts';
import { latestSamples } from './performance-query.ts';
import { switchesByUuid } from './switch-tools.ts';

type Detail = 'summary' | 'full';

export function hostTools(vsphere: Vsphere): ServerTool[] {
  return [
    defineTool({
      name: 'list_hosts',
      title: 'List hosts',
      description:
        'Hosts, of one cluster or all. "summary" has state, hardware and use; "full" adds network, neighbours, storage adapters, paths, services, sensors and certificates. One page at a time; follow nextCursor until there is none.',
      input: pageInput.extend({
        limit: z.int().min(1).max(1_000).default(50).describe('hosts on one page'),
        cluster: z.string().max(300).optional().describe('reference, path or name of a cluster'),
        detail: z.enum(['summary', 'full']).default('summary'),
        performance: z.boolean().default(false).describe('add the latest latency of datastores'),
      }),
      output: pageOutput(hostSchema),
      access: 'read',
      async run(args, { signal }) {
        const inventory = await vsphere.inventory.current(signal);
        const cluster =
          args.cluster === undefined
            ? undefined
            : inventory.find('cluster', ['ClusterComputeResource'], args.cluster);
        const refs = inventory
          .ofTypes(['HostSystem'])
          .filter(({ parent }) => cluster === undefined || parent?.value === cluster.ref.value)
          .map(({ ref }) => ref);
        const { shown, ...page } = sliceRefs(refs, args);
        return { items: await readHosts(vsphere, shown, args, signal), ...page };
      },
    }),
    defineTool({
      name: 'get_host',
      title: 'One host',
      description:
        'One host with hardware, network, neighbours, storage adapters, paths, services, sensors and certificate.',
      input: z.object({ host: oneObject('host-21') }),
      output: z.object({ host: hostSchema }),
      access: 'read',
      async run(args, { signal }) {
        const inventory = await vsphere.inventory.current(signal);
        const { ref } = inventory.find('host', ['HostSystem'], args.host);
        const [host] = await readHosts(vsphere, [ref], { detail: 'full', performance: true }, signal);
        if (host === undefined)
          throw new ToolFailure(
            `The host ${ref.value} does not exist any more; list again to see what there is.`,
          );
        return { host };
      },
    }),
  ];
}

async function readHosts(
  vsphere: Vsphere,
  refs: readonly ManagedRef[],
  options: { readonly detail: Detail; readonly performance: boolean },
  signal: AbortSignal,
): Promise<HostDetail[]> {
  const { reader } = vsphere;
  const full = options.detail === 'full';
  const objects = await reader.read('HostSystem', refs, hostPaths[options.detail], signal);
  const inventory = await vsphere.inventory.current(signal);
  const datastores = full || options.performance ? await readDatastorePlaces(vsphere, signal) : [];
  const [switches, licenses, extras, latencies] = await Promise.all([
    full ? switchesByUuid(vsphere, signal) : new Map<string, string>(),
    full ? assignedLicenses(vsphere, signal) : new Map<string, string>(),
    full ? readExtras(vsphere, objects, signal) : new Map<string, HostExtras>(),
    options.performance ? readLatencies(vsphere, objects, datastores, signal) : new Map<string, never[]>(),
  ]);
  const context: HostContext = {
    inventory,
    switches,
    licenses,
    extras,
    latencies,
    datastores: new Map(datastores.flatMap(({ ref, extents }) => extents.map((extent) => [extent, ref]))),
  };
  return objects.map((object) => readHost(object, context));
}

interface DatastorePlace {
  readonly ref: string;
  readonly extents: readonly string[];
  /** How performance counters name it: the last part of its address. */
  readonly instance: string | undefined;
}

async function readDatastorePlaces(vsphere: Vsphere, signal: AbortSignal): Promise<DatastorePlace[]> {
  const inventory = await vsphere.inventory.current(signal);
  const refs = inventory.ofTypes(['Datastore']).map(({ ref }) => ref);
  const objects = await vsphere.reader.read('Datastore', refs, ['summary.url', 'info'], signal);
  return objects.map(({ ref, at }) => ({
    ref: ref.value,
    extents: at.all('info.vmfs.extent').flatMap((extent) => extent.text('diskName') ?? []),
    instance: at.text('summary.url')?.replace(/\/+$/, '').split('/').at(-1),
  }));
}

async function readLatencies(
  vsphere: Vsphere,
  hosts: readonly ManagedObject[],
  datastores: readonly DatastorePlace[],
  signal: AbortSignal,
): Promise<HostContext['latencies']> {
  const connected = hosts.filter(({ at }) => at.text('runtime.connectionState') === 'connected');
  const samples = await latestSamples(
    vsphere,
    connected.map(({ ref }) => ref),
    ['datastore.totalReadLatency.average', 'datastore.totalWriteLatency.average'],
    signal,
    '*',
  );
  const byInstance = new Map(datastores.map(({ instance, ref }) => [instance, ref]));
  const found = new Map<
    string,
    { datastore: string; totalReadLatency?: number; totalWriteLatency?: number }[]
  >();
  for (const { entity, counter, instance, value } of samples) {
    const datastore = byInstance.get(instance);
    if (datastore === undefined || value < 0) continue;
    const list = found.get(entity) ?? [];
    found.set(entity, list);
    let entry = list.find((one) => one.datastore === datastore);
    if (entry === undefined) list.push((entry = { datastore }));
    if (counter === 'datastore.totalReadLatency.average') entry.totalReadLatency = value;
    else entry.totalWriteLatency = value;
  }
  return found;
}

/** What each host is asked for beside its properties. A part that is refused is named, and the rest stands. */
async function readExtras(
  vsphere: Vsphere,
  hosts: readonly ManagedObject[],
  signal: AbortSignal,
): Promise<Map<string, HostExtras>> {
  const connected = hosts.filter(({ at }) => at.text('runtime.connectionState') === 'connected');
  return new Map(
    await Promise.all(
      connected.map(async ({ ref, at }) => [ref.value, await readExtrasOf(vsphere, at, signal)] as const),
    ),
  );
}

async function readExtrasOf(
  { session, reader }: Vsphere,
  at: ManagedObject['at'],
  signal: AbortSignal,
): Promise<HostExtras> {
  const withheld: { path: string; fault: string }[] = [];
  const part = async <T>(name: string, path: string, read: (service: ManagedRef) => Promise<T>) => {
    const service = at.ref(`configManager.${name}`);
    if (service === undefined) return undefined;
    try {
      return await read(service);
    } catch (error) {
      if (signal.aborted || !(error instanceof SoapFault)) throw error;
      // An option that this version does not have is no secret.
      if (error.fault !== 'InvalidName') withheld.push({ path, fault: error.fault });
      return undefined;
    }
  };
  const [hints, syslog, certificate] = await Promise.all([
    part('networkSystem', 'neighbours', (service) => session.call('QueryNetworkHint', service, [], signal)),
    part('advancedOption', 'config.syslog', (service) =>
      session.call('QueryOptions', service, [element('name', 'Syslog.global.logHost')], signal),
    ),
    part('certificateManager', 'config.certificate', (service) =>
      reader.readOne(service, ['certificateInfo'], signal),
    ),
  ]);
  const targets = syslog?.text('returnval.value');
  return {
    neighbours: readNeighbours(hints?.all('returnval') ?? []),
    syslog:
      syslog === undefined
        ? undefined
        : (targets?.split(',') ?? []).map((one) => one.trim()).filter((one) => one !== ''),
    certificate: certificate?.at.one('certificateInfo'),
    withheld,
  };
}
