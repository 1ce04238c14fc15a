import { z } from 'zod';

/* What our SNMP server's tools answer: members are called as the objects of the MIBs are. Unknown members pass. */
const text = z.string().optional();
const amount = z.number().optional();
const flag = z.boolean().optional();

export const deviceListSchema = z.object({ items: z.array(z.unknown()), total: z.number() });

export const listedDeviceSchema = z.object({
  device: z.string().min(1),
  address: z.string(),
  site: text,
  role: text,
});
export type ListedDevice = z.output<typeof listedDeviceSchema>;

export const systemSchema = z.object({
  system: z.object({
    sysName: text,
    sysDescr: text,
    sysUpTime: amount,
    sysLocation: text,
    ipForwarding: flag,
    dot1dBaseNumPorts: amount,
  }),
});
export type System = z.output<typeof systemSchema>['system'];

export const interfacesSchema = z.object({ sysUpTime: amount, interfaces: z.array(z.unknown()) });

export const interfaceSchema = z.object({
  ifIndex: z.number().int(),
  ifName: text,
  ifDescr: text,
  ifAlias: text,
  ifType: amount,
  ifTypeName: text,
  ifMtu: amount,
  ifHighSpeed: amount,
  ifPhysAddress: text,
  ifAdminStatus: text,
  ifOperStatus: text,
  ifLastChange: amount,
  ifConnectorPresent: flag,
  dot3StatsDuplexStatus: text,
  addresses: z.array(z.object({ address: z.string(), type: z.string() })).default([]),
  aggregate: amount,
  counters: z
    .object({
      inOctets: amount,
      outOctets: amount,
      inErrors: amount,
      outErrors: amount,
      inDiscards: amount,
      outDiscards: amount,
    })
    .optional(),
});
export type RawInterface = z.output<typeof interfaceSchema>;

export const lldpSchema = z.object({
  lldp: z.object({
    local: z.object({ sysName: text }).optional(),
    neighbors: z.array(
      z.object({
        localPortNum: z.number(),
        ifIndex: amount,
        portIdSubtype: text,
        portId: text,
        portDesc: text,
        sysName: text,
        chassisId: text,
      }),
    ),
  }),
});
export type Lldp = z.output<typeof lldpSchema>['lldp'];
export type Neighbour = Lldp['neighbors'][number];

export const vlansSchema = z.object({
  vlans: z.array(
    z.object({
      vid: z.number().int().min(0).max(4095),
      name: text,
      egress: z.array(z.number()),
      untagged: z.array(z.number()),
    }),
  ),
  ports: z.array(z.object({ ifIndex: amount, pvid: amount })),
});
export type Vlans = z.output<typeof vlansSchema>;

export const entitiesSchema = z.object({
  entities: z.array(
    z.object({
      entPhysicalIndex: z.number(),
      class: text,
      name: text,
      descr: text,
      containedIn: amount,
      mfgName: text,
      modelName: text,
      serialNum: text,
      assetID: text,
      softwareRev: text,
    }),
  ),
});
export type PhysicalEntity = z.output<typeof entitiesSchema>['entities'][number];

export const hostSchema = z.object({
  host: z.object({
    processors: z.array(z.object({ loadPercent: amount })),
    storage: z.array(z.object({ type: text, descr: text, sizeBytes: amount, usedBytes: amount })),
  }),
});
export type Host = z.output<typeof hostSchema>['host'];
