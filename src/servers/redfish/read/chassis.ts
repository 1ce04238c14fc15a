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

export const chassisSchema = z.object({
  ...nameSchema,
  ...makeSchema,
  chassisType: text,
  sku: text,
  assetTag: text,
  powerState: text,
  indicatorLED: text,
  locationIndicatorActive: flag,
  heightMm: amount,
  location: z
    .object({
      row: text,
      rack: text,
      rackOffset: amount,
      rackOffsetUnits: text.describe('EIA_310: units of 44.45 mm; OpenU: of 48 mm'),
      room: text,
      building: text,
      text: text.describe('as older services write it, in one text'),
    })
    .optional(),
  status: statusSchema,
  systems: z.array(z.string()).describe('paths of the systems in it'),
  containedBy: text.describe('path of the chassis that it is in'),
});

/** Every chassis but those that are not plugged in. */
export async function chassisOf(reading: Reading): Promise<Resource[]> {
  const all = await reading.members((await reading.root())?.ref('Chassis'), 'Chassis');
  return all.filter((one) => !isAbsent(one));
}

export async function readChassis(reading: Reading): Promise<z.input<typeof chassisSchema>[]> {
  return (await chassisOf(reading)).map((one) => ({
    ...nameOf(one),
    ...makeOf(one),
    chassisType: one.text('ChassisType'),
    sku: one.text('SKU'),
    assetTag: one.text('AssetTag'),
    powerState: one.text('PowerState'),
    indicatorLED: one.text('IndicatorLED'),
    locationIndicatorActive: one.flag('LocationIndicatorActive'),
    heightMm: one.number('HeightMm'),
    location: locationOf(one),
    status: statusOf(one),
    systems: one.refs('Links/ComputerSystems'),
    containedBy: one.ref('Links/ContainedBy'),
  }));
}

function locationOf(chassis: Resource) {
  const found = {
    row: chassis.text('Location/Placement/Row'),
    rack: chassis.text('Location/Placement/Rack'),
    rackOffset: chassis.number('Location/Placement/RackOffset'),
    rackOffsetUnits: chassis.text('Location/Placement/RackOffsetUnits'),
    room: chassis.text('Location/PostalAddress/Room'),
    building: chassis.text('Location/PostalAddress/Building'),
    text: chassis.text('Location/Info'),
  };
  return Object.values(found).some((one) => one !== undefined) ? found : undefined;
}
