import { z } from 'zod';
import { defineKind } from '../kind.ts';
import { severities } from '../severity.ts';

export const infrastructureKinds = {
  /**
   * A rule that an entity breaks. Findings are kept as entities of the source `findings`, so that they have first
   * seen, history, disappearance and time travel like everything else. nativeId: `RULE:entity id`.
   */
  finding: defineKind({
    domain: 'infrastructure',
    title: 'finding',
    plural: 'findings',
    attributes: z.strictObject({
      rule: z.string(),
      severity: z.enum(severities),
      title: z.string(),
      /** The entity it is about, by name and id. */
      object: z.string(),
      objectId: z.string(),
      objectKind: z.string(),
      objectSource: z.string(),
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
      /** Rules with a duration need repeated samples: until then it was observed once. */
      persistence: z.enum(['observed-once', 'sustained']),
    }),
    volatile: ['value', 'evidence', 'persistence'],
    columns: ['severity', 'rule', 'object', 'value', 'threshold'],
  }),
} as const;
