import { z } from 'zod';
import type { ManagedObject } from '../connection/properties.ts';
import type { XmlElement } from '../connection/xml-element.ts';
import { plainName, type Inventory } from '../inventory.ts';
import { deviceSchema, readDevices } from './vm-devices.ts';
import { readSnapshots, readSnapshotSizes, snapshotSchema } from './vm-snapshots.ts';
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

export const vmSchema = z.object({
  obj: reference,
  name: z.string(),
  parentPath: z.string().optional().describe('inventory path of its folder'),
  datacenter: z.string().optional(),
  cluster: reference.optional(),
  resourcePool: reference.optional(),
  vApp: z.string().optional(),
  runtime: z.object({
    host: reference.optional(),
    powerState: z.string().describe('poweredOn, poweredOff or suspended'),
    connectionState: z.string(),
    bootTime: instant.optional(),
    consolidationNeeded: z.boolean().optional(),
    question: z.string().optional().describe('what the VM waits to be answered'),
  }),
  summary: z.object({
    overallStatus: status.optional(),
    quickStats: z.object({
      overallCpuUsage: count.optional().describe('MHz'),
      guestMemoryUsage: count.optional().describe('MB'),
      hostMemoryUsage: count.optional().describe('MB'),
      balloonedMemory: count.optional().describe('MB'),
      swappedMemory: count.optional().describe('MB'),
      uptimeSeconds: count.optional(),
    }),
    storage: z.object({ committed: count, uncommitted: count, unshared: count.optional() }).optional(),
  }),
  config: z
    .object({
      uuid: z.string().optional(),
      instanceUuid: z.string().optional(),
      template: z.boolean().optional(),
      version: z.string().optional().describe('hardware version'),
      firmware: z.string().optional(),
      createDate: instant.optional(),
      guestId: z.string().optional(),
      guestFullName: z.string().optional(),
      annotation: z.string().optional(),
      changeVersion: z.string().optional(),
      vmPathName: z.string().optional(),
      cpuHotAddEnabled: z.boolean().optional(),
      memoryHotAddEnabled: z.boolean().optional(),
      cpuAllocation: allocation.optional(),
      memoryAllocation: allocation.optional(),
      latencySensitivity: z.string().optional(),
      tools: z.object({ toolsUpgradePolicy: z.string().optional() }).optional(),
      dasRestartPriority: z.string().optional(),
      hardware: z.object({
        numCPU: count.optional(),
        numCoresPerSocket: count.optional(),
        memoryMB: count.optional(),
        device: z.array(deviceSchema).optional(),
      }),
    })
    .optional(),
  guestHeartbeatStatus: status.optional(),
  guest: z
    .object({
      toolsVersionStatus2: z.string().optional(),
      toolsStatus: z.string().optional().describe('what came before it: all that old servers keep'),
      toolsRunningStatus: z.string().optional(),
      toolsVersion: z.string().optional(),
      guestFullName: z.string().optional(),
      guestState: z.string().optional(),
      hostName: z.string().optional(),
      ipAddress: z.string().optional(),
      net: z
        .array(
          z.object({
            network: z.string().optional(),
            deviceConfigId: count.optional(),
            macAddress: z.string().optional(),
            connected: z.boolean().optional(),
            ipAddress: z.array(z.string()),
          }),
        )
        .optional(),
      disk: z
        .array(
          z.object({
            diskPath: z.string(),
            capacity: count.optional(),
            freeSpace: count.optional(),
            filesystemType: z.string().optional(),
            mappings: z.array(z.object({ key: count })).optional(),
          }),
        )
        .optional(),
    })
    .optional(),
  snapshot: z
    .object({ currentSnapshot: reference.optional(), rootSnapshotList: z.array(snapshotSchema) })
    .optional(),
  layoutEx: z.object({ snapshot: z.array(z.object({ key: reference, size: count })) }).optional(),
  perf: z
    .object({
      'cpu.ready.summation': z.object({ intervalSeconds: count, value: count.describe('ms') }).optional(),
    })
    .optional(),
  withheld,
});
export type VmDetail = z.input<typeof vmSchema>;

const summaryPaths = [
  'name',
  'parent',
  'parentVApp',
  'resourcePool',
  'guestHeartbeatStatus',
  'runtime.host',
  'runtime.powerState',
  'runtime.connectionState',
  'runtime.bootTime',
  'summary.runtime.bootTime',
  'runtime.consolidationNeeded',
  'runtime.question',
  'summary.overallStatus',
  'summary.quickStats',
  'summary.storage',
  'config.uuid',
  'config.instanceUuid',
  'config.template',
  'config.version',
  'config.guestId',
  'config.guestFullName',
  'config.annotation',
  'config.hardware.numCPU',
  'config.hardware.numCoresPerSocket',
  'config.hardware.memoryMB',
  'guest.toolsVersionStatus2',
  'guest.toolsStatus',
  'guest.toolsRunningStatus',
  'guest.toolsVersion',
  'guest.guestFullName',
  'guest.guestState',
  'guest.hostName',
  'guest.ipAddress',
] as const;

export const vmPaths = {
  summary: summaryPaths,
  full: [
    ...summaryPaths,
    'config.firmware',
    'config.createDate',
    'config.changeVersion',
    'config.files.vmPathName',
    'config.cpuHotAddEnabled',
    'config.memoryHotAddEnabled',
    'config.cpuAllocation',
    'config.memoryAllocation',
    'config.latencySensitivity.level',
    'config.tools.toolsUpgradePolicy',
    'config.hardware.device',
    'guest.net',
    'guest.disk',
    'snapshot',
    'layoutEx',
  ],
} as const;

export interface VmContext {
  readonly inventory: Inventory;
  /** HA restart priorities that differ from their cluster's, by the VM's reference. */
  readonly restartPriorities: ReadonlyMap<string, string>;
  readonly cpuReady: ReadonlyMap<string, { readonly intervalSeconds: number; readonly value: number }>;
}

export function readVm(
  { ref, at, withheld }: ManagedObject,
  { inventory, restartPriorities, cpuReady }: VmContext,
): VmDetail {
  const parent = at.ref('parent');
  const vApp = at.ref('parentVApp');
  const host = at.ref('runtime.host');
  const cluster = inventory.above(host, 'ClusterComputeResource')?.ref;
  const ready = cpuReady.get(ref.value);
  const sizes = readSnapshotSizes(at);
  const storage = at.one('summary.storage');
  return {
    obj: ref.value,
    name: plainName(at.text('name')) ?? ref.value,
    parentPath: inventory.path(parent),
    datacenter: inventory.above(parent ?? host, 'Datacenter')?.name,
    cluster: cluster?.value,
    resourcePool: at.ref('resourcePool')?.value,
    vApp: inventory.of(vApp)?.name,
    runtime: {
      host: host?.value,
      powerState: at.text('runtime.powerState') ?? 'poweredOff',
      connectionState: at.text('runtime.connectionState') ?? 'invalid',
      // The simulator keeps the one in the summary alone.
      bootTime: at.instant('runtime.bootTime') ?? at.instant('summary.runtime.bootTime'),
      consolidationNeeded: at.boolean('runtime.consolidationNeeded'),
      question: at.text('runtime.question.text'),
    },
    summary: {
      overallStatus: at.text('summary.overallStatus'),
      quickStats: {
        overallCpuUsage: at.number('summary.quickStats.overallCpuUsage'),
        guestMemoryUsage: at.number('summary.quickStats.guestMemoryUsage'),
        hostMemoryUsage: at.number('summary.quickStats.hostMemoryUsage'),
        balloonedMemory: at.number('summary.quickStats.balloonedMemory'),
        swappedMemory: at.number('summary.quickStats.swappedMemory'),
        uptimeSeconds: at.number('summary.quickStats.uptimeSeconds'),
      },
      storage: storage && {
        committed: storage.number('committed') ?? 0,
        uncommitted: storage.number('uncommitted') ?? 0,
        unshared: storage.number('unshared'),
      },
    },
    config: readConfig(
      at,
      cluster === undefined ? undefined : (restartPriorities.get(ref.value) ?? 'clusterDefault'),
    ),
    guestHeartbeatStatus: at.text('guestHeartbeatStatus'),
    guest: readGuest(at),
    snapshot: readSnapshots(at),
    layoutEx: sizes && { snapshot: sizes },
    ...(ready === undefined ? {} : { perf: { 'cpu.ready.summation': ready } }),
    withheld: readWithheld(withheld),
  };
}

function readConfig(at: XmlElement, dasRestartPriority: string | undefined): VmDetail['config'] {
  const config = at.one('config');
  if (config === undefined) return undefined;
  const upgradePolicy = config.text('tools.toolsUpgradePolicy');
  return {
    uuid: config.text('uuid'),
    instanceUuid: config.text('instanceUuid'),
    template: config.boolean('template'),
    version: config.text('version'),
    firmware: config.text('firmware'),
    createDate: config.instant('createDate'),
    guestId: config.text('guestId'),
    guestFullName: config.text('guestFullName'),
    annotation: config.text('annotation'),
    changeVersion: config.text('changeVersion'),
    vmPathName: config.text('files.vmPathName'),
    cpuHotAddEnabled: config.boolean('cpuHotAddEnabled'),
    memoryHotAddEnabled: config.boolean('memoryHotAddEnabled'),
    cpuAllocation: readAllocation(config.one('cpuAllocation')),
    memoryAllocation: readAllocation(config.one('memoryAllocation')),
    latencySensitivity: config.text('latencySensitivity.level'),
    ...(upgradePolicy === undefined ? {} : { tools: { toolsUpgradePolicy: upgradePolicy } }),
    dasRestartPriority,
    hardware: {
      numCPU: config.number('hardware.numCPU'),
      numCoresPerSocket: config.number('hardware.numCoresPerSocket'),
      memoryMB: config.number('hardware.memoryMB'),
      device: readDevices(config),
    },
  };
}

function readGuest(at: XmlElement): VmDetail['guest'] {
  const guest = at.one('guest');
  if (guest === undefined) return undefined;
  const net = guest.all('net');
  const disk = guest.all('disk');
  return {
    toolsVersionStatus2: guest.text('toolsVersionStatus2'),
    toolsStatus: guest.text('toolsStatus'),
    toolsRunningStatus: guest.text('toolsRunningStatus'),
    toolsVersion: guest.text('toolsVersion'),
    guestFullName: guest.text('guestFullName'),
    guestState: guest.text('guestState'),
    hostName: guest.text('hostName'),
    ipAddress: guest.text('ipAddress'),
    ...(net.length === 0
      ? {}
      : {
          net: net.map((one) => ({
            network: one.text('network'),
            deviceConfigId: one.number('deviceConfigId'),
            macAddress: one.text('macAddress'),
            connected: one.boolean('connected'),
            ipAddress: one.texts('ipAddress'),
          })),
        }),
    ...(disk.length === 0
      ? {}
      : {
          disk: disk.flatMap((one) => {
            const diskPath = one.text('diskPath');
            if (diskPath === undefined) return [];
            const mappings = one.all('mappings').flatMap((mapping) => {
              const key = mapping.number('key');
              return key === undefined ? [] : [{ key }];
            });
            return [
              {
                diskPath,
                capacity: one.number('capacity'),
                freeSpace: one.number('freeSpace'),
                filesystemType: one.text('filesystemType'),
                ...(mappings.length === 0 ? {} : { mappings }),
              },
            ];
          }),
        }),
  };
}
