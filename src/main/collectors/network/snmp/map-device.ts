import { naturalKey } from '../../../../shared/model/keys.ts';
import { parseIp } from '../../../../shared/model/ip-network.ts';
import type { ObservedRecord } from '../../../../shared/model/entity.ts';
import { deviceKindOfRole, type DeviceKind } from '../device-role.ts';
import { present } from '../present.ts';
import type { DeviceReading } from './reading.ts';
import type { Host, ListedDevice, PhysicalEntity, System } from './schema.ts';

/** By its role in the site's file; without one by what it does with packets. Undefined: it is not known. */
export function kindOf({ role }: ListedDevice, system: System | undefined): DeviceKind | undefined {
  if (role !== undefined) return deviceKindOfRole(role);
  if (system === undefined) return undefined;
  if ((system.dot1dBaseNumPorts ?? 0) > 0) return 'switch';
  return system.ipForwarding === true ? 'router' : 'device';
}

export function mapDevice({ device, system, entities, host }: DeviceReading): ObservedRecord {
  const parts = entities.value ?? [];
  const chassis =
    parts.find(({ class: kind }) => kind === 'chassis') ?? parts.find(({ class: kind }) => kind === 'stack');
  const keys = new Set([naturalKey.host(device.device)]);
  if (system?.sysName !== undefined) keys.add(naturalKey.host(system.sysName));
  if (chassis?.serialNum !== undefined) keys.add(naturalKey.serial(chassis.serialNum));
  const managementIp = parseIp(device.address) ? device.address : undefined;
  if (managementIp !== undefined) keys.add(naturalKey.ip(managementIp));
  return {
    nativeId: device.device,
    name: device.device,
    partition: device.device,
    attributes: present({
      role: device.role,
      reachable: system !== undefined,
      manufacturer: chassis?.mfgName,
      model: chassis?.modelName,
      osVersion: chassis?.softwareRev,
      serial: chassis?.serialNum,
      assetTag: chassis?.assetID,
      managementIp,
      site: device.site,
      location: system?.sysLocation,
      description: system?.sysDescr,
      modules: parts
        .filter(({ class: kind }) => kind === 'module')
        .map((part) => ({
          bay: nameOf(part),
          ...present({ model: part.modelName, serial: part.serialNum }),
        })),
      // ENTITY-MIB names them; whether they work is in MIBs of each manufacturer.
      powerSupplies: componentsOf(parts, 'powerSupply'),
      fans: componentsOf(parts, 'fan'),
      uptimeSeconds: system?.sysUpTime === undefined ? undefined : Math.floor(system.sysUpTime / 100),
      cpuPercent: loadOf(host.value),
      memoryPercent: memoryOf(host.value),
    }),
    keys: [...keys],
    unknown: system === undefined ? silent(device) : gapsOf(entities),
  };
}

const partAttributes = [
  'manufacturer',
  'model',
  'osVersion',
  'serial',
  'assetTag',
  'modules',
  'powerSupplies',
  'fans',
];

/** What it last said of itself is kept. */
function silent({ device }: ListedDevice): Record<string, string> {
  const reason = `${device} does not answer`;
  return Object.fromEntries([...partAttributes, 'location', 'description'].map((name) => [name, reason]));
}

function gapsOf({ trouble, notGiven }: DeviceReading['entities']): Record<string, string> {
  const reason =
    trouble ??
    (notGiven.includes('ENTITY-MIB')
      ? 'the device has no ENTITY-MIB, or this account may not see it'
      : undefined);
  return reason === undefined ? {} : Object.fromEntries(partAttributes.map((name) => [name, reason]));
}

const nameOf = ({ name, descr, entPhysicalIndex }: PhysicalEntity): string =>
  name ?? descr ?? `part ${entPhysicalIndex}`;

function componentsOf(parts: readonly PhysicalEntity[], kind: string) {
  return parts
    .filter((part) => part.class === kind)
    .map((part) => ({ name: nameOf(part), state: 'unknown' as const }));
}

function loadOf(host: Host | undefined): number | undefined {
  const loads = host?.processors.flatMap(({ loadPercent }) => loadPercent ?? []) ?? [];
  return loads.length === 0 ? undefined : round(loads.reduce((sum, one) => sum + one, 0) / loads.length);
}

/** Of the main memory. What net-snmp counts as used although it is given back when somebody needs it is taken off. */
function memoryOf(host: Host | undefined): number | undefined {
  const rows = host?.storage ?? [];
  const memory = rows.filter(({ type }) => type === 'ram');
  const [main] = memory;
  if (memory.length !== 1 || !main?.sizeBytes || main.usedBytes === undefined) return undefined;
  const spare = rows
    .filter(({ descr }) => descr === 'Memory buffers' || descr === 'Cached memory')
    .reduce((sum, { usedBytes }) => sum + (usedBytes ?? 0), 0);
  return round((100 * Math.max(0, main.usedBytes - spare)) / main.sizeBytes);
}

const round = (value: number) => Math.round(value * 100) / 100;
