import { z } from 'zod';
import { instantSchema } from '../model/ids.ts';
import { scorePartSchema } from '../model/reliability.ts';
import { defineFeature } from './feature.ts';

const count = z.number().int().min(0);
const share = z.number().min(0).max(1);

/** How well what was foretold agrees with what came of it. Absent figures: there is nothing to work them out from. */
export const calibrationSchema = z.strictObject({
  outcomes: count,
  /** Share that succeeded. */
  succeeded: share.exactOptional(),
  /** Mean squared distance of forecast and outcome: 0 perfect, 0.25 what always saying 50 % gets. */
  brier: z.number().min(0).exactOptional(),
  /** Expected calibration error: mean distance of forecast and share, over the bins, by their counts. */
  ece: share.exactOptional(),
  /** The reliability diagram: forecasts in ten equal steps. */
  bins: z.array(
    z.strictObject({
      from: share,
      to: share,
      outcomes: count,
      forecast: share.exactOptional(),
      succeeded: share.exactOptional(),
    }),
  ),
});
export type CalibrationView = z.output<typeof calibrationSchema>;

const falseConfidenceSchema = z.strictObject({
  /** Outcomes whose score had reached the gate. */
  passed: count,
  /** Of those, that failed. */
  failed: count,
  rate: share.exactOptional(),
});

export const reliabilityReportSchema = z.strictObject({
  since: instantSchema,
  gate: z.number(),
  outcomes: count,
  opinions: count,
  /** The score as a forecast of success. */
  score: calibrationSchema,
  /** What diagnoses were sure of, as they said it, and mapped through what came of it before. */
  confidence: calibrationSchema,
  calibrated: calibrationSchema,
  falseConfidence: falseConfidenceSchema,
  /** What a confidence counts as now: 0, 0.05, … 1. */
  curve: z.array(z.strictObject({ said: share, counts: share })),
  actions: z.array(
    z.strictObject({
      action: z.string(),
      outcomes: count,
      succeeded: share,
      brier: z.number().min(0),
      ece: share,
      falseConfidence: falseConfidenceSchema,
      lastAt: instantSchema,
    }),
  ),
});
export type ReliabilityReport = z.output<typeof reliabilityReportSchema>;

/** How far proposals could be trusted, and how far they can be now. */
export const reliability = defineFeature({
  methods: {
    report: {
      effect: 'read',
      input: z.strictObject({
        days: z.number().int().min(1).max(3_660).default(365),
        gate: z.number().min(0).max(100).default(85),
        action: z.string().max(100).exactOptional(),
      }),
      output: reliabilityReportSchema,
    },
    /** What each action counts for now, by target class and cause: the two parts that history makes. */
    cells: {
      effect: 'read',
      input: z.strictObject({ action: z.string().max(100).exactOptional() }),
      output: z.strictObject({
        cells: z.array(
          z.strictObject({
            action: z.string(),
            targetClass: z.string(),
            cause: z.string(),
            succeeded: count,
            failed: count,
            up: count,
            down: count,
            success: scorePartSchema,
            feedback: scorePartSchema,
            lastAt: instantSchema,
          }),
        ),
      }),
    },
  },
  events: {
    /** An outcome or an opinion came in. */
    changed: { input: z.strictObject({}), payload: z.strictObject({ outcomes: count, opinions: count }) },
  },
});
