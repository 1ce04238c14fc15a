import type { GenerateReport } from '../../documents/documents.ts';
import { generationReport } from '../../jobs.ts';
import { DomainError } from '../../platform/errors.ts';
import type { Handler } from '../handler.ts';

/**
 * A job like the scheduled one, under the same single flight key: whoever writes documents waits for the others, and
 * it stands in the history and can be cancelled there.
 */
export const generate: Handler<'documents.generate'> = async ({ ids, force, prose }, context) => {
  const { app, signal } = context;
  const { documents, scheduler } = app;
  let report: GenerateReport | undefined;
  let failure: unknown;
  const scheduled = scheduler.list().find(({ name }) => name === 'documents');
  const { run, finished } = await scheduler.runOnce({
    name: 'documents',
    queue: scheduled?.queue ?? 'documentation',
    schedule: 'manual',
    singleFlightKey: 'documents',
    retries: 0,
    run: async (job) => {
      try {
        report = await documents.generate(ids, {
          ...(force === undefined ? {} : { force }),
          signal: job.signal,
          onProgress: ({ done, total, document }) => {
            job.progress({ done, total, message: document });
            context.progress({ state: 'running', run: run.id, done, total, document });
          },
        });
        if (prose !== false) await app.writeProse();
        return generationReport(report);
      } catch (error) {
        failure = error;
        throw error;
      }
    },
  });
  if (run.outcome === 'queued') context.progress({ state: 'queued', run: run.id, done: 0, document: '' });
  const cancel = () => scheduler.cancel(run.id, 'taken back by whoever asked for it');
  signal.addEventListener('abort', cancel);
  if (signal.aborted) cancel();
  try {
    const ended = await finished;
    if (report !== undefined) return { ...reportOf(report), run: run.id };
    if (failure instanceof DomainError && failure.code === 'document-not-found') throw failure;
    throw new DomainError(
      'generation-failed',
      `documents were not written: the run ${ended.outcome}${ended.error === undefined ? '' : `: ${ended.error.message}`}`,
      { hint: 'Activity has the run with its log', cause: failure },
    );
  } finally {
    signal.removeEventListener('abort', cancel);
  }
};

function reportOf({ documents, counts, sections, durationMs }: GenerateReport) {
  return {
    documents: documents.map((document) => ({
      ...document,
      written: [...document.written],
      refreshed: [...document.refreshed],
      errors: [...document.errors],
    })),
    counts,
    sections,
    durationMs,
  };
}
