import type { Entity } from '../../shared/model/entity.ts';
import type { RelationType } from '../../shared/model/relation.ts';
import type { InventoryView } from '../inventory/view.ts';
import { bareRelation, type Followed } from './vocabulary/relations.ts';

/** Through how much something may lie inside something else: pod, node, VM, host, cluster, datacenter. */
const deepest = 4;
/** Attributes that name what the record is in, by the kind that they name. */
const containers: Readonly<Record<string, readonly string[]>> = {
  cluster: ['cluster'],
  'k8s-cluster': ['cluster'],
  namespace: ['namespace'],
  site: ['site'],
  rack: ['rack'],
  array: ['array'],
  pool: ['pool'],
  datacenter: ['datacenter'],
  host: ['host'],
  switch: ['device', 'switch'],
  router: ['device'],
  firewall: ['device'],
  device: ['device'],
  'dv-switch': ['switch'],
};

/** @returns the path of the relation, when `from` states it to `to`, or undefined */
export function isRelated(
  view: InventoryView,
  from: Entity,
  to: Entity,
  means: Followed,
): string | undefined {
  for (const type of means.types) {
    if (view.outbound(from, type).some(({ id }) => id === to.id)) return `relations.${type}`;
  }
  if (means.inside !== true) return undefined;
  if (from.kind !== to.kind) {
    for (const path of containers[to.kind] ?? []) {
      const named: unknown = (from.attributes as Readonly<Record<string, unknown>>)[path];
      if (named === to.name && from.source === to.source) return `attributes.${path}`;
    }
  }
  return reaches(view, from, to, means.types) ? `relations.${means.types[0] ?? ''}` : undefined;
}

function reaches(view: InventoryView, from: Entity, to: Entity, types: readonly RelationType[]): boolean {
  const seen = new Set([from.id]);
  let edge: readonly Entity[] = [from];
  for (let step = 0; step < deepest && edge.length > 0; step += 1) {
    const next: Entity[] = [];
    for (const entity of edge) {
      for (const type of types) {
        for (const target of view.outbound(entity, type)) {
          if (target.id === to.id) return true;
          if (seen.has(target.id)) continue;
          seen.add(target.id);
          next.push(target);
        }
      }
    }
    edge = next;
  }
  return false;
}

/**
 * Tells members of a container from others, for counts over thousands: what is in it is gathered from the container
 * inwards, once.
 */
export function membership(
  view: InventoryView,
  container: Entity,
  means: Followed | undefined,
): (member: Entity) => boolean {
  const members = new Set<string>();
  const direct = means?.inside === true ? [] : (means?.types ?? []);
  for (const type of direct) for (const { id } of view.inbound(container, type)) members.add(id);
  gather(
    view,
    container,
    [...new Set([...bareRelation.types, ...(means?.inside === true ? means.types : [])])],
    members,
  );
  const paths = containers[container.kind] ?? [];
  return (member) => {
    if (members.has(member.id)) return true;
    if (member.kind === 'finding') return member.attributes.objectId === container.id;
    if (member.kind === container.kind || member.source !== container.source) return false;
    const attributes = member.attributes as Readonly<Record<string, unknown>>;
    return paths.some((path) => attributes[path] === container.name);
  };
}

function gather(
  view: InventoryView,
  container: Entity,
  types: readonly RelationType[],
  members: Set<string>,
): void {
  let edge: readonly Entity[] = [container];
  for (let step = 0; step < deepest && edge.length > 0; step += 1) {
    const next: Entity[] = [];
    for (const entity of edge) {
      for (const type of types) {
        for (const one of view.inbound(entity, type)) {
          if (one.id === container.id || members.has(one.id)) continue;
          members.add(one.id);
          next.push(one);
        }
      }
    }
    edge = next;
  }
}
