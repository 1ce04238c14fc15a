import { z } from 'zod';
import { LabError, type LabTool } from '../domain.ts';
import { presentHost } from './present-host.ts';
import {
  presentAbout,
  presentAlarms,
  presentCluster,
  presentDatastore,
  presentDvSwitch,
  presentLicenses,
  presentNetwork,
  presentPod,
  presentPool,
  presentRoles,
} from './present-inventory.ts';
import { presentVm } from './present-vm.ts';
import type { ClusterState, Estate, VmState } from './state.ts';
import { labTool } from './tool.ts';

const page = z.object({
  cursor: z.string().optional().describe('nextCursor of the page before'),
  limit: z.int().min(1).max(2_000).default(500).describe('objects on one page'),
});
const pageOfCluster = page.extend({
  cluster: z.string().optional().describe('name or managed object reference of one cluster'),
});

export function createReadTools(estate: Estate, now: () => number): LabTool[] {
  const list = <T>(
    name: string,
    title: string,
    all: (cluster: ClusterState | undefined) => readonly T[],
    present: (item: T) => Record<string, unknown>,
    input: typeof page | typeof pageOfCluster = page,
  ): LabTool =>
    labTool({
      name: `vmware_list_${name}`,
      title: `List ${title}`,
      description: `${title} of the simulated vCenter, one page at a time; follow nextCursor until there is none.`,
      input,
      readOnly: true,
      idempotent: true,
      run: (args) => {
        const cluster = 'cluster' in args ? clusterNamed(estate, args.cluster) : undefined;
        const items = all(cluster);
        const start = offsetOf(args.cursor);
        const shown = items.slice(start, start + args.limit);
        const next = start + shown.length;
        return {
          simulated: true,
          total: items.length,
          items: shown.map(present),
          ...(next < items.length ? { nextCursor: `o${next}` } : {}),
        };
      },
    });

  return [
    labTool({
      name: 'vmware_about',
      title: 'About this vCenter',
      description: 'Version, identity and certificate of the simulated vCenter.',
      input: z.object({}),
      readOnly: true,
      idempotent: true,
      run: () => presentAbout(estate),
    }),
    list(
      'datacenters',
      'datacenters',
      () => estate.datacenters,
      (datacenter) => ({
        obj: datacenter.moref,
        name: datacenter.name,
        parentPath: '/',
      }),
    ),
    list(
      'clusters',
      'clusters',
      () => estate.clusters,
      (cluster) => presentCluster(cluster, now()),
    ),
    list(
      'hosts',
      'hosts',
      (cluster) => cluster?.hosts ?? estate.hosts,
      (host) => presentHost(host, estate, now()),
      pageOfCluster,
    ),
    listVms(estate, now),
    list(
      'datastores',
      'datastores',
      (cluster) => cluster?.datastores ?? estate.datastores,
      (datastore) => presentDatastore(datastore, estate, now()),
      pageOfCluster,
    ),
    list(
      'datastore_clusters',
      'datastore clusters',
      () => estate.clusters,
      (cluster) => presentPod(cluster, estate, now()),
    ),
    list(
      'networks',
      'port groups',
      () => estate.networks,
      (network) => presentNetwork(network, estate),
    ),
    list(
      'distributed_switches',
      'distributed switches',
      () => estate.switches,
      (dvSwitch) => presentDvSwitch(dvSwitch, estate),
    ),
    list(
      'resource_pools',
      'resource pools',
      () => estate.pools,
      (pool) => presentPool(pool, estate, now()),
    ),
    list(
      'licenses',
      'licenses',
      () => presentLicenses(estate),
      (license) => license,
    ),
    list(
      'roles',
      'roles and permissions',
      () => presentRoles(estate),
      (role) => role,
    ),
    list(
      'alarms',
      'alarm definitions and where they are raised',
      () => presentAlarms(estate, now()),
      (alarm) => alarm,
    ),
    labTool({
      name: 'vmware_get_vm',
      title: 'One VM',
      description: 'One VM of the simulated vCenter by its managed object reference.',
      input: z.object({ vm: z.string().describe('managed object reference, e.g. vm-1042') }),
      readOnly: true,
      idempotent: true,
      run: (args) => ({ simulated: true, vm: presentVm(vmByMoref(estate, args.vm), estate, now()) }),
    }),
    labTool({
      name: 'vmware_get_host',
      title: 'One host',
      description: 'One host of the simulated vCenter by its managed object reference.',
      input: z.object({ host: z.string().describe('managed object reference, e.g. host-1021') }),
      readOnly: true,
      idempotent: true,
      run: (args) => {
        const host = estate.hosts.find((candidate) => candidate.moref === args.host);
        if (host === undefined) throw notFound('host', args.host);
        return { simulated: true, host: presentHost(host, estate, now()) };
      },
    }),
    labTool({
      name: 'vmware_get_datastore',
      title: 'One datastore',
      description: 'One datastore of the simulated vCenter by its managed object reference.',
      input: z.object({ datastore: z.string().describe('managed object reference, e.g. datastore-1035') }),
      readOnly: true,
      idempotent: true,
      run: (args) => {
        const datastore = estate.datastores.find((candidate) => candidate.moref === args.datastore);
        if (datastore === undefined) throw notFound('datastore', args.datastore);
        return { simulated: true, datastore: presentDatastore(datastore, estate, now()) };
      },
    }),
  ];
}

/** VMs come and go between two pages, so a page starts after the id that the one before ended with. */
function listVms(estate: Estate, now: () => number): LabTool {
  return labTool({
    name: 'vmware_list_vms',
    title: 'List VMs',
    description:
      'VMs and templates of the simulated vCenter, of one cluster or all, one page at a time; follow nextCursor until there is none.',
    input: pageOfCluster,
    readOnly: true,
    idempotent: true,
    run: (args) => {
      const vms = clusterNamed(estate, args.cluster)?.vms ?? estate.vms;
      const start = firstAfter(vms, offsetOf(args.cursor));
      const shown = vms.slice(start, start + args.limit);
      const last = shown.at(-1);
      return {
        simulated: true,
        total: vms.length,
        items: shown.map((vm) => presentVm(vm, estate, now())),
        ...(last !== undefined && start + shown.length < vms.length ? { nextCursor: `o${last.id}` } : {}),
      };
    },
  });
}

/** Index of the first VM whose id is greater; `vms` ascends by id. */
function firstAfter(vms: readonly VmState[], id: number): number {
  let low = 0;
  let high = vms.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((vms[middle]?.id ?? Infinity) <= id) low = middle + 1;
    else high = middle;
  }
  return low;
}

function offsetOf(cursor: string | undefined): number {
  if (cursor === undefined) return 0;
  const match = /^o(\d{1,12})$/.exec(cursor);
  if (match === null) throw new LabError(`A specified parameter was not correct: cursor "${cursor}"`);
  return Number(match[1]);
}

function clusterNamed(estate: Estate, name: string | undefined): ClusterState | undefined {
  if (name === undefined) return undefined;
  const cluster = estate.clusters.find((candidate) => candidate.name === name || candidate.moref === name);
  if (cluster === undefined) throw notFound('cluster', name);
  return cluster;
}

export function vmByMoref(estate: Estate, moref: string): VmState {
  const id = Number(/^vm-(\d+)$/.exec(moref)?.[1] ?? Number.NaN);
  const vm = Number.isNaN(id) ? undefined : estate.vms[firstAfter(estate.vms, id - 1)];
  if (vm === undefined || vm.id !== id) throw notFound('VM', moref);
  return vm;
}

/** vSphere's own fault for an object that is gone. */
export function notFound(what: string, name: string): LabError {
  return new LabError(
    `ManagedObjectNotFound: the ${what} "${name}" has already been deleted or has not been completely created`,
  );
}
