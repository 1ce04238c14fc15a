import { z } from 'zod';
import { defineKind } from '../../kind.ts';
import { allocationLimit, count, health, measure, percent, shares } from './parts.ts';

const drsRule = z.strictObject({
  name: z.string(),
  /** `keep together`, `keep apart`, `VMs on hosts`. */
  type: z.string(),
  enabled: z.boolean(),
  mandatory: z.boolean().optional(),
  vms: z.array(z.string()).optional(),
  hosts: z.array(z.string()).optional(),
});

export const cluster = defineKind({
  domain: 'vmware',
  title: 'cluster',
  plural: 'clusters',
  attributes: z.strictObject({
    datacenter: z.string().optional(),
    hostCount: count.optional(),
    coreCount: count.optional(),
    threadCount: count.optional(),
    totalCpuMhz: measure.optional(),
    totalMemoryBytes: count.optional(),
    haEnabled: z.boolean().optional(),
    haHostMonitoring: z.boolean().optional(),
    haAdmissionControl: z.boolean().optional(),
    haAdmissionPolicy: z
      .enum(['cluster resource percentage', 'slot policy', 'dedicated failover hosts'])
      .optional(),
    /** Host failures that admission control reserves for. */
    haFailoverLevel: count.optional(),
    haCpuReservePercent: percent.optional(),
    haMemoryReservePercent: percent.optional(),
    haVmMonitoring: z.enum(['disabled', 'VM', 'VM and application']).optional(),
    haRestartPriority: z.string().optional(),
    drsEnabled: z.boolean().optional(),
    drsLevel: z.enum(['manual', 'partially automated', 'fully automated']).optional(),
    /** 1 (only mandatory moves) … 5 (any improvement). */
    drsMigrationThreshold: z.number().int().min(1).max(5).optional(),
    rules: z.array(drsRule).optional(),
    /** `none` when switched off. */
    evcMode: z.string().optional(),
    vsanEnabled: z.boolean().optional(),
    effectiveHostCount: count.optional(),
    effectiveCpuMhz: measure.optional(),
    effectiveMemoryBytes: count.optional(),
    cpuUsageMhz: measure.optional(),
    memoryUsageBytes: count.optional(),
    migrationCount: count.optional(),
    overallStatus: health.optional(),
  }),
  volatile: [
    'effectiveHostCount',
    'effectiveCpuMhz',
    'effectiveMemoryBytes',
    'cpuUsageMhz',
    'memoryUsageBytes',
    'migrationCount',
    'overallStatus',
  ],
  sampled: ['cpuUsageMhz', 'memoryUsageBytes'],
  columns: ['hostCount', 'haEnabled', 'drsLevel', 'evcMode'],
});

export const resourcePool = defineKind({
  domain: 'vmware',
  title: 'resource pool',
  plural: 'resource pools',
  attributes: z.strictObject({
    cluster: z.string().optional(),
    /** Names from the cluster's root pool down, joined by " / ". */
    path: z.string().optional(),
    cpuReservationMhz: measure.optional(),
    cpuLimitMhz: allocationLimit.optional(),
    cpuShares: shares.optional(),
    cpuExpandable: z.boolean().optional(),
    memoryReservationBytes: count.optional(),
    memoryLimitBytes: allocationLimit.optional(),
    memoryShares: shares.optional(),
    memoryExpandable: z.boolean().optional(),
    cpuUsageMhz: measure.optional(),
    memoryUsageBytes: count.optional(),
    vmCount: count.optional(),
    overallStatus: health.optional(),
  }),
  volatile: ['cpuUsageMhz', 'memoryUsageBytes', 'vmCount', 'overallStatus'],
  columns: ['cluster', 'cpuLimitMhz', 'memoryLimitBytes'],
});
