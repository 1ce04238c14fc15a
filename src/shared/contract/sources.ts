import { z } from 'zod';
import { instantSchema, sourceName } from '../model/ids.ts';
import { domains } from '../model/kind.ts';
import { profileIdSchema } from '../model/profile-id.ts';
import { defineFeature } from './feature.ts';

const domain = z.enum(domains);
const count = z.number().int().min(0);

/** A value of an environment variable, header or argument. One that looks like a secret never leaves the application. */
const shownValue = z.union([z.string(), z.strictObject({ hidden: z.literal(true) })]);
/** The same on the way in: `keep` leaves what stands there. */
const givenValue = z.union([z.string().max(32_768), z.strictObject({ keep: z.literal(true) })]);

const options = {
  /** Longest silence of a call, its start, and a whole call, in milliseconds. */
  timeoutMs: z.number().int().min(100).max(3_600_000).exactOptional(),
  startTimeoutMs: z.number().int().min(100).max(3_600_000).exactOptional(),
  maxTotalMs: z.number().int().min(100).max(86_400_000).exactOptional(),
  maxMessageBytes: z.number().int().min(1_024).max(1_073_741_824).exactOptional(),
  /** Tools that this site declares to change nothing, by exact name. */
  readOnlyTools: z.array(z.string().min(1).max(200)).max(1_000).default([]),
  simulated: z.boolean().default(false),
  /** Id of the profile that says how it is read, whatever adapter would recognise it. */
  profile: profileIdSchema.exactOptional(),
  /** Which collectors read it; left out: those whose adapters recognise it. */
  domains: z.array(domain).exactOptional(),
};
const optionsSchema = z.strictObject(options);

/** What an operator writes of a source. */
export const sourceEntrySchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('stdio'),
    command: z.string().min(1).max(4_096),
    args: z.array(givenValue).max(500).default([]),
    env: z.record(z.string().min(1).max(200), givenValue).default({}),
    cwd: z.string().max(4_096).exactOptional(),
    options: optionsSchema.prefault({}),
  }),
  z.strictObject({
    kind: z.literal('http'),
    url: givenValue,
    headers: z.record(z.string().min(1).max(200), givenValue).default({}),
    options: optionsSchema.prefault({}),
  }),
]);

/** The same as it stands in the configuration, secrets hidden. */
const shownEntrySchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('stdio'),
    command: z.string(),
    args: z.array(shownValue),
    env: z.record(z.string(), shownValue),
    cwd: z.string().exactOptional(),
    options: optionsSchema,
  }),
  z.strictObject({
    kind: z.literal('http'),
    url: shownValue,
    headers: z.record(z.string(), shownValue),
    options: optionsSchema,
  }),
]);
export type ShownSourceEntry = z.output<typeof shownEntrySchema>;

const problemSchema = z.strictObject({ path: z.string(), message: z.string() });

/**
 * What the connection does now. idle: it is made when something is asked; waiting: it failed and is tried again by
 * itself; failed: only a person can mend it; untrusted: what it runs or offers is not what was accepted.
 */
const stateSchema = z.discriminatedUnion('is', [
  z.strictObject({ is: z.literal('disabled') }),
  z.strictObject({ is: z.literal('untrusted'), lastError: z.string().exactOptional() }),
  z.strictObject({ is: z.literal('idle') }),
  z.strictObject({ is: z.literal('connecting') }),
  z.strictObject({ is: z.literal('connected') }),
  z.strictObject({
    is: z.literal('waiting'),
    failures: count,
    nextTryAt: z.string(),
    lastError: z.string(),
  }),
  z.strictObject({ is: z.literal('failed'), code: z.string(), lastError: z.string() }),
]);

export const freshnessSchema = z.strictObject({
  source: z.string(),
  domain,
  simulated: z.boolean(),
  running: z.boolean(),
  lastRunAt: instantSchema.exactOptional(),
  lastOutcome: z.enum(['succeeded', 'partial', 'failed', 'cancelled', 'interrupted']).exactOptional(),
  lastError: z.strictObject({ code: z.string(), message: z.string() }).exactOptional(),
  lastCompleteAt: instantSchema.exactOptional(),
  ageSeconds: z.number().min(0).exactOptional(),
});

const referenceSchema = z.strictObject({
  /** As it is written: `${keyring:NAME}` or `${env:NAME}`. */
  reference: z.string(),
  from: z.enum(['env', 'keyring']),
  name: z.string(),
});

const labSchema = z.strictObject({
  size: z.string(),
  seed: z.string(),
  scenarios: z.array(z.string()),
});

export const sourceSchema = z.strictObject({
  name: z.string(),
  /** Its command line or address on one line, secrets hidden. */
  target: z.string(),
  entry: shownEntrySchema,
  disabled: z.boolean(),
  simulated: z.boolean(),
  state: stateSchema,
  /** Whether its command line (or address) is the accepted one; tools are judged when it is connected. */
  trust: z.enum(['accepted', 'new', 'changed']),
  acceptedAt: z.string().exactOptional(),
  pid: z.number().int().exactOptional(),
  server: z.strictObject({ name: z.string(), version: z.string() }).exactOptional(),
  /** Of the connection, else of what was accepted; absent when neither is known. */
  tools: count.exactOptional(),
  /** Secrets that it refers to. */
  secrets: z.array(referenceSchema),
  freshness: z.array(freshnessSchema),
  /** Entities that are present, of this source. */
  entities: count,
  /** Set for the lab that comes with the application. */
  lab: labSchema.exactOptional(),
});
export type Source = z.output<typeof sourceSchema>;

const commandSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('stdio'),
    command: z.string(),
    args: z.array(z.string()),
    cwd: z.string().exactOptional(),
    /** References as they stand, other values as a digest. */
    env: z.record(z.string(), z.string()),
  }),
  z.strictObject({ kind: z.literal('http'), url: z.string(), headers: z.record(z.string(), z.string()) }),
]);

const toolSchema = z.strictObject({
  name: z.string(),
  title: z.string().exactOptional(),
  description: z.string().exactOptional(),
  inputSchema: z.unknown(),
  outputSchema: z.unknown().optional(),
  /** What the server says of itself: hints, which permit nothing. */
  annotations: z.record(z.string(), z.unknown()).exactOptional(),
});
export type SourceTool = z.output<typeof toolSchema>;

const trustChangeSchema = z.discriminatedUnion('what', [
  z.strictObject({ what: z.literal('server-new') }),
  z.strictObject({ what: z.literal('command'), part: z.string(), before: z.string(), after: z.string() }),
  z.strictObject({ what: z.literal('tool-added'), tool: z.string(), after: toolSchema }),
  z.strictObject({ what: z.literal('tool-removed'), tool: z.string() }),
  z.strictObject({
    what: z.literal('tool-changed'),
    tool: z.string(),
    part: z.enum(['title', 'description', 'inputSchema', 'outputSchema', 'annotations']),
    before: z.string(),
    after: z.string(),
  }),
]);
export type SourceTrustChange = z.output<typeof trustChangeSchema>;

const acceptedSchema = z.strictObject({
  command: commandSchema,
  commandLines: z.array(z.string()),
  tools: z.array(toolSchema),
  at: z.string(),
});

const commandInspection = {
  name: z.string(),
  command: commandSchema,
  /** The command for people: one line each part. */
  commandLines: z.array(z.string()),
  /** What `inspect` takes as `acceptedCommand`. */
  fingerprint: z.string(),
  accepted: z.boolean(),
  changes: z.array(trustChangeSchema),
  /** What was accepted before; absent when nothing was. */
  before: acceptedSchema.exactOptional(),
};

const movedSecretSchema = z.strictObject({
  server: z.string(),
  where: z.string(),
  reference: z.string(),
  from: z.enum(['env', 'keyring']),
  name: z.string(),
});

/** What taking servers over did, or would do. */
export const importReportSchema = z.strictObject({
  added: z.array(z.string()),
  renamed: z.array(z.strictObject({ from: z.string(), to: z.string() })),
  /** Names that are there already; nothing was changed for them. */
  collisions: z.array(z.string()),
  problems: z.array(problemSchema),
  notes: z.array(z.string()),
  /** Literal secrets that lie in the keyring now, or would. */
  stored: z.array(movedSecretSchema),
  /** Secrets that somebody has to set. */
  toSet: z.array(movedSecretSchema),
  keyringUnavailable: z.string().exactOptional(),
});
export type SourceImportReport = z.output<typeof importReportSchema>;

const fault = z.strictObject({
  code: z.string(),
  message: z.string(),
  hint: z.string().exactOptional(),
});

/** What it is asked for without being collected: alerts become tickets, metrics speak for causes. */
const askedForSchema = z.array(z.enum(['alerts', 'metrics']));
const collectorsSchema = z.array(z.strictObject({ domain, adapter: z.string(), title: z.string() }));

const named = z.strictObject({ name: sourceName });
const done = z.strictObject({});

/** The MCP servers that inventory comes from: their configuration, trust, tools and secrets. */
export const sources = defineFeature({
  methods: {
    list: {
      effect: 'read',
      input: z.strictObject({}),
      output: z.strictObject({
        sources: z.array(sourceSchema),
        /** Entries of mcp.json that cannot be used. */
        problems: z.array(problemSchema),
        file: z.string(),
      }),
    },
    /** Judges an entry without writing or starting anything. */
    validate: {
      effect: 'read',
      role: 'admin',
      input: z.strictObject({ name: z.string().max(200), entry: sourceEntrySchema, isNew: z.boolean() }),
      output: z.strictObject({
        problems: z.array(problemSchema),
        /** Literal secrets that would be moved to the keyring. */
        secrets: z.array(movedSecretSchema),
      }),
    },
    add: {
      effect: 'write',
      role: 'admin',
      input: z.strictObject({ name: sourceName, entry: sourceEntrySchema }),
      output: importReportSchema,
      errors: ['server-exists', 'server-config-invalid'],
    },
    update: {
      effect: 'write',
      role: 'admin',
      input: z.strictObject({ name: sourceName, entry: sourceEntrySchema }),
      output: importReportSchema,
      errors: ['unknown-server', 'server-config-invalid'],
    },
    /** `inventory: forget` takes its entities, their history and its runs out of the store, for good. */
    remove: {
      effect: 'write',
      role: 'admin',
      input: z.strictObject({
        name: sourceName,
        inventory: z.enum(['keep', 'forget']),
        /** The name once more, typed: needed to forget. */
        confirm: z.string().max(100).exactOptional(),
      }),
      output: z.strictObject({
        /** Names in the keyring that went with it. */
        removedSecrets: z.array(z.string()),
        forgotten: z.strictObject({ entities: count, changes: count, runs: count }).exactOptional(),
      }),
      errors: ['unknown-server', 'confirmation-missing', 'collection-running'],
    },
    setDisabled: {
      effect: 'write',
      role: 'admin',
      input: z.strictObject({ name: sourceName, disabled: z.boolean() }),
      output: done,
      errors: ['unknown-server'],
    },
    /** What `import` would do; nothing is written. */
    previewImport: {
      effect: 'read',
      role: 'admin',
      input: z.strictObject({ text: z.string().max(4_000_000), replace: z.boolean().default(false) }),
      output: z.strictObject({
        servers: z.array(z.strictObject({ name: z.string(), target: z.string() })),
        report: importReportSchema,
      }),
      errors: ['import-malformed'],
    },
    import: {
      effect: 'write',
      role: 'admin',
      input: z.strictObject({
        /** Another MCP client's configuration file. */
        text: z.string().max(4_000_000),
        /** What the file is called, for messages. */
        name: z.string().max(500).default('the pasted text'),
        replace: z.boolean().default(false),
        /** Only these of it, by the names that the preview gave. */
        only: z.array(sourceName).exactOptional(),
      }),
      output: importReportSchema,
      errors: ['import-malformed'],
    },
    /** What is started, and whether it was accepted; starts nothing. */
    inspectCommand: {
      effect: 'read',
      role: 'admin',
      input: named,
      output: z.strictObject(commandInspection),
      errors: ['unknown-server'],
    },
    /**
     * Starts the server, and shows what it offers beside what was accepted. `acceptedCommand` says that the operator
     * has seen the command line of that fingerprint; without it only an accepted one is started.
     */
    inspect: {
      effect: 'write',
      role: 'admin',
      input: z.strictObject({ name: sourceName, acceptedCommand: z.string().max(100).exactOptional() }),
      output: z.strictObject({
        ...commandInspection,
        server: z.strictObject({
          name: z.string(),
          version: z.string(),
          instructions: z.string().exactOptional(),
        }),
        tools: z.array(toolSchema),
        /** Which collectors would read it. */
        collectors: collectorsSchema,
        askedFor: askedForSchema,
      }),
      errors: [
        'unknown-server',
        'untrusted',
        'disabled',
        'timeout',
        'disconnected',
        'unauthorized',
        'malformed',
      ],
    },
    /** Accepts what `inspect` showed last, by its fingerprint. */
    accept: {
      effect: 'write',
      role: 'admin',
      input: z.strictObject({ name: sourceName, fingerprint: z.string().max(100) }),
      output: done,
      errors: ['untrusted'],
    },
    /** Withdraws the acceptance and ends the server. */
    revoke: { effect: 'write', role: 'admin', input: named, output: done },
    /** Connects to an accepted server, lists its tools and times both. That it fails is an answer, not an error. */
    test: {
      effect: 'read',
      role: 'operator',
      input: named,
      output: z.discriminatedUnion('ok', [
        z.strictObject({
          ok: z.literal(true),
          server: z.strictObject({ name: z.string(), version: z.string() }),
          tools: count,
          connectMs: z.number(),
          collectors: collectorsSchema,
          askedFor: askedForSchema,
        }),
        z.strictObject({ ok: z.literal(false), error: fault, afterMs: z.number(), log: z.array(z.string()) }),
      ]),
    },
    /** From the server where it answers, else what was accepted of it. */
    tools: {
      effect: 'read',
      input: named,
      output: z.strictObject({
        from: z.enum(['server', 'accepted']),
        /** Why they are not the server's. */
        problem: fault.exactOptional(),
        server: z
          .strictObject({
            name: z.string(),
            version: z.string(),
            instructions: z.string().exactOptional(),
          })
          .exactOptional(),
        tools: z.array(
          z.strictObject({
            ...toolSchema.shape,
            /** Who says that it changes nothing; none: it is never called from here. */
            readOnly: z.enum(['adapter', 'site', 'none']),
            /** What of the application, or which profile in force, says so: their titles. */
            vouchedBy: z.array(z.string()),
            /** What judges the arguments of every call before it is sent; a call that it refuses is not made. */
            guardedBy: z.array(z.string()),
          }),
        ),
      }),
      errors: ['unknown-server', 'untrusted'],
    },
    /** Calls a read-only tool, and no other. */
    callTool: {
      effect: 'write',
      role: 'admin',
      input: z.strictObject({
        name: sourceName,
        tool: z.string().min(1).max(200),
        arguments: z.record(z.string(), z.unknown()).default({}),
        /** Longest silence of this call. */
        timeoutMs: z.number().int().min(100).max(3_600_000).exactOptional(),
        /** For programs: the text however long it is, and the data beside it. */
        whole: z.boolean().default(false),
      }),
      output: z.strictObject({
        isError: z.boolean(),
        form: z.enum(['structured', 'json', 'json-lines', 'yaml', 'table', 'text']),
        /** At most 500,000 characters of the data, or of the text where there is none; with `whole` the text itself. */
        text: z.string(),
        textLength: count,
        /** With `whole`, where the answer is data. */
        data: z.unknown().optional(),
        tookMs: z.number(),
      }),
      errors: [
        'unknown-server',
        'untrusted',
        'tool-not-found',
        'not-read-only',
        'argument-refused',
        'timeout',
        'disconnected',
      ],
      progress: z.strictObject({
        done: z.number(),
        total: z.number().exactOptional(),
        message: z.string().exactOptional(),
      }),
    },
    /** One resource of an accepted server. */
    readResource: {
      effect: 'read',
      role: 'admin',
      input: z.strictObject({ name: sourceName, uri: z.string().min(1).max(4_096) }),
      output: z.strictObject({
        contents: z.array(
          z.strictObject({
            uri: z.string(),
            mimeType: z.string().exactOptional(),
            text: z.string().exactOptional(),
            /** What the text says, where it is data. */
            data: z.unknown().optional(),
          }),
        ),
      }),
      errors: ['unknown-server', 'untrusted', 'timeout', 'disconnected'],
    },
    /** The last lines that it wrote beside the protocol, secrets taken out. */
    logs: {
      effect: 'read',
      role: 'operator',
      input: named,
      output: z.strictObject({ lines: z.array(z.string()) }),
    },
    /** Whether each secret that sources refer to is there; never a value. */
    secrets: {
      effect: 'read',
      role: 'admin',
      input: z.strictObject({}),
      output: z.strictObject({
        keyring: z.discriminatedUnion('available', [
          z.strictObject({ available: z.literal(true) }),
          z.strictObject({ available: z.literal(false), reason: z.string() }),
        ]),
        secrets: z.array(
          z.strictObject({
            ...referenceSchema.shape,
            sources: z.array(z.string()),
            is: z.enum(['set', 'missing', 'unknown']),
          }),
        ),
      }),
    },
    /** Into the keyring of this machine. It is never read back. */
    setSecret: {
      effect: 'write',
      role: 'admin',
      input: z.strictObject({
        name: z.string().min(1).max(128),
        value: z.string().min(1).max(65_536),
      }),
      output: done,
      errors: ['keyring-unavailable', 'secret-malformed'],
    },
    deleteSecret: {
      effect: 'write',
      role: 'admin',
      input: z.strictObject({ name: z.string().min(1).max(128) }),
      output: z.strictObject({ deleted: z.boolean() }),
      errors: ['keyring-unavailable', 'secret-malformed'],
    },
    /** What a lab can be. */
    labChoices: {
      effect: 'read',
      role: 'admin',
      input: z.strictObject({}),
      output: z.strictObject({
        sizes: z.array(z.strictObject({ size: z.string(), vms: count, hosts: count })),
        scenarios: z.array(z.strictObject({ name: z.string(), domain: z.string(), description: z.string() })),
        /** What the present one is. */
        current: labSchema.exactOptional(),
      }),
    },
    /** Sets the simulated datacenter up as a source (or anew, as said), collects and documents it. */
    addLab: {
      effect: 'write',
      role: 'admin',
      input: z.strictObject({
        size: z.enum(['small', 'medium', 'large', 'huge']).default('small'),
        seed: z.string().min(1).max(100).default('demo'),
        scenarios: z.array(z.string().max(100)).max(50).default([]),
        /** false: it is there and accepted then, and nothing has been asked of it. */
        collect: z.boolean().default(true),
      }),
      output: z.strictObject({ entities: count, documents: count, tookMs: z.number() }),
      errors: ['server-exists', 'lab-missing'],
      progress: z.strictObject({
        phase: z.enum(['start', 'collect', 'document']),
        done: z.number(),
        total: z.number().exactOptional(),
        message: z.string(),
      }),
    },
    /** Takes the lab away, with what was collected from it when so said. */
    removeLab: {
      effect: 'write',
      role: 'admin',
      input: z.strictObject({ inventory: z.enum(['keep', 'forget']).default('forget') }),
      output: z.strictObject({
        forgotten: z.strictObject({ entities: count, changes: count, runs: count }).exactOptional(),
      }),
      errors: ['unknown-server', 'collection-running'],
    },
  },
  events: {
    /** A source came, went, or is in another state. */
    changed: {
      input: z.strictObject({}),
      payload: z.strictObject({ names: z.array(z.string()) }),
    },
  },
});
