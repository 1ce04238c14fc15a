import type { FoundPassage, Passage } from '../knowledge/knowledge.ts';
import { languageOf } from './language.ts';
import { isTechnical, stem, words } from './words.ts';

/**
 * How much of what a question asks for a passage speaks of, 0…1: the share of the question's words that stand in it,
 * names and technical words counted twice, since nothing else says them. The scores of an index order passages, but a
 * best passage there always is; this says whether it is about the question at all.
 */
export function relevance(question: string, passage: Pick<Passage, 'title' | 'headings' | 'text'>): number {
  const asked = words(question);
  if (asked.length === 0) return 0;
  const names = namesIn(question);
  const text = [passage.title, ...passage.headings, passage.text].join('\n');
  const lower = text.toLowerCase();
  const stems = new Set(words(text).flatMap((word) => [stem(word), ...word.split(/[._:/@-]+/).map(stem)]));
  let found = 0;
  let all = 0;
  for (const word of asked) {
    const weight = isTechnical(word) || names.has(word) ? 2 : 1;
    all += weight;
    if (stems.has(stem(word)) || (word.length >= 5 && lower.includes(word))) found += weight;
  }
  return found / all;
}

/**
 * Below these a passage is not about a question. A question that tells more uses more words of its own: both fall with
 * the words of it, from `short` up to five words towards `long`. Chosen by `npm run eval:relevance`, on a grid and with
 * cross-validation, on questions that documents answer and on others that they do not: decision 18 has the figures.
 */
export interface LeastRelevance {
  /** Share of the question's words, names twice. */
  readonly words: { readonly short: number; readonly long: number };
  /** Share of the question's words, each as much as it is rare where it is looked for. */
  readonly coverage: { readonly short: number; readonly long: number };
}

export const leastRelevance: LeastRelevance = {
  words: { short: 0.48, long: 0.24 },
  coverage: { short: 0.5, long: 0.2 },
};

const least = ({ short, long }: { readonly short: number; readonly long: number }, asked: string) =>
  long + (short - long) * Math.min(1, 5 / Math.max(1, words(asked).length));

/** What vectors found too may use other words than the question does. */
const lessWithVectors = 0.6;

/** @param question what the passage's coverage was worked out for as well */
export function isRelevant(
  question: string,
  passage: Pick<FoundPassage, 'title' | 'headings' | 'text' | 'coverage' | 'by'>,
  bounds: LeastRelevance = leastRelevance,
): boolean {
  const less = passage.by.includes('vectors') ? lessWithVectors : 1;
  return (
    passage.coverage >= least(bounds.coverage, question) * less &&
    relevance(question, passage) >= least(bounds.words, question) * less
  );
}

/** Words that are written as names are, lower case; in German every noun has a capital. */
function namesIn(question: string): ReadonlySet<string> {
  const german = languageOf(question) === 'de';
  const all = question.match(/[\p{L}\p{N}][\p{L}\p{N}._:/@-]*/gu) ?? [];
  const names = all.filter(
    (word, place) => /\p{Ll}\p{Lu}|\p{Lu}{2}/u.test(word) || (!german && place > 0 && /^\p{Lu}/u.test(word)),
  );
  return new Set(names.map((word) => word.toLowerCase()));
}
