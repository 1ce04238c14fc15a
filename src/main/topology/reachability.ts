import type { Entity } from '../../shared/model/entity.ts';
import type { EntityId } from '../../shared/model/ids.ts';
import type { InventoryView } from '../inventory/view.ts';
import { atOnce } from '../platform/turns.ts';
import type { Impact } from './blast-radius.ts';
import { entitiesOf } from './dependency.ts';

/** One cable between two network devices. */
export interface DeviceLink {
  readonly from: EntityId;
  readonly to: EntityId;
  readonly ports: readonly [EntityId, EntityId];
}

export interface DeviceGraph {
  readonly devices: ReadonlyMap<EntityId, Entity>;
  /** Both ways. */
  readonly links: ReadonlyMap<EntityId, readonly DeviceLink[]>;
  /** Steps to the nearest anchor when nothing has failed; anchors are what the rest is reached through. */
  readonly steps: ReadonlyMap<EntityId, number>;
}

const deviceKinds = ['switch', 'router', 'firewall', 'device'] as const;
const core = /core|spine|backbone|distribution|border/i;

const graphs = new WeakMap<object, { readonly devices: readonly object[]; readonly graph: DeviceGraph }>();

/** Devices and the links between them, kept by the lists that a view hands out unchanged while nothing changes. */
export function deviceGraph(view: InventoryView): DeviceGraph {
  return atOnce(deviceGraphSteps(view));
}

export function* deviceGraphSteps(view: InventoryView): Generator<void, DeviceGraph> {
  const interfaces = view.all('interface');
  const devices = deviceKinds.map((kind) => entitiesOf(view, kind));
  const known = graphs.get(interfaces);
  if (known && known.devices.every((list, i) => list === devices[i])) return known.graph;
  const graph = yield* buildGraph(view, new Map(devices.flat().map((device) => [device.id, device])));
  if (interfaces.length > 0) graphs.set(interfaces, { devices, graph });
  return graph;
}

function* buildGraph(
  view: InventoryView,
  devices: ReadonlyMap<EntityId, Entity>,
): Generator<void, DeviceGraph> {
  const deviceOf = new Map<EntityId, EntityId>();
  for (const port of entitiesOf(view, 'interface')) {
    const device = view.outbound(port, 'part-of').find((one) => devices.has(one.id));
    if (device) deviceOf.set(port.id, device.id);
    yield;
  }
  const links = new Map<EntityId, DeviceLink[]>();
  for (const port of entitiesOf(view, 'interface')) {
    const from = deviceOf.get(port.id);
    if (from === undefined) continue;
    yield;
    for (const other of view.outbound(port, 'connected-to')) {
      const to = deviceOf.get(other.id);
      if (to === undefined || to === from) continue;
      const link: DeviceLink = { from, to, ports: [port.id, other.id] };
      const list = links.get(from);
      if (list) list.push(link);
      else links.set(from, [link]);
    }
  }
  return { devices, links, steps: stepsToAnchors(devices, links) };
}

/**
 * Routers, firewalls and core switches anchor what hangs together with them; where there are none, the device with the
 * most neighbours does.
 */
function stepsToAnchors(
  devices: ReadonlyMap<EntityId, Entity>,
  links: ReadonlyMap<EntityId, readonly DeviceLink[]>,
): ReadonlyMap<EntityId, number> {
  const steps = new Map<EntityId, number>();
  const spread = (from: readonly EntityId[]) => {
    let wave = from;
    for (const id of wave) steps.set(id, 0);
    for (let distance = 1; wave.length > 0; distance += 1) {
      const next: EntityId[] = [];
      for (const id of wave) {
        for (const { to } of links.get(id) ?? []) {
          if (steps.has(to)) continue;
          steps.set(to, distance);
          next.push(to);
        }
      }
      wave = next;
    }
  };
  const linked = [...links.keys()];
  spread(linked.filter((id) => isAnchor(devices.get(id))));
  const neighbours = (id: EntityId) => new Set(links.get(id)?.map(({ to }) => to)).size;
  for (const id of linked.toSorted((a, b) => neighbours(b) - neighbours(a) || (a < b ? -1 : 1))) {
    if (!steps.has(id)) spread([id]);
  }
  return steps;
}

function isAnchor(device: Entity | undefined): boolean {
  if (device === undefined) return false;
  if (device.kind === 'router' || device.kind === 'firewall') return true;
  return device.kind === 'switch' && core.test(device.attributes.role ?? '');
}

/**
 * Devices that are cut off from every anchor, or have lost one of their ways there, when everything that `isLost` is
 * gone. More losses never make fewer of them.
 */
export function isolatedDevices(
  view: InventoryView,
  isLost: (id: EntityId) => boolean,
  root: Entity,
): Omit<Impact, 'distance'>[] {
  const { devices, links, steps } = deviceGraph(view);
  const works = ({ to, ports }: DeviceLink) => !isLost(to) && !ports.some(isLost);
  const reached = new Set<EntityId>();
  let wave = [...steps].filter(([id, distance]) => distance === 0 && !isLost(id)).map(([id]) => id);
  for (const id of wave) reached.add(id);
  while (wave.length > 0) {
    const next: EntityId[] = [];
    for (const id of wave) {
      for (const link of links.get(id) ?? []) {
        if (reached.has(link.to) || !works(link)) continue;
        reached.add(link.to);
        next.push(link.to);
      }
    }
    wave = next;
  }
  const found: Omit<Impact, 'distance'>[] = [];
  for (const [id, distance] of steps) {
    const entity = devices.get(id);
    if (entity === undefined || isLost(id)) continue;
    const ways = (links.get(id) ?? []).filter(({ to }) => (steps.get(to) ?? 0) < Math.max(1, distance));
    const broken = ways.filter((link) => !works(link));
    const first = broken[0];
    const on = first && [first.to, ...first.ports, root.id].find((one) => isLost(one));
    const because = { type: 'uplink-to' as const, on: { id: on ?? root.id, level: 'lost' as const } };
    if (!reached.has(id)) {
      found.push({ entity, level: 'lost', because: { why: 'isolated', ...because } });
    } else if (first !== undefined) {
      const counts = { of: ways.length, left: ways.length - broken.length };
      found.push({ entity, level: 'reduced', because: { why: 'uplink', ...because, ...counts } });
    }
  }
  return found;
}
