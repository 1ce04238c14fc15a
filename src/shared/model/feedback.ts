import { z } from 'zod';
import { instantSchema } from './ids.ts';

export const feedbackSchemaVersion = 1;

export const feedbackAboutSchema = z.discriminatedUnion('is', [
  z.strictObject({ is: z.literal('diagnosis'), ticket: z.string().max(100) }),
  z.strictObject({ is: z.literal('proposal'), remediation: z.string().max(200) }),
  z.strictObject({ is: z.literal('outcome'), remediation: z.string().max(200) }),
  z.strictObject({
    is: z.literal('answer'),
    conversation: z.string().max(200),
    message: z.string().max(200),
  }),
]);
export type FeedbackAbout = z.output<typeof feedbackAboutSchema>;

/** What a person thinks of something the application said or did. The newest of a person on a subject counts. */
export const feedbackSchema = z.strictObject({
  id: z.string(),
  schemaVersion: z.literal(feedbackSchemaVersion),
  about: feedbackAboutSchema,
  verdict: z.enum(['up', 'down']),
  reason: z.string().max(2_000).exactOptional(),
  /** What it really was, by pattern or in words. */
  correctCause: z.string().max(300).exactOptional(),
  by: z.string().max(200),
  at: instantSchema,
  /** What the history of reliability is kept by; absent for answers. */
  action: z.string().exactOptional(),
  targetClass: z.string().exactOptional(),
  cause: z.string().exactOptional(),
});
export type Feedback = z.output<typeof feedbackSchema>;
