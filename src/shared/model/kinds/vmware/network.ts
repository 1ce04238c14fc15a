import { z } from 'zod';
import { defineKind } from '../../kind.ts';
import { count, health, portSecurity, teaming } from './parts.ts';

export const network = defineKind({
  domain: 'vmware',
  title: 'port group',
  plural: 'port groups',
  attributes: z.strictObject({
    type: z.enum(['standard', 'distributed', 'opaque']).optional(),
    datacenter: z.string().optional(),
    /** The distributed switch it belongs to. */
    switch: z.string().optional(),
    /** Carries the physical uplinks of a distributed switch rather than VMs. */
    uplink: z.boolean().optional(),
    /** 0 untagged. Absent for a trunk. */
    vlan: z.number().int().min(0).max(4095).optional(),
    /** Ranges of a trunk, e.g. `100-199`. */
    vlanTrunk: z.array(z.string()).optional(),
    privateVlan: count.optional(),
    binding: z.string().optional(),
    ports: count.optional(),
    security: portSecurity.optional(),
    teaming: teaming.optional(),
    shapingIn: z.boolean().optional(),
    shapingOut: z.boolean().optional(),
    hostCount: count.optional(),
    vmCount: count.optional(),
    overallStatus: health.optional(),
  }),
  volatile: ['hostCount', 'vmCount', 'overallStatus'],
  columns: ['type', 'switch', 'vlan'],
});

const memberHost = z.strictObject({
  host: z.string(),
  pnics: z.array(z.strictObject({ name: z.string(), uplink: z.string().optional() })).optional(),
});

export const dvSwitch = defineKind({
  domain: 'vmware',
  title: 'distributed switch',
  plural: 'distributed switches',
  attributes: z.strictObject({
    uuid: z.string().optional(),
    datacenter: z.string().optional(),
    vendor: z.string().optional(),
    version: z.string().optional(),
    mtu: count.optional(),
    ports: count.optional(),
    uplinks: z.array(z.string()).optional(),
    members: z.array(memberHost).optional(),
    security: portSecurity.optional(),
    lacpVersion: z.string().optional(),
    lags: z
      .array(
        z.strictObject({
          name: z.string(),
          mode: z.string().optional(),
          ports: count.optional(),
          loadBalancing: z.string().optional(),
        }),
      )
      .optional(),
    discoveryProtocol: z.string().optional(),
    discoveryOperation: z.string().optional(),
    networkIoControl: z.boolean().optional(),
    multicastFiltering: z.string().optional(),
    freePorts: count.optional(),
    overallStatus: health.optional(),
  }),
  volatile: ['freePorts', 'overallStatus'],
  columns: ['version', 'mtu', 'uplinks'],
});
