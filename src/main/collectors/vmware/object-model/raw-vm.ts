import { z } from 'zod';
import { allocation, moref, status } from './shape.ts';

const count = z.number().int().nonnegative();

const device = z.object({
  _type: z.string().default(''),
  key: count,
  controllerKey: count.optional(),
  deviceInfo: z.object({ label: z.string().optional() }).optional(),
  capacityInKB: count.optional(),
  macAddress: z.string().optional(),
  backing: z
    .object({
      fileName: z.string().optional(),
      datastore: moref.optional(),
      thinProvisioned: z.boolean().optional(),
      diskMode: z.string().optional(),
      sharing: z.string().optional(),
      lunUuid: z.string().optional(),
      port: z.object({ portgroupKey: moref.optional() }).optional(),
      network: moref.optional(),
      deviceName: z.string().optional(),
    })
    .optional(),
  connectable: z
    .object({ connected: z.boolean().optional(), startConnected: z.boolean().optional() })
    .optional(),
});
export type RawDevice = z.output<typeof device>;

export interface RawSnapshot {
  readonly snapshot: string;
  readonly name: string;
  readonly description?: string | undefined;
  readonly createTime: string;
  readonly quiesced?: boolean | undefined;
  readonly childSnapshotList?: readonly RawSnapshot[] | undefined;
}

const snapshot: z.ZodType<RawSnapshot> = z.object({
  snapshot: moref,
  name: z.string(),
  description: z.string().optional(),
  createTime: z.string(),
  quiesced: z.boolean().optional(),
  get childSnapshotList() {
    return z.array(snapshot).optional();
  },
});

/** What is read of a VirtualMachine object; everything else in it is ignored. */
export const rawVm = z.object({
  obj: moref,
  name: z.string().min(1),
  parentPath: z.string().optional(),
  cluster: moref.optional(),
  resourcePool: moref.optional(),
  runtime: z.object({
    host: moref.optional(),
    powerState: z.enum(['poweredOn', 'poweredOff', 'suspended']),
    connectionState: z.enum(['connected', 'disconnected', 'orphaned', 'inaccessible', 'invalid']),
    consolidationNeeded: z.boolean().optional(),
  }),
  summary: z
    .object({
      overallStatus: status.optional(),
      quickStats: z
        .object({
          overallCpuUsage: z.number().nonnegative().optional(),
          guestMemoryUsage: z.number().nonnegative().optional(),
          balloonedMemory: z.number().nonnegative().optional(),
          swappedMemory: z.number().nonnegative().optional(),
          uptimeSeconds: z.number().nonnegative().optional(),
        })
        .optional(),
      storage: z.object({ committed: count, uncommitted: count }).optional(),
    })
    .optional(),
  config: z
    .object({
      uuid: z.string().optional(),
      instanceUuid: z.string().optional(),
      template: z.boolean().optional(),
      version: z.string().optional(),
      firmware: z.enum(['bios', 'efi']).optional(),
      createDate: z.string().optional(),
      guestFullName: z.string().optional(),
      annotation: z.string().optional(),
      cpuHotAddEnabled: z.boolean().optional(),
      memoryHotAddEnabled: z.boolean().optional(),
      cpuAllocation: allocation.optional(),
      memoryAllocation: allocation.optional(),
      tools: z.object({ toolsUpgradePolicy: z.string().optional() }).optional(),
      dasRestartPriority: z.string().optional(),
      hardware: z
        .object({
          numCPU: count.optional(),
          numCoresPerSocket: count.optional(),
          memoryMB: count.optional(),
          device: z.array(device).optional(),
        })
        .optional(),
    })
    .optional(),
  guestHeartbeatStatus: status.optional(),
  guest: z
    .object({
      toolsVersionStatus2: z.string().optional(),
      /** What came before it, and is all that some servers keep. */
      toolsStatus: z.string().optional(),
      toolsRunningStatus: z.string().optional(),
      toolsVersion: z.string().optional(),
      toolsRequiredVersion: z.string().optional(),
      guestFullName: z.string().optional(),
      hostName: z.string().optional(),
      ipAddress: z.string().optional(),
      net: z
        .array(
          z.object({
            deviceConfigId: z.number().int().optional(),
            macAddress: z.string().optional(),
            ipAddress: z.array(z.string()).optional(),
          }),
        )
        .nullish(),
      disk: z
        .array(
          z.object({
            diskPath: z.string().min(1),
            capacity: count.optional(),
            freeSpace: count.optional(),
            mappings: z.array(z.object({ key: count })).optional(),
          }),
        )
        .nullish(),
    })
    .optional(),
  snapshot: z.object({ rootSnapshotList: z.array(snapshot) }).nullish(),
  layoutEx: z.object({ snapshot: z.array(z.object({ key: z.string(), size: count })).optional() }).optional(),
  perf: z
    .object({
      'cpu.ready.summation': z
        .object({ intervalSeconds: z.number().positive(), value: z.number().nonnegative() })
        .optional(),
    })
    .optional(),
});
export type RawVm = z.output<typeof rawVm>;
