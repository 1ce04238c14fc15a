import { z } from 'zod';
import { defineKind } from '../../kind.ts';
import { component, count, health, instant, measure } from './parts.ts';

/** One storage system. Its name is the partition of everything in it. */
export const array = defineKind({
  domain: 'storage',
  title: 'array',
  plural: 'arrays',
  attributes: z.strictObject({
    vendor: z.string().optional(),
    model: z.string().optional(),
    serial: z.string().optional(),
    software: z.string().optional(),
    softwareVersion: z.string().optional(),
    state: health.optional(),
    managementIp: z.string().optional(),
    site: z.string().optional(),
    rack: z.string().optional(),
    contact: z.string().optional(),
    protocols: z.array(z.string()).optional(),
    dnsServers: z.array(z.string()).optional(),
    ntpServers: z.array(z.string()).optional(),
    licenses: z
      .array(z.strictObject({ name: z.string(), state: z.string(), expiresAt: instant.optional() }))
      .optional(),
    /** Whether it has more than one controller that can stand in for another. */
    haConfigured: z.boolean().optional(),
    /** Disks that are ready to take over from a failed one. */
    spareDiskCount: count.optional(),
    /** What its OSDs call nearly full and full, where it has such (Ceph): in percent of their size. */
    osdNearFullPercent: measure.optional(),
    osdBackfillFullPercent: measure.optional(),
    osdFullPercent: measure.optional(),
    /** What the system itself finds wrong with it, by its own codes (Ceph); empty: nothing. */
    healthChecks: z
      .array(
        z.strictObject({
          code: z.string(),
          severity: z.enum(['warning', 'error']),
          summary: z.string(),
          /** Known to its operators, who want to hear no more of it. */
          muted: z.boolean(),
        }),
      )
      .optional(),
    /** What hosts wrote, before savings, and what that takes after them. */
    logicalUsedBytes: count.optional(),
    physicalUsedBytes: count.optional(),
    latencyMs: measure.optional(),
    /** Operations a second. */
    iops: measure.optional(),
    throughputMbps: measure.optional(),
  }),
  volatile: ['logicalUsedBytes', 'physicalUsedBytes', 'latencyMs', 'iops', 'throughputMbps'],
  sampled: ['physicalUsedBytes'],
  columns: ['vendor', 'model', 'softwareVersion', 'state', 'site'],
});

export const controller = defineKind({
  domain: 'storage',
  title: 'controller',
  plural: 'controllers',
  attributes: z.strictObject({
    array: z.string().optional(),
    model: z.string().optional(),
    serial: z.string().optional(),
    firmware: z.string().optional(),
    state: health.optional(),
    vendorState: z.string().optional(),
    managementIp: z.string().optional(),
    memoryBytes: count.optional(),
    cpuCount: count.optional(),
    haEnabled: z.boolean().optional(),
    haPartner: z.string().optional(),
    takeoverPossible: z.boolean().optional(),
    /** Why not, in the vendor's words. */
    takeoverBlockedBy: z.string().optional(),
    /** `none`; `taken-over`: the partner serves its data; `in-takeover`: it serves its partner's. */
    takeoverState: z.enum(['none', 'taken-over', 'in-takeover']).optional(),
    components: z.array(component).optional(),
    cpuPercent: measure.optional(),
    temperatureCelsius: z.number().optional(),
    uptimeSeconds: count.optional(),
  }),
  volatile: ['cpuPercent', 'temperatureCelsius', 'uptimeSeconds'],
  columns: ['array', 'model', 'state', 'haPartner', 'takeoverPossible'],
});

export const shelf = defineKind({
  domain: 'storage',
  title: 'shelf',
  plural: 'shelves',
  attributes: z.strictObject({
    array: z.string().optional(),
    model: z.string().optional(),
    serial: z.string().optional(),
    number: count.optional(),
    firmware: z.string().optional(),
    state: health.optional(),
    connection: z.string().optional(),
    bayCount: count.optional(),
    diskCount: count.optional(),
    components: z.array(component).optional(),
    temperatureCelsius: z.number().optional(),
  }),
  volatile: ['temperatureCelsius'],
  columns: ['array', 'model', 'serial', 'state', 'diskCount'],
});

export const disk = defineKind({
  domain: 'storage',
  title: 'disk',
  plural: 'disks',
  attributes: z.strictObject({
    array: z.string().optional(),
    vendor: z.string().optional(),
    model: z.string().optional(),
    serial: z.string().optional(),
    firmware: z.string().optional(),
    /** `ssd`, `nvme`, `sas`, `nl-sas`, `sata`. */
    type: z.string().optional(),
    rpm: count.optional(),
    capacityBytes: count.optional(),
    shelf: z.string().optional(),
    bay: count.optional(),
    pool: z.string().optional(),
    owner: z.string().optional(),
    role: z.enum(['data', 'parity', 'spare', 'cache', 'unassigned', 'failed']).optional(),
    state: health.optional(),
    vendorState: z.string().optional(),
    /** The object storage daemon on it (Ceph). */
    osd: z.string().optional(),
    usedBytes: count.optional(),
    powerOnSeconds: count.optional(),
    temperatureCelsius: z.number().optional(),
    /** Share of its rated writes that is used up. */
    wearPercent: measure.optional(),
  }),
  volatile: ['usedBytes', 'powerOnSeconds', 'temperatureCelsius', 'wearPercent'],
  columns: ['array', 'model', 'serial', 'capacityBytes', 'pool', 'role', 'state'],
});

export const storagePort = defineKind({
  domain: 'storage',
  title: 'storage port',
  plural: 'storage ports',
  attributes: z.strictObject({
    array: z.string().optional(),
    controller: z.string().optional(),
    /** `fc`, `iscsi`, `ethernet`, `nvme-fc`, `nvme-tcp`. */
    protocol: z.string().optional(),
    speedMbps: measure.optional(),
    enabled: z.boolean().optional(),
    linkUp: z.boolean().optional(),
    wwn: z.string().optional(),
    mac: z.string().optional(),
    mtu: count.optional(),
    fabric: z.string().optional(),
    /** Addresses that hosts reach it by, with where each is at home and whether it answers. */
    interfaces: z
      .array(
        z.strictObject({
          name: z.string(),
          address: z.string().optional(),
          up: z.boolean().optional(),
          homePort: z.string().optional(),
        }),
      )
      .optional(),
    peerDevice: z.string().optional(),
    peerPort: z.string().optional(),
  }),
  columns: ['array', 'controller', 'protocol', 'speedMbps', 'linkUp', 'wwn'],
});
