import type { ProseReport } from '../../documents/documents.ts';
import { proseReport } from '../../jobs.ts';
import type { Handler } from '../handler.ts';
import { runAsJob } from './run-as-job.ts';

/** Under the scheduled job's single flight key: two never ask the model the same thing. */
export const writeProse: Handler<'documents.writeProse'> = async ({ ids, force }, context) => {
  const { report, run } = await runAsJob(
    'prose',
    context,
    ({ signal }, onProgress) =>
      context.app.documents.writeProse(ids, { ...(force !== undefined && { force }), signal, onProgress }),
    {
      report: async (prose: ProseReport, job) => proseReport(prose, (line) => job.log(line)),
      failed: 'prose was not written',
      hint: 'what was written until then stays; `datacenter-docs llm test` says what works',
    },
  );
  const { sections, ...rest } = report;
  return {
    ...rest,
    sections: sections.map((section) => ({ ...section, omitted: [...section.omitted] })),
    run,
  };
};
