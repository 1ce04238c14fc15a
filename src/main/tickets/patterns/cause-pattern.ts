import type { ActionId } from '../../../shared/model/action-id.ts';
import type { Entity, EntityOf } from '../../../shared/model/entity.ts';
import type { EntityKind } from '../../../shared/model/kinds/registry.ts';
import { attributeFacts, entityEvidence } from '../../assistant/entity-facts.ts';
import type { Evidence } from '../../assistant/evidence.ts';
import type { InventoryView } from '../../inventory/view.ts';

/** How much an observation says: its points, before they are summed. */
export const strengths = { weak: 0.5, moderate: 1, strong: 2, conclusive: 3 } as const;
export type Strength = keyof typeof strengths;

/** Something observed that speaks for a cause or against it. */
export interface Sign {
  readonly speaks: 'for' | 'against';
  readonly strength: Strength;
  readonly text: string;
  readonly rests: Evidence;
}

/** What a pattern looks at: the inventory of one moment, and what stands in it about findings. */
export interface PatternDesk {
  readonly view: InventoryView;
  readonly findingsOf: (entity: Entity) => readonly EntityOf<'finding'>[];
}

/**
 * One way in which things go wrong, judged over inventory and findings. What it says of a thing is a function of those
 * alone; the ticket decides only which things are looked at and how near they are.
 */
export interface CausePattern {
  readonly id: string;
  readonly title: string;
  /** What can be at fault. */
  readonly kinds: readonly EntityKind[];
  /** How people and alerts tell of it, in English and German. */
  readonly symptoms: RegExp;
  /** Findings that show it. */
  readonly rules: readonly string[];
  /** Findings that follow from it, on the same thing or on what hangs on it: they are no causes of their own. */
  readonly follows: readonly string[];
  /** Whether what hangs on the thing suffers, so that this may explain other causes. */
  readonly spreads: boolean;
  /** A finding below critical only foretells it: nothing has failed yet. */
  readonly foretold: boolean;
  /** Paths of changes that bring it about: configuration, not consequences. */
  readonly changes?: RegExp;
  /** Catalogue actions that remedy it, best first. */
  readonly actions: readonly ActionId[];
  cause(entity: Entity, desk: PatternDesk): string;
  /** What is at fault when a finding is about `object`: a crashing pod says something about its workload. */
  atFault(object: Entity, view: InventoryView): Entity;
  signs(entity: Entity, desk: PatternDesk): readonly Sign[];
  /** What an action is for, when that is not the thing at fault: the volume under a datastore. */
  targets(entity: Entity, view: InventoryView): readonly Entity[];
}

type Optional = 'follows' | 'foretold' | 'spreads' | 'atFault' | 'signs' | 'targets' | 'actions' | 'rules';

export function definePattern(
  pattern: Omit<CausePattern, Optional> & Partial<Pick<CausePattern, Optional>>,
): CausePattern {
  return {
    rules: [],
    follows: [],
    spreads: false,
    foretold: false,
    actions: [],
    atFault: (object) => object,
    signs: () => [],
    targets: (entity) => [entity],
    ...pattern,
  };
}

/** An observation of attributes of one thing; it is cited with them. */
export function sign(
  speaks: Sign['speaks'],
  strength: Strength,
  entity: Entity,
  paths: readonly string[],
  text: string,
): Sign {
  const facts = attributeFacts(entity, ({ path }) => paths.includes(path));
  const told = facts.length > 0 ? facts : [{ path: paths[0] ?? '', label: 'Observed', text }];
  return { speaks, strength, text, rests: entityEvidence(entity, told) };
}

/** As `sign`, where what is observed stands inside of a list or a record: the words themselves are the fact. */
export function told(
  speaks: Sign['speaks'],
  strength: Strength,
  entity: Entity,
  path: string,
  text: string,
): Sign {
  return {
    speaks,
    strength,
    text,
    rests: entityEvidence(entity, [{ path, label: 'Observed', text }]),
  };
}
