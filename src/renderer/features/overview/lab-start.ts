import { create } from 'zustand';
import type { Client } from '../../../shared/contract/client.ts';
import type { OutputOf, ProgressOf } from '../../../shared/contract/contract.ts';
import { ContractError } from '../../../shared/contract/errors.ts';

type LabStart =
  | { readonly is: 'idle' }
  | { readonly is: 'running'; readonly progress?: ProgressOf<'sources.addLab'> }
  | { readonly is: 'failed'; readonly error: ContractError };

/** Goes on while another screen is looked at. */
export const useLabStart = create<LabStart>()(() => ({ is: 'idle' }));

/** Sets the lab up, collects and documents it. @returns undefined when it runs already, or failed */
export async function startLab(client: Client): Promise<OutputOf<'sources.addLab'> | undefined> {
  if (useLabStart.getState().is === 'running') return undefined;
  useLabStart.setState({ is: 'running' }, true);
  try {
    const done = await client.call(
      'sources.addLab',
      {},
      { onProgress: (progress) => useLabStart.setState({ is: 'running', progress }, true) },
    );
    useLabStart.setState({ is: 'idle' }, true);
    return done;
  } catch (error) {
    useLabStart.setState(
      {
        is: 'failed',
        error:
          error instanceof ContractError
            ? error
            : new ContractError({ code: 'internal', message: String(error) }),
      },
      true,
    );
    return undefined;
  }
}
