import type { z } from 'zod';
import { entityId, type EntityId } from '../../../../shared/model/ids.ts';
import type { EntityKind } from '../../../../shared/model/kinds/registry.ts';
import type { ObservedRecord } from '../../../../shared/model/entity.ts';
import type { RejectedRecord } from '../../../../shared/model/run.ts';
import type { McpSession } from '../../../mcp/session.ts';
import type { Adapter, CollectContext, CollectEvent } from '../../collector.ts';
import type { DeviceKind } from '../device-role.ts';
import { kindOf, mapDevice } from './map-device.ts';
import { addressesSeen, mapAddresses, mapPrefixes, mapVlans } from './map-estate.ts';
import { mapInterfaces } from './map-interfaces.ts';
import { askTool } from '../../ask-tool.ts';
import { askDevices, type Part } from '../../device-answers.ts';
import type { DeviceReading } from './reading.ts';
import {
  deviceListSchema,
  entitiesSchema,
  hostSchema,
  interfaceSchema,
  interfacesSchema,
  listedDeviceSchema,
  lldpSchema,
  systemSchema,
  vlansSchema,
  type ListedDevice,
  type RawInterface,
} from './schema.ts';

const needed = [
  'list_devices',
  'get_system',
  'list_interfaces',
  'list_lldp_neighbors',
  'list_vlans',
  'list_entities',
  'get_host_resources',
] as const;

/** Devices over SNMP, through this project's own server. */
export const snmpAdapter: Adapter = {
  id: 'snmp',
  title: 'Devices over SNMP',
  // Names as plain as `list_devices` are anybody's: the server has to say that it is ours.
  matches: (server) => {
    const names = new Set(server.tools.map((tool) => tool.name));
    return server.name === 'datacenter-docs-snmp' && needed.every((name) => names.has(name));
  },
  // Not `walk`: below some OIDs devices keep communities and command lines.
  readOnlyTools: [...needed, 'list_forwarding_table'],
  collect,
};

/** Devices that one call is about, and calls under way at once: the server asks all devices of a call together. */
const together = 20;
const width = 2;

const deviceKindList = ['router', 'firewall', 'switch', 'device'] as const;
const perDevice = [...deviceKindList, 'interface', 'ip-address'] as const;
const ofAll = ['vlan', 'prefix'] as const;

async function* collect(session: McpSession, context: CollectContext): AsyncIterable<CollectEvent> {
  const listed = await askTool(session, context, 'list_devices', {}, deviceListSchema);
  if (!listed.ok) {
    for (const kind of [...perDevice, ...ofAll]) yield { type: 'failed', kind, reason: listed.reason };
    return;
  }
  const devices: ListedDevice[] = [];
  let unfit: string | undefined;
  for (const raw of listed.value.items) {
    const parsed = listedDeviceSchema.safeParse(raw);
    if (parsed.success) devices.push(parsed.data);
    else {
      const reject = rejectOf('device', 'list_devices', parsed.error);
      unfit ??= `${reject.path}: ${reject.reason}`;
      yield { type: 'reject', reject };
    }
  }
  if (listed.value.items.length !== listed.value.total)
    unfit ??= `list_devices: the server counts ${listed.value.total} devices and gave ${listed.value.items.length}`;

  const found = new Findings(session.source, context.startedAt);
  let done = 0;
  const groups = Array.from({ length: Math.ceil(devices.length / together) }, (_, at) =>
    devices.slice(at * together, (at + 1) * together),
  );
  for (let start = 0; start < groups.length; start += width) {
    const some = await Promise.all(
      groups.slice(start, start + width).map((group) => readDevices(session, context, group)),
    );
    for (const { reading, rejects } of some.flat()) {
      done += 1;
      yield {
        type: 'progress',
        done,
        total: devices.length,
        message: `read ${reading.device.device}`,
      };
      for (const reject of rejects) yield { type: 'reject', reject };
      yield* found.add(reading);
    }
  }
  yield* found.events(
    devices.map(({ device }) => device),
    unfit,
  );
  yield {
    type: 'unavailable',
    what: 'load of interfaces',
    reason: 'devices give counters, and a rate takes two readings: list_interfaces measures it on request',
  };
  yield {
    type: 'unavailable',
    what: 'configurations, routes and cables',
    reason: 'the MIBs that are read do not hold them',
  };
}

/** What was read, by kind, and what could not be, by kind and device. */
class Findings {
  readonly #source: string;
  readonly #startedAt: string;
  readonly #readings: DeviceReading[] = [];
  readonly #records = new Map<EntityKind, ObservedRecord[]>();
  readonly #troubles = new Map<EntityKind, Map<string, string>>();

  constructor(source: string, startedAt: string) {
    this.#source = source;
    this.#startedAt = startedAt;
  }

  *add(reading: DeviceReading): Iterable<CollectEvent> {
    const { device, system, interfaces, lldp, vlans } = reading;
    const name = device.device;
    this.#readings.push(reading);
    const kind = kindOf(device, system);
    if (kind === undefined)
      for (const one of deviceKindList)
        this.#trouble(one, name, reading.silence ?? `${name} does not answer`);
    else this.#put(kind, [mapDevice(reading)]);
    const trouble =
      reading.silence ??
      interfaces.trouble ??
      (interfaces.notGiven.includes('IF-MIB')
        ? `${name} has no IF-MIB, or this account may not see it`
        : undefined);
    if (trouble !== undefined) this.#trouble('ip-address', name, trouble);
    // Without its neighbours or VLANs an interface would look changed: it is not judged then.
    const reason = trouble ?? lldp.trouble ?? vlans.trouble;
    if (reason === undefined)
      this.#put('interface', mapInterfaces(this.#source, reading, this.#owner(kind, name), this.#startedAt));
    else this.#trouble('interface', name, reason);
    for (const { ifIndex, localPortNum, sysName } of lldp.value?.neighbors ?? [])
      if (ifIndex === undefined)
        yield {
          type: 'unavailable',
          what: `the port of ${name} that ${sysName ?? 'an LLDP neighbour'} hangs on`,
          reason: `the device does not say which interface its LLDP port ${localPortNum} is`,
        };
  }

  *events(devices: readonly string[], unfit: string | undefined): Iterable<CollectEvent> {
    const seen = addressesSeen(
      this.#readings.filter(({ device }) => !this.#troubles.get('ip-address')?.has(device.device)),
    );
    this.#put('ip-address', mapAddresses(this.#source, seen));
    for (const kind of perDevice) {
      const records = this.#records.get(kind) ?? [];
      for (let start = 0; start < records.length; start += 500)
        yield { type: 'records', kind, records: records.slice(start, start + 500) };
      yield* judged(kind, devices, this.#troubles.get(kind), unfit);
    }
    yield { type: 'records', kind: 'prefix', records: mapPrefixes(seen) };
    yield whole('prefix', unfit ?? first(this.#troubles.get('ip-address')));
    yield { type: 'records', kind: 'vlan', records: mapVlans(this.#readings) };
    yield whole(
      'vlan',
      unfit ??
        this.#readings.map(({ silence, vlans }) => silence ?? vlans.trouble).find((one) => one !== undefined),
    );
  }

  #owner(kind: DeviceKind | undefined, device: string): EntityId | undefined {
    return kind === undefined ? undefined : entityId(this.#source, kind, device);
  }

  #put(kind: EntityKind, records: readonly ObservedRecord[]): void {
    this.#records.set(kind, [...(this.#records.get(kind) ?? []), ...records]);
  }

  #trouble(kind: EntityKind, device: string, reason: string): void {
    const ofKind = this.#troubles.get(kind) ?? new Map<string, string>();
    this.#troubles.set(kind, ofKind.set(device, reason));
  }
}

/** A kind that every device answered for is complete; otherwise device by device. */
function* judged(
  kind: EntityKind,
  devices: readonly string[],
  troubles: ReadonlyMap<string, string> | undefined,
  unfit: string | undefined,
): Iterable<CollectEvent> {
  if (unfit !== undefined) yield { type: 'failed', kind, reason: unfit };
  else if (troubles === undefined) yield { type: 'complete', kind };
  else
    for (const partition of devices) {
      const reason = troubles.get(partition);
      yield reason === undefined
        ? { type: 'complete', kind, partition }
        : { type: 'failed', kind, partition, reason };
    }
}

const whole = (kind: EntityKind, reason: string | undefined): CollectEvent =>
  reason === undefined ? { type: 'complete', kind } : { type: 'failed', kind, reason };

const first = (troubles: ReadonlyMap<string, string> | undefined): string | undefined =>
  troubles?.values().next().value;

interface ReadDevice {
  readonly reading: DeviceReading;
  readonly rejects: readonly RejectedRecord[];
}

async function readDevices(
  session: McpSession,
  context: CollectContext,
  devices: readonly ListedDevice[],
): Promise<ReadDevice[]> {
  const parts = <S extends z.ZodType>(
    tool: string,
    schema: S,
    names: readonly string[],
    args: Readonly<Record<string, unknown>> = {},
  ) => askDevices(session, context, tool, names, schema, args);
  const systems = await parts(
    'get_system',
    systemSchema,
    devices.map(({ device }) => device),
  );
  // Who is silent is not asked for more: each question would wait for it.
  const there = devices.map(({ device }) => device).filter((name) => systems.get(name)?.value !== undefined);
  const interfaces = await parts('list_interfaces', interfacesSchema, there);
  const lldp = await parts('list_lldp_neighbors', lldpSchema, there);
  const vlans = await parts('list_vlans', vlansSchema, there);
  const entities = await parts('list_entities', entitiesSchema, there);
  const hosts = await parts('get_host_resources', hostSchema, there);
  return devices.map((device) => {
    const name = device.device;
    const system = systems.get(name);
    const ports = interfacesOf(name, interfaces.get(name) ?? nothing);
    return {
      rejects: ports.rejects,
      reading: {
        device,
        ...(system?.value !== undefined && { system: system.value.system }),
        ...(system?.value === undefined && { silence: system?.trouble ?? `${name} does not answer` }),
        interfaces: ports.part,
        lldp: only(lldp.get(name), ({ lldp: value }) => value),
        vlans: only(vlans.get(name), (value) => value),
        entities: only(entities.get(name), ({ entities: value }) => value),
        host: only(hosts.get(name), ({ host: value }) => value),
      },
    };
  });
}

const nothing = { notGiven: [] };

function only<T, R>(part: Part<T> | undefined, pick: (value: T) => R): Part<R> {
  if (part === undefined) return nothing;
  const { value, ...rest } = part;
  return { ...rest, ...(value !== undefined && { value: pick(value) }) };
}

function interfacesOf(name: string, part: Part<z.output<typeof interfacesSchema>>) {
  const rejects: RejectedRecord[] = [];
  const list: RawInterface[] = [];
  for (const raw of part.value?.interfaces ?? []) {
    const parsed = interfaceSchema.safeParse(raw);
    if (parsed.success) list.push(parsed.data);
    else rejects.push(rejectOf('interface', `${name} list_interfaces`, parsed.error));
  }
  const [unfit] = rejects;
  // One that does not fit is there all the same: what else the device has is not the whole of it.
  const trouble = part.trouble ?? (unfit && `${unfit.path}: ${unfit.reason}`);
  return {
    rejects,
    part: {
      notGiven: part.notGiven,
      ...(trouble !== undefined && { trouble }),
      ...(part.value !== undefined && { value: { sysUpTime: part.value.sysUpTime, list } }),
    },
  };
}

function rejectOf(kind: EntityKind, where: string, error: z.ZodError): RejectedRecord {
  const [issue] = error.issues;
  return {
    kind,
    path: `${where} ${issue?.path.join('.') ?? ''}`.trim(),
    reason: issue?.message ?? 'it does not fit',
  };
}
