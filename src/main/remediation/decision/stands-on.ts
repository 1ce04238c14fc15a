import type { Entity } from '../../../shared/model/entity.ts';
import type { EntityId } from '../../../shared/model/ids.ts';
import type { RelationType } from '../../../shared/model/relation.ts';
import type { InventoryView } from '../../inventory/view.ts';

const upwards = [
  'runs-on',
  'owned-by',
  'member-of',
  'part-of',
  'stored-on',
  'backed-by',
  'bound-to',
  'mounts',
] as const satisfies readonly RelationType[];

const deepest = 8;

/** What an entity stands on or belongs to, nearest first, without itself. */
export function standsOn(
  view: InventoryView,
  entity: Entity,
  depth: number = deepest,
): ReadonlyMap<EntityId, Entity> {
  const found = new Map<EntityId, Entity>();
  let wave: readonly Entity[] = [entity];
  for (let step = 0; step < depth && wave.length > 0; step += 1) {
    const next: Entity[] = [];
    for (const one of wave) {
      for (const type of upwards) {
        for (const under of view.outbound(one, type)) {
          if (under.id === entity.id || found.has(under.id)) continue;
          found.set(under.id, under);
          next.push(under);
        }
      }
    }
    wave = next;
  }
  return found;
}

const clusterKinds: ReadonlySet<string> = new Set([
  'cluster',
  'k8s-cluster',
  'array',
  'switch',
  'router',
  'firewall',
  'device',
]);

/**
 * What limits count a target in: its cluster, or the array or network device that it is a part of. The nearest: a node
 * belongs to its Kubernetes cluster, not to that of the machine beneath it.
 */
export function clusterOf(view: InventoryView, target: Entity): EntityId | undefined {
  if (clusterKinds.has(target.kind)) return target.id;
  for (const under of standsOn(view, target).values()) {
    if (clusterKinds.has(under.kind)) return under.id;
  }
  return undefined;
}
