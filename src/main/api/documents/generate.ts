import type { GenerateReport } from '../../documents/documents.ts';
import { generationReport } from '../../jobs.ts';
import type { Handler } from '../handler.ts';
import { runAsJob } from './run-as-job.ts';

/** Documents first; prose, where a model is set, follows as a job of its own. */
export const generate: Handler<'documents.generate'> = async ({ ids, force, prose }, context) => {
  const { app } = context;
  const { report, run } = await runAsJob(
    'documents',
    context,
    ({ signal }, onProgress) =>
      app.documents.generate(ids, { ...(force !== undefined && { force }), signal, onProgress }),
    {
      async report(written) {
        if (prose !== false) await app.writeProse();
        return generationReport(written);
      },
      failed: 'documents were not written',
      hint: 'Activity has the run with its log',
    },
  );
  return { ...reportOf(report), run };
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
