import { z } from 'zod';
import { actionIdSchema } from '../model/action-id.ts';
import { instantSchema, sourceName } from '../model/ids.ts';
import { collectedDomains } from '../model/kind.ts';
import { profileIdSchema } from '../model/profile-id.ts';
import { defineFeature } from './feature.ts';

const count = z.number().int().min(0);
const text = z.string().max(200_000);
const tool = z.string().min(1).max(200);
/** SHA-256 of the file as it stands, as hex. */
const hash = z.string().regex(/^[0-9a-f]{64}$/);

/** What is wrong with a text, and where it stands there. */
const profileFaultSchema = z.strictObject({
  /** Dotted: `entities.0.attributes.memoryMb`; empty: the text as a whole. */
  path: z.string(),
  message: z.string(),
  /** From 1. */
  line: z.number().int().exactOptional(),
  column: z.number().int().exactOptional(),
});
export type ProfileFaultView = z.output<typeof profileFaultSchema>;

const profileActionSchema = z.strictObject({
  id: z.string(),
  /** As the catalogue calls it. */
  title: z.string(),
  /** Tools that it may call to change something. */
  writes: z.array(z.string()),
  /** Whether a person has accepted it, for this text. */
  accepted: z.boolean(),
});

/** What a text says when it can be used. */
const profileSummarySchema = z.strictObject({
  id: profileIdSchema,
  title: z.string(),
  version: z.string(),
  domain: z.enum(collectedDomains),
  kinds: z.array(z.string()),
  reads: z.array(z.string()),
  writes: z.array(z.string()),
  actions: z.array(profileActionSchema),
});
export type ProfileSummary = z.output<typeof profileSummarySchema>;

const profileViewSchema = z.strictObject({
  /** Of the text; the file's name without its ending while it cannot be read. */
  id: z.string(),
  /** built-in: comes with the application; site: a file of the data directory. */
  from: z.enum(['built-in', 'site']),
  file: z.string(),
  hash,
  /**
   * in-force: it is used; not-accepted: nobody has accepted it yet; changed: it is not the text that was accepted;
   * unusable: its text cannot be used. Only the first vouches for tools, collects or acts.
   */
  state: z.enum(['in-force', 'not-accepted', 'changed', 'unusable']),
  /** Absent while it is unusable. */
  summary: profileSummarySchema.exactOptional(),
  faults: z.array(profileFaultSchema),
  accepted: z
    .strictObject({ at: instantSchema, by: z.string(), hash, actions: z.array(z.string()) })
    .exactOptional(),
  /** What is different from what was accepted, one line each. */
  changes: z.array(z.string()),
  /** Servers whose entry in mcp.json names it. */
  namedBy: z.array(z.string()),
  /**
   * Servers that it recognises by the tools that were accepted of them; where it asks for a server's own name, also by
   * that, once it is connected.
   */
  recognises: z.array(z.string()),
  /** Servers whose inventory it reads now. */
  reads: z.array(z.string()),
});
export type ProfileView = z.output<typeof profileViewSchema>;

const sampleSchema = z.strictObject({
  tool: z.string(),
  /** As JSON. */
  arguments: z.string(),
  isError: z.boolean(),
  form: z.enum(['structured', 'json', 'json-lines', 'yaml', 'table', 'text']),
  /** The data, indented, or the text where there is none; at most 50,000 characters of it. */
  text: z.string(),
  textLength: count,
});

const stepSchema = z.strictObject({
  name: z.string(),
  /** Absent: it takes its items out of another step's. */
  tool: z.string().exactOptional(),
  calls: count,
  pages: count,
  items: count,
  tookMs: z.number().min(0),
  /** Whether all of it came. */
  complete: z.boolean(),
  /** Why not, the first reasons. */
  problems: z.array(z.string()),
  /** The first answers as they came. */
  samples: z.array(sampleSchema),
});

const mappedSchema = z.strictObject({
  nativeId: z.string(),
  name: z.string(),
  partition: z.string().exactOptional(),
  attributes: z.record(z.string(), z.unknown()),
  relations: z.array(z.strictObject({ type: z.string(), to: z.string() })),
  keys: z.array(z.string()),
  labels: z.record(z.string(), z.string()),
  unknown: z.record(z.string(), z.string()),
});

const triedKindSchema = z.strictObject({
  kind: z.string(),
  /** Records that fit the kind. */
  total: count,
  /** Whether what it no longer names would count as gone. */
  complete: z.boolean(),
  reason: z.string().exactOptional(),
  /** Parts of it (a site, a node) that did not come. */
  failedPartitions: z.array(z.strictObject({ partition: z.string(), reason: z.string() })),
  /** The first, as many as were asked for. */
  records: z.array(mappedSchema),
});

const rejectSchema = z.strictObject({
  kind: z.string(),
  nativeId: z.string().exactOptional(),
  name: z.string().exactOptional(),
  path: z.string(),
  reason: z.string(),
  /** Of the text, from 1: where what gave it stands. */
  line: z.number().int().exactOptional(),
  column: z.number().int().exactOptional(),
});

/** Profiles: how a site's own MCP server is read and acted on, in YAML and without code. */
export const profiles = defineFeature({
  methods: {
    list: {
      effect: 'read',
      input: z.strictObject({}),
      output: z.strictObject({
        profiles: z.array(profileViewSchema),
        /** Where a site's own are kept. */
        folder: z.string(),
        /** What is wrong beside single profiles: an entry of mcp.json that names one that there is not. */
        problems: z.array(z.string()),
      }),
    },
    get: {
      effect: 'read',
      input: z.strictObject({ id: z.string().max(100) }),
      output: z.strictObject({ profile: profileViewSchema, text }),
      errors: ['unknown-profile'],
    },
    /** JSON Schema of a profile, for editors. */
    schema: {
      effect: 'read',
      input: z.strictObject({}),
      output: z.strictObject({ schema: z.record(z.string(), z.unknown()) }),
    },
    /** Reads a text without keeping it. */
    check: {
      effect: 'read',
      input: z.strictObject({ text }),
      output: z.strictObject({
        ok: z.boolean(),
        faults: z.array(profileFaultSchema),
        /** Allowed, and probably not what is meant. */
        warnings: z.array(profileFaultSchema),
        summary: profileSummarySchema.exactOptional(),
        hash,
      }),
    },
    /**
     * Keeps a text as a file of the site, under its id. It is in force once it is accepted. `baseHash` is that of the
     * text that was edited; absent for a new one.
     */
    save: {
      effect: 'write',
      role: 'admin',
      input: z.strictObject({ text, baseHash: hash.exactOptional() }),
      output: z.strictObject({ profile: profileViewSchema }),
      errors: ['profile-invalid', 'profile-changed', 'profile-exists'],
    },
    /** Takes the file of a site's profile away, and its acceptance. */
    remove: {
      effect: 'write',
      role: 'admin',
      input: z.strictObject({ id: profileIdSchema }),
      output: z.strictObject({}),
      errors: ['unknown-profile'],
    },
    /**
     * Puts a profile in force, as it stands under this hash: its tools classified `read` are called when servers are
     * collected, diagnosed and asked about. Actions change things, and each is accepted by its name.
     */
    accept: {
      effect: 'write',
      role: 'admin',
      input: z.strictObject({
        id: profileIdSchema,
        hash,
        actions: z.array(actionIdSchema).max(100).default([]),
      }),
      output: z.strictObject({ profile: profileViewSchema }),
      errors: ['unknown-profile', 'profile-invalid', 'profile-changed', 'unknown-action'],
    },
    /** Takes the acceptance back. */
    revoke: {
      effect: 'write',
      role: 'admin',
      input: z.strictObject({ id: profileIdSchema }),
      output: z.strictObject({ profile: profileViewSchema }),
      errors: ['unknown-profile'],
    },
    /**
     * Reads a server as a text says, and stores nothing. Tools that neither an adapter, the site nor an accepted
     * profile calls read-only are called only when they are in `vouch`: whoever asks has looked at them.
     */
    try: {
      effect: 'write',
      role: 'admin',
      input: z.strictObject({
        text,
        source: sourceName,
        vouch: z.array(tool).max(200).default([]),
        /** Records of each kind that are shown. */
        limit: z.number().int().min(0).max(5_000).default(50),
        /** Each step ends after so many calls: a look, where everything would take long. */
        callsPerStep: z.number().int().min(1).max(100_000).exactOptional(),
      }),
      output: z.strictObject({
        summary: profileSummarySchema,
        server: z.strictObject({ name: z.string(), version: z.string() }),
        /** Whether it recognises this server by itself. */
        matches: z.boolean(),
        /** The adapter that reads this domain of this server now, when it is not this profile. */
        readBy: z.string().exactOptional(),
        steps: z.array(stepSchema),
        kinds: z.array(triedKindSchema),
        rejects: z.strictObject({ total: count, items: z.array(rejectSchema) }),
        unavailable: z.array(z.strictObject({ what: z.string(), reason: z.string() })),
        /** Why it ended before its time. */
        error: z.string().exactOptional(),
        tookMs: z.number().min(0),
      }),
      errors: ['profile-invalid', 'profile-tools-not-accepted', 'unknown-server', 'untrusted'],
      progress: z.strictObject({ done: z.number(), total: z.number().exactOptional(), message: z.string() }),
    },
    /**
     * Drafts a profile from a server's tools, and from what those that are named as samples answer: naming one says
     * that it changes nothing, and it is called once. With `model` the language model proposes expressions; what does
     * not fit the schema is left out, and said.
     */
    draft: {
      effect: 'write',
      role: 'admin',
      input: z.strictObject({
        source: sourceName,
        samples: z
          .array(z.strictObject({ tool, arguments: z.record(z.string(), z.unknown()).default({}) }))
          .max(20)
          .default([]),
        domain: z.enum(collectedDomains).exactOptional(),
        model: z.boolean().default(false),
      }),
      output: z.strictObject({
        text,
        faults: z.array(profileFaultSchema),
        /** What was guessed and why, and what could not be: one line each. */
        notes: z.array(z.string()),
      }),
      errors: ['unknown-server', 'untrusted', 'tool-not-found', 'llm-not-configured'],
    },
  },
  events: {
    /** A profile came, went, was changed, accepted or revoked. */
    changed: { input: z.strictObject({}), payload: z.strictObject({ ids: z.array(z.string()) }) },
  },
});
