import type { Clock } from '../platform/clock.ts';
import type { Random } from '../platform/random.ts';
import type { Breaker } from './breaker.ts';
import { LlmError } from './errors.ts';

const firstPauseMs = 500;
const longestPauseMs = 20_000;
/** An endpoint that wants to be left alone for longer is told of rather than waited for. */
const longestWaitMs = 60_000;

/**
 * Repeats what may do better another time, after a pause that doubles and varies, or that the endpoint asks for.
 * `work` may say that a fault has been mended and costs no attempt.
 */
export async function withRetries<T>(
  ports: { readonly clock: Clock; readonly random: Random; readonly breaker: Breaker },
  options: {
    readonly retries: number;
    readonly signal: AbortSignal;
    /** false: what was told already cannot be taken back. */
    readonly mayRepeat: () => boolean;
    readonly beforeRepeat: () => void;
  },
  work: () => Promise<T>,
): Promise<T> {
  const { clock, random, breaker } = ports;
  const { signal } = options;
  for (let attempt = 0; ; attempt++) {
    breaker.enter();
    try {
      const result = await work();
      breaker.succeeded();
      return result;
    } catch (error) {
      const fault = error instanceof LlmError ? error : undefined;
      if (signal.aborted || !fault) breaker.left();
      signal.throwIfAborted();
      if (!fault) throw error;
      if (fault.endpointFault) breaker.failed(fault.message);
      // An endpoint that refuses is there.
      else breaker.succeeded();
      const most =
        fault.retry === 'no' ? 0 : fault.retry === 'once' ? Math.min(1, options.retries) : options.retries;
      const pauseMs =
        fault.retryAfterMs ?? Math.min(longestPauseMs, firstPauseMs * 2 ** attempt) * (0.5 + random.unit());
      if (attempt >= most || pauseMs > longestWaitMs || !options.mayRepeat())
        throw told(fault, attempt, pauseMs);
      options.beforeRepeat();
      await clock.sleep(pauseMs, signal);
    }
  }
}

/** The last fault, with how often it was tried and when to try again. */
function told(fault: LlmError, attempt: number, pauseMs: number): LlmError {
  const after = fault.retryAfterMs !== undefined && pauseMs > longestWaitMs;
  const tried = attempt === 0 ? '' : ` Tried ${attempt + 1} times.`;
  if (!after && tried === '') return fault;
  const hint = after ? `It asks to be left alone for ${Math.ceil(pauseMs / 1000)} s.` : fault.hint;
  return new LlmError(fault.code, `${fault.message}${tried}`, {
    cause: fault,
    ...(hint !== undefined && { hint }),
    endpointFault: fault.endpointFault,
    retryAfterMs: fault.retryAfterMs,
    ...(fault.said !== undefined && { said: fault.said }),
    ...(fault.status !== undefined && { status: fault.status }),
  });
}
