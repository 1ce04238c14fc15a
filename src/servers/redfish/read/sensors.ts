import { z } from 'zod';
import type { Resource } from '../connection/resource.ts';
import type { Reading } from '../reading.ts';
import { chassisOf } from './chassis.ts';
import { amount, isAbsent, makeOf, makeSchema, statusOf, statusSchema, text } from './parts.ts';

const thresholdsSchema = z
  .object({
    upperFatal: amount,
    upperCritical: amount,
    upperCaution: amount,
    lowerCaution: amount,
    lowerCritical: amount,
    lowerFatal: amount,
  })
  .optional();

const sensorSchema = z.object({
  name: z.string(),
  physicalContext: text,
  reading: amount,
  units: text,
  thresholds: thresholdsSchema,
  status: statusSchema,
});

const powerSupplySchema = z.object({
  name: z.string(),
  ...makeSchema,
  firmwareVersion: text,
  powerCapacityWatts: amount,
  lineInputVoltage: amount,
  inputWatts: amount,
  outputWatts: amount,
  status: statusSchema,
});

export const chassisSensorsSchema = z.object({
  chassis: z.string().describe('path of the chassis'),
  chassisType: text,
  temperatures: z.array(sensorSchema),
  fans: z.array(sensorSchema),
  powerSupplies: z.array(powerSupplySchema),
  voltages: z.array(sensorSchema),
  power: z.object({ consumedWatts: amount, capacityWatts: amount }).optional(),
  redundancy: z.array(z.object({ name: text, mode: text, status: statusSchema })),
});
type ChassisSensors = z.input<typeof chassisSensorsSchema>;
type Sensor = z.input<typeof sensorSchema>;

/**
 * Temperatures, fans, power supplies and voltages of each chassis: of the subsystems and sensors of newer services, and of
 * the Thermal and Power resources of older ones. Slots without a part are left out.
 */
export async function readSensors(reading: Reading): Promise<ChassisSensors[]> {
  const chassis = await chassisOf(reading);
  return Promise.all(chassis.map((one) => ofChassis(reading, one)));
}

async function ofChassis(reading: Reading, chassis: Resource): Promise<ChassisSensors> {
  const [sensors, thermal, power] = await Promise.all([
    chassis.has('Sensors') ? reading.members(chassis.ref('Sensors'), 'Sensors') : [],
    readThermal(reading, chassis),
    readPower(reading, chassis),
  ]);
  const ofType = (type: string) =>
    sensors.filter((one) => one.text('ReadingType') === type && !isAbsent(one)).map(newSensor);
  const temperatures = ofType('Temperature');
  const voltages = ofType('Voltage');
  return {
    chassis: chassis.id ?? '',
    chassisType: chassis.text('ChassisType'),
    temperatures: temperatures.length > 0 ? temperatures : thermal.temperatures,
    fans: thermal.fans,
    powerSupplies: power.powerSupplies,
    voltages: voltages.length > 0 ? voltages : power.voltages,
    power: power.power,
    redundancy: [...thermal.redundancy, ...power.redundancy],
  };
}

async function readThermal(reading: Reading, chassis: Resource) {
  const modern = chassis.ref('ThermalSubsystem');
  if (modern !== undefined) {
    const subsystem = await reading.get(modern, 'ThermalSubsystem');
    const [fans, metrics] = await Promise.all([
      subsystem?.has('Fans') ? reading.members(subsystem.ref('Fans'), 'Fans') : [],
      subsystem?.has('ThermalMetrics')
        ? reading.get(subsystem.ref('ThermalMetrics'), 'ThermalMetrics')
        : undefined,
    ]);
    return {
      fans: fans
        .filter((fan) => !isAbsent(fan))
        .map((fan) => ({
          ...newSensor(fan),
          reading: fan.number('SpeedPercent/SpeedRPM') ?? fan.number('SpeedPercent/Reading'),
          units: fan.number('SpeedPercent/SpeedRPM') === undefined ? '%' : 'RPM',
        })),
      temperatures: metrics?.list('TemperatureReadingsCelsius').map(newSensor) ?? [],
      redundancy: redundancyOf(subsystem, 'FanRedundancy'),
    };
  }
  const old = await reading.get(chassis.ref('Thermal'), 'Thermal');
  return {
    fans: (old?.list('Fans') ?? [])
      .filter((fan) => !isAbsent(fan))
      .map((fan) => ({
        ...oldSensor(fan),
        // The first schemas called it FanName.
        name: fan.text('Name') ?? fan.text('FanName') ?? fan.text('MemberId') ?? 'fan',
        reading: fan.number('Reading'),
        units: fan.text('ReadingUnits') === 'Percent' ? '%' : (fan.text('ReadingUnits') ?? 'RPM'),
      })),
    temperatures: (old?.list('Temperatures') ?? [])
      .filter((one) => !isAbsent(one))
      .map((one) => ({ ...oldSensor(one), reading: one.number('ReadingCelsius'), units: 'Cel' })),
    redundancy: redundancyOf(old, 'Redundancy'),
  };
}

async function readPower(reading: Reading, chassis: Resource) {
  const modern = chassis.ref('PowerSubsystem');
  if (modern !== undefined) {
    const [subsystem, environment] = await Promise.all([
      reading.get(modern, 'PowerSubsystem'),
      chassis.has('EnvironmentMetrics')
        ? reading.get(chassis.ref('EnvironmentMetrics'), 'EnvironmentMetrics')
        : undefined,
    ]);
    const supplies = subsystem?.has('PowerSupplies')
      ? await reading.members(subsystem.ref('PowerSupplies'), 'PowerSupplies')
      : [];
    return {
      powerSupplies: supplies.filter((one) => !isAbsent(one)).map(supplyOf),
      voltages: [],
      power: powerOf(environment?.number('PowerWatts/Reading'), subsystem?.number('CapacityWatts')),
      redundancy: redundancyOf(subsystem, 'PowerSupplyRedundancy'),
    };
  }
  const old = await reading.get(chassis.ref('Power'), 'Power');
  const control = old?.list('PowerControl')[0];
  return {
    powerSupplies: (old?.list('PowerSupplies') ?? []).filter((one) => !isAbsent(one)).map(supplyOf),
    voltages: (old?.list('Voltages') ?? [])
      .filter((one) => !isAbsent(one))
      .map((one) => ({ ...oldSensor(one), reading: one.number('ReadingVolts'), units: 'V' })),
    power: powerOf(control?.number('PowerConsumedWatts'), control?.number('PowerCapacityWatts')),
    redundancy: redundancyOf(old, 'Redundancy'),
  };
}

const powerOf = (consumedWatts: number | undefined, capacityWatts: number | undefined) =>
  consumedWatts === undefined && capacityWatts === undefined ? undefined : { consumedWatts, capacityWatts };

const sensorName = (one: Resource) =>
  one.text('Name') ?? one.text('DeviceName') ?? one.text('MemberId') ?? one.text('Id') ?? 'unnamed';

function newSensor(one: Resource): Sensor {
  const threshold = (name: string) => one.number(`Thresholds/${name}/Reading`);
  return {
    name: sensorName(one),
    physicalContext: one.text('PhysicalContext'),
    reading: one.number('Reading'),
    units: one.text('ReadingUnits'),
    thresholds: someOf({
      upperFatal: threshold('UpperFatal'),
      upperCritical: threshold('UpperCritical'),
      upperCaution: threshold('UpperCaution'),
      lowerCaution: threshold('LowerCaution'),
      lowerCritical: threshold('LowerCritical'),
      lowerFatal: threshold('LowerFatal'),
    }),
    status: statusOf(one),
  };
}

function oldSensor(one: Resource): Sensor {
  return {
    name: sensorName(one),
    physicalContext: one.text('PhysicalContext'),
    thresholds: someOf({
      upperFatal: one.number('UpperThresholdFatal'),
      upperCritical: one.number('UpperThresholdCritical'),
      upperCaution: one.number('UpperThresholdNonCritical'),
      lowerCaution: one.number('LowerThresholdNonCritical'),
      lowerCritical: one.number('LowerThresholdCritical'),
      lowerFatal: one.number('LowerThresholdFatal'),
    }),
    status: statusOf(one),
  };
}

const someOf = <T extends object>(members: T): T | undefined =>
  Object.values(members).some((value) => value !== undefined) ? members : undefined;

const supplyOf = (one: Resource): z.input<typeof powerSupplySchema> => ({
  name: sensorName(one),
  ...makeOf(one),
  firmwareVersion: one.text('FirmwareVersion'),
  powerCapacityWatts: one.number('PowerCapacityWatts'),
  lineInputVoltage: one.number('LineInputVoltage'),
  inputWatts: one.number('PowerInputWatts'),
  outputWatts: one.number('PowerOutputWatts') ?? one.number('LastPowerOutputWatts'),
  status: statusOf(one),
});

function redundancyOf(resource: Resource | undefined, member: string) {
  return (resource?.list(member) ?? []).map((one) => ({
    name: one.text('Name'),
    mode: one.text('Mode') ?? one.text('RedundancyType'),
    status: statusOf(one),
  }));
}
