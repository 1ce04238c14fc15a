import type { Entity } from '../../shared/model/entity.ts';
import type { EntityId } from '../../shared/model/ids.ts';
import type { InventoryView } from '../inventory/view.ts';
import { dependantsOf, dependenciesOf } from '../topology/rules/registry.ts';

/** How near a thing is to what a ticket is about. */
export interface Placed {
  readonly entity: Entity;
  /** named: the ticket is about it; beneath: that stands on it; part: it is a part of that; above: it hangs on that. */
  readonly way: 'named' | 'beneath' | 'part' | 'above';
  readonly distance: number;
  /** The thing of the ticket that it belongs to. */
  readonly of: Entity;
}

export type Scope = ReadonlyMap<EntityId, Placed>;

const deepest = 6;
const most = 600;
/** Beneath a cluster or a site lies everything: from so many on, only what comes first is looked at. */
const mostOfOne = 200;

/** What a ticket is about, what that stands on, its parts, and what hangs on it directly. */
export function scopeOf(view: InventoryView, subjects: readonly Entity[]): Scope {
  const scope = new Map<EntityId, Placed>();
  const place = (placed: Placed) => {
    if (scope.size < most && !scope.has(placed.entity.id)) scope.set(placed.entity.id, placed);
  };
  for (const entity of subjects) place({ entity, way: 'named', distance: 0, of: entity });
  for (const subject of subjects) {
    const seen = new Set<EntityId>([subject.id]);
    let wave: readonly Entity[] = [subject];
    for (let distance = 1; distance <= deepest && wave.length > 0 && seen.size < mostOfOne; distance += 1) {
      const next: Entity[] = [];
      for (const entity of wave) {
        for (const { entity: other } of dependenciesOf(view, entity, true)) {
          if (seen.has(other.id) || seen.size >= mostOfOne) continue;
          seen.add(other.id);
          next.push(other);
          place({ entity: other, way: 'beneath', distance, of: subject });
        }
      }
      wave = next;
    }
  }
  for (const subject of subjects) {
    for (const type of ['part-of', 'member-of'] as const) {
      for (const entity of view.inbound(subject, type).slice(0, mostOfOne)) {
        place({ entity, way: 'part', distance: 1, of: subject });
        // What is wrong with a link is told of one of its ends, perhaps of the other one.
        for (const far of view.outbound(entity, 'connected-to')) {
          place({ entity: far, way: 'part', distance: 2, of: subject });
        }
      }
    }
    for (const { entity } of dependantsOf(view, subject, true).slice(0, mostOfOne)) {
      place({ entity, way: 'above', distance: 1, of: subject });
    }
  }
  return scope;
}
