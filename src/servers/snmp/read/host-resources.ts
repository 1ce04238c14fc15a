import { z } from 'zod';
import type { Reading } from '../reading.ts';
import { instantIn, numberIn, oidIn, textIn } from '../protocol/value.ts';

const host = '1.3.6.1.2.1.25';
/** hrStorageTypes by the last number of their OID. */
const storageTypes = [
  '',
  'other',
  'ram',
  'virtualMemory',
  'fixedDisk',
  'removableDisk',
  'floppyDisk',
  'compactDisc',
  'ramDisk',
  'flashMemory',
  'networkDisk',
];

const count = z.number().optional();
export const hostResourcesSchema = z.object({
  hrSystemUptime: count.describe('hundredths of a second since the host started'),
  hrSystemDate: z.iso.datetime().optional(),
  hrSystemNumUsers: count,
  hrSystemProcesses: count,
  memoryBytes: count.describe('hrMemorySize'),
  processors: z.array(
    z.object({
      hrDeviceIndex: z.number(),
      loadPercent: count.describe('mean over the last minute'),
    }),
  ),
  storage: z.array(
    z.object({
      hrStorageIndex: z.number(),
      type: z.string().optional().describe('ram, virtualMemory, fixedDisk, networkDisk …'),
      descr: z.string().optional(),
      sizeBytes: count,
      usedBytes: count,
    }),
  ),
});

export async function readHostResources(reading: Reading): Promise<z.input<typeof hostResourcesSchema>> {
  const mib = 'HOST-RESOURCES-MIB';
  const system = await reading.scalars(mib, {
    uptime: `${host}.1.1`,
    date: `${host}.1.2`,
    users: `${host}.1.5`,
    processes: `${host}.1.6`,
    memory: `${host}.2.2`,
  });
  const storage = await reading.table(mib, 'hrStorageTable', {
    type: `${host}.2.3.1.2`,
    descr: `${host}.2.3.1.3`,
    unit: `${host}.2.3.1.4`,
    size: `${host}.2.3.1.5`,
    used: `${host}.2.3.1.6`,
  });
  const processors = await reading.table(mib, 'hrProcessorTable', { load: `${host}.3.3.1.2` });
  const memory = numberIn(system.memory);
  return {
    hrSystemUptime: numberIn(system.uptime),
    hrSystemDate: instantIn(system.date),
    hrSystemNumUsers: numberIn(system.users),
    hrSystemProcesses: numberIn(system.processes),
    memoryBytes: memory === undefined ? undefined : memory * 1024,
    processors: processors.flatMap(({ numbers, cells }) =>
      numbers[0] === undefined ? [] : [{ hrDeviceIndex: numbers[0], loadPercent: numberIn(cells.load) }],
    ),
    storage: storage.flatMap(({ numbers, cells }) => {
      if (numbers[0] === undefined) return [];
      const unit = numberIn(cells.unit);
      const bytes = (units: number | undefined) =>
        units === undefined || unit === undefined ? undefined : unsigned(units) * unit;
      return [
        {
          hrStorageIndex: numbers[0],
          type: storageTypes[Number(oidIn(cells.type)?.split('.').at(-1))] || undefined,
          descr: textIn(cells.descr),
          sizeBytes: bytes(numberIn(cells.size)),
          usedBytes: bytes(numberIn(cells.used)),
        },
      ];
    }),
  };
}

/** More units than the signed number of the MIB holds come out below zero. */
const unsigned = (units: number): number => (units < 0 ? units + 2 ** 32 : units);
