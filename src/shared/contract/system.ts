import { z } from 'zod';
import { instantSchema } from '../model/ids.ts';
import { defineFeature } from './feature.ts';

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
export type About = z.output<typeof aboutSchema>;

export const system = defineFeature({
  methods: {
    about: { effect: 'read', input: z.strictObject({}), output: aboutSchema },
  },
  events: {},
});
