import { create } from 'zustand';
import type { Client } from '../../../shared/contract/client.ts';
import { ContractError } from '../../../shared/contract/errors.ts';
import type { InputOf, OutputOf, ProgressOf } from '../../../shared/contract/contract.ts';

/** What is being written for this window: it goes on when the screen is left. */
export interface Writing {
  readonly progress?: ProgressOf<'documents.generate'>;
  cancel(): void;
}

export type WritingEnd =
  | { readonly is: 'written'; readonly report: OutputOf<'documents.generate'> }
  | { readonly is: 'cancelled' }
  | { readonly is: 'failed'; readonly error: ContractError };

const useWritingStore = create<{ readonly now?: Writing }>()(() => ({}));

export function useWriting(): Writing | undefined {
  return useWritingStore(({ now }) => now);
}

/** One at a time from one window; the application lets others wait as well. */
export async function write(
  client: Client,
  input: InputOf<'documents.generate'>,
): Promise<WritingEnd | undefined> {
  if (useWritingStore.getState().now) return undefined;
  const abort = new AbortController();
  const cancel = () => abort.abort();
  useWritingStore.setState({ now: { cancel } });
  try {
    const report = await client.call('documents.generate', input, {
      signal: abort.signal,
      onProgress: (progress) => useWritingStore.setState({ now: { progress, cancel } }),
    });
    return { is: 'written', report };
  } catch (error) {
    if (!(error instanceof ContractError)) throw error;
    return error.code === 'cancelled' ? { is: 'cancelled' } : { is: 'failed', error };
  } finally {
    useWritingStore.setState({}, true);
  }
}
