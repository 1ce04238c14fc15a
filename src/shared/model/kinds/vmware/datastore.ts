import { z } from 'zod';
import { defineKind } from '../../kind.ts';
import { count, health, instant, measure } from './parts.ts';

export const datastore = defineKind({
  domain: 'vmware',
  title: 'datastore',
  plural: 'datastores',
  attributes: z.strictObject({
    /** `VMFS`, `NFS`, `NFS41`, `vSAN`, `VVOL`. */
    type: z.string().optional(),
    version: z.string().optional(),
    url: z.string().optional(),
    datacenter: z.string().optional(),
    /** The cluster whose hosts mount it; absent when hosts of several do. */
    cluster: z.string().optional(),
    datastoreCluster: z.string().optional(),
    capacityBytes: count.optional(),
    accessible: z.boolean().optional(),
    maintenanceMode: z.string().optional(),
    multipleHostAccess: z.boolean().optional(),
    /** SCSI identifiers of the LUNs it lies on. */
    extents: z.array(z.string()).optional(),
    nfsServer: z.string().optional(),
    nfsPath: z.string().optional(),
    mounts: z
      .array(
        z.strictObject({
          host: z.string(),
          accessible: z.boolean().optional(),
          readOnly: z.boolean().optional(),
        }),
      )
      .optional(),
    storageIoControl: z.boolean().optional(),
    congestionThresholdMs: measure.optional(),
    /** Virtual disks that no registered VM uses. */
    orphanedDisks: z
      .array(
        z.strictObject({ path: z.string(), sizeBytes: count.optional(), modifiedAt: instant.optional() }),
      )
      .optional(),
    freeBytes: count.optional(),
    usedBytes: count.optional(),
    /** What thin disks on it may still grow by. */
    uncommittedBytes: count.optional(),
    vmCount: count.optional(),
    overallStatus: health.optional(),
  }),
  volatile: ['freeBytes', 'usedBytes', 'uncommittedBytes', 'vmCount', 'overallStatus'],
  // The capacity too: growth is judged anew after a resize.
  sampled: ['usedBytes', 'capacityBytes'],
  columns: ['type', 'cluster', 'capacityBytes', 'usedBytes', 'accessible'],
});

export const datastoreCluster = defineKind({
  domain: 'vmware',
  title: 'datastore cluster',
  plural: 'datastore clusters',
  attributes: z.strictObject({
    datacenter: z.string().optional(),
    capacityBytes: count.optional(),
    freeBytes: count.optional(),
    drsEnabled: z.boolean().optional(),
    drsLevel: z.string().optional(),
    ioBalancing: z.boolean().optional(),
    /** Storage DRS moves disks away above this share of space. */
    spaceThresholdPercent: measure.optional(),
    ioLatencyThresholdMs: measure.optional(),
    datastores: z.array(z.string()).optional(),
  }),
  volatile: ['freeBytes'],
  columns: ['drsEnabled', 'drsLevel', 'capacityBytes'],
});
