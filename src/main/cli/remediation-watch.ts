import type { Client } from '../../shared/contract/client.ts';
import { ContractError } from '../../shared/contract/contract-error.ts';
import type { PayloadOf } from '../../shared/contract/contract.ts';
import type { ShownRemediation } from '../../shared/contract/remediation.ts';
import { activeStates, type JournalEntry } from '../../shared/model/remediation.ts';

/**
 * Follows one until it has come to its end, each entry of its journal once. Stopping the command ends the watching,
 * and nothing else.
 * @returns how it stands; undefined when the watching was ended
 */
export async function watchRemediation(
  client: Client,
  id: string,
  options: {
    readonly signal: AbortSignal;
    /** Entries up to this one are known. */
    readonly after: number;
    readonly onEntry: (entry: JournalEntry) => void;
    /** true: also what waits for its turn is waited for. */
    readonly untilBegun: boolean;
  },
): Promise<ShownRemediation | undefined> {
  const { signal, onEntry, untilBegun } = options;
  let { after } = options;
  let news = Promise.withResolvers<void>();
  const stop = client.port.subscribe(
    'remediation.changed',
    {},
    (payload) => {
      const { id: changed } = payload as PayloadOf<'remediation.changed'>;
      if (changed === id || changed === undefined) news.resolve();
    },
    (failure) => {
      if (failure) news.reject(new ContractError(failure));
    },
  );
  const ended = () => news.resolve();
  signal.addEventListener('abort', ended);
  try {
    for (;;) {
      if (signal.aborted) return undefined;
      news.promise.catch(() => {});
      const { state, entries } = await client.remediation.journal({ id, after });
      for (const entry of entries) {
        onEntry(entry);
        after = entry.seq;
      }
      const goesOn = activeStates.has(state) || (untilBegun && state === 'approved');
      if (!goesOn) return await client.remediation.get({ id });
      await news.promise;
      news = Promise.withResolvers();
    }
  } finally {
    signal.removeEventListener('abort', ended);
    stop();
  }
}
