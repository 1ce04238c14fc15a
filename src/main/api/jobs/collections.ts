import type { CollectionRun } from '../../../shared/model/run.ts';
import type { Handler } from '../handler.ts';
import { between, hasWords, wordsOf } from './filter-runs.ts';
import { shownCollectionRun } from './shown-run.ts';

export const collections: Handler<'jobs.collections'> = async (
  { source, domain, outcomes, since, until, text, offset, limit },
  { app },
) => {
  const at = between(since, until);
  const selector = {
    type: 'collection' as const,
    ...(source !== undefined && { source }),
    ...(domain !== undefined && { domain }),
    ...(outcomes && { outcome: { $in: outcomes } }),
    ...(Object.keys(at).length > 0 && { startedAt: at }),
  };
  const { runs } = app.store;
  const words = wordsOf(text);
  const sort = [{ startedAt: 'desc' as const }, { id: 'desc' as const }];
  if (words.length === 0) {
    const [found, total] = await Promise.all([
      runs.find({ selector, sort, skip: offset, limit }),
      runs.count({ selector }),
    ]);
    return { items: (found as CollectionRun[]).map(shownCollectionRun), total };
  }
  const matching = ((await runs.find({ selector, sort })) as CollectionRun[]).filter((run) =>
    hasWords(words, run.source, run.domain, run.adapter, run.error?.message, run.outcome),
  );
  return {
    items: matching.slice(offset, offset + limit).map(shownCollectionRun),
    total: matching.length,
  };
};
