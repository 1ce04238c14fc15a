import { z } from 'zod';
import { domains } from '../model/kind.ts';
import { defineFeature } from './feature.ts';

/** A dotted path into the settings, e.g. `findings.VS11.warningPercent`. */
const path = z
  .string()
  .min(1)
  .max(300)
  .regex(/^[\w*-]+(\.[\w*-]+)*$/, 'expected names joined by "."');

/** What a setting held before it was changed, so that the change can be undone: `set` false is the default. */
const before = z.strictObject({ set: z.boolean(), value: z.unknown().optional() });

const changeSchema = z.strictObject({
  path: z.string(),
  before,
});

export const settings = defineFeature({
  methods: {
    read: {
      effect: 'read',
      input: z.strictObject({}),
      output: z.strictObject({
        /** In force, defaults included. */
        values: z.record(z.string(), z.unknown()),
        defaults: z.record(z.string(), z.unknown()),
        /** Leaves that the file sets. */
        changed: z.array(z.string()),
        /** JSON Schema with ranges; titles and units under `title` and `x-unit`. */
        schema: z.record(z.string(), z.unknown()),
        file: z.string(),
        /** What is wrong with the file as it stands; what was in force before stays so. */
        problems: z.array(z.string()),
      }),
    },
    /** The catalogue of findings, with what is in force. */
    rules: {
      effect: 'read',
      input: z.strictObject({}),
      output: z.strictObject({
        rules: z.array(
          z.strictObject({
            id: z.string(),
            domain: z.enum(domains),
            title: z.string(),
            why: z.string(),
            remedy: z.string(),
            action: z.string().exactOptional(),
            source: z.string(),
            durationMinutes: z.number().exactOptional(),
            reads: z.array(z.string()),
            enabled: z.boolean(),
            thresholds: z.array(
              z.strictObject({
                name: z.string(),
                value: z.unknown(),
                default: z.unknown(),
                /** JSON Schema of the value. */
                schema: z.record(z.string(), z.unknown()),
              }),
            ),
            /** Set when the site's settings of this rule cannot be used: it is not judged. */
            problem: z.string().exactOptional(),
            /** Findings of it that are open. */
            open: z.number().int().min(0),
          }),
        ),
      }),
    },
    set: {
      effect: 'write',
      role: 'admin',
      input: z.strictObject({ path, value: z.unknown() }),
      output: changeSchema,
      errors: ['settings-invalid', 'invalid-schedule'],
    },
    /** Back to the default. */
    reset: {
      effect: 'write',
      role: 'admin',
      input: z.strictObject({ path }),
      output: changeSchema,
      errors: ['settings-invalid', 'invalid-schedule'],
    },
    /** Asks CouchDB for a sign of life at the address that is set. */
    probe: {
      effect: 'read',
      role: 'admin',
      input: z.strictObject({ what: z.literal('couchdb') }),
      output: z.strictObject({
        status: z.enum(['ok', 'warning', 'failed', 'not-set']),
        detail: z.string(),
        hint: z.string().exactOptional(),
        tookMs: z.number(),
      }),
    },
  },
  events: {
    changed: {
      input: z.strictObject({}),
      payload: z.strictObject({
        /** operator: through the application; file: config.yaml was edited beside it. */
        by: z.enum(['operator', 'file']),
        paths: z.array(z.string()),
        /** Set when the edited file cannot be used. */
        problem: z.string().exactOptional(),
      }),
    },
  },
});
