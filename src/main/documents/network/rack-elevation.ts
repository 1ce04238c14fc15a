import type { Block } from '../../../shared/model/block.ts';
import type { EntityOf } from '../../../shared/model/entity.ts';
import type { InventoryView } from '../../inventory/view.ts';
import {
  computed,
  entityLink,
  entityLinks,
  heading,
  paragraph,
  table,
  unknown,
  type Content,
} from '../build.ts';
import { count } from '../format.ts';
import type { GeneratorSettings, SectionPlan } from '../generator.ts';
import { isDevice, type NetworkDevice } from './device-tables.ts';
import { knownTable } from '../known-columns.ts';

type Rack = EntityOf<'rack'>;

interface Slot {
  readonly bottom: number;
  readonly top: number;
  readonly device: NetworkDevice;
}

export function devicesOfRack(view: InventoryView, rack: Rack): readonly NetworkDevice[] {
  return view.inbound(rack, 'located-in').filter((entity) => isDevice(entity));
}

/** Rack units that something stands in; a unit with devices on both faces counts once. */
export function usedUnits(devices: readonly NetworkDevice[]): number {
  const units = new Set<number>();
  for (const slot of slotsOf(devices)) for (let u = slot.bottom; u <= slot.top; u++) units.add(u);
  return units.size;
}

function slotsOf(devices: readonly NetworkDevice[]): readonly Slot[] {
  return devices
    .flatMap((device): Slot[] => {
      const { position, heightU } = device.attributes;
      if (position === undefined) return [];
      const bottom = Math.floor(position);
      return [{ bottom, top: bottom + Math.max(1, Math.ceil(heightU ?? 1)) - 1, device }];
    })
    .toSorted((a, b) => b.top - a.top || b.bottom - a.bottom);
}

export function rackSections(
  view: InventoryView,
  site: string,
  settings: GeneratorSettings,
): readonly SectionPlan[] {
  const racks = view.inPartition('rack', site);
  if (racks.length === 0) return [];
  const reads: SectionPlan['reads'] = [
    { kind: 'rack', partition: site },
    ...(['switch', 'router', 'firewall', 'device'] as const).map((kind) => ({ kind, partition: site })),
  ];
  const full = settings.depth === 'full';
  return [
    {
      key: 'racks',
      title: 'Racks',
      level: 2,
      reads,
      render: () => [
        ...knownTable<Rack>({
          entities: racks,
          home: true,
          columns: [
            { title: 'Rack', path: 'name' },
            { title: 'Location', path: 'location' },
            { title: 'Status', path: 'status' },
            { title: 'Role', path: 'role' },
            { title: 'Type', path: 'type' },
            { title: 'Units', path: 'heightU', align: 'right' },
            {
              title: 'Units used',
              align: 'right',
              value: (rack) =>
                computed(String(usedUnits(devicesOfRack(view, rack))), `devices in ${rack.name}`),
            },
            {
              title: 'Devices',
              align: 'right',
              value: (rack) => computed(String(devicesOfRack(view, rack).length), `devices in ${rack.name}`),
            },
            { title: 'Tenant', path: 'tenant' },
            { title: 'Serial', path: 'serial' },
            { title: 'Asset tag', path: 'assetTag' },
            ...(full
              ? ([
                  { title: 'Facility id', path: 'facilityId' },
                  { title: 'Width', path: 'widthInches', format: (inches: number) => `${inches} in` },
                  { title: 'Maximum weight', path: 'maximumWeightKg', format: (kg: number) => `${kg} kg` },
                ] as const)
              : []),
            { title: 'Reserved', value: (rack) => reservedText(rack) },
            { title: 'Description', value: (rack) => rack.attributes.description ?? '' },
          ],
        }),
      ],
    },
    {
      key: 'rack-elevations',
      title: 'Rack elevations',
      level: 2,
      reads,
      render: () => racks.flatMap((rack) => elevation(view, rack)),
    },
  ];
}

function reservedText(rack: Rack): string {
  return (rack.attributes.reservations ?? [])
    .map(({ units, description }) => `U${units.join(', U')}: ${description}`)
    .join('; ');
}

function elevation(view: InventoryView, rack: Rack): readonly Block[] {
  const devices = devicesOfRack(view, rack);
  const slots = slotsOf(devices);
  const height = rack.attributes.heightU;
  const loose = devices.filter((device) => device.attributes.position === undefined);
  const { location } = rack.attributes;
  const blocks: Block[] = [heading(location === undefined ? rack.name : `${location}, ${rack.name}`)];
  if (slots.length === 0) {
    blocks.push(paragraph(entityLink(rack), ' has no device with a rack unit.'));
  } else {
    blocks.push(table(['Units', 'Front', 'Rear'], rowsOf(rack, slots, height)));
  }
  if (height === undefined) blocks.push(paragraph('Height: ', unknown(`not given by ${rack.source}`)));
  if (loose.length > 0)
    blocks.push(paragraph('In the rack without a unit: ', ...entityLinks(loose, 100), '.'));
  return blocks;
}

/** From the top unit down; empty units between devices are one row. */
function rowsOf(rack: Rack, slots: readonly Slot[], height: number | undefined): (readonly Content[])[] {
  const rows: (readonly Content[])[] = [];
  const reserved = new Map(
    (rack.attributes.reservations ?? []).flatMap(({ units, description }) =>
      units.map((unit) => [unit, description] as const),
    ),
  );
  const free = (from: number, to: number) => {
    if (from < to) return;
    const notes = new Set<string>();
    for (let unit = to; unit <= from; unit++) {
      const note = reserved.get(unit);
      if (note !== undefined) notes.add(note);
    }
    const text = `${count(from - to + 1, 'unit')} free${notes.size > 0 ? ` (reserved: ${[...notes].join('; ')})` : ''}`;
    rows.push([unitRange(to, from), computed(text, `devices in ${rack.name}`), '']);
  };
  let next = height ?? slots[0]?.top ?? 0;
  for (let i = 0; i < slots.length;) {
    const first = slots[i];
    if (!first) break;
    // Devices on the two faces, or documented in overlapping units, share a row.
    let bottom = first.bottom;
    let end = i + 1;
    for (let other = slots[end]; other && other.top >= bottom; other = slots[end]) {
      bottom = Math.min(bottom, other.bottom);
      end += 1;
    }
    const together = slots.slice(i, end);
    free(next, first.top + 1);
    const side = (rear: boolean): Content => {
      const devices = together.filter((slot) => (slot.device.attributes.face === 'rear') === rear);
      return devices.flatMap((slot, n) => [
        ...(n === 0 ? [] : [', ']),
        entityLink(slot.device),
        ...(together.length > 1 ? [` (${unitRange(slot.bottom, slot.top)})`] : []),
      ]);
    };
    rows.push([unitRange(bottom, first.top), side(false), side(true)]);
    next = bottom - 1;
    i = end;
  }
  if (height !== undefined) free(next, 1);
  return rows;
}

function unitRange(bottom: number, top: number): string {
  return top > bottom ? `U${bottom}–U${top}` : `U${bottom}`;
}
