import type { RemediationState } from '../../shared/model/remediation.ts';
import type { Clock } from '../platform/clock.ts';
import { createListeners } from '../platform/listeners.ts';
import type { Logger } from '../platform/logger.ts';

/** How many remediations wait for a person, and which are under way: known at once, for a badge and for quitting. */
export interface PendingWork {
  /** Counts for the first time. */
  start(): Promise<void>;
  approvals(): number;
  running(): readonly string[];
  onChanged(listener: () => void): () => void;
  close(): void;
}

const settleMs = 250;

export function createPendingWork(ports: {
  readonly remediations: {
    count(query: { readonly states: readonly RemediationState[] }): Promise<number>;
    list(query: {
      readonly states: readonly RemediationState[];
      readonly limit: number;
    }): Promise<readonly { readonly id: string }[]>;
    onChanged(listener: () => void): () => void;
  };
  readonly activeStates: ReadonlySet<RemediationState>;
  readonly clock: Clock;
  readonly logger: Logger;
}): PendingWork {
  const { remediations, activeStates, clock, logger } = ports;
  const listeners = createListeners<void>((error) =>
    logger.error({ err: error }, 'a listener of pending work failed'),
  );
  const closing = new AbortController();
  let approvals = 0;
  let running: readonly string[] = [];
  let due = false;

  async function look(): Promise<void> {
    due = false;
    const [waiting, active] = await Promise.all([
      remediations.count({ states: ['awaiting-approval'] }),
      remediations.list({ states: [...activeStates], limit: 100 }),
    ]);
    const ids = active.map(({ id }) => id);
    const isSame = waiting === approvals && ids.join() === running.join();
    approvals = waiting;
    running = ids;
    if (!isSame && !closing.signal.aborted) listeners.emit();
  }
  const failed = (error: unknown) => logger.error({ err: error }, 'pending work could not be counted');

  /** Many changes at once are counted once. */
  function soon(): void {
    if (due) return;
    due = true;
    clock.sleep(settleMs, closing.signal).then(
      () => look().catch(failed),
      () => {},
    );
  }

  let unfollow: (() => void) | undefined;
  return {
    async start() {
      unfollow ??= remediations.onChanged(soon);
      await look();
    },
    approvals: () => approvals,
    running: () => running,
    onChanged: (listener) => listeners.add(listener),
    close() {
      closing.abort();
      unfollow?.();
    },
  };
}
