import type { ObservedRecord } from '../../shared/model/entity.ts';
import type { EntityKind } from '../../shared/model/kinds/registry.ts';
import type { McpSession, ServerDescription } from '../mcp/session.ts';
import type { CollectContext, CollectEvent } from './collector.ts';
import { askTool } from './ask-tool.ts';
import { deviceListSchema, listedDeviceSchema, type ListedDevice } from './redfish-schema.ts';

export const redfishReadTools = [
  'list_devices',
  'get_service',
  'list_systems',
  'list_chassis',
  'list_sensors',
  'list_network_adapters',
  'list_storage',
  'list_log_entries',
  'get_firmware_inventory',
] as const;

/** Names as plain as `list_devices` are anybody's: the server has to say that it is ours. */
export function isRedfishServer(server: ServerDescription): boolean {
  const names = new Set(server.tools.map(({ name }) => name));
  return server.name === 'datacenter-docs-redfish' && redfishReadTools.every((name) => names.has(name));
}

/** Devices that one call is about: the server asks all devices of a call together. */
const together = 10;

/** What one device has of some kinds: records, or why it cannot be told which there are. */
export type DeviceRecords = Readonly<
  Partial<Record<EntityKind, readonly ObservedRecord[] | { readonly reason: string }>>
>;

/**
 * Goes through the devices of the server's file in groups. A kind is complete where every device told all of it, and
 * is judged device by device otherwise: the partition of every record is its device's name.
 */
export async function* collectDevices(
  session: McpSession,
  context: CollectContext,
  kinds: readonly EntityKind[],
  read: (devices: readonly ListedDevice[]) => Promise<readonly DeviceRecords[]>,
): AsyncIterable<CollectEvent> {
  const listed = await askTool(session, context, 'list_devices', {}, deviceListSchema);
  if (!listed.ok) {
    for (const kind of kinds) yield { type: 'failed', kind, reason: listed.reason };
    return;
  }
  const devices: ListedDevice[] = [];
  let unfit: string | undefined;
  for (const raw of listed.value.items) {
    const parsed = listedDeviceSchema.safeParse(raw);
    if (parsed.success) devices.push(parsed.data);
    else unfit ??= `list_devices: ${parsed.error.issues[0]?.message ?? 'a device does not fit'}`;
  }
  if (listed.value.items.length !== listed.value.total)
    unfit ??= `list_devices: the server counts ${listed.value.total} devices and gave ${listed.value.items.length}`;
  const troubles = new Map<EntityKind, Map<string, string>>(kinds.map((kind) => [kind, new Map()]));
  for (let start = 0; start < devices.length; start += together) {
    const group = devices.slice(start, start + together);
    const found = await read(group);
    for (const [place, { device }] of group.entries())
      for (const kind of kinds) {
        const records = found[place]?.[kind] ?? { reason: `nothing of ${device}` };
        if ('reason' in records) troubles.get(kind)?.set(device, records.reason);
        else if (records.length > 0) yield { type: 'records', kind, records };
      }
    const done = start + group.length;
    yield { type: 'progress', done, total: devices.length, message: `read ${group.at(-1)?.device ?? ''}` };
  }
  for (const kind of kinds) {
    const ofKind = troubles.get(kind);
    if (unfit !== undefined) yield { type: 'failed', kind, reason: unfit };
    else if (ofKind === undefined || ofKind.size === 0) yield { type: 'complete', kind };
    else
      for (const { device } of devices) {
        const reason = ofKind.get(device);
        yield reason === undefined
          ? { type: 'complete', kind, partition: device }
          : { type: 'failed', kind, partition: device, reason };
      }
  }
}
