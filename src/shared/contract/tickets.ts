import { z } from 'zod';
import { diagnosisSchema } from '../model/diagnosis.ts';
import { entityIdSchema, instantSchema } from '../model/ids.ts';
import { defineFeature } from './feature.ts';

/** Problems from people and systems, and what is made of them. */
export const tickets = defineFeature({
  methods: {
    /** Works out a cause of what somebody tells, without keeping anything. Works without a model, and says so. */
    diagnose: {
      effect: 'read',
      input: z
        .strictObject({
          title: z.string().trim().max(300).default(''),
          body: z.string().trim().max(20_000).default(''),
          /** What it is about, where that is known; names in the text are found by themselves. */
          entities: z.array(entityIdSchema).max(50).default([]),
          /** When the trouble was noticed; absent: now. */
          at: instantSchema.exactOptional(),
          /** false: rules alone, also where a model is set. */
          model: z.boolean().default(true),
        })
        .refine(({ title, body, entities }) => title !== '' || body !== '' || entities.length > 0, {
          error: 'expected a title, a body or entities',
        }),
      output: diagnosisSchema,
      progress: z.strictObject({ step: z.enum(['gathering', 'judging', 'reading', 'asking', 'checking']) }),
    },
  },
  events: {},
});
