import type { QuestionTerms } from '../words/terms.ts';
import { termNumber } from './term-list.ts';

/** A place of a question: what stands there, by any of the terms that it can be found by. */
interface Place {
  readonly numbers: readonly number[];
  readonly weight: number;
}

/**
 * How much of a question a passage speaks of, 0 to 1: the share of its words that stand in the passage, each as much
 * as it is rare. Unlike a rank it says whether the passage is about the question at all: a word that no passage has
 * counts most, since what it asks for is in none.
 */
export function createCoverage(
  { terms, german }: QuestionTerms,
  total: number,
  count: (term: string) => number,
): (passage: Uint32Array) => number {
  const places = placesOf({ terms, german }, total, count);
  const all = places.reduce((sum, { weight }) => sum + weight, 0);
  if (all === 0) return () => 0;
  return (passage) => {
    const present = new Set<number>();
    for (let at = 0; at < passage.length; at += 2) present.add(passage[at] ?? 0);
    let covered = 0;
    for (const { numbers, weight } of places)
      if (numbers.some((number) => present.has(number))) covered += weight;
    return covered / all;
  };
}

function placesOf(
  { terms, german }: QuestionTerms,
  total: number,
  count: (term: string) => number,
): readonly Place[] {
  const at = new Map<number, Set<string>>();
  for (const { term, at: place, of } of terms) {
    // Numbers out of an address or a version are everywhere.
    if (of === 'part' && /^\d+$/.test(term)) continue;
    const known = at.get(place) ?? new Set<string>();
    at.set(place, known.add(term));
    const other = of === undefined ? german.get(term) : undefined;
    if (other !== undefined) known.add(other);
  }
  const seen = new Set<string>();
  return [...at.values()].flatMap((found): Place[] => {
    const key = [...found].join(' ');
    if (seen.has(key)) return [];
    seen.add(key);
    const most = Math.max(...[...found].map(count));
    return [
      {
        numbers: [...found].map(termNumber),
        weight: Math.log(1 + (total - most + 0.5) / (most + 0.5)),
      },
    ];
  });
}
