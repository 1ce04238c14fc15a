import { z } from 'zod';
import { instantSchema } from '../model/ids.ts';
import { sharedCollectionSchema, syncStateSchema } from '../model/sync.ts';
import { defineFeature } from './feature.ts';

const count = z.number().int().min(0);
const text = z.string().max(4_000);

/** One collection with its database, or its databases where they are kept by year. */
const collectionSchema = z.strictObject({
  name: sharedCollectionSchema,
  databases: z.array(z.string()),
  /** Changes here that the server does not have yet; parked ones among them. */
  pending: count,
  /** Changes there that were not read yet, as the server last told; absent: nobody has asked. */
  behind: count.exactOptional(),
  /** Documents that were changed at both sides and merged, since the start. */
  merged: count,
  /** Documents that the server refused. */
  parked: count,
  /** When everything that there was had been sent and received; absent: never since the start. */
  settledAt: instantSchema.exactOptional(),
  /** What went wrong last, and when; absent: nothing, or it works again. */
  fault: z.strictObject({ text, at: instantSchema }).exactOptional(),
});

const parkedSchema = z.strictObject({
  collection: sharedCollectionSchema,
  id: z.string(),
  /** What the server says. */
  reason: text,
  at: instantSchema,
});

const differingSchema = z.strictObject({
  collection: sharedCollectionSchema,
  here: count,
  there: count,
  /** Ids, the first hundred of each. */
  onlyHere: z.array(z.string()),
  onlyThere: z.array(z.string()),
  differing: z.array(z.string()),
});

/** One thing that a check looked at. */
const findingSchema = z.strictObject({
  subject: z.string(),
  ok: z.boolean(),
  text,
  /** What to do about it. */
  hint: text.exactOptional(),
});

/** What workstations share, over one CouchDB. */
export const sync = defineFeature({
  methods: {
    status: {
      effect: 'read',
      input: z.strictObject({}),
      output: z.strictObject({
        state: syncStateSchema,
        /** Why it is in that state, in one line. */
        text,
        url: z.string().exactOptional(),
        user: z.string().exactOptional(),
        /** CouchDB roles of that account, without the application's prefix. */
        roles: z.array(z.string()),
        workstation: z.string(),
        serverVersion: z.string().exactOptional(),
        /** This clock minus the server's, in milliseconds, as good as a request tells. */
        clockSkewMs: z.number().exactOptional(),
        /** Since when the server answers, or does not. */
        since: instantSchema.exactOptional(),
        collections: z.array(collectionSchema),
      }),
    },
    /** Newest first. */
    parked: {
      effect: 'read',
      role: 'operator',
      input: z.strictObject({}),
      output: z.strictObject({ items: z.array(parkedSchema) }),
    },
    /** Sets server and account, keeps the password in the secret store, and begins. */
    connect: {
      effect: 'write',
      role: 'admin',
      input: z.strictObject({
        url: z.url(),
        user: z.string().min(1).max(200),
        /** Absent: the one that is kept already. */
        password: z.string().min(1).max(1_000).exactOptional(),
        prefix: z.string().exactOptional(),
        /** Path of a file with the certificate authority to trust beside the system's. */
        caFile: z.string().exactOptional(),
        proxy: z.url().exactOptional(),
      }),
      output: z.strictObject({ state: syncStateSchema, text }),
      errors: ['settings-invalid', 'couchdb-refused', 'couchdb-unreachable', 'couchdb-missing'],
    },
    /** Forgets server and account. What was shared stays here and there. */
    disconnect: {
      effect: 'write',
      role: 'admin',
      input: z.strictObject({}),
      output: z.strictObject({}),
    },
    pause: {
      effect: 'write',
      role: 'operator',
      input: z.strictObject({ reason: z.string().min(1).max(500) }),
      output: z.strictObject({}),
    },
    resume: { effect: 'write', role: 'operator', input: z.strictObject({}), output: z.strictObject({}) },
    /** Compares both sides document by document, and looks at how the server is set up. Changes nothing. */
    check: {
      effect: 'read',
      role: 'operator',
      input: z.strictObject({ collection: sharedCollectionSchema.exactOptional() }),
      output: z.strictObject({
        ok: z.boolean(),
        findings: z.array(findingSchema),
        collections: z.array(differingSchema),
        tookMs: z.number(),
      }),
      errors: ['couchdb-refused', 'couchdb-unreachable', 'couchdb-missing', 'sync-off'],
      progress: z.strictObject({ collection: sharedCollectionSchema, done: count, total: count }),
    },
    /**
     * Sends and reads everything anew, both ways; what differs is merged. What is parked is tried again. Nothing is
     * deleted on either side.
     */
    repair: {
      effect: 'write',
      role: 'admin',
      input: z.strictObject({ collection: sharedCollectionSchema.exactOptional() }),
      output: z.strictObject({ collections: z.array(sharedCollectionSchema) }),
      errors: ['couchdb-refused', 'couchdb-unreachable', 'sync-off'],
    },
  },
  events: {
    /** At most once a second. */
    changed: { input: z.strictObject({}), payload: z.strictObject({ state: syncStateSchema }) },
  },
});
