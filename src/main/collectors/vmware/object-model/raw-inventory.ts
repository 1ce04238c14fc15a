import { z } from 'zod';
import { allocation, moref, status } from './shape.ts';

const count = z.number().int().nonnegative();
const measure = z.number().nonnegative();

export const rawAbout = z.object({
  about: z.object({
    name: z.string().optional(),
    fullName: z.string().optional(),
    version: z.string().optional(),
    build: z.string().optional(),
    apiVersion: z.string().optional(),
    osType: z.string().optional(),
    /** An ESXi host by itself has none, and says `HostAgent`. */
    instanceUuid: z.string().min(1).optional(),
    apiType: z.string().optional(),
  }),
  hostName: z.string().optional(),
  certificate: z
    .object({
      subject: z.string().optional(),
      issuer: z.string().optional(),
      notBefore: z.string().optional(),
      notAfter: z.string().optional(),
    })
    .optional(),
});
export type RawAbout = z.output<typeof rawAbout>;

export const rawLicense = z.object({
  licenseKey: z.string().optional(),
  name: z.string(),
  editionKey: z.string().optional(),
  productName: z.string().optional(),
  productVersion: z.string().optional(),
  costUnit: z.string().optional(),
  total: count.optional(),
  used: count.optional(),
  properties: z.array(z.object({ key: z.string(), value: z.unknown() })).optional(),
});
export type RawLicense = z.output<typeof rawLicense>;

export const rawRole = z.object({
  name: z.string(),
  system: z.boolean().optional(),
  privilegeCount: count.optional(),
  permission: z
    .array(
      z.object({
        principal: z.string(),
        group: z.boolean().optional(),
        entity: z.string().optional(),
        propagate: z.boolean().optional(),
      }),
    )
    .optional(),
});
export type RawRole = z.output<typeof rawRole>;

export const rawDatacenter = z.object({
  obj: moref,
  name: z.string().min(1),
  parentPath: z.string().optional(),
});

export const rawCluster = z.object({
  obj: moref,
  name: z.string().min(1),
  datacenter: moref.optional(),
  summary: z
    .object({
      overallStatus: status.optional(),
      numHosts: count.optional(),
      numEffectiveHosts: count.optional(),
      numCpuCores: count.optional(),
      numCpuThreads: count.optional(),
      totalCpu: measure.optional(),
      totalMemory: count.optional(),
      effectiveCpu: measure.optional(),
      /** MB, unlike totalMemory */
      effectiveMemory: measure.optional(),
      numVmotions: count.optional(),
      usageSummary: z.object({ cpuDemandMhz: measure.optional(), memUsedMB: measure.optional() }).optional(),
    })
    .optional(),
  configurationEx: z
    .object({
      dasConfig: z
        .object({
          enabled: z.boolean().optional(),
          hostMonitoring: z.enum(['enabled', 'disabled']).optional(),
          admissionControlEnabled: z.boolean().optional(),
          failoverLevel: count.optional(),
          admissionControlPolicy: z
            .object({
              _type: z.string().optional(),
              cpuFailoverResourcesPercent: measure.optional(),
              memoryFailoverResourcesPercent: measure.optional(),
            })
            .optional(),
          vmMonitoring: z.enum(['vmMonitoringDisabled', 'vmMonitoringOnly', 'vmAndAppMonitoring']).optional(),
          defaultVmSettings: z.object({ restartPriority: z.string().optional() }).optional(),
        })
        .optional(),
      drsConfig: z
        .object({
          enabled: z.boolean().optional(),
          defaultVmBehavior: z.enum(['manual', 'partiallyAutomated', 'fullyAutomated']).optional(),
          vmotionRate: z.number().int().min(1).max(5).optional(),
        })
        .optional(),
      rule: z
        .array(
          z.object({
            _type: z.string().default(''),
            name: z.string(),
            enabled: z.boolean(),
            mandatory: z.boolean().optional(),
            vm: z.array(moref).optional(),
          }),
        )
        .optional(),
      vsanConfigInfo: z.object({ enabled: z.boolean().optional() }).optional(),
    })
    .optional(),
  currentEVCModeKey: z.string().nullish(),
});
export type RawCluster = z.output<typeof rawCluster>;

export const rawPool = z.object({
  obj: moref,
  name: z.string().min(1),
  owner: moref.optional(),
  parent: moref.optional(),
  config: z
    .object({ cpuAllocation: allocation.optional(), memoryAllocation: allocation.optional() })
    .optional(),
  summary: z
    .object({
      overallStatus: status.optional(),
      quickStats: z
        .object({ overallCpuUsage: measure.optional(), guestMemoryUsage: measure.optional() })
        .optional(),
    })
    .optional(),
  vmCount: count.optional(),
});
export type RawPool = z.output<typeof rawPool>;

export const rawDatastore = z.object({
  obj: moref,
  name: z.string().min(1),
  datacenter: moref.optional(),
  podName: z.string().optional(),
  summary: z.object({
    url: z.string().optional(),
    type: z.string(),
    capacity: count.optional(),
    freeSpace: count.optional(),
    uncommitted: count.optional(),
    accessible: z.boolean().optional(),
    multipleHostAccess: z.boolean().optional(),
    maintenanceMode: z.string().optional(),
  }),
  overallStatus: status.optional(),
  info: z
    .object({
      vmfs: z
        .object({
          version: z.string().optional(),
          extent: z.array(z.object({ diskName: z.string().min(1) })).optional(),
        })
        .optional(),
      nas: z.object({ remoteHost: z.string(), remotePath: z.string() }).optional(),
    })
    .optional(),
  iormConfiguration: z
    .object({ enabled: z.boolean().optional(), congestionThreshold: measure.optional() })
    .optional(),
  host: z
    .array(
      z.object({
        key: moref,
        mountInfo: z.object({
          mounted: z.boolean().optional(),
          accessible: z.boolean().optional(),
          accessMode: z.string().optional(),
        }),
      }),
    )
    .optional(),
  orphanedFiles: z
    .array(
      z.object({ path: z.string().min(1), fileSize: count.optional(), modification: z.string().optional() }),
    )
    .optional(),
  vmCount: count.optional(),
});
export type RawDatastore = z.output<typeof rawDatastore>;

export const rawPod = z.object({
  obj: moref,
  name: z.string().min(1),
  datacenter: moref.optional(),
  childEntity: z.array(moref).optional(),
  summary: z.object({ capacity: count.optional(), freeSpace: count.optional() }).optional(),
  podStorageDrsEntry: z
    .object({
      enabled: z.boolean().optional(),
      defaultVmBehavior: z.string().optional(),
      ioLoadBalanceEnabled: z.boolean().optional(),
      spaceUtilizationThreshold: measure.optional(),
      ioLatencyThreshold: measure.optional(),
    })
    .optional(),
});
export type RawPod = z.output<typeof rawPod>;

const security = z
  .object({
    allowPromiscuous: z.boolean().optional(),
    forgedTransmits: z.boolean().optional(),
    macChanges: z.boolean().optional(),
  })
  .optional();
export type RawSecurity = z.output<typeof security>;

const vlanId = z.number().int().min(0).max(4095);

export const rawNetwork = z.object({
  obj: moref,
  name: z.string().min(1),
  _type: z.string().default('Network'),
  datacenter: moref.optional(),
  overallStatus: status.optional(),
  hostCount: count.optional(),
  vmCount: count.optional(),
  config: z
    .object({
      distributedVirtualSwitch: moref.optional(),
      type: z.string().optional(),
      uplink: z.boolean().optional(),
      numPorts: count.optional(),
      defaultPortConfig: z
        .object({
          vlan: z
            .object({
              vlanId: z.union([vlanId, z.array(z.object({ start: vlanId, end: vlanId }))]).optional(),
              pvlanId: count.optional(),
            })
            .optional(),
          securityPolicy: security,
          uplinkTeamingPolicy: z
            .object({
              policy: z.string().optional(),
              uplinkPortOrder: z
                .object({
                  activeUplinkPort: z.array(z.string()).optional(),
                  standbyUplinkPort: z.array(z.string()).optional(),
                })
                .optional(),
            })
            .optional(),
          inShapingPolicy: z.object({ enabled: z.boolean().optional() }).optional(),
          outShapingPolicy: z.object({ enabled: z.boolean().optional() }).optional(),
        })
        .optional(),
    })
    .optional(),
});
export type RawNetwork = z.output<typeof rawNetwork>;

export const rawDvSwitch = z.object({
  obj: moref,
  name: z.string().min(1),
  uuid: z.string().optional(),
  datacenter: moref.optional(),
  overallStatus: status.optional(),
  summary: z
    .object({
      productInfo: z.object({ vendor: z.string().optional(), version: z.string().optional() }).optional(),
      numPorts: count.optional(),
    })
    .optional(),
  freePorts: count.optional(),
  config: z
    .object({
      maxMtu: count.optional(),
      uplinkPortPolicy: z.object({ uplinkPortName: z.array(z.string()) }).optional(),
      lacpApiVersion: z.string().optional(),
      lacpGroupConfig: z
        .array(
          z.object({
            name: z.string(),
            mode: z.string().optional(),
            uplinkNum: count.optional(),
            loadbalanceAlgorithm: z.string().optional(),
          }),
        )
        .optional(),
      linkDiscoveryProtocolConfig: z
        .object({ protocol: z.string().optional(), operation: z.string().optional() })
        .optional(),
      networkResourceManagementEnabled: z.boolean().optional(),
      multicastFilteringMode: z.string().optional(),
      defaultPortConfig: z.object({ securityPolicy: security }).optional(),
      host: z
        .array(
          z.object({
            host: moref,
            pnicSpec: z.array(z.object({ pnicDevice: z.string(), uplink: z.string().optional() })).optional(),
          }),
        )
        .optional(),
    })
    .optional(),
});
export type RawDvSwitch = z.output<typeof rawDvSwitch>;

export const rawAlarm = z.object({
  obj: moref,
  info: z.object({
    name: z.string().min(1),
    description: z.string().optional(),
    enabled: z.boolean().optional(),
    entityName: z.string().optional(),
    expression: z.string().optional(),
    action: z.array(z.string()).optional(),
  }),
  triggered: z
    .array(
      z.object({
        entity: moref.optional(),
        entityName: z.string(),
        overallStatus: status,
        time: z.string().optional(),
        acknowledged: z.boolean().optional(),
      }),
    )
    .optional(),
});
export type RawAlarm = z.output<typeof rawAlarm>;
