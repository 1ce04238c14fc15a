import type { z } from 'zod';
import type { ActionId } from '../../shared/model/action-id.ts';
import type { Entity } from '../../shared/model/entity.ts';
import type { Domain } from '../../shared/model/kind.ts';
import type { EntityKind } from '../../shared/model/kinds/registry.ts';
import type { Severity } from '../../shared/model/severity.ts';
import type { InventoryView } from '../inventory/view.ts';

/**
 * One rule of the findings catalogue (VS01 … IN03). A pure function of the inventory and its thresholds, which are
 * settings: `thresholds` is a zod object whose members all have defaults and say their unit in their name.
 */
export interface FindingRule<T extends z.ZodObject = z.ZodObject> {
  readonly id: string;
  readonly domain: Domain;
  readonly title: string;
  readonly why: string;
  readonly remedy: string;
  /** Catalogue action that would remedy it; bracketed in the catalogue. */
  readonly action?: ActionId;
  /** Where the rule and its threshold come from, e.g. `AsBuiltReport.VMware.vSphere`. */
  readonly source: string;
  /** How long the condition must last; before that the finding says "observed once". */
  readonly durationMinutes?: number;
  /** The kinds it reads: it is evaluated anew when one of them changes. */
  readonly reads: readonly EntityKind[];
  /** It also reads when things were collected (`view.runs`, `view.confirmedAt`). */
  readonly readsRuns?: true;
  readonly thresholds: T;
  evaluate(view: InventoryView, thresholds: z.output<T>): Iterable<Verdict>;
}

export type Verdict =
  | {
      readonly type: 'breach';
      readonly entity: Entity;
      readonly severity: Severity;
      /** What was observed, with unit: "91.2 % used". */
      readonly value: string;
      /** What it should be, for every rule: "< 90 %", "connected". Never what it breaks at. */
      readonly threshold: string;
      readonly evidence?: string;
      /** ISO instant from which on the object itself says that it is so; a duration counts from then. */
      readonly sinceAt?: string;
      /** Tells several breaches of one rule on one entity apart (a port, a snapshot). */
      readonly discriminator?: string;
    }
  /** The rule could not be judged for this entity, because the source does not give what it needs. */
  | { readonly type: 'unknown'; readonly entity: Entity; readonly reason: string };

export function defineRule<T extends z.ZodObject>(rule: FindingRule<T>): FindingRule<T> {
  return rule;
}
