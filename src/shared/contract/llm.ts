import { z } from 'zod';
import { llmPresets } from '../model/llm-settings.ts';
import { defineFeature } from './feature.ts';

const count = z.number().min(0);
const usageSchema = z.strictObject({
  requests: count,
  failed: count,
  promptTokens: count,
  completionTokens: count,
  /** Of the tokens, those that the endpoint did not count. */
  estimatedTokens: count,
  durationMs: count,
});

const modelSchema = z.strictObject({
  id: z.string(),
  /** Tokens that it reads, where its endpoint says so. */
  contextTokens: z.number().int().exactOptional(),
  kind: z.enum(['chat', 'embedding']),
});

const presetSchema = z.strictObject({
  id: z.enum(llmPresets),
  /** A product's name. */
  title: z.string(),
  baseUrl: z.string().exactOptional(),
  local: z.boolean(),
  key: z.enum(['none', 'optional', 'needed']),
});

/** One thing that an endpoint was asked for. fallback: it works by a way around; not-set: no model is set for it. */
const capabilitySchema = z.strictObject({
  capability: z.enum(['models', 'chat', 'stream', 'tools', 'json', 'embeddings']),
  status: z.enum(['ok', 'fallback', 'failed', 'not-set']),
  detail: z.string(),
  hint: z.string().exactOptional(),
  tookMs: count,
});
export type LlmCapability = z.output<typeof capabilitySchema>;

/** The language model: where it is, what it can do, what it has been used for. Keys go in and never come out. */
export const llm = defineFeature({
  methods: {
    /** What is set and what is known of it, without asking the endpoint. */
    state: {
      effect: 'read',
      input: z.strictObject({}),
      output: z.strictObject({
        configured: z.boolean(),
        preset: z.enum(llmPresets),
        endpoint: z.string().exactOptional(),
        endpointFrom: z.enum(['environment', 'settings']).exactOptional(),
        models: z.strictObject({
          chat: z.string().exactOptional(),
          generation: z.string().exactOptional(),
          embedding: z.string().exactOptional(),
        }),
        /** Tokens that the model for chat reads, as far as is known. */
        contextTokens: z.number().int().exactOptional(),
        key: z.strictObject({
          needed: z.enum(['none', 'optional', 'needed']),
          /** Absent: there is none. */
          place: z.enum(['environment', 'reference', 'stored']).exactOptional(),
          problem: z.string().exactOptional(),
        }),
        /** Variables of the environment that win over the settings. */
        environment: z.array(z.string()),
        /** Why it is not used now. */
        problem: z.string().exactOptional(),
        running: count,
        waiting: count,
      }),
    },
    presets: {
      effect: 'read',
      input: z.strictObject({}),
      output: z.strictObject({ presets: z.array(presetSchema) }),
    },
    /** Looks for servers with models on the machine that the application runs on. */
    findLocal: {
      effect: 'read',
      role: 'admin',
      input: z.strictObject({}),
      output: z.strictObject({
        servers: z.array(
          z.strictObject({
            preset: z.enum(llmPresets),
            title: z.string(),
            baseUrl: z.string(),
            models: z.array(modelSchema),
          }),
        ),
      }),
    },
    /** Models at the endpoint that is set. */
    models: {
      effect: 'read',
      role: 'admin',
      input: z.strictObject({}),
      output: z.strictObject({ models: z.array(modelSchema) }),
      errors: ['llm-not-configured', 'llm-unreachable', 'llm-refused', 'llm-busy', 'llm-answer'],
    },
    /** Asks the endpoint for each thing once; nothing of the site is in the questions. */
    test: {
      effect: 'read',
      role: 'admin',
      input: z.strictObject({}),
      output: z.strictObject({ results: z.array(capabilitySchema) }),
      progress: capabilitySchema,
      inPieces: true,
      errors: ['llm-not-configured', 'llm-unreachable'],
    },
    /** Tokens and time of the last `days`, by feature. */
    usage: {
      effect: 'read',
      input: z.strictObject({ days: z.number().int().min(1).max(400).default(30) }),
      output: z.strictObject({
        /** The first day that is kept. */
        since: z.string().exactOptional(),
        total: usageSchema,
        today: usageSchema,
        features: z.array(usageSchema.extend({ feature: z.string() })),
      }),
    },
    /** Keeps the key for the endpoint that is set, in the secret store and for that address alone. */
    setKey: {
      effect: 'write',
      role: 'admin',
      input: z.strictObject({ value: z.string().trim().min(1).max(20_000) }),
      output: z.strictObject({
        /** Where it will be sent. */
        origin: z.string(),
      }),
      errors: ['llm-not-configured', 'keyring-unavailable'],
    },
    removeKey: {
      effect: 'write',
      role: 'admin',
      input: z.strictObject({}),
      output: z.strictObject({ removed: z.boolean() }),
      errors: ['llm-not-configured', 'keyring-unavailable'],
    },
  },
  events: {
    /** Settings, key, or whether it can be reached are others. */
    changed: { input: z.strictObject({}), payload: z.strictObject({}) },
  },
});
