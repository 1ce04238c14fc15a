import { z } from 'zod';
import { defineKind } from '../../kind.ts';
import { count, health, instant, measure, portSecurity, teaming } from './parts.ts';

const physicalAdapter = z.strictObject({
  name: z.string(),
  mac: z.string().optional(),
  driver: z.string().optional(),
  pci: z.string().optional(),
  linkUp: z.boolean().optional(),
  speedMbps: count.optional(),
  fullDuplex: z.boolean().optional(),
  /** The switch it is an uplink of; absent: not attached to any. */
  switch: z.string().optional(),
  /** What LLDP or CDP hears on the wire. */
  neighbour: z
    .strictObject({
      protocol: z.enum(['LLDP', 'CDP']),
      device: z.string(),
      port: z.string(),
      address: z.string().optional(),
    })
    .optional(),
});

const storageAdapter = z.strictObject({
  name: z.string(),
  /** `Fibre Channel`, `iSCSI`, `Block SCSI`, `NVMe`. */
  type: z.string(),
  model: z.string().optional(),
  driver: z.string().optional(),
  pci: z.string().optional(),
  wwn: z.string().optional(),
  iqn: z.string().optional(),
  status: z.string().optional(),
  speedMbps: count.optional(),
});

const vmkernelAdapter = z.strictObject({
  name: z.string(),
  mac: z.string().optional(),
  ip: z.string().optional(),
  subnetMask: z.string().optional(),
  gateway: z.string().optional(),
  mtu: count.optional(),
  portGroup: z.string().optional(),
  dhcp: z.boolean().optional(),
  /** `management`, `vMotion`, `vSAN`, `fault tolerance`, `replication`, … */
  services: z.array(z.string()).optional(),
  stack: z.string().optional(),
});

const standardSwitch = z.strictObject({
  name: z.string(),
  mtu: count.optional(),
  ports: count.optional(),
  uplinks: z.array(z.string()).optional(),
  security: portSecurity.optional(),
  teaming: teaming.optional(),
  shaping: z.boolean().optional(),
});

const standardPortGroup = z.strictObject({
  name: z.string(),
  switch: z.string().optional(),
  /** 0 untagged, 4095 all. */
  vlan: z.number().int().min(0).max(4095).optional(),
  security: portSecurity.optional(),
  teaming: teaming.optional(),
  shaping: z.boolean().optional(),
});

const multipathLun = z.strictObject({
  naa: z.string(),
  datastore: z.string().optional(),
  /** Path selection policy, e.g. `VMW_PSP_RR`. */
  policy: z.string().optional(),
  arrayType: z.string().optional(),
  transport: z.enum(['FC', 'iSCSI', 'NVMe', 'SAS', 'other']).optional(),
  queueDepth: count.optional(),
  paths: z.array(
    z.strictObject({
      adapter: z.string().optional(),
      target: z.string().optional(),
      /** `active`, `standby`, `disabled`, `dead`, `unknown`. */
      state: z.string(),
    }),
  ),
});

const service = z.strictObject({
  key: z.string(),
  label: z.string().optional(),
  running: z.boolean(),
  /** `on`: starts and stops with the host; `automatic`; `off`: by hand. */
  policy: z.string().optional(),
});

export const host = defineKind({
  domain: 'vmware',
  title: 'host',
  plural: 'hosts',
  attributes: z.strictObject({
    cluster: z.string().optional(),
    datacenter: z.string().optional(),
    connectionState: z.enum(['connected', 'disconnected', 'not responding']).optional(),
    powerState: z.enum(['powered on', 'powered off', 'standby', 'unknown']).optional(),
    maintenanceMode: z.boolean().optional(),
    /** Hardware. */
    vendor: z.string().optional(),
    model: z.string().optional(),
    serial: z.string().optional(),
    assetTag: z.string().optional(),
    uuid: z.string().optional(),
    cpuModel: z.string().optional(),
    sockets: count.optional(),
    cores: count.optional(),
    threads: count.optional(),
    hyperThreading: z.boolean().optional(),
    /** Of one core. */
    cpuMhz: measure.optional(),
    memoryBytes: count.optional(),
    biosVersion: z.string().optional(),
    biosReleasedAt: instant.optional(),
    powerPolicy: z.string().optional(),
    /** System. */
    product: z.string().optional(),
    version: z.string().optional(),
    build: z.string().optional(),
    bootedAt: instant.optional(),
    license: z.string().optional(),
    timeZone: z.string().optional(),
    ntpServers: z.array(z.string()).optional(),
    syslogTargets: z.array(z.string()).optional(),
    dnsServers: z.array(z.string()).optional(),
    domainName: z.string().optional(),
    patches: z
      .strictObject({
        baseline: z.string().optional(),
        compliance: z.enum(['compliant', 'not compliant', 'incompatible', 'unknown']),
        missing: z.array(z.string()).optional(),
        checkedAt: instant.optional(),
      })
      .optional(),
    /** Storage. */
    hbas: z.array(storageAdapter).optional(),
    multipath: z.array(multipathLun).optional(),
    /** Network. */
    managementIp: z.string().optional(),
    pnics: z.array(physicalAdapter).optional(),
    vmkernels: z.array(vmkernelAdapter).optional(),
    vswitches: z.array(standardSwitch).optional(),
    portGroups: z.array(standardPortGroup).optional(),
    /** Security. */
    services: z.array(service).optional(),
    lockdownMode: z.enum(['disabled', 'normal', 'strict']).optional(),
    firewallBlocksIncoming: z.boolean().optional(),
    certificate: z
      .strictObject({
        subject: z.string().optional(),
        issuer: z.string().optional(),
        expiresAt: instant.optional(),
        status: z.string().optional(),
      })
      .optional(),
    /** Measured. */
    uptimeSeconds: measure.optional(),
    cpuUsageMhz: measure.optional(),
    memoryUsageBytes: count.optional(),
    ntpOffsetMs: z.number().optional(),
    vmCount: count.optional(),
    /** By the name of the standard switch. */
    vswitchFreePorts: z.record(z.string(), count).optional(),
    overallStatus: health.optional(),
    sensors: z
      .array(
        z.strictObject({
          name: z.string(),
          status: health,
          value: z.number().optional(),
          unit: z.string().optional(),
        }),
      )
      .optional(),
    /** Mean latency of the last statistics interval by datastore name. */
    datastoreLatency: z
      .array(
        z.strictObject({ datastore: z.string(), readMs: measure.optional(), writeMs: measure.optional() }),
      )
      .optional(),
  }),
  volatile: [
    'uptimeSeconds',
    'cpuUsageMhz',
    'memoryUsageBytes',
    'ntpOffsetMs',
    'vmCount',
    'vswitchFreePorts',
    'overallStatus',
    'sensors',
    'datastoreLatency',
  ],
  columns: ['connectionState', 'cluster', 'model', 'version', 'build'],
});
