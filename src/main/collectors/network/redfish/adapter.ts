import type { McpSession } from '../../../mcp/session.ts';
import type { Adapter, CollectContext, CollectEvent } from '../../collector.ts';
import { askDevices, type Part } from '../../device-answers.ts';
import {
  collectDevices,
  isRedfishServer,
  redfishReadTools,
  type DeviceRecords,
} from '../../redfish-devices.ts';
import {
  chassisSchema,
  networkSchema,
  sensorsSchema,
  systemsSchema,
  type ListedDevice,
} from '../../redfish-schema.ts';
import { mapDevices, mapInterfaces, type Hardware } from './map-server.ts';

/** Servers and enclosures as hardware, through this project's own server. */
export const redfishHardwareAdapter: Adapter = {
  id: 'redfish-hardware',
  title: 'Hardware over Redfish',
  matches: isRedfishServer,
  readOnlyTools: redfishReadTools,
  collect,
};

async function* collect(session: McpSession, context: CollectContext): AsyncIterable<CollectEvent> {
  yield* collectDevices(session, context, ['device', 'interface'], (devices) =>
    readDevices(session, context, devices),
  );
  yield {
    type: 'unavailable',
    what: 'logs and firmware',
    reason: 'they are asked for when somebody looks: list_log_entries, get_firmware_inventory',
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
  // Who is silent is not asked for more: each question would wait for it.
  const there = names.filter((name) => systems.get(name)?.value !== undefined);
  const chassis = await askDevices(session, context, 'list_chassis', there, chassisSchema);
  const sensors = await askDevices(session, context, 'list_sensors', there, sensorsSchema);
  const network = await askDevices(session, context, 'list_network_adapters', there, networkSchema);
  return devices.map((device) => {
    const name = device.device;
    const trouble = troubleOf(systems.get(name)) ?? troubleOf(chassis.get(name));
    if (trouble !== undefined) return { device: { reason: trouble }, interface: { reason: trouble } };
    const measured = sensors.get(name) ?? { notGiven: [] };
    const hardware: Hardware = {
      device,
      systems: systems.get(name)?.value?.systems ?? [],
      chassis: chassis.get(name)?.value?.chassis ?? [],
      sensors: {
        notGiven: measured.notGiven,
        ...(measured.trouble !== undefined && { trouble: measured.trouble }),
        // Half of its fans would look like all of them.
        ...(measured.value !== undefined &&
          measured.trouble === undefined && { value: measured.value.sensors }),
      },
    };
    const links = network.get(name);
    const why = troubleOf(links);
    return {
      device: mapDevices(hardware),
      interface:
        why === undefined
          ? mapInterfaces(session.source, hardware, links?.value?.interfaces ?? [])
          : { reason: why },
    };
  });
}

const troubleOf = (part: Part<unknown> | undefined): string | undefined =>
  part?.trouble ?? (part?.value === undefined ? 'it gave no answer' : undefined);
