import type { Entity } from '../../shared/model/entity.ts';
import type { EntityId } from '../../shared/model/ids.ts';
import { entityKinds, kindDefinition, type EntityKind } from '../../shared/model/kinds/registry.ts';
import type { InventoryView } from '../inventory/view.ts';
import { entitiesOf, type DependencyType } from './dependency.ts';
import { homeOf, lensDefinitions, type Lens } from './lens.ts';
import { deviceGraphSteps, type DeviceGraph } from './reachability.ts';
import { dependantsOf, dependenciesOf } from './rules/registry.ts';

/** The entities that a picture is made of, where each stands, and what depends on what among them. Numbered densely. */
export interface Universe {
  readonly ids: readonly EntityId[];
  readonly kinds: readonly EntityKind[];
  readonly index: ReadonlyMap<EntityId, number>;
  /** -1: stands by itself. */
  readonly home: Int32Array;
  /** What stands in each, by kind, by name; -1 for what stands by itself. */
  readonly within: ReadonlyMap<number, ReadonlyMap<EntityKind, readonly number[]>>;
  /** Three numbers an edge: from, to, and which of `types`. */
  readonly edges: Int32Array;
  readonly types: readonly DependencyType[];
  /** There is more within the wanted distance than is looked at. */
  readonly truncated: boolean;
}

/** More than this around one entity is a picture of everything. */
const mostAround = 20_000;
const symmetric: ReadonlySet<DependencyType> = new Set<DependencyType>(['connected-to', 'peers-with']);

/** Everything that a lens shows; it may be interrupted after each entity. */
export function* lensUniverse(view: InventoryView, lens: Lens): Generator<void, Universe> {
  const { kinds, across } = lensDefinitions[lens];
  const members = kinds.flatMap((kind) => entitiesOf(view, kind));
  const known = new Set(members.map(({ id }) => id));
  for (const kind of across) {
    for (const entity of entitiesOf(view, kind)) {
      yield;
      const touches = ({ entity: other }: { readonly entity: Entity }) => known.has(other.id);
      if (
        !dependenciesOf(view, entity, true).some(touches) &&
        !dependantsOf(view, entity, true).some(touches)
      )
        continue;
      known.add(entity.id);
      members.push(entity);
    }
  }
  return yield* assemble(view, members, false);
}

/** What `focus` stands on and what stands on it, `depth` steps each way, with where all of it stands. */
export function* focusUniverse(
  view: InventoryView,
  lens: Lens,
  focus: Entity,
  depth: number,
): Generator<void, Universe> {
  const { kinds, across } = lensDefinitions[lens];
  const shown = new Set<EntityKind>([...kinds, ...across]);
  const isShown = (entity: Entity) => lens === 'everything' || shown.has(entity.kind);
  const found = new Map<EntityId, Entity>([[focus.id, focus]]);
  let truncated = false;
  const spread = (next: (entity: Entity) => readonly { readonly entity: Entity }[]) => {
    const seen = new Set<EntityId>([focus.id]);
    let wave: Entity[] = [focus];
    for (let distance = 0; distance < depth && wave.length > 0; distance += 1) {
      const following: Entity[] = [];
      for (const entity of wave) {
        for (const { entity: other } of next(entity)) {
          if (seen.has(other.id) || !isShown(other)) continue;
          if (found.size >= mostAround) {
            truncated = true;
            return;
          }
          seen.add(other.id);
          found.set(other.id, other);
          following.push(other);
        }
      }
      wave = following;
    }
  };
  spread((entity) => dependenciesOf(view, entity));
  spread((entity) => dependantsOf(view, entity));
  // What is added on the way is already followed to its end.
  for (const entity of Array.from(found.values())) {
    let home = homeOf(view, entity, () => true);
    while (home && !found.has(home.id)) {
      found.set(home.id, home);
      home = homeOf(view, home, () => true);
    }
  }
  const order = new Map(entityKinds.map((kind, i) => [kind, i]));
  const members = [...found.values()].toSorted(
    (a, b) =>
      (order.get(a.kind) ?? 0) - (order.get(b.kind) ?? 0) ||
      a.name.localeCompare(b.name, 'en', { numeric: true }) ||
      (a.id < b.id ? -1 : 1),
  );
  return yield* assemble(view, members, truncated);
}

function* assemble(
  view: InventoryView,
  members: readonly Entity[],
  truncated: boolean,
): Generator<void, Universe> {
  const index = new Map<EntityId, number>();
  for (const [i, { id }] of members.entries()) index.set(id, i);
  const home = new Int32Array(members.length).fill(-1);
  for (const [i, entity] of members.entries()) {
    const at = homeOf(view, entity, (other) => index.has(other.id));
    if (at) home[i] = index.get(at.id) ?? -1;
    yield;
  }
  breakCircles(home);
  const within = new Map<number, Map<EntityKind, number[]>>();
  for (const [i, { kind }] of members.entries()) {
    const at = home[i] ?? -1;
    const byKind = within.get(at) ?? new Map<EntityKind, number[]>();
    within.set(at, byKind);
    const list = byKind.get(kind);
    if (list) list.push(i);
    else byKind.set(kind, [i]);
  }
  const types: DependencyType[] = [];
  const typeIndex = new Map<DependencyType, number>();
  const numberOf = (type: DependencyType): number => {
    let known = typeIndex.get(type);
    if (known === undefined) {
      known = types.push(type) - 1;
      typeIndex.set(type, known);
    }
    return known;
  };
  const edges: number[] = [];
  const steps = deviceSteps(view, yield* deviceGraphSteps(view));
  for (const [from, entity] of members.entries()) {
    yield;
    for (const { entity: other, type } of dependenciesOf(view, entity)) {
      const to = index.get(other.id);
      if (to === undefined) continue;
      if (!symmetric.has(type) || other.kind !== entity.kind) {
        edges.push(from, to, numberOf(type));
        continue;
      }
      // Said by both ends: once, from the end that is further from the core.
      const further = steps(entity, other);
      if (further > 0) edges.push(from, to, numberOf(type));
      else if (further === 0 && from < to) edges.push(from, to, numberOf('linked-with'));
    }
  }
  return {
    ids: members.map(({ id }) => id),
    kinds: members.map(({ kind }) => kind),
    index,
    home,
    within,
    edges: Int32Array.from(edges),
    types,
    truncated,
  };
}

/** How much further from the core the first one is. */
function deviceSteps(view: InventoryView, { steps }: DeviceGraph): (from: Entity, to: Entity) => number {
  const stepsOf = (entity: Entity) => {
    const device = view.outbound(entity, 'part-of')[0];
    return device === undefined ? 0 : (steps.get(device.id) ?? 0);
  };
  return (from, to) => stepsOf(from) - stepsOf(to);
}

/** Records that stand in each other stand by themselves. */
function breakCircles(home: Int32Array): void {
  const done = new Uint8Array(home.length);
  for (let i = 0; i < home.length; i += 1) {
    const path: number[] = [];
    let at = i;
    while (at >= 0 && done[at] === 0) {
      done[at] = 1;
      path.push(at);
      at = home[at] ?? -1;
    }
    if (at >= 0 && done[at] === 1) home[at] = -1;
    for (const one of path) done[one] = 2;
  }
}

/** Equal keys: the same entities stand in the same places and depend on the same others. */
export function universeKey(view: InventoryView, lens: Lens): string {
  const { kinds, across } = lensDefinitions[lens];
  return [...kinds, ...across]
    .map((kind) => {
      const { config, content } = view.digest(kind);
      return kindDefinition(kind).runtime === true ? content : config;
    })
    .join(' ');
}
