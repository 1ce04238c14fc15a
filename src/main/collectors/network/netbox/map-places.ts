import { entityId } from '../../../../shared/model/ids.ts';
import { naturalKey } from '../../../../shared/model/keys.ts';
import type { ObservedRecord } from '../../../../shared/model/entity.ts';
import type { Relation } from '../../../../shared/model/relation.ts';
import { present, sortedNumbers, sortedTexts } from '../present.ts';
import { labelsOf, nameOf, type DevicePlace } from './names.ts';
import type { NetboxObject } from './schema.ts';

export function mapSites(
  sites: readonly NetboxObject<'dcim.site'>[],
  regions: readonly NetboxObject<'dcim.region'>[],
  locations: readonly NetboxObject<'dcim.location'>[],
  contacts: readonly NetboxObject<'tenancy.contactassignment'>[],
): ObservedRecord[] {
  const parents = new Map(regions.map((region) => [region.id, region]));
  const path = (id: number | undefined): string | undefined => {
    const names: string[] = [];
    for (let at = id; at !== undefined && names.length < 20;) {
      const region = parents.get(at);
      if (!region) break;
      names.unshift(region.name);
      at = region.parent?.id;
    }
    return names.length === 0 ? undefined : names.join(' / ');
  };
  return sites.map((site) => ({
    nativeId: String(site.id),
    name: site.name,
    partition: site.name,
    attributes: present({
      intent: true,
      slug: site.slug,
      status: site.status?.value,
      region: path(site.region?.id) ?? nameOf(site.region),
      group: nameOf(site.group),
      tenant: nameOf(site.tenant),
      facility: site.facility,
      timeZone: site.time_zone,
      address: site.physical_address,
      latitude: site.latitude,
      longitude: site.longitude,
      asns: sortedNumbers(site.asns.flatMap((asn) => asn.asn ?? [])),
      contacts: sortedTexts(
        contacts
          .filter((one) => (one.content_type ?? one.object_type) === 'dcim.site' && one.object_id === site.id)
          .map((one) => {
            const role = nameOf(one.role);
            return `${nameOf(one.contact) ?? 'contact'}${role === undefined ? '' : ` (${role})`}`;
          }),
      ),
      locations: sortedTexts(
        locations.filter((location) => location.site?.id === site.id).map((location) => location.name),
      ),
      description: site.description,
      comments: site.comments,
    }),
    labels: labelsOf(site),
  }));
}

const kilograms: Readonly<Record<string, number>> = { kg: 1, g: 0.001, lb: 0.453_592, oz: 0.028_35 };

export function mapRacks(
  source: string,
  racks: readonly NetboxObject<'dcim.rack'>[],
  reservations: readonly NetboxObject<'dcim.rackreservation'>[],
): ObservedRecord[] {
  return racks.map((rack) => ({
    nativeId: String(rack.id),
    name: rack.name,
    partition: nameOf(rack.site) ?? `site ${rack.site.id}`,
    attributes: present({
      intent: true,
      site: nameOf(rack.site),
      location: nameOf(rack.location),
      status: rack.status?.value,
      role: nameOf(rack.role),
      type: rack.type?.label ?? rack.form_factor?.label,
      heightU: rack.u_height,
      descending: rack.desc_units,
      widthInches: rack.width === undefined ? undefined : Number(rack.width.value),
      serial: rack.serial,
      assetTag: rack.asset_tag,
      facilityId: rack.facility_id,
      tenant: nameOf(rack.tenant),
      maximumWeightKg:
        rack.max_weight === undefined
          ? undefined
          : rack.max_weight * (kilograms[rack.weight_unit?.value ?? 'kg'] ?? 1),
      reservations: reservations
        .filter((reservation) => reservation.rack.id === rack.id)
        .map((reservation) => ({
          units: sortedNumbers(reservation.units),
          description: reservation.description ?? 'reserved',
        })),
      description: rack.description,
      comments: rack.comments,
    }),
    relations: [{ type: 'located-in', to: entityId(source, 'site', String(rack.site.id)) }],
    keys: rack.serial === undefined ? [] : [naturalKey.serial(rack.serial)],
    labels: labelsOf(rack),
  }));
}

/** What NetBox keeps beside a device: its type's dimensions, chassis, modules and bays. */
export interface DeviceDetails {
  readonly types: readonly NetboxObject<'dcim.devicetype'>[];
  readonly chassis: readonly NetboxObject<'dcim.virtualchassis'>[];
  readonly modules: readonly NetboxObject<'dcim.module'>[];
  readonly moduleBays: readonly NetboxObject<'dcim.modulebay'>[];
  readonly deviceBays: readonly NetboxObject<'dcim.devicebay'>[];
}

export function mapDevice(
  source: string,
  device: NetboxObject<'dcim.device'>,
  place: DevicePlace,
  details: DeviceDetails,
): ObservedRecord {
  const type = details.types.find((one) => one.id === device.device_type.id);
  const chassis = details.chassis.find((one) => one.id === device.virtual_chassis?.id);
  const modules = details.modules.filter((one) => one.device.id === device.id);
  const moduleIn = (bay: number) => modules.find((module) => module.module_bay.id === bay);
  const managementIp = (device.oob_ip ?? device.primary_ip)?.address?.replace(/\/\d+$/, '');
  const relations: Relation[] = [
    { type: 'located-in', to: entityId(source, 'site', String(device.site.id)) },
  ];
  if (device.rack)
    relations.push({ type: 'located-in', to: entityId(source, 'rack', String(device.rack.id)) });
  if (device.cluster)
    relations.push({ type: 'member-of', to: entityId(source, 'cluster-record', String(device.cluster.id)) });
  const keys: string[] = [];
  if (device.name !== undefined) keys.push(naturalKey.host(device.name));
  if (device.serial !== undefined) keys.push(naturalKey.serial(device.serial));
  if (managementIp !== undefined) keys.push(naturalKey.ip(managementIp));
  return {
    nativeId: String(device.id),
    name: place.name,
    ...(place.site === undefined ? {} : { partition: place.site }),
    attributes: present({
      intent: true,
      role: nameOf(device.role ?? device.device_role),
      status: device.status?.value,
      manufacturer: device.device_type.manufacturer?.name ?? device.device_type.manufacturer?.display,
      model: device.device_type.model ?? device.device_type.display,
      partNumber: type?.part_number,
      os: nameOf(device.platform),
      serial: device.serial,
      assetTag: device.asset_tag,
      managementIp,
      site: place.site,
      location: nameOf(device.location),
      rack: place.rack,
      position: device.position,
      heightU: type?.u_height,
      face: device.face?.value === 'rear' ? 'rear' : device.face?.value === 'front' ? 'front' : undefined,
      fullDepth: type?.is_full_depth,
      airflow: device.airflow?.label,
      tenant: nameOf(device.tenant),
      virtualChassis: chassis && {
        name: chassis.name,
        ...(device.vc_position === undefined ? {} : { position: device.vc_position }),
        master: chassis.master?.id === device.id,
      },
      cluster: nameOf(device.cluster),
      parentDevice: nameOf(device.parent_device),
      modules: modules
        .map((module) => ({
          bay: nameOf(module.module_bay) ?? 'bay',
          ...present({ model: nameOf(module.module_type), serial: module.serial }),
        }))
        .toSorted((a, b) => a.bay.localeCompare(b.bay, 'en', { numeric: true })),
      bays: [
        ...details.moduleBays
          .filter((bay) => bay.device.id === device.id)
          .map((bay) => ({
            name: bay.name,
            kind: 'module' as const,
            ...present({ installed: nameOf(moduleIn(bay.id)?.module_type) }),
          })),
        ...details.deviceBays
          .filter((bay) => bay.device.id === device.id)
          .map((bay) => ({
            name: bay.name,
            kind: 'device' as const,
            ...present({ installed: nameOf(bay.installed_device) }),
          })),
      ].toSorted((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true })),
      description: device.description,
      comments: device.comments,
    }),
    relations,
    keys,
    labels: labelsOf(device),
    unknown: { reachable: 'NetBox documents devices, it does not observe them' },
  };
}
