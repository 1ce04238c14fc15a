import { z } from 'zod';
import { deviceTool, type DeviceEstate } from '../../shared/device-tool.ts';
import type { ServerTool } from '../../shared/tool.ts';
import type { RedfishDevice } from '../device.ts';
import { chassisSchema, readChassis } from '../read/chassis.ts';
import { firmwareSchema, readFirmware } from '../read/firmware.ts';
import { logSchema, readLogs } from '../read/logs.ts';
import { networkSchema, readNetwork } from '../read/network.ts';
import { chassisSensorsSchema, readSensors } from '../read/sensors.ts';
import { readService, serviceSchema } from '../read/service.ts';
import { readStorage, storageSchema } from '../read/storage.ts';
import { readSystems, systemSchema } from '../read/systems.ts';
import type { Reading } from '../reading.ts';
import type { Redfish } from '../redfish.ts';

/** Tools that each read one part of a device. */
export function readTools({ devices, visits }: Redfish): ServerTool[] {
  const estate: DeviceEstate<RedfishDevice, Reading> = {
    devices,
    notGivenSays: 'parts that it has no link to: it does not have them, or this account may not see them',
    all: (shown, work, settings) => visits.all(shown, work, settings),
  };
  return [
    deviceTool(estate, {
      name: 'get_service',
      title: 'Service',
      description: 'Which devices answer, with which version of Redfish, certificate and managers (BMCs).',
      input: {},
      output: { service: serviceSchema.optional() },
      read: async (reading) => ({ service: await readService(reading) }),
    }),
    deviceTool(estate, {
      name: 'list_systems',
      title: 'Systems',
      description:
        'Servers: model, serial number, asset tag, BIOS, processors, memory, power state, health, and how they may be reset.',
      input: { details: z.boolean().default(true).describe('each processor and memory module too') },
      output: { systems: z.array(systemSchema).optional() },
      read: async (reading, { details }) => ({ systems: await readSystems(reading, { details }) }),
    }),
    deviceTool(estate, {
      name: 'list_chassis',
      title: 'Chassis',
      description: 'Chassis and enclosures: serial number, place in the rack, power state and health.',
      input: {},
      output: { chassis: z.array(chassisSchema).optional() },
      read: async (reading) => ({ chassis: await readChassis(reading) }),
    }),
    deviceTool(estate, {
      name: 'list_sensors',
      title: 'Sensors',
      description:
        'Temperatures, fans, power supplies and voltages with thresholds, and what power is drawn, by chassis.',
      input: {},
      output: { sensors: z.array(chassisSensorsSchema).optional() },
      read: async (reading) => ({ sensors: await readSensors(reading) }),
    }),
    deviceTool(estate, {
      name: 'list_network_adapters',
      title: 'Network adapters',
      description:
        'Network adapters with ports, links and MAC addresses, and interfaces of systems and BMCs.',
      input: {},
      output: networkSchema.shape,
      read: readNetwork,
    }),
    deviceTool(estate, {
      name: 'list_storage',
      title: 'Storage',
      description:
        'Controllers, drives (serial number, firmware, media, predicted failure), volumes with their RAID, and the pools of Swordfish.',
      input: {},
      output: { storage: z.array(storageSchema).optional() },
      read: async (reading) => ({ storage: await readStorage(reading) }),
    }),
    deviceTool(estate, {
      name: 'list_log_entries',
      title: 'Log entries',
      description: 'The newest entries of the logs (SEL, lifecycle, audit) of systems, managers and chassis.',
      input: {
        mostEntries: z.int().min(1).max(500).default(50).describe('of each log'),
        severities: z
          .array(z.enum(['OK', 'Warning', 'Critical']))
          .min(1)
          .optional(),
        since: z.iso.datetime({ offset: true }).optional(),
      },
      output: { logs: z.array(logSchema).optional() },
      read: async (reading, options) => ({ logs: await readLogs(reading, options) }),
    }),
    deviceTool(estate, {
      name: 'get_firmware_inventory',
      title: 'Firmware',
      description:
        'Versions of everything that has firmware: BIOS, BMC, controllers, adapters, power supplies.',
      input: {},
      output: { firmware: z.array(firmwareSchema).optional() },
      read: async (reading) => ({ firmware: await readFirmware(reading) }),
    }),
  ];
}
