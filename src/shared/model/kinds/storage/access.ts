import { z } from 'zod';
import { defineKind } from '../../kind.ts';
import { count, health } from './parts.ts';

export const lun = defineKind({
  domain: 'storage',
  title: 'LUN',
  plural: 'LUNs',
  attributes: z.strictObject({
    array: z.string().optional(),
    volume: z.string().optional(),
    tenant: z.string().optional(),
    serial: z.string().optional(),
    /** SCSI identifier, as hosts show it: `naa.` and 32 hex digits. */
    naa: z.string().optional(),
    osType: z.string().optional(),
    state: health.optional(),
    sizeBytes: count.optional(),
    thin: z.boolean().optional(),
    /** By which protocols hosts reach it: of the hosts that it is mapped to. */
    protocols: z.array(z.string()).optional(),
    /** Storage hosts that may use it, and the number each sees it by; empty: nobody. */
    mappings: z.array(z.strictObject({ host: z.string(), number: count.optional() })).optional(),
    usedBytes: count.optional(),
  }),
  volatile: ['usedBytes'],
  columns: ['array', 'volume', 'naa', 'sizeBytes', 'mappings'],
});

export const share = defineKind({
  domain: 'storage',
  title: 'share',
  plural: 'shares',
  attributes: z.strictObject({
    array: z.string().optional(),
    volume: z.string().optional(),
    tenant: z.string().optional(),
    /** `nfs` or `smb`. */
    protocol: z.string().optional(),
    path: z.string().optional(),
    server: z.string().optional(),
    policy: z.string().optional(),
    /** Who may do what, one rule a line as the system orders them. */
    access: z
      .array(
        z.strictObject({ client: z.string(), permission: z.string(), authentication: z.string().optional() }),
      )
      .optional(),
    encrypted: z.boolean().optional(),
  }),
  columns: ['array', 'protocol', 'path', 'volume', 'policy'],
});

/** What an array knows of a host, or a group of hosts that use the same LUNs. */
export const initiatorHost = defineKind({
  domain: 'storage',
  title: 'storage host',
  plural: 'storage hosts',
  attributes: z.strictObject({
    array: z.string().optional(),
    tenant: z.string().optional(),
    osType: z.string().optional(),
    protocol: z.string().optional(),
    initiators: z
      .array(
        z.strictObject({
          /** WWN (16 hex digits), IQN or NQN. */
          id: z.string(),
          comment: z.string().optional(),
          /** Whether it is logged in to at least one port of the array. */
          connected: z.boolean().optional(),
          /** Ports of the array that it is logged in to. */
          paths: count.optional(),
        }),
      )
      .optional(),
    lunCount: count.optional(),
  }),
  columns: ['array', 'osType', 'protocol', 'initiators', 'lunCount'],
});
