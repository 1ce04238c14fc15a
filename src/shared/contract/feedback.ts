import { z } from 'zod';
import { feedbackAboutSchema, feedbackSchema } from '../model/feedback.ts';
import { defineFeature } from './feature.ts';

/** What people think of diagnoses, proposals, outcomes and answers; it flows into the reliability score. */
export const feedback = defineFeature({
  methods: {
    /** The newest of a person on a subject counts. */
    give: {
      effect: 'write',
      input: z.strictObject({
        about: feedbackAboutSchema,
        verdict: z.enum(['up', 'down']),
        reason: z.string().trim().max(2_000).exactOptional(),
        /** What it really was: a pattern of `feedback.causes`, or words. */
        correctCause: z.string().trim().min(1).max(300).exactOptional(),
      }),
      output: z.strictObject({ feedback: feedbackSchema }),
      errors: ['remediation-not-found', 'ticket-not-found', 'conversation-not-found'],
    },
    /** Newest first. */
    list: {
      effect: 'read',
      input: z.strictObject({
        about: feedbackAboutSchema.exactOptional(),
        /** All about a ticket: its diagnosis, proposals and outcomes. */
        ticket: z.string().max(100).exactOptional(),
        by: z.string().max(200).exactOptional(),
        /** false: also what the same person thought before. */
        newestOnly: z.boolean().default(true),
        limit: z.number().int().min(1).max(1_000).default(100),
      }),
      output: z.strictObject({
        items: z.array(feedbackSchema),
        total: z.number().int().min(0),
        /** What the one who asks thinks of `about`, when that is given. */
        own: feedbackSchema.exactOptional(),
      }),
    },
    /** Causes that the application knows, to correct a diagnosis with. */
    causes: {
      effect: 'read',
      input: z.strictObject({}),
      output: z.strictObject({ causes: z.array(z.strictObject({ id: z.string(), title: z.string() })) }),
    },
  },
  events: {
    changed: {
      input: z.strictObject({}),
      payload: z.strictObject({ id: z.string(), about: feedbackAboutSchema }),
    },
  },
});
