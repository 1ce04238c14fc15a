import { z } from 'zod';
import type { ServerTool } from '../../shared/tool.ts';
import { clusterPaths, clusterSchema, readCluster } from '../read/cluster.ts';
import {
  datacenterSchema,
  datastorePaths,
  datastoreSchema,
  folderSchema,
  podPaths,
  podSchema,
  poolPaths,
  poolSchema,
  readDatastore,
  readPlace,
  readPod,
  readPool,
} from '../read/inventory-objects.ts';
import { networkPaths, networkSchema, readNetwork } from '../read/network.ts';
import type { Vsphere } from '../vsphere.ts';
import { listTool, readByType } from './list-tool.ts';

const holds: readonly (readonly [type: string, says: string])[] = [
  ['VirtualMachine', 'VMs'],
  ['ComputeResource', 'hosts and clusters'],
  ['Datastore', 'datastores'],
  ['Network', 'networks'],
  ['Datacenter', 'datacenters'],
];

/** Lists of what there is little of, each whole. */
export function inventoryTools(vsphere: Vsphere): ServerTool[] {
  const { reader } = vsphere;
  return [
    listTool(vsphere, {
      name: 'list_datacenters',
      title: 'List datacenters',
      description: 'Datacenters and the folders they stand in.',
      types: ['Datacenter'],
      item: datacenterSchema,
      read: (refs, inventory) =>
        Promise.resolve(
          refs.flatMap((ref) => {
            const place = inventory.of(ref);
            return place === undefined ? [] : [readPlace(place, inventory)];
          }),
        ),
    }),
    listTool(vsphere, {
      name: 'list_folders',
      title: 'List folders',
      description: 'Folders of the inventory with their paths and what may stand in them.',
      types: ['Folder'],
      item: folderSchema,
      async read(refs, inventory, signal) {
        const objects = await reader.read('Folder', refs, ['name', 'childType'], signal);
        return objects.flatMap(({ ref, at }) => {
          const place = inventory.of(ref);
          if (place === undefined || place.parent === undefined) return [];
          const types = new Set(at.texts('childType'));
          return [
            {
              ...readPlace(place, inventory),
              path: inventory.path(ref),
              datacenter: inventory.above(ref, 'Datacenter')?.name,
              holds: holds.find(([type]) => types.has(type))?.[1],
            },
          ];
        });
      },
    }),
    listTool(vsphere, {
      name: 'list_clusters',
      title: 'List clusters',
      description:
        'Clusters with their capacity, use, HA, DRS, rules and EVC. Stand-alone hosts are in none: list_hosts has them.',
      types: ['ClusterComputeResource'],
      item: clusterSchema,
      read: async (refs, inventory, signal) =>
        (await reader.read('ClusterComputeResource', refs, clusterPaths, signal)).map((object) =>
          readCluster(object, inventory),
        ),
    }),
    listTool(vsphere, {
      name: 'list_resource_pools',
      title: 'List resource pools',
      description: 'Resource pools and vApps with their reservations, limits, shares and use.',
      types: ['ResourcePool', 'VirtualApp'],
      item: poolSchema,
      read: async (refs, _, signal) =>
        (await readByType(vsphere, refs, () => poolPaths, signal)).map(readPool),
    }),
    listTool(vsphere, {
      name: 'list_datastores',
      title: 'List datastores',
      description: 'Datastores with their capacity, what they lie on and which hosts mount them.',
      types: ['Datastore'],
      item: datastoreSchema,
      read: async (refs, inventory, signal) =>
        (await reader.read('Datastore', refs, datastorePaths, signal)).map((object) =>
          readDatastore(object, inventory),
        ),
    }),
    listTool(vsphere, {
      name: 'list_datastore_clusters',
      title: 'List datastore clusters',
      description: 'Datastore clusters (storage pods) with their members and storage DRS.',
      types: ['StoragePod'],
      item: podSchema,
      read: async (refs, inventory, signal) =>
        (await reader.read('StoragePod', refs, podPaths, signal)).map((object) => readPod(object, inventory)),
    }),
    listTool(vsphere, {
      name: 'list_networks',
      title: 'List networks',
      description:
        'Networks that VMs attach to: distributed port groups with VLAN, security and teaming, standard networks and opaque ones by name.',
      types: ['Network', 'DistributedVirtualPortgroup', 'OpaqueNetwork'],
      item: networkSchema,
      async read(refs, inventory, signal) {
        const paths = (type: string) =>
          type === 'DistributedVirtualPortgroup'
            ? [...networkPaths.any, ...networkPaths.distributed]
            : networkPaths.any;
        return (await readByType(vsphere, refs, paths, signal)).map((object) =>
          readNetwork(object, inventory),
        );
      },
    }),
  ];
}

export const oneObject = (what: string) =>
  z
    .string()
    .min(1)
    .max(300)
    .describe(`its managed object reference, inventory path or unambiguous name, e.g. ${what}`);
