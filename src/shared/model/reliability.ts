import { z } from 'zod';

/** Shares of the score (design: reliability score); they add up to 1. */
export const scoreWeights = { confidence: 0.25, feedback: 0.3, success: 0.25, pattern: 0.2 } as const;
export const scorePartNames = ['confidence', 'feedback', 'success', 'pattern'] as const;
export type ScorePartName = (typeof scorePartNames)[number];

export const scorePartSchema = z.strictObject({
  /** 0–100, after shrinking towards the prior. */
  value: z.number().min(0).max(100),
  weight: z.number().min(0).max(1),
  /** How much it rests on: outcomes or opinions, each counting less the older it is. */
  samples: z.number().min(0),
  /** measured: enough samples; prior: mostly or wholly the cautious prior. */
  basis: z.enum(['measured', 'prior']),
  why: z.string(),
});
export type ScorePart = z.output<typeof scorePartSchema>;

/** How far a proposal can be trusted, and what that is made of. */
export const scoreSchema = z.strictObject({
  /** 0–100: the weighted sum of the parts. */
  value: z.number().min(0).max(100),
  parts: z.strictObject({
    confidence: scorePartSchema,
    feedback: scorePartSchema,
    success: scorePartSchema,
    pattern: scorePartSchema,
  }),
});
export type Score = z.output<typeof scoreSchema>;
