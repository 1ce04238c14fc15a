import { z } from 'zod';

/** Ready addresses; `custom` is any other that speaks the OpenAI API. */
export const llmPresets = ['ollama', 'lm-studio', 'open-webui', 'openai', 'anthropic', 'custom'] as const;
export type LlmPreset = (typeof llmPresets)[number];

const httpAddress = (value: string): boolean =>
  /^https?:\/\//i.test(value) && !/\s/.test(value) && z.url().safeParse(value).success;

/** A key or password in an address would stand in the file, in logs and in this page's source. */
const withoutCredentials = (value: string): boolean => !/^https?:\/\/[^/?#]*@/i.test(value);

const reference = z
  .string()
  .regex(
    /^\$\{(?:env|keyring):[A-Za-z0-9_][A-Za-z0-9_./-]{0,127}\}$/,
    'expected a reference, ${env:NAME} or ${keyring:NAME}; a key itself never stands in a file',
  );

const model = z.string().trim().min(1).max(200);

/** Where a language model is and what may go there. Without an address or preset there is none. */
export const llmSettingsSchema = z.strictObject({
  preset: z.enum(llmPresets).optional(),
  /** With its path, e.g. `http://127.0.0.1:11434/v1`; without one the preset's own. */
  baseUrl: z
    .string()
    .max(2_000)
    .refine(httpAddress, 'expected an address that begins with http:// or https://')
    .refine(
      withoutCredentials,
      'expected an address without a name and password; the key has a place of its own',
    )
    .optional(),
  /** The key, where it is not the one that was stored for this address. */
  apiKey: reference.optional(),
  /** For chat, and for whatever has no model of its own. */
  model: model.optional(),
  /** For prose and diagnosis. */
  generationModel: model.optional(),
  /** For vectors; without one there are none. */
  embeddingModel: model.optional(),
  /** Tokens that a model reads at most; without it, what the endpoint says. */
  contextTokens: z.number().int().min(512).max(10_000_000).optional(),
  /** Requests that are under way at the same time. A GPU of one's own does one well. */
  concurrency: z.number().int().min(1).max(64).default(2),
  /** How often a request is repeated that failed in a way that may pass. */
  retries: z.number().int().min(0).max(10).default(2),
  timeouts: z
    .strictObject({
      connectSeconds: z.number().min(1).max(300).default(10),
      /** A local model is loaded first, which takes a while. */
      firstTokenSeconds: z.number().min(1).max(3_600).default(180),
      /** Between two pieces of an answer. */
      silenceSeconds: z.number().min(1).max(3_600).default(60),
      /** From the first attempt to the end of the answer. */
      totalSeconds: z.number().min(1).max(86_400).default(900),
    })
    .prefault({}),
  /** Secrets are never sent. false: a placeholder goes in its place, and the answer gets the real one back. */
  send: z
    .strictObject({
      /** IP and MAC addresses. */
      addresses: z.boolean().default(true),
      /** Names of what is in the inventory. */
      names: z.boolean().default(true),
    })
    .prefault({}),
  /** `http://proxy:3128`; its password as a reference: `http://name:${keyring:proxy}@proxy:3128`. */
  proxy: z
    .string()
    .max(2_000)
    .regex(/^https?:\/\/[^\s]+$/i, 'expected an address that begins with http:// or https://')
    .refine(
      (value) => !/^https?:\/\/[^/?#:@]*:(?!\$\{(?:env|keyring):[^}]+\}@)[^/?#]*@/i.test(value),
      'expected the password as a reference: http://name:${keyring:NAME}@host:port',
    )
    .optional(),
  /** A file with the certificates of a private authority, PEM; those of the system stay trusted. */
  caFile: z.string().min(1).max(4_000).optional(),
});
export type LlmSettings = z.output<typeof llmSettingsSchema>;
