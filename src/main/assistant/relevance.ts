import type { Passage } from '../knowledge/knowledge.ts';
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
 * Below this a passage is not about a question: 0.6 up to five words, falling to 0.45 at ten, since a question that
 * tells more uses more words of its own. Measured by `test/integration/answerable.spec.ts` on questions that documents
 * answer and on others that they do not: decision 20 has the figures.
 */
export function leastRelevance(question: string): number {
  return 0.3 + 0.3 * Math.min(1, 5 / Math.max(1, words(question).length));
}

/** What vectors found too may use other words than the question does. */
const lessWithVectors = 0.6;

export function isRelevant(
  question: string,
  passage: Pick<Passage, 'title' | 'headings' | 'text'> & { readonly by: readonly ('words' | 'vectors')[] },
): boolean {
  const least = leastRelevance(question) * (passage.by.includes('vectors') ? lessWithVectors : 1);
  return relevance(question, passage) >= least;
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
