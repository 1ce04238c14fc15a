import { z } from 'zod';
import { defineKind } from '../../kind.ts';
import { count, health, instant } from './parts.ts';

const license = z.strictObject({
  name: z.string(),
  /** Masked but for the last group: a document must not give a licence away. */
  key: z.string().optional(),
  product: z.string().optional(),
  edition: z.string().optional(),
  /** What is counted: `cpuPackage`, `core`, `instance`, `vm`. */
  unit: z.string().optional(),
  total: z.union([count, z.literal('unlimited')]).optional(),
  used: count.optional(),
  evaluation: z.boolean().optional(),
  /** Absent together with `perpetual: true`: never expires. */
  expiresAt: instant.optional(),
  perpetual: z.boolean().optional(),
  features: z.array(z.string()).optional(),
});

const role = z.strictObject({
  name: z.string(),
  system: z.boolean().optional(),
  privileges: count.optional(),
  /** Who has the role, on which inventory object. */
  assignments: z
    .array(
      z.strictObject({
        principal: z.string(),
        group: z.boolean().optional(),
        object: z.string().optional(),
        propagates: z.boolean().optional(),
      }),
    )
    .optional(),
});

export const vcenter = defineKind({
  domain: 'vmware',
  title: 'vCenter',
  plural: 'vCenters',
  attributes: z.strictObject({
    fullName: z.string().optional(),
    version: z.string().optional(),
    build: z.string().optional(),
    apiVersion: z.string().optional(),
    instanceUuid: z.string().optional(),
    hostName: z.string().optional(),
    osType: z.string().optional(),
    licenses: z.array(license).optional(),
    certificate: z
      .strictObject({
        subject: z.string().optional(),
        issuer: z.string().optional(),
        validFromAt: instant.optional(),
        expiresAt: instant.optional(),
      })
      .optional(),
    roles: z.array(role).optional(),
  }),
  columns: ['version', 'build', 'hostName'],
});

export const datacenter = defineKind({
  domain: 'vmware',
  title: 'datacenter',
  plural: 'datacenters',
  attributes: z.strictObject({
    /** Inventory path of the folder it stands in. */
    folder: z.string().optional(),
  }),
  columns: ['folder'],
});

export const alarm = defineKind({
  domain: 'vmware',
  title: 'alarm',
  plural: 'alarms',
  attributes: z.strictObject({
    description: z.string().optional(),
    enabled: z.boolean().optional(),
    /** Where it is defined; it watches everything below. */
    definedOn: z.string().optional(),
    condition: z.string().optional(),
    actions: z.array(z.string()).optional(),
    /** Where it is raised now. It comes and goes with what it measures. */
    triggered: z
      .array(
        z.strictObject({
          object: z.string(),
          objectId: z.string().optional(),
          status: health,
          at: instant.optional(),
          acknowledged: z.boolean().optional(),
        }),
      )
      .optional(),
  }),
  volatile: ['triggered'],
  columns: ['enabled', 'definedOn'],
});
