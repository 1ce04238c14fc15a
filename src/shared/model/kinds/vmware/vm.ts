import { z } from 'zod';
import { defineKind } from '../../kind.ts';
import { allocationLimit, count, health, instant, measure, percent, shares } from './parts.ts';

const virtualDisk = z.strictObject({
  /** Device key: unique in the VM, stable while the disk exists. */
  key: count,
  label: z.string(),
  /** `[datastore] folder/file.vmdk` */
  path: z.string().optional(),
  datastore: z.string().optional(),
  capacityBytes: count.optional(),
  thin: z.boolean().optional(),
  mode: z.string().optional(),
  controller: z.string().optional(),
  rawDevice: z.string().optional(),
  sharing: z.string().optional(),
});

const virtualNic = z.strictObject({
  key: count,
  label: z.string(),
  adapter: z.string().optional(),
  mac: z.string().optional(),
  portGroup: z.string().optional(),
  startsConnected: z.boolean().optional(),
});

const snapshot = z.strictObject({
  id: z.string(),
  name: z.string(),
  createdAt: instant,
  parent: z.string().optional(),
  quiesced: z.boolean().optional(),
  description: z.string().optional(),
});
export type VmSnapshot = z.output<typeof snapshot>;

export const vm = defineKind({
  domain: 'vmware',
  title: 'VM',
  plural: 'VMs',
  attributes: z.strictObject({
    powerState: z.enum(['on', 'off', 'suspended']).optional(),
    template: z.boolean().optional(),
    connectionState: z.enum(['connected', 'disconnected', 'orphaned', 'inaccessible', 'invalid']).optional(),
    cluster: z.string().optional(),
    host: z.string().optional(),
    resourcePool: z.string().optional(),
    folder: z.string().optional(),
    notes: z.string().optional(),
    uuid: z.string().optional(),
    instanceUuid: z.string().optional(),
    hardwareVersion: z.string().optional(),
    firmware: z.enum(['bios', 'efi']).optional(),
    osConfigured: z.string().optional(),
    osReported: z.string().optional(),
    dnsName: z.string().optional(),
    /** As the guest reports them, without link-local ones; `nicIps` by the key of the adapter. */
    ips: z.array(z.string()).optional(),
    nicIps: z.record(z.string(), z.array(z.string())).optional(),
    /** By the key of the adapter; not known while the VM is off, when vSphere calls all of them disconnected. */
    nicConnected: z.record(z.string(), z.boolean()).optional(),
    createdAt: instant.optional(),
    haRestartPriority: z.string().optional(),
    vcpus: count.optional(),
    coresPerSocket: count.optional(),
    cpuReservationMhz: measure.optional(),
    cpuLimitMhz: allocationLimit.optional(),
    cpuShares: shares.optional(),
    cpuHotAdd: z.boolean().optional(),
    memoryBytes: count.optional(),
    memoryReservationBytes: count.optional(),
    memoryLimitBytes: allocationLimit.optional(),
    memoryShares: shares.optional(),
    memoryHotAdd: z.boolean().optional(),
    disks: z.array(virtualDisk).optional(),
    nics: z.array(virtualNic).optional(),
    /** File systems as the guest reports them. */
    partitions: z
      .array(
        z.strictObject({
          mount: z.string(),
          capacityBytes: count.optional(),
          /** Device key of the disk it lies on, where vSphere can tell. */
          diskKey: count.optional(),
        }),
      )
      .optional(),
    snapshots: z.array(snapshot).optional(),
    consolidationNeeded: z.boolean().optional(),
    toolsStatus: z.enum(['current', 'outdated', 'unsupported', 'guest managed', 'not installed']).optional(),
    toolsVersion: z.string().optional(),
    toolsRequiredVersion: z.string().optional(),
    toolsUpgradePolicy: z.string().optional(),
    /** Measured. */
    toolsRunning: z.boolean().optional(),
    heartbeat: health.optional(),
    overallStatus: health.optional(),
    uptimeSeconds: measure.optional(),
    usedBytes: count.optional(),
    /** Used and what its thin disks may still grow by. */
    provisionedBytes: count.optional(),
    cpuUsageMhz: measure.optional(),
    /** Of one vCPU, mean of the last statistics interval. */
    cpuReadyPercent: percent.optional(),
    memoryActiveBytes: count.optional(),
    memoryBalloonedBytes: count.optional(),
    memorySwappedBytes: count.optional(),
    /** Mount → free bytes. */
    partitionFreeBytes: z.record(z.string(), count).optional(),
    /** Snapshot id → bytes of its delta files. */
    snapshotBytes: z.record(z.string(), count).optional(),
  }),
  volatile: [
    'toolsRunning',
    'heartbeat',
    'overallStatus',
    'uptimeSeconds',
    'usedBytes',
    'provisionedBytes',
    'cpuUsageMhz',
    'cpuReadyPercent',
    'memoryActiveBytes',
    'memoryBalloonedBytes',
    'memorySwappedBytes',
    'partitionFreeBytes',
    'snapshotBytes',
  ],
  placement: ['host'],
  placementRelations: ['runs-on'],
  columns: ['powerState', 'cluster', 'host', 'vcpus', 'memoryBytes', 'osConfigured'],
});
