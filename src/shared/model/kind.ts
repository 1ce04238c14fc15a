import type { z } from 'zod';
import type { RelationType } from './relation.ts';

export const domains = ['vmware', 'kubernetes', 'network', 'storage', 'infrastructure'] as const;
export type Domain = (typeof domains)[number];
/** Those that are read from sources; infrastructure is made out of them. */
export const collectedDomains = [
  'vmware',
  'kubernetes',
  'network',
  'storage',
] as const satisfies readonly Domain[];
export type CollectedDomain = (typeof collectedDomains)[number];

/**
 * What one kind of entity is. `attributes` is a zod object whose members are all `.optional()` unless the thing
 * cannot exist without them: an absent attribute is unknown, and the reason stands in the entity's `unknown` map.
 * Units are part of the attribute's name: `…Bytes`, `…Mhz`, `…Mbps`, `…Ms`, `…Percent` (0–100), `…At` (ISO
 * instant), `…Days`, `…Seconds`, `…Watts`; a plain name is a count or a text.
 */
export interface KindDefinition {
  readonly domain: Domain;
  /** What operators call one and many of it. */
  readonly title: string;
  readonly plural: string;
  readonly attributes: z.ZodObject;
  /** Top-level attributes that move by themselves (usage, counters, uptime): no history, no new version. */
  readonly volatile?: readonly string[];
  /** Top-level attributes that a scheduler decides (a VM's host under DRS): history, but in a class of its own. */
  readonly placement?: readonly string[];
  /** Relations whose change is placement rather than configuration. */
  readonly placementRelations?: readonly RelationType[];
  /** Numeric attributes of which one point a day is kept on the entity, for forecasts. */
  readonly sampled?: readonly string[];
  /**
   * Things of this kind come and go by themselves (a pod, an event): their appearing and disappearing is no change of
   * configuration. Digests of the kind's configuration leave them out altogether, so that documents are refreshed
   * in place rather than given a new version.
   */
  readonly runtime?: true;
  /** Attributes shown first in lists. */
  readonly columns?: readonly string[];
}

export function defineKind<const K extends KindDefinition>(definition: K): K {
  return definition;
}
