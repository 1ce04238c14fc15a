import { useEffect, useState } from 'react';
import type { OutputOf, ProgressOf } from '../../../../shared/contract/contract.ts';
import { ContractError } from '../../../../shared/contract/contract-error.ts';
import { useClient } from '../../../app/client-context.tsx';

export type Check =
  | { readonly is: 'running'; readonly progress?: ProgressOf<'sync.check'> }
  | { readonly is: 'done'; readonly result: OutputOf<'sync.check'> }
  | { readonly is: 'cancelled' }
  | { readonly is: 'failed'; readonly error: ContractError };

/** Compares both sides once, from when it is first shown; leaving cancels it. */
export function useCheck(): { readonly check: Check; readonly cancel: () => void } {
  const client = useClient();
  const [check, setCheck] = useState<Check>({ is: 'running' });
  const [controller] = useState(() => ({ current: new AbortController() }));
  useEffect(() => {
    const own = new AbortController();
    controller.current = own;
    const run = async (): Promise<Check> => {
      try {
        const result = await client.sync.check(
          {},
          {
            signal: own.signal,
            onProgress: (progress) => {
              if (!own.signal.aborted) setCheck({ is: 'running', progress });
            },
          },
        );
        return { is: 'done', result };
      } catch (error) {
        return {
          is: 'failed',
          error:
            error instanceof ContractError
              ? error
              : new ContractError({
                  code: 'internal',
                  message: error instanceof Error ? error.message : String(error),
                }),
        };
      }
    };
    void (async () => {
      const end = await run();
      if (!own.signal.aborted) setCheck(end);
    })();
    return () => own.abort();
  }, [client, controller]);
  return {
    check,
    cancel: () => {
      controller.current.abort();
      setCheck({ is: 'cancelled' });
    },
  };
}
