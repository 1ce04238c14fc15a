import { z } from 'zod';
import type { Resource } from '../connection/resource.ts';
import type { Reading } from '../reading.ts';
import {
  amount,
  flag,
  isAbsent,
  makeOf,
  makeSchema,
  nameOf,
  nameSchema,
  statusOf,
  statusSchema,
  text,
} from './parts.ts';

const processorSchema = z.object({
  ...nameSchema,
  ...makeSchema,
  socket: text,
  processorType: text,
  totalCores: amount,
  totalThreads: amount,
  maxSpeedMHz: amount,
  status: statusSchema,
});

const memorySchema = z.object({
  ...nameSchema,
  ...makeSchema,
  deviceLocator: text,
  capacityMiB: amount,
  memoryDeviceType: text,
  operatingSpeedMhz: amount,
  status: statusSchema,
});

export const systemSchema = z.object({
  ...nameSchema,
  ...makeSchema,
  systemType: text,
  hostName: text,
  sku: text,
  uuid: text,
  assetTag: text,
  biosVersion: text,
  powerState: text,
  indicatorLED: text,
  locationIndicatorActive: flag,
  status: statusSchema,
  processorSummary: z.object({ count: amount, model: text, logicalProcessorCount: amount }),
  memorySummary: z.object({ totalSystemMemoryGiB: amount }),
  processors: z.array(processorSchema).optional().describe('only with details'),
  memory: z.array(memorySchema).optional().describe('modules; only with details'),
  chassis: z.array(z.string()).describe('paths of the chassis that it is in'),
  managedBy: z.array(z.string()).describe('paths of its managers'),
  resetTypes: z.array(z.string()).describe('what reset_system may be asked for; empty: not said'),
});

export async function systemsOf(reading: Reading): Promise<Resource[]> {
  return reading.members((await reading.root())?.ref('Systems'), 'Systems');
}

export async function readSystems(
  reading: Reading,
  { details }: { readonly details: boolean },
): Promise<z.input<typeof systemSchema>[]> {
  const systems = await systemsOf(reading);
  return Promise.all(
    systems.map(async (system) => {
      const [processors, memory] = details
        ? await Promise.all([
            reading.members(system.ref('Processors'), 'Processors'),
            reading.members(system.ref('Memory'), 'Memory'),
          ])
        : [undefined, undefined];
      return {
        ...summaryOf(system),
        ...(processors && { processors: processors.filter((one) => !isAbsent(one)).map(processorOf) }),
        ...(memory && { memory: memory.filter((one) => !isAbsent(one)).map(moduleOf) }),
      };
    }),
  );
}

export function summaryOf(system: Resource): z.input<typeof systemSchema> {
  return {
    ...nameOf(system),
    ...makeOf(system),
    systemType: system.text('SystemType'),
    hostName: system.text('HostName'),
    sku: system.text('SKU'),
    uuid: system.text('UUID'),
    assetTag: system.text('AssetTag'),
    biosVersion: system.text('BiosVersion'),
    powerState: system.text('PowerState'),
    indicatorLED: system.text('IndicatorLED'),
    locationIndicatorActive: system.flag('LocationIndicatorActive'),
    status: statusOf(system),
    processorSummary: {
      count: system.number('ProcessorSummary/Count'),
      model: system.text('ProcessorSummary/Model'),
      logicalProcessorCount: system.number('ProcessorSummary/LogicalProcessorCount'),
    },
    memorySummary: { totalSystemMemoryGiB: system.number('MemorySummary/TotalSystemMemoryGiB') },
    chassis: system.refs('Links/Chassis'),
    managedBy: system.refs('Links/ManagedBy'),
    resetTypes: system.texts('Actions/#ComputerSystem.Reset/ResetType@Redfish.AllowableValues'),
  };
}

const processorOf = (one: Resource): z.input<typeof processorSchema> => ({
  ...nameOf(one),
  ...makeOf(one),
  socket: one.text('Socket'),
  processorType: one.text('ProcessorType'),
  totalCores: one.number('TotalCores'),
  totalThreads: one.number('TotalThreads'),
  maxSpeedMHz: one.number('MaxSpeedMHz'),
  status: statusOf(one),
});

const moduleOf = (one: Resource): z.input<typeof memorySchema> => ({
  ...nameOf(one),
  ...makeOf(one),
  deviceLocator: one.text('DeviceLocator'),
  capacityMiB: one.number('CapacityMiB'),
  memoryDeviceType: one.text('MemoryDeviceType'),
  operatingSpeedMhz: one.number('OperatingSpeedMhz'),
  status: statusOf(one),
});
