import { z } from 'zod';
import type { ManagedObject } from '../connection/properties.ts';
import type { XmlElement } from '../connection/xml-element.ts';
import { plainName, type Inventory } from '../inventory.ts';
import { hostNetworkSchema, readHostNetwork, type SwitchesByUuid } from './host-network.ts';
import { hostStorageSchema, readHostStorage, type DatastoresByExtent } from './host-storage.ts';
import { count, instant, readWithheld, reference, status, withheld } from './shapes.ts';
import type { Neighbour } from './host-neighbours.ts';

const latency = z.object({
  datastore: reference,
  totalReadLatency: count.optional().describe('ms'),
  totalWriteLatency: count.optional().describe('ms'),
});

export const hostSchema = z.object({
  obj: reference,
  name: z.string(),
  parentPath: z.string().optional(),
  datacenter: z.string().optional(),
  cluster: reference.optional().describe('absent for a stand-alone host'),
  computeResource: reference.optional().describe('its cluster, or what a stand-alone host is wrapped in'),
  runtime: z.object({
    connectionState: z.string().describe('connected, disconnected or notResponding'),
    powerState: z.string().optional(),
    inMaintenanceMode: z.boolean().optional(),
    inQuarantineMode: z.boolean().optional(),
    bootTime: instant.optional(),
  }),
  hardware: z
    .object({
      systemInfo: z.object({
        vendor: z.string().optional(),
        model: z.string().optional(),
        uuid: z.string().optional(),
        serialNumber: z.string().optional(),
        otherIdentifyingInfo: z
          .array(z.object({ identifierType: z.string(), identifierValue: z.string() }))
          .optional(),
      }),
      biosInfo: z.object({ biosVersion: z.string().optional(), releaseDate: instant.optional() }).optional(),
      cpuInfo: z.object({
        numCpuPackages: count.optional(),
        numCpuCores: count.optional(),
        numCpuThreads: count.optional(),
        hz: count.optional(),
      }),
      memorySize: count.optional().describe('bytes'),
    })
    .optional(),
  summary: z.object({
    overallStatus: status.optional(),
    managementServerIp: z.string().optional(),
    maxEVCModeKey: z.string().optional(),
    currentEVCModeKey: z.string().optional(),
    hardware: z.object({
      vendor: z.string().optional(),
      model: z.string().optional(),
      cpuModel: z.string().optional(),
      numCpuPkgs: count.optional(),
      numCpuCores: count.optional(),
      numCpuThreads: count.optional(),
      cpuMhz: count.optional(),
      memorySize: count.optional().describe('bytes'),
      numNics: count.optional(),
      numHBAs: count.optional(),
    }),
    quickStats: z.object({
      overallCpuUsage: count.optional().describe('MHz'),
      overallMemoryUsage: count.optional().describe('MB'),
      uptime: count.optional().describe('s'),
      sensors: z
        .array(
          z.object({
            name: z.string(),
            healthState: status,
            reading: count.optional(),
            unit: z.string().optional(),
            type: z.string().optional(),
          }),
        )
        .optional(),
      datastoreLatency: z.array(latency).optional(),
    }),
  }),
  config: z
    .object({
      product: z.object({
        name: z.string().optional(),
        version: z.string().optional(),
        build: z.string().optional(),
      }),
      hyperThread: z.object({ active: z.boolean().optional(), available: z.boolean().optional() }).optional(),
      powerSystemInfo: z.object({ currentPolicy: z.string().optional() }).optional(),
      dateTimeInfo: z
        .object({
          timeZone: z.string().optional(),
          ntpConfig: z.object({ server: z.array(z.string()) }).optional(),
        })
        .optional(),
      dnsConfig: z
        .object({
          hostName: z.string().optional(),
          domainName: z.string().optional(),
          address: z.array(z.string()),
        })
        .optional(),
      syslog: z.array(z.string()).optional(),
      lockdownMode: z.string().optional(),
      firewall: z.object({ defaultPolicy: z.object({ incomingBlocked: z.boolean().optional() }) }).optional(),
      certificate: z
        .object({
          subject: z.string().optional(),
          issuer: z.string().optional(),
          notBefore: instant.optional(),
          notAfter: instant.optional(),
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
      network: hostNetworkSchema.optional(),
      storageDevice: hostStorageSchema.optional(),
    })
    .optional(),
  licenseKey: z.string().optional().describe('name and edition of the licence; the key itself is not given'),
  vmCount: count.optional(),
  datastoreCount: count.optional(),
  withheld,
});
export type HostDetail = z.input<typeof hostSchema>;

const summaryPaths = [
  'name',
  'parent',
  'vm',
  'datastore',
  'runtime.connectionState',
  'runtime.powerState',
  'runtime.inMaintenanceMode',
  'runtime.inQuarantineMode',
  'runtime.bootTime',
  'summary.overallStatus',
  'summary.managementServerIp',
  'summary.maxEVCModeKey',
  'summary.currentEVCModeKey',
  'summary.hardware',
  'summary.quickStats',
  'config.product',
] as const;

export const hostPaths = {
  summary: summaryPaths,
  full: [
    ...summaryPaths,
    'hardware.systemInfo',
    'hardware.biosInfo',
    'hardware.cpuInfo',
    'hardware.memorySize',
    'runtime.healthSystemRuntime.systemHealthInfo.numericSensorInfo',
    'config.hyperThread',
    'config.powerSystemInfo',
    'config.dateTimeInfo',
    'config.lockdownMode',
    'config.firewall',
    'config.service',
    'config.network',
    'config.virtualNicManagerInfo',
    'config.storageDevice',
    'configManager.networkSystem',
    'configManager.advancedOption',
    'configManager.certificateManager',
  ],
} as const;

/** What is asked for beside the host's own properties; each is left out where it could not be read. */
export interface HostExtras {
  readonly neighbours: ReadonlyMap<string, Neighbour>;
  readonly syslog: readonly string[] | undefined;
  readonly certificate: XmlElement | undefined;
  readonly withheld: readonly { readonly path: string; readonly fault: string }[];
}

export interface HostContext {
  readonly inventory: Inventory;
  readonly switches: SwitchesByUuid;
  readonly datastores: DatastoresByExtent;
  readonly licenses: ReadonlyMap<string, string>;
  readonly latencies: ReadonlyMap<string, z.input<typeof latency>[]>;
  readonly extras: ReadonlyMap<string, HostExtras>;
}

export function readHost({ ref, at, withheld }: ManagedObject, context: HostContext): HostDetail {
  const { inventory } = context;
  const extras = context.extras.get(ref.value);
  const vms = at.all('vm').length;
  return {
    obj: ref.value,
    name: plainName(at.text('name')) ?? ref.value,
    parentPath: inventory.path(at.ref('parent')),
    datacenter: inventory.above(ref, 'Datacenter')?.name,
    cluster: inventory.above(ref, 'ClusterComputeResource')?.ref.value,
    computeResource: at.ref('parent')?.value,
    runtime: {
      connectionState: at.text('runtime.connectionState') ?? 'disconnected',
      powerState: at.text('runtime.powerState'),
      inMaintenanceMode: at.boolean('runtime.inMaintenanceMode'),
      inQuarantineMode: at.boolean('runtime.inQuarantineMode'),
      bootTime: at.instant('runtime.bootTime'),
    },
    hardware: readHardware(at),
    summary: readSummary(at, context.latencies.get(ref.value)),
    config: readConfig(at, context, extras),
    licenseKey: context.licenses.get(ref.value),
    vmCount: vms,
    datastoreCount: at.all('datastore').length,
    withheld: readWithheld([...withheld, ...(extras?.withheld ?? [])]),
  };
}

function readHardware(at: XmlElement): HostDetail['hardware'] {
  const hardware = at.one('hardware');
  if (hardware === undefined) return undefined;
  const system = hardware.one('systemInfo');
  const identifiers = system?.all('otherIdentifyingInfo') ?? [];
  return {
    systemInfo: {
      vendor: system?.text('vendor'),
      model: system?.text('model'),
      uuid: system?.text('uuid'),
      serialNumber: system?.text('serialNumber') ?? serviceTagOf(identifiers),
      ...(identifiers.length === 0
        ? {}
        : {
            otherIdentifyingInfo: identifiers.map((one) => ({
              identifierType: one.text('identifierType.key') ?? '',
              identifierValue: one.text('identifierValue')?.trim() ?? '',
            })),
          }),
    },
    biosInfo: {
      biosVersion: hardware.text('biosInfo.biosVersion'),
      releaseDate: hardware.instant('biosInfo.releaseDate'),
    },
    cpuInfo: {
      numCpuPackages: hardware.number('cpuInfo.numCpuPackages'),
      numCpuCores: hardware.number('cpuInfo.numCpuCores'),
      numCpuThreads: hardware.number('cpuInfo.numCpuThreads'),
      hz: hardware.number('cpuInfo.hz'),
    },
    memorySize: hardware.number('memorySize'),
  };
}

/** Before 6.7 the serial number stands among the identifiers alone. */
function serviceTagOf(identifiers: readonly XmlElement[]): string | undefined {
  const tag = identifiers.find((one) => one.text('identifierType.key') === 'ServiceTag');
  return tag?.text('identifierValue')?.trim();
}

function readSummary(
  at: XmlElement,
  latencies: z.input<typeof latency>[] | undefined,
): HostDetail['summary'] {
  const hardware = at.one('summary.hardware');
  const stats = at.one('summary.quickStats');
  const sensors = at.all('runtime.healthSystemRuntime.systemHealthInfo.numericSensorInfo');
  return {
    overallStatus: at.text('summary.overallStatus'),
    managementServerIp: at.text('summary.managementServerIp'),
    maxEVCModeKey: at.text('summary.maxEVCModeKey'),
    currentEVCModeKey: at.text('summary.currentEVCModeKey'),
    hardware: {
      vendor: hardware?.text('vendor'),
      model: hardware?.text('model'),
      cpuModel: hardware?.text('cpuModel'),
      numCpuPkgs: hardware?.number('numCpuPkgs'),
      numCpuCores: hardware?.number('numCpuCores'),
      numCpuThreads: hardware?.number('numCpuThreads'),
      cpuMhz: hardware?.number('cpuMhz'),
      memorySize: hardware?.number('memorySize'),
      numNics: hardware?.number('numNics'),
      numHBAs: hardware?.number('numHBAs'),
    },
    quickStats: {
      overallCpuUsage: stats?.number('overallCpuUsage'),
      overallMemoryUsage: stats?.number('overallMemoryUsage'),
      uptime: stats?.number('uptime'),
      ...(sensors.length === 0 ? {} : { sensors: sensors.map(readSensor) }),
      ...(latencies === undefined ? {} : { datastoreLatency: latencies }),
    },
  };
}

function readSensor(sensor: XmlElement) {
  const reading = sensor.number('currentReading');
  const scaled = reading === undefined ? undefined : reading * 10 ** (sensor.number('unitModifier') ?? 0);
  const health = sensor.text('healthState.key')?.toLowerCase();
  return {
    name: sensor.text('name') ?? '',
    healthState: health === undefined || health === 'unknown' ? 'gray' : health,
    // Powers of ten leave digits that nobody measured.
    reading: scaled === undefined ? undefined : Number(scaled.toPrecision(12)),
    unit: sensor.text('baseUnits'),
    type: sensor.text('sensorType'),
  };
}

function readConfig(
  at: XmlElement,
  context: HostContext,
  extras: HostExtras | undefined,
): HostDetail['config'] {
  const config = at.one('config');
  if (config === undefined) return undefined;
  const dns = config.one('network.dnsConfig');
  const time = config.one('dateTimeInfo');
  const { certificate } = extras ?? {};
  return {
    product: {
      name: config.text('product.name'),
      version: config.text('product.version'),
      build: config.text('product.build'),
    },
    hyperThread: config.one('hyperThread') && {
      active: config.boolean('hyperThread.active'),
      available: config.boolean('hyperThread.available'),
    },
    powerSystemInfo: config.one('powerSystemInfo') && {
      currentPolicy:
        config.text('powerSystemInfo.currentPolicy.shortName') ??
        config.text('powerSystemInfo.currentPolicy.name'),
    },
    dateTimeInfo: time && {
      timeZone: time.text('timeZone.name') ?? time.text('timeZone.key'),
      ntpConfig: time.one('ntpConfig') && { server: time.texts('ntpConfig.server') },
    },
    dnsConfig: dns && {
      hostName: dns.text('hostName'),
      domainName: dns.text('domainName'),
      address: dns.texts('address'),
    },
    ...(extras?.syslog === undefined ? {} : { syslog: [...extras.syslog] }),
    lockdownMode: config.text('lockdownMode'),
    firewall: config.one('firewall') && {
      defaultPolicy: { incomingBlocked: config.boolean('firewall.defaultPolicy.incomingBlocked') },
    },
    certificate: certificate && {
      subject: certificate.text('subject'),
      issuer: certificate.text('issuer'),
      notBefore: certificate.instant('notBefore'),
      notAfter: certificate.instant('notAfter'),
      status: certificate.text('status'),
    },
    service:
      config.one('service') &&
      config.all('service.service').map((service) => ({
        key: service.text('key') ?? '',
        label: service.text('label'),
        running: service.boolean('running') ?? false,
        policy: service.text('policy'),
      })),
    network:
      config.one('network') &&
      readHostNetwork(config, context.switches, extras?.neighbours ?? new Map<string, Neighbour>()),
    storageDevice: config.one('storageDevice') && readHostStorage(config, context.datastores),
  };
}
