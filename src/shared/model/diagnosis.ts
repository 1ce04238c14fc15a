import { z } from 'zod';
import { citationSchema } from './citation.ts';
import { entityIdSchema, instantSchema } from './ids.ts';

/** What was worked out about a ticket, and what it rests on. */
export const diagnosisSchema = z.strictObject({
  at: instantSchema,
  /** rules: from findings, patterns and runbooks alone; model: a language model took part. */
  by: z.enum(['rules', 'model']),
  /** Entities that the ticket is about. */
  entities: z.array(entityIdSchema),
  hypotheses: z.array(
    z.strictObject({
      cause: z.string(),
      for: z.array(z.strictObject({ text: z.string(), citation: z.number().int() })),
      against: z.array(z.strictObject({ text: z.string(), citation: z.number().int() })),
      /** 0…1 */
      confidence: z.number().min(0).max(1),
    }),
  ),
  summary: z.string(),
  confidence: z.number().min(0).max(1),
  proposals: z.array(
    z.strictObject({
      /** Of the remediation catalogue. */
      action: z.string(),
      target: entityIdSchema,
      parameters: z.record(z.string(), z.unknown()),
      expectedEffect: z.string(),
      howToVerify: z.string(),
      /** 0…1 */
      confidence: z.number().min(0).max(1),
    }),
  ),
  /** Why nothing is proposed, when nothing is. */
  noAction: z.string().exactOptional(),
  /** What could not be looked at, and why. */
  gaps: z.array(z.string()),
  citations: z.array(citationSchema),
});
export type Diagnosis = z.output<typeof diagnosisSchema>;
