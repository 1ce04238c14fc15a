import type { Handler } from '../handler.ts';
import { wordRanges } from '../../knowledge/words/word-ranges.ts';

export const find: Handler<'knowledge.find'> = async (
  { question, limit, filter, alike, upToDate },
  { app, signal },
) => {
  if (upToDate) await app.knowledge.upToDate(signal);
  const { passages, entities } = await app.knowledge.find(question, {
    limit,
    alike,
    signal,
    ...(filter && { filter }),
  });
  return {
    passages: passages.map((passage) => ({
      ...passage,
      headings: [...passage.headings],
      by: [...passage.by],
      ranges: wordRanges(question, passage.text),
    })),
    entities: [...entities],
  };
};
