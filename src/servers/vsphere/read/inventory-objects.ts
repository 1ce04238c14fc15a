import { z } from 'zod';
import type { ManagedObject } from '../connection/properties.ts';
import { plainName, type Inventory, type Place } from '../inventory.ts';
import {
  allocation,
  count,
  instant,
  readAllocation,
  readWithheld,
  reference,
  status,
  withheld,
} from './shapes.ts';

export const datacenterSchema = z.object({
  obj: reference,
  name: z.string(),
  parentPath: z.string().optional(),
});

export function readPlace(place: Place, inventory: Inventory): z.input<typeof datacenterSchema> {
  return { obj: place.ref.value, name: place.name, parentPath: inventory.path(place.parent) };
}

export const folderSchema = datacenterSchema.extend({
  path: z.string().optional(),
  datacenter: z.string().optional(),
  holds: z
    .string()
    .optional()
    .describe('what may stand in it: VMs, hosts, networks, datastores or datacenters'),
});

export const poolSchema = z.object({
  obj: reference,
  name: z.string(),
  _type: z.string().describe('ResourcePool or VirtualApp'),
  owner: reference.optional().describe('the cluster or stand-alone host it divides'),
  parent: reference.optional(),
  config: z.object({ cpuAllocation: allocation.optional(), memoryAllocation: allocation.optional() }),
  summary: z.object({
    overallStatus: status.optional(),
    quickStats: z
      .object({
        overallCpuUsage: count.optional().describe('MHz'),
        guestMemoryUsage: count.optional().describe('MB'),
      })
      .optional(),
  }),
  vmCount: count,
  withheld,
});

export const poolPaths = [
  'name',
  'parent',
  'owner',
  'vm',
  'config.cpuAllocation',
  'config.memoryAllocation',
  'overallStatus',
  'summary.quickStats',
] as const;

export function readPool({ ref, at, withheld }: ManagedObject): z.input<typeof poolSchema> {
  const stats = at.one('summary.quickStats');
  const parent = at.ref('parent');
  return {
    obj: ref.value,
    name: plainName(at.text('name')) ?? ref.value,
    _type: ref.type,
    owner: at.ref('owner')?.value,
    // The outermost pool stands in a cluster or host, not in another pool.
    parent: parent?.type === 'ResourcePool' || parent?.type === 'VirtualApp' ? parent.value : undefined,
    config: {
      cpuAllocation: readAllocation(at.one('config.cpuAllocation')),
      memoryAllocation: readAllocation(at.one('config.memoryAllocation')),
    },
    summary: {
      overallStatus: at.text('overallStatus'),
      quickStats: stats && {
        overallCpuUsage: stats.number('overallCpuUsage'),
        guestMemoryUsage: stats.number('guestMemoryUsage'),
      },
    },
    vmCount: at.all('vm').length,
    withheld: readWithheld(withheld),
  };
}

export const datastoreSchema = z.object({
  obj: reference,
  name: z.string(),
  datacenter: reference.optional(),
  podName: z.string().optional().describe('datastore cluster'),
  overallStatus: status.optional(),
  summary: z.object({
    url: z.string().optional(),
    type: z.string(),
    capacity: count.optional().describe('bytes'),
    freeSpace: count.optional().describe('bytes'),
    uncommitted: count.optional().describe('bytes'),
    accessible: z.boolean().optional(),
    multipleHostAccess: z.boolean().optional(),
    maintenanceMode: z.string().optional(),
  }),
  info: z
    .object({
      vmfs: z
        .object({
          uuid: z.string().optional(),
          version: z.string().optional(),
          blockSizeMb: count.optional(),
          local: z.boolean().optional(),
          ssd: z.boolean().optional(),
          extent: z.array(z.object({ diskName: z.string(), partition: count.optional() })),
        })
        .optional(),
      nas: z
        .object({ remoteHost: z.string(), remotePath: z.string(), type: z.string().optional() })
        .optional(),
      timestamp: instant.optional(),
    })
    .optional(),
  iormConfiguration: z
    .object({ enabled: z.boolean().optional(), congestionThreshold: count.optional().describe('ms') })
    .optional(),
  host: z.array(
    z.object({
      key: reference,
      mountInfo: z.object({
        path: z.string().optional(),
        mounted: z.boolean().optional(),
        accessible: z.boolean().optional(),
        accessMode: z.string().optional(),
        inaccessibleReason: z.string().optional(),
      }),
    }),
  ),
  vmCount: count,
  withheld,
});

export const datastorePaths = [
  'name',
  'parent',
  'overallStatus',
  'summary',
  'info',
  'iormConfiguration',
  'host',
  'vm',
] as const;

export function readDatastore(
  { ref, at, withheld }: ManagedObject,
  inventory: Inventory,
): z.input<typeof datastoreSchema> {
  const vmfs = at.one('info.vmfs');
  const nas = at.one('info.nas');
  const remoteHost = nas?.text('remoteHost');
  const remotePath = nas?.text('remotePath');
  const parent = inventory.of(at.ref('parent'));
  return {
    obj: ref.value,
    name: plainName(at.text('name')) ?? ref.value,
    datacenter: inventory.above(ref, 'Datacenter')?.ref.value,
    podName: parent?.ref.type === 'StoragePod' ? parent.name : undefined,
    overallStatus: at.text('overallStatus'),
    summary: {
      url: at.text('summary.url'),
      type: at.text('summary.type') ?? 'unknown',
      capacity: at.number('summary.capacity'),
      freeSpace: at.number('summary.freeSpace'),
      uncommitted: at.number('summary.uncommitted'),
      accessible: at.boolean('summary.accessible'),
      multipleHostAccess: at.boolean('summary.multipleHostAccess'),
      maintenanceMode: at.text('summary.maintenanceMode'),
    },
    info: at.one('info') && {
      vmfs: vmfs && {
        uuid: vmfs.text('uuid'),
        version: vmfs.text('version'),
        blockSizeMb: vmfs.number('blockSizeMb'),
        local: vmfs.boolean('local'),
        ssd: vmfs.boolean('ssd'),
        extent: vmfs.all('extent').flatMap((extent) => {
          const diskName = extent.text('diskName');
          return diskName === undefined ? [] : [{ diskName, partition: extent.number('partition') }];
        }),
      },
      ...(remoteHost === undefined || remotePath === undefined
        ? {}
        : { nas: { remoteHost, remotePath, type: nas?.text('type') } }),
      timestamp: at.instant('info.timestamp'),
    },
    iormConfiguration: at.one('iormConfiguration') && {
      enabled: at.boolean('iormConfiguration.enabled'),
      congestionThreshold: at.number('iormConfiguration.congestionThreshold'),
    },
    host: at.all('host').flatMap((mount) => {
      const key = mount.ref('key')?.value;
      return key === undefined
        ? []
        : [
            {
              key,
              mountInfo: {
                path: mount.text('mountInfo.path'),
                mounted: mount.boolean('mountInfo.mounted'),
                accessible: mount.boolean('mountInfo.accessible'),
                accessMode: mount.text('mountInfo.accessMode'),
                inaccessibleReason: mount.text('mountInfo.inaccessibleReason'),
              },
            },
          ];
    }),
    vmCount: at.all('vm').length,
    withheld: readWithheld(withheld),
  };
}

export const podSchema = z.object({
  obj: reference,
  name: z.string(),
  datacenter: reference.optional(),
  childEntity: z.array(reference),
  summary: z.object({ capacity: count.optional(), freeSpace: count.optional() }).optional(),
  podStorageDrsEntry: z
    .object({
      enabled: z.boolean().optional(),
      defaultVmBehavior: z.string().optional(),
      ioLoadBalanceEnabled: z.boolean().optional(),
      spaceUtilizationThreshold: count.optional(),
      ioLatencyThreshold: count.optional(),
    })
    .optional(),
  withheld,
});

export const podPaths = ['name', 'childEntity', 'summary', 'podStorageDrsEntry'] as const;

export function readPod(
  { ref, at, withheld }: ManagedObject,
  inventory: Inventory,
): z.input<typeof podSchema> {
  const drs = at.one('podStorageDrsEntry.storageDrsConfig.podConfig');
  return {
    obj: ref.value,
    name: plainName(at.text('name')) ?? ref.value,
    datacenter: inventory.above(ref, 'Datacenter')?.ref.value,
    childEntity: at.refs('childEntity').map(({ value }) => value),
    summary: at.one('summary') && {
      capacity: at.number('summary.capacity'),
      freeSpace: at.number('summary.freeSpace'),
    },
    podStorageDrsEntry: drs && {
      enabled: drs.boolean('enabled'),
      defaultVmBehavior: drs.text('defaultVmBehavior'),
      ioLoadBalanceEnabled: drs.boolean('ioLoadBalanceEnabled'),
      spaceUtilizationThreshold: drs.number('spaceLoadBalanceConfig.spaceUtilizationThreshold'),
      ioLatencyThreshold: drs.number('ioLoadBalanceConfig.ioLatencyThreshold'),
    },
    withheld: readWithheld(withheld),
  };
}
