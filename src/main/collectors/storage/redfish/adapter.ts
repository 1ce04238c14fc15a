import type { McpSession } from '../../../mcp/session.ts';
import type { Adapter, CollectContext, CollectEvent } from '../../collector.ts';
import { askDevices } from '../../device-answers.ts';
import {
  collectDevices,
  isRedfishServer,
  redfishReadTools,
  type DeviceRecords,
} from '../../redfish-devices.ts';
import {
  chassisSchema,
  sensorsSchema,
  storageSchema,
  systemsSchema,
  type ListedDevice,
} from '../../redfish-schema.ts';
import {
  mapArray,
  mapControllers,
  mapDisks,
  mapPools,
  mapShelves,
  mapVolumes,
  type DeviceStorage,
} from './map-storage.ts';

/** Controllers, drives and volumes of servers, and Swordfish arrays, through this project's own server. */
export const redfishStorageAdapter: Adapter = {
  id: 'redfish-storage',
  title: 'Storage over Redfish and Swordfish',
  matches: isRedfishServer,
  readOnlyTools: redfishReadTools,
  collect,
};

const kinds = ['array', 'controller', 'shelf', 'disk', 'pool', 'volume'] as const;

async function* collect(session: McpSession, context: CollectContext): AsyncIterable<CollectEvent> {
  yield* collectDevices(session, context, kinds, (devices) => readDevices(session, context, devices));
  yield {
    type: 'unavailable',
    what: 'LUNs, shares, snapshots, replication and storage ports',
    reason: 'the server reads drives, volumes and pools',
  };
}

async function readDevices(
  session: McpSession,
  context: CollectContext,
  devices: readonly ListedDevice[],
): Promise<DeviceRecords[]> {
  const names = devices.map(({ device }) => device);
  const systems = await askDevices(session, context, 'list_systems', names, systemsSchema, {
    details: false,
  });
  const there = names.filter((name) => systems.get(name)?.value !== undefined);
  const chassis = await askDevices(session, context, 'list_chassis', there, chassisSchema);
  const storage = await askDevices(session, context, 'list_storage', there, storageSchema);
  const withShelves = there.filter((name) =>
    chassis.get(name)?.value?.chassis.some(({ chassisType }) => chassisType?.endsWith('Enclosure')),
  );
  const sensors = await askDevices(session, context, 'list_sensors', withShelves, sensorsSchema);
  return devices.map((device): DeviceRecords => {
    const parts = [systems, chassis, storage].map((answers) => answers.get(device.device));
    const found = storage.get(device.device)?.value;
    const trouble = parts.map((part) => part?.trouble).find((one) => one !== undefined);
    if (trouble !== undefined || found === undefined) {
      const reason = trouble ?? `${device.device} gave no answer`;
      return Object.fromEntries(kinds.map((kind) => [kind, { reason }]));
    }
    const read: DeviceStorage = {
      source: session.source,
      device,
      systems: systems.get(device.device)?.value?.systems ?? [],
      chassis: chassis.get(device.device)?.value?.chassis ?? [],
      storage: found.storage,
    };
    const measured = sensors.get(device.device);
    return {
      array: mapArray(read),
      controller: mapControllers(read),
      shelf:
        measured?.trouble === undefined
          ? mapShelves(read, measured?.value?.sensors ?? [])
          : { reason: measured.trouble },
      disk: mapDisks(read),
      pool: mapPools(read),
      volume: mapVolumes(read),
    };
  });
}
