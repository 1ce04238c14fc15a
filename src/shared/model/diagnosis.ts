import { z } from 'zod';
import { citationSchema, toolCallViewSchema } from './citation.ts';
import { entityIdSchema, instantSchema } from './ids.ts';

export const riskLevels = ['low', 'medium', 'high', 'critical'] as const;
export type RiskLevel = (typeof riskLevels)[number];

const share = z.number().min(0).max(1);
const origin = z.enum(['rules', 'model']);

const statementSchema = z.strictObject({
  text: z.string(),
  /** Number of the citation that says so. */
  citation: z.number().int(),
  by: origin,
});
export type DiagnosisStatement = z.output<typeof statementSchema>;

const hypothesisSchema = z.strictObject({
  /** Pattern of the registry, `finding`, or `model`. */
  pattern: z.string(),
  cause: z.string(),
  /** What is at fault. */
  entity: z.strictObject({ id: entityIdSchema, kind: z.string(), name: z.string() }).exactOptional(),
  for: z.array(statementSchema),
  against: z.array(statementSchema),
  confidence: share,
  /** What the confidence is made of: the points are summed and pressed into 0…1. */
  explained: z.array(z.strictObject({ text: z.string(), points: z.number() })),
  by: origin,
});
export type Hypothesis = z.output<typeof hypothesisSchema>;

const proposalSchema = z.strictObject({
  /** Of the remediation catalogue. */
  action: z.string(),
  title: z.string(),
  target: entityIdSchema,
  targetName: z.string(),
  parameters: z.record(z.string(), z.unknown()),
  risk: z.enum(riskLevels),
  reversible: z.boolean(),
  expectedEffect: z.string(),
  howToVerify: z.string(),
  /** Of the hypothesis that it would remedy; its place in `hypotheses`. */
  confidence: share,
  hypothesis: z.number().int().min(0),
  by: origin,
});
export type Proposal = z.output<typeof proposalSchema>;

/** What was worked out about a ticket, and what it rests on. */
export const diagnosisSchema = z.strictObject({
  at: instantSchema,
  /** rules: from findings, patterns and runbooks alone; model: a language model took part. */
  by: origin,
  model: z.string().exactOptional(),
  /** Why a model that is set took no part, or was lost on the way. */
  modelProblem: z.string().exactOptional(),
  /** Entities that the ticket is about. */
  entities: z.array(
    z.strictObject({
      id: entityIdSchema,
      kind: z.string(),
      name: z.string(),
      /** given: the ticket has it as an entity; else how its text names it. */
      how: z.enum(['given', 'name', 'short-name', 'misspelt', 'address', 'serial']),
    }),
  ),
  /** Likeliest first. */
  hypotheses: z.array(hypothesisSchema),
  summary: z.string(),
  /** Of the likeliest hypothesis; 0 when there is none. */
  confidence: share,
  proposals: z.array(proposalSchema),
  /** Proposals that did not hold, each with why. */
  refused: z.array(
    z.strictObject({ action: z.string(), target: z.string(), by: origin, reason: z.string() }),
  ),
  /** Why nothing is proposed, when nothing is. */
  noAction: z.string().exactOptional(),
  /** What people can do, out of findings and runbooks. */
  advice: z.array(statementSchema),
  /** What a model said and nothing bears out. */
  dropped: z.array(z.strictObject({ text: z.string(), reason: z.string() })),
  /** Texts that read like instructions; nothing in them was followed. */
  instructions: z.array(z.strictObject({ where: z.string(), excerpt: z.string() })),
  /** Similar tickets, by the number of their citation. */
  similar: z.array(z.strictObject({ ticket: z.string(), citation: z.number().int(), outcome: z.string() })),
  /** What was read live, and what came of it. */
  checks: z.array(toolCallViewSchema),
  /** What could not be looked at, and why. */
  gaps: z.array(z.string()),
  citations: z.array(citationSchema),
});
export type Diagnosis = z.output<typeof diagnosisSchema>;
