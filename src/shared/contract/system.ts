import { z } from 'zod';
import { instantSchema } from '../model/ids.ts';
import { roleSchema } from '../model/role.ts';
import { defineFeature } from './feature.ts';
import { freshnessSchema } from './sources.ts';

const count = z.number().int().min(0);

export const aboutSchema = z.strictObject({
  version: z.string(),
  /** window: the desktop application; server: a browser's; worker: no screen of its own. */
  host: z.enum(['window', 'server', 'worker']),
  platform: z.string(),
  dataDir: z.string(),
  site: z.string(),
  startedAt: instantSchema,
  /** The application's clock, so that ages are right on a workstation whose own clock is not. */
  now: instantSchema,
  /** Who the application takes the person at this connection for. */
  operator: z.string(),
});

export const statsSchema = z.strictObject({
  inventory: z.strictObject({
    present: count,
    disappeared: count,
    kinds: z.record(z.string(), z.strictObject({ present: count, disappeared: count })),
    sources: z.record(z.string(), count),
    changes: count,
    runs: count,
  }),
  freshness: z.array(freshnessSchema),
  findings: z.strictObject({ critical: count, warning: count, info: count }),
  documents: count,
  /** How well scores foretold outcomes, in the last year. */
  reliability: z.strictObject({
    outcomes: count,
    opinions: count,
    succeeded: z.number().exactOptional(),
    brier: z.number().exactOptional(),
    ece: z.number().exactOptional(),
    /** Outcomes whose score had reached 85, and those of them that failed. */
    falseConfidence: z.strictObject({ passed: count, failed: count }),
  }),
  store: z.strictObject({
    file: z.string(),
    /** With what has not been merged into it yet. */
    sizeBytes: count,
  }),
});

/** Who somebody is taken for, and what they may not do: so that a screen says so before anybody tries. */
export const whoAmISchema = z.strictObject({
  operator: z.string(),
  role: roleSchema,
  /** Methods that take more than their role, each with the least that it takes. */
  refused: z.record(z.string(), roleSchema),
});

export const system = defineFeature({
  methods: {
    whoAmI: { effect: 'read', input: z.strictObject({}), output: whoAmISchema },
    about: { effect: 'read', input: z.strictObject({}), output: aboutSchema },
    /** How much is known, how old it is, and how much room it takes. */
    stats: { effect: 'read', input: z.strictObject({}), output: statsSchema },
  },
  events: {},
});
