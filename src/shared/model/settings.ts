import { z } from 'zod';
import { llmSettingsSchema } from './llm-settings.ts';
import { notificationSettingsSchema } from './notice.ts';
import { ticketSettingsSchema } from './ticket-settings.ts';

/**
 * A site's settings, as written in `config.yaml` of the data directory. Every member has a default, so an absent
 * file is a valid one. Secrets never stand here: they are named by reference where they are used.
 */
export const settingsSchema = z.strictObject({
  /** Shown as the scope of documents. */
  site: z.string().max(120).default('this site'),
  collection: z
    .strictObject({
      /** Longest silence of one MCP call, in seconds; progress starts it anew. */
      callTimeoutSeconds: z.number().int().min(1).max(3600).default(60),
      /** Sources collected at the same time. */
      concurrency: z.number().int().min(1).max(32).default(4),
      /** Expected time between two collections, in minutes: data older than twice that is a finding (IN01). */
      intervalMinutes: z.number().int().min(1).max(10_080).default(60),
    })
    .prefault({}),
  documents: z
    .strictObject({
      /** Tables beyond this many rows move to pages of their own, by cluster, site or namespace. */
      rowsPerPage: z.number().int().min(20).max(10_000).default(500),
      /** summary: no per-object tables; standard; full: also the columns that are nice to have. */
      depth: z.enum(['summary', 'standard', 'full']).default('full'),
      /** Days back for "what changed". */
      changeDays: z.number().int().min(1).max(365).default(7),
    })
    .prefault({}),
  /** Finding rules by id: `VS11: { enabled: true, warningPercent: 80 }`. Checked against each rule's own thresholds. */
  findings: z.record(z.string(), z.record(z.string(), z.unknown())).default({}),
  /** The schedule; see resources/default-schedule.json for what stands without it. */
  schedule: z.record(z.string(), z.unknown()).default({}),
  llm: llmSettingsSchema.prefault({}),
  tickets: ticketSettingsSchema.prefault({}),
  notifications: notificationSettingsSchema.prefault({}),
  /** The server that workstations share their state through. */
  couchdb: z
    .strictObject({
      url: z.url({ protocol: /^https?$/ }).optional(),
      /** Account on the server: the operator's own. Its password stands in the secret store. */
      user: z.string().min(1).max(200).optional(),
      /** What names of its databases begin with. */
      prefix: z
        .string()
        .regex(/^[a-z][a-z0-9_-]{0,60}$/, 'expected a-z, 0-9, "_" or "-", beginning with a letter')
        .default('datacenter-docs'),
      /** File with a certificate authority to trust beside the system's. */
      caFile: z.string().optional(),
      proxy: z.url({ protocol: /^https?$/ }).optional(),
      /** Whether this workstation may lead collections, documents and alerts for all of them. */
      leads: z.boolean().default(true),
    })
    .prefault({}),
});
export type Settings = z.output<typeof settingsSchema>;
