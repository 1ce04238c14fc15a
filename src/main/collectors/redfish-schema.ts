import { z } from 'zod';

/* What our Redfish server's tools answer: members of the schemas with a small first letter. Unknown members pass. */
const text = z.string().optional();
const amount = z.number().optional();
const flag = z.boolean().optional();
const status = z.object({ state: text, health: text, healthRollup: text }).optional();
const named = { path: z.string(), id: text, name: text };
const make = { manufacturer: text, model: text, partNumber: text, serialNumber: text };
export type RawStatus = z.output<typeof status>;

export const deviceListSchema = z.object({ items: z.array(z.unknown()), total: z.number() });
export const listedDeviceSchema = z.object({
  device: z.string().min(1),
  address: z.string(),
  site: text,
  rack: text,
  role: text,
});
export type ListedDevice = z.output<typeof listedDeviceSchema>;

const system = z.object({
  ...named,
  ...make,
  hostName: text,
  uuid: text,
  assetTag: text,
  powerState: text,
  status,
  processorSummary: z.object({ count: amount, model: text, logicalProcessorCount: amount }),
  memorySummary: z.object({ totalSystemMemoryGiB: amount }),
  chassis: z.array(z.string()),
});
export type RawSystem = z.output<typeof system>;
export const systemsSchema = z.object({ systems: z.array(system) });

const chassis = z.object({
  ...named,
  ...make,
  chassisType: text,
  assetTag: text,
  heightMm: amount,
  location: z
    .object({
      row: text,
      rack: text,
      rackOffset: amount,
      rackOffsetUnits: text,
      room: text,
      building: text,
      text,
    })
    .optional(),
  status,
  containedBy: text,
});
export type RawChassis = z.output<typeof chassis>;
export const chassisSchema = z.object({ chassis: z.array(chassis) });

const sensor = z.object({ name: z.string(), physicalContext: text, reading: amount, status });
const sensors = z.object({
  chassis: z.string(),
  temperatures: z.array(sensor),
  fans: z.array(sensor),
  powerSupplies: z.array(z.object({ name: z.string(), status })),
  power: z.object({ consumedWatts: amount, capacityWatts: amount }).optional(),
});
export type RawSensors = z.output<typeof sensors>;
export const sensorsSchema = z.object({ sensors: z.array(sensors) });

const ethernet = z.object({
  ...named,
  of: z.string(),
  ofKind: z.enum(['system', 'manager']),
  description: text,
  macAddress: text,
  linkStatus: text,
  speedMbps: amount,
  fullDuplex: flag,
  mtuSize: z.int().nonnegative().optional(),
  addresses: z.array(z.string()),
});
export type RawEthernet = z.output<typeof ethernet>;
export const networkSchema = z.object({
  interfaces: z.array(ethernet),
  adapters: z.array(z.object({ ...named, ...make, chassis: z.string() })),
});

const drive = z.object({
  ...named,
  ...make,
  revision: text,
  mediaType: text,
  protocol: text,
  capacityBytes: amount,
  rotationSpeedRPM: amount,
  failurePredicted: flag,
  predictedMediaLifeLeftPercent: amount,
  hotspareType: text,
  bay: amount,
  status,
});
export type RawDrive = z.output<typeof drive>;
const volume = z.object({
  ...named,
  raidType: text,
  capacityBytes: amount,
  usedBytes: amount,
  encrypted: flag,
  provisioningPolicy: text,
  uniqueIds: z.array(z.object({ format: text, name: z.string() })),
  pools: z.array(z.string()),
  drives: z.array(z.string()),
  operations: z.array(z.object({ operation: text })),
  status,
});
export type RawVolume = z.output<typeof volume>;
const pool = z.object({
  ...named,
  raidTypes: z.array(z.string()),
  capacityBytes: amount,
  consumedBytes: amount,
  drives: z.array(z.string()),
  status,
});
export type RawPool = z.output<typeof pool>;
const controller = z.object({ ...named, ...make, firmwareVersion: text, cacheStatus: status, status });
export type RawController = z.output<typeof controller>;
const storage = z.object({
  ...named,
  kind: z.enum(['Storage', 'StorageService', 'SimpleStorage']),
  system: text,
  controllers: z.array(controller),
  drives: z.array(drive),
  volumes: z.array(volume),
  pools: z.array(pool),
  status,
});
export type RawStorage = z.output<typeof storage>;
export const storageSchema = z.object({ storage: z.array(storage) });
