import type { JobRun } from '../../../shared/model/run.ts';
import type { Handler } from '../handler.ts';
import { between, hasWords, wordsOf } from './filter-runs.ts';
import { shownJobRun } from './shown-run.ts';

export const history: Handler<'jobs.history'> = async (
  { job, outcomes, trigger, since, until, text, offset, limit },
  { app },
) => {
  const at = between(since, until);
  const selector = {
    type: 'job' as const,
    ...(job !== undefined && { job }),
    ...(outcomes && { outcome: { $in: outcomes } }),
    ...(trigger !== undefined && { trigger }),
    ...(Object.keys(at).length > 0 && { queuedAt: at }),
  };
  const { runs } = app.store;
  const words = wordsOf(text);
  const sort = [{ queuedAt: 'desc' as const }, { id: 'desc' as const }];
  if (words.length === 0) {
    const [found, total] = await Promise.all([
      runs.find({ selector, sort, skip: offset, limit }),
      runs.count({ selector }),
    ]);
    return { items: (found as JobRun[]).map(shownJobRun), total };
  }
  const matching = ((await runs.find({ selector, sort })) as JobRun[]).filter((run) =>
    hasWords(words, run.job, run.summary, run.error?.message, run.outcome, run.trigger),
  );
  return { items: matching.slice(offset, offset + limit).map(shownJobRun), total: matching.length };
};
