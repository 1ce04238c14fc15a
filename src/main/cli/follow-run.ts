import type { Client } from '../../shared/contract/client.ts';
import { ContractError } from '../../shared/contract/contract-error.ts';
import type { OutputOf, PayloadOf } from '../../shared/contract/contract.ts';

export type EndedRun = Extract<OutputOf<'jobs.details'>, { type: 'job' }>;

/**
 * Runs a job and waits for its end; stopping the command cancels the run, wherever it is, and waits for what it has to
 * say.
 */
export async function runToEnd(
  client: Client,
  job: string,
  {
    signal,
    onProgress,
  }: {
    readonly signal: AbortSignal;
    readonly onProgress: (progress: NonNullable<PayloadOf<'jobs.changed'>['progress']>) => void;
  },
): Promise<EndedRun> {
  // Questions about a run go on after the operator has stopped it.
  const asking = { signal: new AbortController().signal };
  const ended = Promise.withResolvers<void>();
  const finished = new Set<string>();
  let runId: string | undefined;
  const lookAgain = async (id: string) => {
    const run = await client.jobs.details({ id }, asking);
    if (run.finishedAt !== undefined) ended.resolve();
  };
  const stop = client.port.subscribe(
    'jobs.changed',
    {},
    (payload, missed) => {
      const { run, progress } = payload as PayloadOf<'jobs.changed'>;
      if (run.finishedAt !== undefined) finished.add(run.id);
      if (runId === undefined) return;
      if (finished.has(runId)) ended.resolve();
      else if (missed > 0) lookAgain(runId).catch(ended.reject);
      else if (run.id === runId && progress) onProgress(progress);
    },
    (failure) => {
      if (failure) ended.reject(new ContractError(failure));
    },
  );
  ended.promise.catch(() => {});
  try {
    signal.throwIfAborted();
    // Asked to the end: a run whose id is not known cannot be cancelled.
    const started = await client.jobs.run({ job }, asking);
    runId = started.runId;
    const id = started.runId;
    const cancel = () => void client.jobs.cancel({ runId: id }, asking).catch(ended.reject);
    signal.addEventListener('abort', cancel, { once: true });
    if (signal.aborted) cancel();
    if (finished.has(id)) ended.resolve();
    // It may have been over before its end could be heard.
    else if (started.joined) lookAgain(id).catch(ended.reject);
    await ended.promise;
    signal.removeEventListener('abort', cancel);
    return (await client.jobs.details({ id }, asking)) as EndedRun;
  } finally {
    stop();
  }
}
