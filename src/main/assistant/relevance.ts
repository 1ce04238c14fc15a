import type { Passage } from '../knowledge/knowledge.ts';
import { isTechnical, stem, words } from './words.ts';

/**
 * How much of what a question asks for a passage speaks of, 0…1: the share of the question's words that stand in it,
 * technical ones counted twice, since nothing else says them. The index' own scores order passages, but a best passage
 * there always is; this says whether it is about the question at all.
 */
export function relevance(question: string, passage: Pick<Passage, 'title' | 'headings' | 'text'>): number {
  const asked = words(question);
  if (asked.length === 0) return 0;
  const text = [passage.title, ...passage.headings, passage.text].join('\n');
  const lower = text.toLowerCase();
  const stems = new Set(words(text).flatMap((word) => [stem(word), ...word.split(/[._:/@-]+/).map(stem)]));
  let found = 0;
  let all = 0;
  for (const word of asked) {
    const weight = isTechnical(word) ? 2 : 1;
    all += weight;
    if (stems.has(stem(word)) || (word.length >= 5 && lower.includes(word))) found += weight;
  }
  return found / all;
}

/**
 * Below this a passage is not about the question. Half of the words: with less, most of what was asked for stands
 * nowhere in it, and what is shared are words such as "server" that stand everywhere. Measured on the questions of the
 * evaluation of retrieval and on questions that its documents cannot answer; see decision 20.
 */
export const leastRelevance = 0.5;
/** What vectors found too may use other words than the question does. */
export const leastWithVectors = 0.3;

export function isRelevant(
  question: string,
  passage: Pick<Passage, 'title' | 'headings' | 'text'> & { readonly by: readonly ('words' | 'vectors')[] },
): boolean {
  const least = passage.by.includes('vectors') ? leastWithVectors : leastRelevance;
  return relevance(question, passage) >= least;
}
