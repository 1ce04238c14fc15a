import { entityId, type EntityId } from '../../../../shared/model/ids.ts';
import type { EntityKind } from '../../../../shared/model/kinds/registry.ts';
import { deviceKindOfRole, type DeviceKind } from '../device-role.ts';
import type { NetboxObject, Reference } from './schema.ts';

/** What a reader calls a referenced object. */
export function nameOf(reference: Reference | null | undefined): string | undefined {
  if (!reference) return undefined;
  return reference.name ?? reference.cid ?? reference.model ?? reference.display ?? `#${reference.id}`;
}

/** Nameless devices have a display name that NetBox makes up of chassis or model and id. */
export function deviceName(device: {
  id: number;
  name?: string | undefined;
  display?: string | undefined;
}): string {
  return device.name ?? device.display ?? `device ${device.id}`;
}

/** Tags and custom fields as labels. Structured custom fields are left out: a label is one line of text. */
export function labelsOf(object: {
  tags: readonly { name: string | undefined; slug: string | undefined }[];
  custom_fields: Readonly<Record<string, unknown>>;
}): Record<string, string> {
  const labels: Record<string, string> = {};
  for (const [name, value] of Object.entries(object.custom_fields)) {
    if (typeof value === 'string' && value !== '') labels[name] = value;
    if (typeof value === 'number' || typeof value === 'boolean') labels[name] = String(value);
  }
  for (const tag of object.tags) {
    const name = tag.name ?? tag.slug;
    if (name !== undefined) labels[`tag:${name}`] = 'yes';
  }
  return labels;
}

/** Where a device stands: what its ports, cables and addresses are filed under. */
export interface DevicePlace {
  readonly id: number;
  readonly kind: DeviceKind;
  readonly name: string;
  /** Undefined only for a device that could not be read. */
  readonly site: string | undefined;
  readonly rack: string | undefined;
  readonly entity: EntityId;
}

export function devicePlaces(
  source: string,
  devices: readonly NetboxObject<'dcim.device'>[],
): ReadonlyMap<number, DevicePlace> {
  return new Map(
    devices.map((device) => {
      const role = device.role ?? device.device_role;
      const kind = deviceKindOfRole(`${role?.name ?? ''} ${role?.slug ?? ''}`);
      const place: DevicePlace = {
        id: device.id,
        kind,
        name: deviceName(device),
        site: nameOf(device.site) ?? `site ${device.site.id}`,
        rack: nameOf(device.rack),
        entity: entityId(source, kind, String(device.id)),
      };
      return [device.id, place];
    }),
  );
}

/** NetBox's object types that become ports, and the prefix that keeps their ids apart. */
export const portTypes = {
  'dcim.frontport': { prefix: 'front', function: 'front', says: 'front port' },
  'dcim.rearport': { prefix: 'rear', function: 'rear', says: 'rear port' },
  'dcim.powerport': { prefix: 'power', function: 'power-inlet', says: 'power port' },
  'dcim.poweroutlet': { prefix: 'outlet', function: 'power-outlet', says: 'power outlet' },
  'dcim.consoleport': { prefix: 'console', function: 'console', says: 'console port' },
  'dcim.consoleserverport': {
    prefix: 'console-server',
    function: 'console-server',
    says: 'console server port',
  },
} as const;
export type PortType = keyof typeof portTypes;

export function isPortType(type: string): type is PortType {
  return Object.hasOwn(portTypes, type);
}

/** The entity that a NetBox object became, for relations; undefined for types that are not entities. */
export function entityOf(
  source: string,
  type: string | undefined,
  id: number | undefined,
): EntityId | undefined {
  if (type === undefined || id === undefined) return undefined;
  if (isPortType(type)) return entityId(source, 'device-port', `${portTypes[type].prefix}-${id}`);
  const direct: Readonly<Record<string, EntityKind>> = {
    'dcim.interface': 'interface',
    'dcim.site': 'site',
    'dcim.rack': 'rack',
    'dcim.powerfeed': 'power-feed',
    'circuits.circuit': 'circuit',
    'virtualization.cluster': 'cluster-record',
    'virtualization.virtualmachine': 'virtual-machine-record',
    'ipam.vlan': 'vlan',
    'ipam.vrf': 'vrf',
    'ipam.ipaddress': 'ip-address',
  };
  const kind = direct[type];
  return kind === undefined ? undefined : entityId(source, kind, String(id));
}
