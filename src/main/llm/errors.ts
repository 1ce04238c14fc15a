import { DomainError } from '../platform/errors.ts';

export type LlmErrorCode =
  | 'llm-not-configured'
  | 'llm-unreachable'
  | 'llm-refused'
  | 'llm-busy'
  | 'llm-answer'
  | 'llm-too-long'
  | 'cancelled';

/** What went wrong in one attempt, and whether another one may do better. */
export class LlmError extends DomainError {
  override readonly name = 'LlmError';
  declare readonly code: LlmErrorCode;
  readonly retry: 'no' | 'yes' | 'once';
  /** The endpoint itself is in trouble: counts for the circuit breaker. */
  readonly endpointFault: boolean;
  readonly retryAfterMs: number | undefined;
  /** What a refusing endpoint said, to learn from. */
  readonly said: string | undefined;
  readonly status: number | undefined;
  constructor(
    code: LlmErrorCode,
    message: string,
    options: {
      hint?: string;
      cause?: unknown;
      retry?: 'no' | 'yes' | 'once';
      endpointFault?: boolean;
      retryAfterMs?: number | undefined;
      said?: string;
      status?: number;
    } = {},
  ) {
    super(code, message, options);
    this.retry = options.retry ?? 'no';
    this.endpointFault = options.endpointFault ?? false;
    this.retryAfterMs = options.retryAfterMs;
    this.said = options.said;
    this.status = options.status;
  }
}

export function cancelled(): LlmError {
  return new LlmError('cancelled', 'The request to the language model was cancelled.');
}

export function notConfigured(problem?: string): LlmError {
  return new LlmError(
    'llm-not-configured',
    `No language model is set${problem === undefined ? '.' : `: ${problem}`}`,
    {
      hint: 'Set one under Settings → Language model, or with LLM_BASE_URL and LLM_MODEL.',
    },
  );
}
