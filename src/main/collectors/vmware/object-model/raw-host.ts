import { z } from 'zod';
import { moref, status } from './shape.ts';

const count = z.number().int().nonnegative();

const security = z
  .object({
    allowPromiscuous: z.boolean().optional(),
    macChanges: z.boolean().optional(),
    forgedTransmits: z.boolean().optional(),
  })
  .optional();

const policy = z
  .object({
    security,
    nicTeaming: z
      .object({
        policy: z.string().optional(),
        nicOrder: z
          .object({ activeNic: z.array(z.string()).optional(), standbyNic: z.array(z.string()).optional() })
          .optional(),
      })
      .optional(),
    shapingPolicy: z.object({ enabled: z.boolean().optional() }).optional(),
  })
  .optional();
export type RawSwitchPolicy = z.output<typeof policy>;

const network = z.object({
  ipRouteConfig: z.object({ defaultGateway: z.string().optional() }).optional(),
  pnic: z
    .array(
      z.object({
        device: z.string(),
        mac: z.string().optional(),
        driver: z.string().optional(),
        pci: z.string().optional(),
        linkSpeed: z.object({ speedMb: count, duplex: z.boolean().optional() }).optional(),
        proxySwitch: moref.optional(),
        neighbor: z
          .object({
            lldpInfo: z
              .object({
                systemName: z.string(),
                portId: z.string(),
                managementAddress: z.string().optional(),
              })
              .optional(),
            cdpInfo: z
              .object({ devId: z.string(), portId: z.string(), address: z.string().optional() })
              .optional(),
          })
          .optional(),
      }),
    )
    .optional(),
  vnic: z
    .array(
      z.object({
        device: z.string(),
        spec: z.object({
          mac: z.string().optional(),
          mtu: count.optional(),
          ip: z
            .object({
              dhcp: z.boolean().optional(),
              ipAddress: z.string().optional(),
              subnetMask: z.string().optional(),
            })
            .optional(),
          portgroup: z.string().optional(),
          distributedVirtualPort: z.object({ portgroupKey: moref.optional() }).optional(),
          netStackInstanceKey: z.string().optional(),
        }),
        services: z.array(z.string()).optional(),
      }),
    )
    .optional(),
  vswitch: z
    .array(
      z.object({
        name: z.string(),
        mtu: count.optional(),
        numPorts: count.optional(),
        numPortsAvailable: count.optional(),
        pnic: z.array(z.string()).optional(),
        spec: z.object({ policy }).optional(),
      }),
    )
    .optional(),
  portgroup: z
    .array(
      z.object({
        spec: z.object({
          name: z.string(),
          vlanId: z.number().int().min(0).max(4095).optional(),
          vswitchName: z.string().optional(),
          policy,
        }),
      }),
    )
    .optional(),
});
export type RawHostNetwork = z.output<typeof network>;

const storage = z.object({
  hostBusAdapter: z
    .array(
      z.object({
        _type: z.string().default(''),
        device: z.string(),
        model: z.string().optional(),
        driver: z.string().optional(),
        pci: z.string().optional(),
        status: z.string().optional(),
        portWorldWideName: z.string().optional(),
        iScsiName: z.string().optional(),
        /** Gbit/s */
        speed: z.number().nonnegative().optional(),
      }),
    )
    .optional(),
  multipathInfo: z
    .object({
      lun: z.array(
        z.object({
          id: z.string().min(1),
          datastore: moref.optional(),
          policy: z.object({ policy: z.string() }).optional(),
          storageArrayTypePolicy: z.object({ policy: z.string() }).optional(),
          queueDepth: count.optional(),
          path: z.array(
            z.object({
              adapter: z.string().optional(),
              target: z.string().optional(),
              transport: z.string().optional(),
              state: z.string(),
            }),
          ),
        }),
      ),
    })
    .optional(),
});
export type RawHostStorage = z.output<typeof storage>;

/** What is read of a HostSystem object. */
export const rawHost = z.object({
  obj: moref,
  name: z.string().min(1),
  /** By name, which a host in no cluster is placed by. */
  datacenter: z.string().optional(),
  cluster: moref.optional(),
  /** What its pools name as their owner. */
  computeResource: moref.optional(),
  runtime: z.object({
    connectionState: z.enum(['connected', 'disconnected', 'notResponding']),
    powerState: z.enum(['poweredOn', 'poweredOff', 'standBy', 'unknown']).optional(),
    inMaintenanceMode: z.boolean().optional(),
    bootTime: z.string().optional(),
  }),
  hardware: z
    .object({
      systemInfo: z
        .object({
          vendor: z.string().optional(),
          model: z.string().optional(),
          uuid: z.string().optional(),
          serialNumber: z.string().optional(),
          otherIdentifyingInfo: z
            .array(z.object({ identifierType: z.string(), identifierValue: z.string() }))
            .optional(),
        })
        .optional(),
      biosInfo: z
        .object({ biosVersion: z.string().optional(), releaseDate: z.string().optional() })
        .optional(),
      cpuInfo: z
        .object({
          numCpuPackages: count.optional(),
          numCpuCores: count.optional(),
          numCpuThreads: count.optional(),
          hz: z.number().nonnegative().optional(),
        })
        .optional(),
      memorySize: count.optional(),
    })
    .optional(),
  summary: z
    .object({
      overallStatus: status.optional(),
      hardware: z.object({ cpuModel: z.string().optional() }).optional(),
      quickStats: z
        .object({
          overallCpuUsage: z.number().nonnegative().optional(),
          /** MB */
          overallMemoryUsage: z.number().nonnegative().optional(),
          uptime: z.number().nonnegative().optional(),
          ntpOffsetMs: z.number().optional(),
          sensors: z
            .array(
              z.object({
                name: z.string(),
                healthState: status,
                reading: z.number().optional(),
                unit: z.string().optional(),
              }),
            )
            .optional(),
          datastoreLatency: z
            .array(
              z.object({
                datastore: moref,
                totalReadLatency: z.number().nonnegative().optional(),
                totalWriteLatency: z.number().nonnegative().optional(),
              }),
            )
            .optional(),
        })
        .optional(),
    })
    .optional(),
  config: z
    .object({
      product: z
        .object({ name: z.string().optional(), version: z.string().optional(), build: z.string().optional() })
        .optional(),
      hyperThread: z.object({ active: z.boolean().optional() }).optional(),
      powerSystemInfo: z.object({ currentPolicy: z.string().optional() }).optional(),
      dateTimeInfo: z
        .object({
          timeZone: z.string().optional(),
          ntpConfig: z.object({ server: z.array(z.string()).optional() }).optional(),
        })
        .optional(),
      dnsConfig: z
        .object({ domainName: z.string().optional(), address: z.array(z.string()).optional() })
        .optional(),
      syslog: z.array(z.string()).optional(),
      lockdownMode: z.enum(['lockdownDisabled', 'lockdownNormal', 'lockdownStrict']).optional(),
      firewall: z
        .object({ defaultPolicy: z.object({ incomingBlocked: z.boolean().optional() }).optional() })
        .optional(),
      certificate: z
        .object({
          subject: z.string().optional(),
          issuer: z.string().optional(),
          notAfter: z.string().optional(),
          status: z.string().optional(),
        })
        .optional(),
      service: z
        .array(
          z.object({
            key: z.string(),
            label: z.string().optional(),
            running: z.boolean(),
            policy: z.string().optional(),
          }),
        )
        .optional(),
      network: network.optional(),
      storageDevice: storage.optional(),
    })
    .optional(),
  licenseKey: z.string().optional(),
  patchBaseline: z
    .object({
      name: z.string().optional(),
      status: z.enum(['Compliant', 'NonCompliant', 'Incompatible', 'Unknown']).catch('Unknown'),
      missing: z.array(z.string()).optional(),
      scanned: z.string().optional(),
    })
    .optional(),
  vmCount: count.optional(),
});
export type RawHost = z.output<typeof rawHost>;
