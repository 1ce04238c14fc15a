import { z } from 'zod';
import type { Reading } from '../reading.ts';
import { flag, nameOf, nameSchema, statusOf, statusSchema, text } from './parts.ts';

export const firmwareSchema = z.object({
  ...nameSchema,
  version: text,
  manufacturer: text,
  releaseDate: text,
  updateable: flag,
  status: statusSchema,
});

export async function readFirmware(reading: Reading): Promise<z.input<typeof firmwareSchema>[]> {
  const root = await reading.root();
  const service = await reading.get(root?.ref('UpdateService'), 'UpdateService');
  if (service === undefined) return [];
  const found = await reading.members(service.ref('FirmwareInventory'), 'FirmwareInventory');
  return found.map((one) => ({
    ...nameOf(one),
    version: one.text('Version'),
    manufacturer: one.text('Manufacturer'),
    releaseDate: one.text('ReleaseDate'),
    updateable: one.flag('Updateable'),
    status: statusOf(one),
  }));
}
