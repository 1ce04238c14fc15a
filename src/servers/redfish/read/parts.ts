import { z } from 'zod';
import type { Resource } from '../connection/resource.ts';

export const text = z.string().optional();
export const amount = z.number().optional();
export const flag = z.boolean().optional();

export const statusSchema = z
  .object({
    state: text.describe('Enabled, Disabled, Absent, StandbyOffline, …'),
    health: text.describe('OK, Warning, Critical: of itself'),
    healthRollup: text.describe('of itself and everything in it'),
  })
  .optional();

export function statusOf(resource: Resource) {
  const state = resource.text('Status/State');
  const health = resource.text('Status/Health');
  const healthRollup = resource.text('Status/HealthRollup');
  if (state === undefined && health === undefined && healthRollup === undefined) return undefined;
  return { state, health, healthRollup };
}

/** What it is called: its path, its id within its collection and its name. */
export const nameSchema = {
  path: z.string().describe('@odata.id'),
  id: text,
  name: text,
};

export function nameOf(resource: Resource) {
  return { path: resource.id ?? '', id: resource.text('Id'), name: resource.text('Name') };
}

/** A slot of a chassis that is empty, as many services list it. */
export const isAbsent = (resource: Resource): boolean => resource.text('Status/State') === 'Absent';

/** What is bought and replaced as a whole. */
export const makeSchema = {
  manufacturer: text,
  model: text,
  partNumber: text,
  serialNumber: text,
};

export function makeOf(resource: Resource) {
  return {
    manufacturer: resource.text('Manufacturer') ?? resource.text('Vendor'),
    model: resource.text('Model'),
    partNumber: resource.text('PartNumber'),
    serialNumber: resource.text('SerialNumber'),
  };
}
