import type { EntityKind } from '../../../shared/model/kinds/registry.ts';
import { compareNatural } from '../../inventory/natural-order.ts';
import type { Impact, ImpactLevel } from '../../topology/blast-radius.ts';
import { caveatsOf } from '../../topology/not-known.ts';
import { noLevels } from '../../topology/topology.ts';
import { weightOf } from '../../topology/weight.ts';
import type { Handler } from '../handler.ts';
import { entityRef, presentEntity } from './entities.ts';

const rank: Readonly<Record<ImpactLevel, number>> = { lost: 0, restarts: 1, reduced: 2 };

export const blastRadius: Handler<'topology.blastRadius'> = async (input, { app }) => {
  const view = await app.inventory.view(input.at);
  const root = presentEntity(view, input.id);
  const radius = app.topology.blastRadius(view, root);
  const all = [...radius.affected.values()];
  const counts = new Map<EntityKind, Record<ImpactLevel, number>>();
  const levels = { ...noLevels };
  for (const { entity, level } of all) {
    const ofKind = counts.get(entity.kind) ?? { ...noLevels };
    ofKind[level] += 1;
    levels[level] += 1;
    counts.set(entity.kind, ofKind);
  }
  const matching = all
    .filter(
      ({ entity, level }) =>
        (input.kinds?.includes(entity.kind) ?? true) && (input.levels?.includes(level) ?? true),
    )
    .toSorted(
      (a, b) =>
        rank[a.level] - rank[b.level] ||
        weightOf(b.entity.kind) - weightOf(a.entity.kind) ||
        compareNatural(a.entity.name, b.entity.name) ||
        (a.entity.id < b.entity.id ? -1 : 1),
    );
  const because = (impact: Impact) => {
    const { why, type, on, of, left, by } = impact.because;
    const cause = view.get(on.id) ?? root;
    const instead = by === undefined ? undefined : view.get(by);
    return {
      why,
      type,
      on: entityRef(cause),
      onLevel: on.level,
      ...(of !== undefined && { of }),
      ...(left !== undefined && { left }),
      ...(instead && { by: entityRef(instead) }),
    };
  };
  return {
    at: view.at,
    root: entityRef(root),
    affected: matching.slice(input.offset, input.offset + input.limit).map((impact) => ({
      ...entityRef(impact.entity),
      level: impact.level,
      distance: impact.distance,
      chain: radius.chain(impact.entity.id).map(because),
    })),
    total: matching.length,
    levels,
    counts: [...counts]
      .map(([kind, ofKind]) => ({ kind, ...ofKind }))
      .toSorted((a, b) => weightOf(b.kind) - weightOf(a.kind) || (a.kind < b.kind ? -1 : 1)),
    caveats: caveatsOf(view, radius).map((one) => ({ ...one, names: [...one.names] })),
  };
};
