import type { Entity } from '../../../shared/model/entity.ts';
import type { EntityKind } from '../../../shared/model/kinds/registry.ts';
import type { InventoryView } from '../../inventory/view.ts';
import type { DependencyRule, DependencyType } from '../dependency.ts';
import { documentedDependencies } from './documented.ts';
import { kubernetesDependencies } from './kubernetes.ts';
import { networkDependencies } from './network.ts';
import { storageDependencies } from './storage.ts';
import { vmwareDependencies } from './vmware.ts';

/** Everything that is known of what depends on what. */
export const dependencyRules: readonly DependencyRule[] = [
  ...vmwareDependencies,
  ...kubernetesDependencies,
  ...networkDependencies,
  ...storageDependencies,
  ...documentedDependencies,
];

const none: readonly DependencyRule[] = [];

function byKind(ends: (rule: DependencyRule) => readonly EntityKind[]) {
  const found = new Map<EntityKind, DependencyRule[]>();
  for (const rule of dependencyRules) {
    for (const kind of new Set(ends(rule))) {
      const known = found.get(kind);
      if (known) known.push(rule);
      else found.set(kind, [rule]);
    }
  }
  return (kind: EntityKind): readonly DependencyRule[] => found.get(kind) ?? none;
}

/** How things of a kind depend on others. */
export const rulesOf = byKind((rule) => rule.of);
/** How others depend on things of a kind. */
export const rulesOn = byKind((rule) => rule.on);

export interface Dependency {
  readonly entity: Entity;
  readonly type: DependencyType;
}

/** What an entity directly depends on. */
export function dependenciesOf(view: InventoryView, entity: Entity, all = false): Dependency[] {
  return rulesOf(entity.kind).flatMap((rule) =>
    rule.drawn === false && !all
      ? []
      : rule
          .forward(view, entity)
          .filter((other) => other.id !== entity.id)
          .map((other): Dependency => ({ entity: other, type: rule.type })),
  );
}

/** What directly depends on an entity. */
export function dependantsOf(view: InventoryView, entity: Entity, all = false): Dependency[] {
  return rulesOn(entity.kind).flatMap((rule) =>
    rule.drawn === false && !all
      ? []
      : rule
          .reverse(view, entity)
          .filter((other) => other.id !== entity.id)
          .map((other): Dependency => ({ entity: other, type: rule.type })),
  );
}
