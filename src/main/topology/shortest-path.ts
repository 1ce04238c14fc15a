import type { Entity } from '../../shared/model/entity.ts';
import type { EntityId } from '../../shared/model/ids.ts';
import type { InventoryView } from '../inventory/view.ts';
import type { DependencyType } from './dependency.ts';
import { dependantsOf, dependenciesOf, type Dependency } from './rules/registry.ts';

export interface PathStep {
  readonly entity: Entity;
  /** How it is tied to the step before it; absent for the first. */
  readonly type?: DependencyType;
  /** The step before it depends on it, or the other way round. */
  readonly direction?: 'depends-on' | 'needed-by';
}

export interface DependencyPath {
  /** depends-on: `from` stands on `to`; needed-by: the other way round; related: they meet somewhere between. */
  readonly relation: 'depends-on' | 'needed-by' | 'related';
  readonly steps: readonly PathStep[];
}

/** What a search looks at before it gives up. */
const mostVisited = 200_000;

/**
 * The shortest way between two entities: along dependencies where there is one, else by whatever ties them.
 * It may be interrupted after each entity that is looked at.
 */
export function* shortestPath(
  view: InventoryView,
  from: Entity,
  to: Entity,
): Generator<void, DependencyPath | undefined> {
  const down = yield* search(from, to, (entity) => directed(dependenciesOf(view, entity), 'depends-on'));
  if (down) return { relation: 'depends-on', steps: down };
  const up = yield* search(from, to, (entity) => directed(dependantsOf(view, entity), 'needed-by'));
  if (up) return { relation: 'needed-by', steps: up };
  const any = yield* search(from, to, (entity) => [
    ...directed(dependenciesOf(view, entity), 'depends-on'),
    ...directed(dependantsOf(view, entity), 'needed-by'),
  ]);
  return any && { relation: 'related', steps: any };
}

type Step = Dependency & { readonly direction: 'depends-on' | 'needed-by' };

function directed(dependencies: readonly Dependency[], direction: Step['direction']): Step[] {
  return dependencies.map((one) => ({ ...one, direction }));
}

function* search(
  from: Entity,
  to: Entity,
  next: (entity: Entity) => readonly Step[],
): Generator<void, PathStep[] | undefined> {
  const cameFrom = new Map<EntityId, { step: PathStep; before?: EntityId }>([
    [from.id, { step: { entity: from } }],
  ]);
  let wave: Entity[] = [from];
  while (wave.length > 0 && cameFrom.size < mostVisited && !cameFrom.has(to.id)) {
    const following: Entity[] = [];
    for (const entity of wave) {
      yield;
      for (const { entity: other, type, direction } of next(entity)) {
        if (cameFrom.has(other.id)) continue;
        cameFrom.set(other.id, { step: { entity: other, type, direction }, before: entity.id });
        following.push(other);
      }
    }
    wave = following;
  }
  const path: PathStep[] = [];
  let at = cameFrom.get(to.id);
  while (at) {
    path.unshift(at.step);
    at = at.before === undefined ? undefined : cameFrom.get(at.before);
  }
  return path.length === 0 ? undefined : path;
}
