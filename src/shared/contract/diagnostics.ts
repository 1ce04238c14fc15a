import { z } from 'zod';
import { instantSchema } from '../model/ids.ts';
import { defineFeature } from './feature.ts';

const bytes = z.number().min(0);

export const diagnosticCheckSchema = z.strictObject({
  name: z.string(),
  status: z.enum(['ok', 'warning', 'failed', 'not-set']),
  detail: z.string(),
  /** What to do. */
  hint: z.string().exactOptional(),
});
export type DiagnosticCheck = z.output<typeof diagnosticCheckSchema>;

/** How the application itself is. */
export const diagnostics = defineFeature({
  methods: {
    /** What is known without asking anybody. */
    read: {
      effect: 'read',
      input: z.strictObject({}),
      output: z.strictObject({
        versions: z.strictObject({
          program: z.string(),
          contract: z.string(),
          node: z.string(),
          sqlite: z.string(),
          platform: z.string(),
          /** Of Electron, where it runs in it. */
          electron: z.string().exactOptional(),
        }),
        startedAt: instantSchema,
        host: z.enum(['window', 'server', 'worker']),
        /** What holds the data directory: this process. */
        lock: z.strictObject({
          pid: z.number().int(),
          host: z.string(),
          what: z.string(),
          since: instantSchema,
        }),
        memory: z.strictObject({ residentBytes: bytes, heapUsedBytes: bytes, heapTotalBytes: bytes }),
        disk: z.strictObject({ freeBytes: bytes, totalBytes: bytes }),
        dataDir: z.string(),
        /** Files and folders of the data directory, the largest first. */
        files: z.array(
          z.strictObject({ name: z.string(), sizeBytes: bytes, folder: z.boolean(), what: z.string() }),
        ),
        store: z.strictObject({
          file: z.string(),
          sizeBytes: bytes,
          collections: z.record(z.string(), z.number().int()),
          /** A damaged store that was put aside at this start. */
          setAside: z.strictObject({ movedTo: z.string(), reason: z.string() }).exactOptional(),
        }),
        inventory: z.strictObject({
          present: z.number().int(),
          disappeared: z.number().int(),
          changes: z.number().int(),
          runs: z.number().int(),
          documents: z.number().int(),
        }),
      }),
    },
    /** What `datacenter-docs doctor` checks: servers, keyring, model and CouchDB are asked. */
    check: {
      effect: 'read',
      role: 'operator',
      input: z.strictObject({}),
      output: z.strictObject({ checks: z.array(diagnosticCheckSchema) }),
      progress: diagnosticCheckSchema,
      inPieces: true,
    },
    /** One file for whoever helps: versions, settings, sources, runs and logs, without a secret. */
    bundle: {
      effect: 'read',
      role: 'admin',
      input: z.strictObject({}),
      output: z.strictObject({
        fileName: z.string(),
        mimeType: z.string(),
        content: z.string(),
        /** What stands in it, one line a part. */
        parts: z.array(z.strictObject({ name: z.string(), sizeBytes: bytes })),
      }),
    },
  },
  events: {},
});
