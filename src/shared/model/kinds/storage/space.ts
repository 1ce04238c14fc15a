import { z } from 'zod';
import { defineKind } from '../../kind.ts';
import { count, health, instant, measure } from './parts.ts';

export const pool = defineKind({
  domain: 'storage',
  title: 'pool',
  plural: 'pools',
  attributes: z.strictObject({
    array: z.string().optional(),
    owner: z.string().optional(),
    state: health.optional(),
    vendorState: z.string().optional(),
    raidType: z.string().optional(),
    raidState: z.enum(['normal', 'degraded', 'reconstructing', 'failed', 'unknown']).optional(),
    diskCount: count.optional(),
    mediaType: z.string().optional(),
    encrypted: z.boolean().optional(),
    /** What volumes can use, after RAID and reserves. */
    sizeBytes: count.optional(),
    /** What may be stored in it at most, where that is less than there is room for. */
    quotaBytes: count.optional(),
    /** What is free in it is free in other pools of its array as well: together they have it once. */
    sharesRoom: z.boolean().optional(),
    snapshotReservePercent: measure.optional(),
    usedBytes: count.optional(),
    freeBytes: count.optional(),
    savedBytes: count.optional(),
  }),
  volatile: ['usedBytes', 'freeBytes', 'savedBytes'],
  sampled: ['usedBytes', 'sizeBytes'],
  columns: ['array', 'state', 'raidType', 'sizeBytes', 'usedBytes'],
});

export const volume = defineKind({
  domain: 'storage',
  title: 'volume',
  plural: 'volumes',
  attributes: z.strictObject({
    array: z.string().optional(),
    pool: z.string().optional(),
    /** The virtual storage server that it belongs to. */
    tenant: z.string().optional(),
    state: health.optional(),
    vendorState: z.string().optional(),
    /** `read-write`, or `replica`: the read-only copy of another volume. */
    access: z.enum(['read-write', 'replica', 'read-only']).optional(),
    sizeBytes: count.optional(),
    thin: z.boolean().optional(),
    autogrow: z.boolean().optional(),
    autogrowMaximumBytes: count.optional(),
    snapshotReservePercent: measure.optional(),
    snapshotPolicy: z.string().optional(),
    qosPolicy: z.string().optional(),
    exportPolicy: z.string().optional(),
    mountPath: z.string().optional(),
    encrypted: z.boolean().optional(),
    deduplicated: z.boolean().optional(),
    compressed: z.boolean().optional(),
    replicated: z.boolean().optional(),
    createdAt: instant.optional(),
    usedBytes: count.optional(),
    freeBytes: count.optional(),
    snapshotUsedBytes: count.optional(),
    savedBytes: count.optional(),
    latencyMs: measure.optional(),
    iops: measure.optional(),
    throughputMbps: measure.optional(),
  }),
  volatile: [
    'usedBytes',
    'freeBytes',
    'snapshotUsedBytes',
    'savedBytes',
    'latencyMs',
    'iops',
    'throughputMbps',
  ],
  sampled: ['usedBytes', 'sizeBytes'],
  columns: ['array', 'pool', 'state', 'sizeBytes', 'usedBytes', 'thin'],
});

export const storageSnapshot = defineKind({
  domain: 'storage',
  title: 'storage snapshot',
  plural: 'storage snapshots',
  attributes: z.strictObject({
    array: z.string().optional(),
    volume: z.string().optional(),
    createdAt: instant.optional(),
    expiresAt: instant.optional(),
    /** Made by a schedule and removed by it, rather than by a person. */
    scheduled: z.boolean().optional(),
    locked: z.boolean().optional(),
    comment: z.string().optional(),
    sizeBytes: count.optional(),
  }),
  volatile: ['sizeBytes'],
  columns: ['array', 'volume', 'createdAt', 'scheduled', 'sizeBytes'],
  runtime: true,
});

export const replication = defineKind({
  domain: 'storage',
  title: 'replication',
  plural: 'replications',
  attributes: z.strictObject({
    sourceArray: z.string().optional(),
    sourceVolume: z.string().optional(),
    destinationArray: z.string().optional(),
    destinationVolume: z.string().optional(),
    /** `asynchronous`, `synchronous`, `vault`. */
    type: z.string().optional(),
    policy: z.string().optional(),
    schedule: z.string().optional(),
    state: z.string().optional(),
    healthy: z.boolean().optional(),
    unhealthyReason: z.string().optional(),
    /** How far the copy is behind. */
    lagSeconds: count.optional(),
    lastTransferAt: instant.optional(),
    lastTransferBytes: count.optional(),
    lastTransferSeconds: count.optional(),
  }),
  volatile: ['lagSeconds', 'lastTransferAt', 'lastTransferBytes', 'lastTransferSeconds'],
  columns: ['sourceVolume', 'destinationArray', 'destinationVolume', 'state', 'lagSeconds'],
});
