import { DomainError } from '../../platform/errors.ts';
import type { JobContext, JobDefinition } from '../../scheduler/job.ts';
import type { CallContext } from '../handler.ts';

/** How far the writing is, as documents and their prose tell it. */
interface WritingProgress {
  readonly done: number;
  readonly total: number;
  readonly document: string;
}

/**
 * Does somebody's writing as a job like the scheduled one, under the same single flight key: whoever writes waits for
 * the others, it stands in the history, and whoever takes the question back cancels it.
 * @throws DomainError document-not-found, generation-failed
 */
export async function runAsJob<Report>(
  name: 'documents' | 'prose',
  context: CallContext<'documents.generate'> | CallContext<'documents.writeProse'>,
  work: (job: JobContext, onProgress: (progress: WritingProgress) => void) => Promise<Report>,
  options: {
    /** For the history. */
    readonly report: (report: Report, job: JobContext) => ReturnType<JobDefinition['run']>;
    /** `documents were not written` */
    readonly failed: string;
    readonly hint: string;
  },
): Promise<{ readonly report: Report; readonly run: string }> {
  const { app, signal, progress } = context;
  const { scheduler } = app;
  let written: { readonly report: Report } | undefined;
  let failure: unknown;
  const scheduled = scheduler.list().find((job) => job.name === name);
  const { run, finished } = await scheduler.runOnce({
    name,
    queue: scheduled?.queue ?? 'documentation',
    schedule: 'manual',
    singleFlightKey: name,
    retries: 0,
    run: async (job) => {
      try {
        const report = await work(job, ({ done, total, document }) => {
          job.progress({ done, total, message: document });
          progress({ state: 'running', run: run.id, done, total, document });
        });
        written = { report };
        return await options.report(report, job);
      } catch (error) {
        failure = error;
        throw error;
      }
    },
  });
  if (run.outcome === 'queued') progress({ state: 'queued', run: run.id, done: 0, document: '' });
  const cancel = () => scheduler.cancel(run.id, 'taken back by whoever asked for it');
  signal.addEventListener('abort', cancel);
  if (signal.aborted) cancel();
  try {
    const ended = await finished;
    if (written !== undefined) return { report: written.report, run: run.id };
    if (failure instanceof DomainError && failure.code === 'document-not-found') throw failure;
    throw new DomainError(
      'generation-failed',
      `${options.failed}: the run ${ended.outcome}${ended.error === undefined ? '' : `: ${ended.error.message}`}`,
      { hint: options.hint, cause: failure },
    );
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}
