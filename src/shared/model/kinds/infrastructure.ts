import { z } from 'zod';
import { defineKind } from '../kind.ts';
import { severities } from '../severity.ts';

export const infrastructureKinds = {
  /**
   * A rule that an entity breaks. Findings are kept as entities of the source `findings`, so that they have first
   * seen, history, disappearance and time travel like everything else. nativeId: `RULE:entity id`, then
   * `:discriminator` where one rule breaks several times on one entity. The partition is the rule's id, so that
   * each rule judges its own findings and no other's.
   */
  finding: defineKind({
    domain: 'infrastructure',
    title: 'finding',
    plural: 'findings',
    attributes: z.strictObject({
      rule: z.string(),
      /** The rule's domain, whose document lists the finding. */
      ruleDomain: z.string(),
      severity: z.enum(severities),
      title: z.string(),
      /** The entity it is about, by name and id. */
      object: z.string(),
      objectId: z.string(),
      objectKind: z.string(),
      objectSource: z.string(),
      /** The cluster, namespace or site that the entity is in, for pages that show one of them. */
      objectPartition: z.string().optional(),
      /** What was observed, with its unit, and what was expected. */
      value: z.string(),
      threshold: z.string(),
      evidence: z.string().optional(),
      why: z.string(),
      remedy: z.string(),
      /** Catalogue action that would remedy it, e.g. `volume.grow`; running it needs approval. */
      action: z.string().optional(),
      /** Where the threshold comes from. */
      ruleSource: z.string(),
      /** When the reading that first showed it was taken; anew when it comes back. */
      openedAt: z.string(),
      /** Rules with a duration need repeated samples: until then it was observed once. Absent for all others. */
      persistence: z.enum(['observed-once', 'sustained']).optional(),
      /** Set while it can no longer be judged, and is kept because of that: why. */
      unconfirmed: z.string().optional(),
    }),
    volatile: ['value', 'evidence', 'persistence', 'unconfirmed'],
    columns: ['severity', 'title', 'object', 'value', 'openedAt', 'threshold'],
  }),
} as const;
