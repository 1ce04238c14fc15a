import type { Entity } from '../../shared/model/entity.ts';
import type { EntityId } from '../../shared/model/ids.ts';
import type { EntityKind } from '../../shared/model/kinds/registry.ts';
import { severities, type Severity } from '../../shared/model/severity.ts';
import type { InventoryView } from '../inventory/view.ts';
import type { Clock } from '../platform/clock.ts';
import { createTurns, inTurns } from '../platform/turns.ts';
import { blastRadius, type BlastRadius, type ImpactLevel } from './blast-radius.ts';
import { stateOf, type EntityState } from './entity-state.ts';
import { findingsByEntity, noFindings, type FindingTally } from './findings-index.ts';
import { fold, foldEdges, type PictureEdge, type PictureNode } from './folded-picture.ts';
import type { Lens } from './lens.ts';
import { dependencyRules } from './rules/registry.ts';
import { focusUniverse, lensUniverse, universeKey, type Universe } from './universe.ts';

export interface GraphQuery {
  readonly lens: Lens;
  readonly focus?: Entity;
  readonly depth: number;
  readonly expanded: readonly string[];
  readonly collapsed: readonly string[];
  readonly failed?: Entity;
  readonly limit: number;
}

export type LevelCounts = Readonly<Record<ImpactLevel, number>>;

export interface GraphNode extends PictureNode {
  readonly shown?: Entity;
  readonly name: string;
  readonly folded: readonly { readonly kind: EntityKind; readonly count: number }[];
  readonly findings: FindingTally;
  readonly severity?: Severity;
  readonly state?: EntityState;
  readonly impact?: { readonly level?: ImpactLevel | 'failed'; readonly folded: LevelCounts };
}

export interface Graph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly PictureEdge[];
  readonly total: number;
  readonly shown: number;
  readonly limited: boolean;
  readonly truncated: boolean;
  readonly impactElsewhere?: LevelCounts;
}

/** Up to so many nodes a picture opens by itself: as many as can be read at once. */
const openBudgets: Readonly<Record<Lens, number>> = {
  everything: 36,
  virtualization: 72,
  kubernetes: 72,
  network: 72,
  storage: 72,
};
const focusBudget = 80;
const keptUniverses = 6;
const keptRadii = 8;
const judgedKinds = [...new Set(dependencyRules.flatMap(({ of, on }) => [...of, ...on]))];

/**
 * Pictures of what depends on what. Universes and blast radii are kept by what they were made from, so that opening a
 * node of a large estate does not work all of it out again.
 */
export interface Topology {
  /** While others get their turns: the first picture of a large estate looks at every entity. */
  graph(view: InventoryView, query: GraphQuery): Promise<Graph>;
  blastRadius(view: InventoryView, root: Entity): BlastRadius;
}

export function createTopology(clock: Pick<Clock, 'monotonicMs'>): Topology {
  const universes = new Map<string, Promise<Universe>>();
  const radii = new Map<string, BlastRadius>();

  function universeOf(view: InventoryView, { lens, focus, depth }: GraphQuery): Promise<Universe> {
    const turns = createTurns(clock);
    if (focus) return inTurns(focusUniverse(view, lens, focus, depth), turns);
    const key = `${lens} ${universeKey(view, lens)}`;
    return kept(universes, key, keptUniverses, () => {
      const universe = inTurns(lensUniverse(view, lens), turns);
      universe.catch(() => universes.delete(key));
      return universe;
    });
  }

  function radiusOf(view: InventoryView, root: Entity): BlastRadius {
    const key = `${root.id} ${estateKey(view)}`;
    return kept(radii, key, keptRadii, () => blastRadius(view, root));
  }

  return {
    blastRadius: radiusOf,
    async graph(view, query) {
      const universe = await universeOf(view, query);
      const { focus, failed } = query;
      const picture = fold(universe, {
        expanded: new Set(query.expanded),
        collapsed: new Set(query.collapsed),
        reveal: [focus, failed].flatMap((one) => (one ? [one.id] : [])),
        budget: Math.min(focus ? focusBudget : openBudgets[query.lens], query.limit),
        limit: query.limit,
        openAll: focus !== undefined,
      });
      const folded = foldedInto(universe, picture.nodes, picture.nodeOf, view);
      const radius = failed && radiusOf(view, failed);
      const impacts = radius && impactsOn(universe, radius, picture.nodeOf);
      const nodes = picture.nodes.map((node): GraphNode => {
        const shown = node.entity === undefined ? undefined : view.get(idAt(universe, node.entity));
        const inside = folded.get(node.id);
        const findings = inside?.findings ?? noFindings;
        const severity = severities.find((one) => findings[one] > 0);
        const state = shown && stateOf(shown);
        const level =
          shown && radius && (shown.id === radius.root.id ? 'failed' : radius.affected.get(shown.id)?.level);
        return {
          ...node,
          ...(shown && { shown }),
          name: shown?.name ?? (node.home === undefined ? '' : (view.get(node.home)?.name ?? '')),
          folded: [...(inside?.kinds ?? [])].map(([kind, count]) => ({ kind, count })),
          findings,
          ...(severity && { severity }),
          ...(state && { state }),
          ...(impacts && {
            impact: { ...(level && { level }), folded: impacts.folded.get(node.id) ?? noLevels },
          }),
        };
      });
      return {
        nodes,
        edges: foldEdges(universe, picture),
        total: universe.ids.length,
        shown: nodes.filter((node) => node.shown).length,
        limited: picture.limited,
        truncated: universe.truncated,
        ...(impacts && { impactElsewhere: impacts.elsewhere }),
      };
    },
  };
}

export const noLevels: LevelCounts = Object.freeze({ lost: 0, restarts: 0, reduced: 0 });

interface FoldedInto {
  readonly kinds: Map<EntityKind, number>;
  findings: Record<Severity, number>;
}

/** Of each node: what is folded into it by kind, and the findings about it and them. */
function foldedInto(
  universe: Universe,
  nodes: readonly PictureNode[],
  nodeOf: (index: number) => string,
  view: InventoryView,
): ReadonlyMap<string, FoldedInto> {
  const own = new Set(nodes.flatMap((node) => node.entity ?? []));
  const found = new Map<string, FoldedInto>();
  const at = (id: string) => {
    let known = found.get(id);
    if (!known) found.set(id, (known = { kinds: new Map(), findings: { ...noFindings } }));
    return known;
  };
  for (const [i, kind] of universe.kinds.entries()) {
    if (own.has(i)) continue;
    const { kinds } = at(nodeOf(i));
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  }
  for (const [id, tally] of findingsByEntity(view)) {
    const i = universe.index.get(id);
    if (i === undefined) continue;
    const into = at(nodeOf(i));
    for (const severity of severities) into.findings[severity] += tally[severity];
  }
  return found;
}

function impactsOn(universe: Universe, radius: BlastRadius, nodeOf: (index: number) => string) {
  const folded = new Map<string, Record<ImpactLevel, number>>();
  const elsewhere = { ...noLevels };
  for (const [id, { level }] of radius.affected) {
    const i = universe.index.get(id);
    if (i === undefined) {
      elsewhere[level] += 1;
      continue;
    }
    const node = nodeOf(i);
    if (node === id) continue;
    const counts = folded.get(node) ?? { ...noLevels };
    counts[level] += 1;
    folded.set(node, counts);
  }
  return { folded, elsewhere };
}

function idAt(universe: Universe, index: number): EntityId {
  const id = universe.ids[index];
  if (id === undefined)
    throw new RangeError(`a picture of ${universe.ids.length} entities has no number ${index}`);
  return id;
}

/** Equal keys: nothing that a blast radius follows from differs. */
function estateKey(view: InventoryView): string {
  return judgedKinds.map((kind) => view.digest(kind).content).join(' ');
}

function kept<T>(cache: Map<string, T>, key: string, most: number, make: () => T): T {
  const known = cache.get(key);
  const value = known ?? make();
  // The newest stands last; the oldest goes first.
  cache.delete(key);
  cache.set(key, value);
  for (const old of cache.keys()) {
    if (cache.size <= most) break;
    cache.delete(old);
  }
  return value;
}
