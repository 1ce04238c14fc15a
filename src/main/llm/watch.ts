import type { Clock } from '../platform/clock.ts';
import { cancelled, LlmError } from './errors.ts';

/** Ends what takes too long, or what nobody waits for any more. */
export interface Watch {
  /** Aborted with the LlmError that says why. */
  readonly signal: AbortSignal;
  /** From now on so much may pass until the next call of this. */
  expect(ms: number, what: string): void;
  end(): void;
}

export function createWatch(clock: Clock, outer: AbortSignal | undefined): Watch {
  const controller = new AbortController();
  let timer: AbortController | undefined;
  const onAbort = () => controller.abort(outer?.reason instanceof LlmError ? outer.reason : cancelled());
  if (outer?.aborted) onAbort();
  else outer?.addEventListener('abort', onAbort, { once: true });
  const stop = () => {
    timer?.abort();
    timer = undefined;
  };
  return {
    signal: controller.signal,
    expect(ms, what) {
      stop();
      const own = new AbortController();
      timer = own;
      clock.sleep(ms, own.signal).then(
        () =>
          controller.abort(
            new LlmError(
              'llm-unreachable',
              `Nothing came for ${Math.round(ms / 1000)} s: expected ${what}.`,
              {
                retry: 'once',
                endpointFault: true,
                hint: 'A local model may still be loading; the times to wait are under Settings → Language model.',
              },
            ),
          ),
        () => {},
      );
    },
    end() {
      stop();
      outer?.removeEventListener('abort', onAbort);
    },
  };
}
