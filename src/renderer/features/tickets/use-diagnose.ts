import { create } from 'zustand';
import type { ProgressOf } from '../../../shared/contract/contract.ts';
import type { Client } from '../../../shared/contract/client.ts';
import { ContractError } from '../../../shared/contract/errors.ts';
import { useClient } from '../../app/client-context.tsx';
import { useRefresh } from '../../app/use-call.ts';

type Step = ProgressOf<'tickets.diagnoseTicket'>['step'];
type Diagnosed = Awaited<ReturnType<Client['tickets']['diagnoseTicket']>>;

/** How a diagnosis that was asked for in this window goes; it goes on while other screens are looked at. */
export type DiagnoseRun =
  | { readonly is: 'running'; readonly step: Step; readonly stop: () => void }
  | { readonly is: 'done'; readonly result: Pick<Diagnosed, 'proposed' | 'notProposed'> }
  | { readonly is: 'failed'; readonly message: string; readonly hint?: string };

const useRuns = create<{ readonly runs: ReadonlyMap<string, DiagnoseRun> }>()(() => ({ runs: new Map() }));

function setRun(id: string, run: DiagnoseRun | undefined): void {
  useRuns.setState(({ runs }) => {
    const after = new Map(runs);
    if (run) after.set(id, run);
    else after.delete(id);
    return { runs: after };
  });
}

export function useDiagnose(id: string): {
  readonly run: DiagnoseRun | undefined;
  readonly start: (model?: boolean) => void;
} {
  const client = useClient();
  const refresh = useRefresh();
  const run = useRuns((state) => state.runs.get(id));
  const start = async (model: boolean) => {
    if (useRuns.getState().runs.get(id)?.is === 'running') return;
    const abort = new AbortController();
    const running = (step: Step) => setRun(id, { is: 'running', step, stop: () => abort.abort() });
    running('queued');
    try {
      const { proposed, notProposed } = await client.tickets.diagnoseTicket(
        { id, model },
        {
          signal: abort.signal,
          onProgress: ({ step }) => {
            if (!abort.signal.aborted) running(step);
          },
        },
      );
      setRun(id, { is: 'done', result: { proposed, notProposed } });
    } catch (error) {
      if (abort.signal.aborted) setRun(id, undefined);
      else if (error instanceof ContractError) {
        setRun(id, {
          is: 'failed',
          message: error.message,
          ...(error.hint !== undefined && { hint: error.hint }),
        });
      } else throw error;
    } finally {
      refresh('tickets.get', 'tickets.list', 'tickets.groups', 'remediation.list', 'status.read');
    }
  };
  return { run, start: (model = true) => void start(model) };
}
