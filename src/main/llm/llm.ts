import type { z } from 'zod';

/** What a model is asked for; each may have a model of its own. */
export type LlmUse = 'chat' | 'generation' | 'embedding';

export type LlmMessage =
  | { readonly role: 'system' | 'user'; readonly content: string }
  | { readonly role: 'assistant'; readonly content: string; readonly toolCalls?: readonly ToolCall[] }
  | { readonly role: 'tool'; readonly toolCallId: string; readonly content: string };

export interface ToolCall {
  readonly id: string;
  readonly name: string;
  /** As the model wrote it: not checked, perhaps no JSON at all. */
  readonly arguments: string;
}

export interface ToolOffer {
  readonly name: string;
  readonly description: string;
  /** JSON Schema of the arguments. */
  readonly parameters: Readonly<Record<string, unknown>>;
}

export interface LlmRequest {
  /** Who asks, for the counts of tokens and time: `assistant`, `prose`, `tickets`, … */
  readonly feature: string;
  readonly messages: readonly LlmMessage[];
  readonly tools?: readonly ToolOffer[];
  readonly maxTokens?: number;
  readonly temperature?: number;
}

export interface LlmAnswer {
  readonly text: string;
  readonly toolCalls: readonly ToolCall[];
  /** length: it was cut off by the limit of tokens. */
  readonly ended: 'stop' | 'tools' | 'length' | 'filtered';
  readonly model: string;
  readonly tokens: { readonly prompt: number; readonly completion: number; readonly estimated: boolean };
  readonly durationMs: number;
}

export interface LlmOptions {
  readonly signal?: AbortSignal;
  /** Text as it streams in. When an attempt is repeated, what came before is taken back by `restart`. */
  readonly onText?: (delta: string) => void;
  readonly onRestart?: () => void;
}

export interface EmbedOptions extends Pick<LlmOptions, 'signal'> {
  /** Who asks, for the counts; `embedding` where nobody says. */
  readonly feature?: string;
  /** Somebody waits for it: goes before what is done in the background. */
  readonly urgent?: boolean;
  /** Another model of the same endpoint than the one that is set: for what an earlier one made. */
  readonly model?: string;
}

/** Which model is set, and whether it can be reached as far as is known. Asking costs nothing. */
export interface LlmState {
  readonly configured: boolean;
  readonly model?: string;
  readonly embeddingModel?: string;
  /** Where it is, without credentials. */
  readonly endpoint?: string;
  /** Why it is not used now: the circuit is open, the last call failed, … */
  readonly problem?: string;
}

/**
 * A language model behind an OpenAI-compatible endpoint, or none. Only what the site allows leaves the workstation,
 * and only to that endpoint. All failures are DomainError: llm-not-configured, llm-unreachable, llm-refused (key or
 * model), llm-busy (rate limit, open circuit), llm-answer (not what was asked for), llm-too-long (more than the model
 * reads), cancelled.
 */
export interface Llm {
  readonly state: LlmState;
  onChanged(listener: () => void): () => void;
  /** Tokens of context that the model for `use` takes, as configured or as its endpoint says. */
  contextTokens(use: Exclude<LlmUse, 'embedding'>): number;
  complete(use: Exclude<LlmUse, 'embedding'>, request: LlmRequest, options?: LlmOptions): Promise<LlmAnswer>;
  /** An answer that is JSON of `schema`: repaired where that is safe, asked for once more where it is not. */
  json<Schema extends z.ZodType>(
    use: Exclude<LlmUse, 'embedding'>,
    request: LlmRequest,
    schema: Schema,
    options?: LlmOptions,
  ): Promise<z.output<Schema>>;
  /** One vector for each text, in their order. */
  embed(texts: readonly string[], options?: EmbedOptions): Promise<readonly Float32Array[]>;
}
