import { entityId, type EntityId } from '../../../../shared/model/ids.ts';
import { parseIp } from '../../../../shared/model/ip-network.ts';
import { naturalKey } from '../../../../shared/model/keys.ts';
import type { ObservedRecord } from '../../../../shared/model/entity.ts';
import type { Part } from '../../device-answers.ts';
import type {
  ListedDevice,
  RawChassis,
  RawEthernet,
  RawSensors,
  RawStatus,
  RawSystem,
} from '../../redfish-schema.ts';
import { normalMac, present } from '../present.ts';

/** One unit of a rack. */
const unitMm = 44.45;

export interface Hardware {
  readonly device: ListedDevice;
  readonly systems: readonly RawSystem[];
  readonly chassis: readonly RawChassis[];
  readonly sensors: Part<readonly RawSensors[]>;
}

/** Each system is a device; what has none (an enclosure, an array) is the device of its outermost chassis. */
export function mapDevices(hardware: Hardware): ObservedRecord[] {
  const { systems, chassis } = hardware;
  const known = new Set(chassis.map(({ path }) => path));
  const outer =
    chassis.find(({ containedBy }) => containedBy === undefined || !known.has(containedBy)) ?? chassis[0];
  if (systems.length === 0) return outer === undefined ? [] : [record(hardware, undefined, outer, chassis)];
  return systems.map((system) => {
    const around =
      systems.length === 1 ? chassis : chassis.filter(({ path }) => system.chassis.includes(path));
    const own =
      around.find(({ path }) => system.chassis.includes(path)) ?? (systems.length === 1 ? outer : undefined);
    return record(hardware, system, own, around);
  });
}

/** The device that a system is; of several its id tells them apart. */
export function systemNativeId({ device }: ListedDevice, system: RawSystem | undefined): string {
  return system === undefined ? device : `${device}/${system.id ?? system.path}`;
}

function record(
  { device, systems, sensors }: Hardware,
  system: RawSystem | undefined,
  own: RawChassis | undefined,
  around: readonly RawChassis[],
): ObservedRecord {
  const alone = systems.length <= 1;
  const name = alone ? device.device : `${device.device} ${system?.id ?? system?.path ?? ''}`;
  const serial = system?.serialNumber ?? own?.serialNumber;
  const host = device.address.replace(/:\d+$/, '').replaceAll(/[[\]]/g, '');
  const managementIp = parseIp(host) ? host : undefined;
  const paths = new Set(around.map(({ path }) => path));
  const measured = (sensors.value ?? []).filter(({ chassis }) => paths.has(chassis));
  const watts = measured.flatMap(({ power }) => power?.consumedWatts ?? []);
  const inlet = measured
    .flatMap(({ temperatures }) => temperatures)
    .find(({ physicalContext, reading }) => physicalContext === 'Intake' && reading !== undefined);
  const { location } = own ?? {};
  const inUnits = location?.rackOffsetUnits === undefined || location.rackOffsetUnits === 'EIA_310';
  const keys = new Set<string>();
  if (alone) keys.add(naturalKey.host(device.device));
  if (system?.hostName !== undefined) keys.add(naturalKey.host(system.hostName));
  if (serial !== undefined) keys.add(naturalKey.serial(serial));
  if (system?.uuid !== undefined) keys.add(naturalKey.uuid(system.uuid));
  return {
    nativeId: systemNativeId(device, system),
    name,
    partition: device.device,
    attributes: present({
      role: device.role ?? (system === undefined ? 'storage' : 'server'),
      status: statusText(system?.status ?? own?.status),
      reachable: true,
      manufacturer: system?.manufacturer ?? own?.manufacturer,
      model: system?.model ?? own?.model,
      partNumber: system?.partNumber ?? own?.partNumber,
      serial,
      assetTag: system?.assetTag ?? own?.assetTag,
      managementIp,
      site: device.site,
      location: location?.room ?? location?.building ?? location?.text,
      rack: device.rack ?? location?.rack,
      position:
        inUnits && location?.rackOffset !== undefined && location.rackOffset >= 0
          ? location.rackOffset
          : undefined,
      heightU: own?.heightMm === undefined ? undefined : Math.round((2 * own.heightMm) / unitMm) / 2,
      description: descriptionOf(system),
      powerSupplies: components(measured.flatMap(({ powerSupplies }) => powerSupplies)),
      fans: components(measured.flatMap(({ fans }) => fans)),
      powerWatts: watts.length === 0 ? undefined : watts.reduce((sum, one) => sum + one, 0),
      temperatureCelsius: inlet?.reading,
    }),
    keys: [...keys],
    unknown: sensorGaps(sensors),
  };
}

/** What was last known of its parts is kept while they cannot be read. */
function sensorGaps({ trouble, notGiven }: Part<unknown>): Record<string, string> {
  const why = (part: string) =>
    trouble ?? (notGiven.includes(part) ? `the service gives no ${part}` : undefined);
  const [fans, powerSupplies] = [why('Thermal'), why('Power')];
  return { ...(fans !== undefined && { fans }), ...(powerSupplies !== undefined && { powerSupplies }) };
}

function descriptionOf(system: RawSystem | undefined): string | undefined {
  if (system === undefined) return undefined;
  const { count, model } = system.processorSummary;
  const memory = system.memorySummary.totalSystemMemoryGiB;
  const parts = [
    count === undefined && model === undefined ? undefined : `${count ?? ''} ${model ?? 'processors'}`.trim(),
    memory === undefined ? undefined : `${memory} GiB memory`,
  ].filter((part) => part !== undefined);
  return parts.length === 0 ? undefined : parts.join(', ');
}

function statusText(status: RawStatus): string | undefined {
  const health = status?.healthRollup ?? status?.health;
  return [status?.state, health].filter((one) => one !== undefined).join(', ') || undefined;
}

type ComponentState = 'ok' | 'warning' | 'critical' | 'absent' | 'unknown';
const states: Readonly<Record<string, ComponentState>> = {
  OK: 'ok',
  Warning: 'warning',
  Critical: 'critical',
};

/** Never two of a name. */
function components(parts: readonly { readonly name: string; readonly status?: RawStatus }[]) {
  const often = new Map<string, number>();
  return parts.map(({ name, status }) => {
    const count = (often.get(name) ?? 0) + 1;
    often.set(name, count);
    return {
      name: count === 1 ? name : `${name} (${count})`,
      state: states[status?.health ?? ''] ?? 'unknown',
    };
  });
}

/** Interfaces of systems and of BMCs. What is enabled on a server need not be used: whether a link should be up nobody says. */
export function mapInterfaces(
  source: string,
  hardware: Hardware,
  interfaces: readonly RawEthernet[],
): ObservedRecord[] {
  const { device, systems } = hardware;
  const macs = new Map<string, number>();
  for (const { macAddress } of interfaces) {
    const mac = normalMac(macAddress);
    if (mac !== undefined) macs.set(mac, (macs.get(mac) ?? 0) + 1);
  }
  const names = new Set<string>();
  return interfaces.map((one) => {
    const system = one.ofKind === 'system' ? systems.find(({ path }) => path === one.of) : undefined;
    const mac = normalMac(one.macAddress);
    const plain = `${one.ofKind === 'manager' ? 'BMC ' : ''}${one.id ?? one.name ?? one.path}`;
    const name = names.has(plain) ? `${plain} (${one.path})` : plain;
    names.add(name);
    const addresses = one.addresses.filter((address) => !/^(fe80:|169\.254\.|127\.|::1)/i.test(address));
    return {
      nativeId: `${device.device}${one.path}`,
      name,
      partition: device.device,
      attributes: present({
        device: device.device,
        site: device.site,
        type: 'ethernet',
        label: one.name,
        description: one.description,
        speedMbps: one.speedMbps,
        duplex: one.fullDuplex === undefined ? undefined : one.fullDuplex ? 'full' : 'half',
        mtu: one.mtuSize,
        mac,
        addresses,
        operUp: upOf(one.linkStatus),
        managementOnly: one.ofKind === 'manager' ? true : undefined,
      }),
      relations: ownerOf(source, device, systems, system).map((to) => ({ type: 'part-of' as const, to })),
      keys: [
        ...(mac !== undefined && macs.get(mac) === 1 ? [naturalKey.mac(mac)] : []),
        ...addresses.map((address) => naturalKey.ip(address)),
      ],
      unknown: {
        adminUp: 'a BMC tells which interfaces may be used, not which should be',
        peer: 'Redfish is not asked for neighbours',
      },
    };
  });
}

/** A BMC's interface is the only system's; of several it is nobody's alone. */
function ownerOf(
  source: string,
  device: ListedDevice,
  systems: readonly RawSystem[],
  system: RawSystem | undefined,
): EntityId[] {
  const owner = system ?? (systems.length === 1 ? systems[0] : undefined);
  if (owner === undefined && systems.length > 0) return [];
  return [entityId(source, 'device', systemNativeId(device, owner))];
}

function upOf(linkStatus: string | undefined): boolean | undefined {
  if (linkStatus === 'LinkUp' || linkStatus === 'Up') return true;
  return linkStatus === 'LinkDown' || linkStatus === 'NoLink' || linkStatus === 'Down' ? false : undefined;
}
