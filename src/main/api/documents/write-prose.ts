import type { ProseReport } from '../../documents/documents.ts';
import { proseReport } from '../../jobs.ts';
import { DomainError } from '../../platform/errors.ts';
import type { Handler } from '../handler.ts';

/** A job under the same single flight key as the scheduled one: two never ask the model the same thing. */
export const writeProse: Handler<'documents.writeProse'> = async ({ ids, force }, context) => {
  const { app, signal } = context;
  const { documents, scheduler } = app;
  let report: ProseReport | undefined;
  let failure: unknown;
  const scheduled = scheduler.list().find(({ name }) => name === 'prose');
  const { run, finished } = await scheduler.runOnce({
    name: 'prose',
    queue: scheduled?.queue ?? 'documentation',
    schedule: 'manual',
    singleFlightKey: 'prose',
    retries: 0,
    run: async (job) => {
      try {
        report = await documents.writeProse(ids, {
          ...(force === undefined ? {} : { force }),
          signal: job.signal,
          onProgress: ({ done, total, document }) => {
            job.progress({ done, total, message: document });
            context.progress({ state: 'running', run: run.id, done, total, document });
          },
        });
        return proseReport(report, (line) => job.log(line));
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
    if (report !== undefined) {
      const { sections, ...rest } = report;
      return {
        ...rest,
        sections: sections.map((section) => ({ ...section, omitted: [...section.omitted] })),
        run: run.id,
      };
    }
    if (failure instanceof DomainError && failure.code === 'document-not-found') throw failure;
    throw new DomainError(
      'generation-failed',
      `prose was not written: the run ${ended.outcome}${ended.error === undefined ? '' : `: ${ended.error.message}`}`,
      {
        hint: 'what was written until then stays; `datacenter-docs llm test` says what works',
        cause: failure,
      },
    );
  } finally {
    signal.removeEventListener('abort', cancel);
  }
};
