import type { QuestionTerms } from '../words/terms.ts';
import { fields, termNumber } from './term-list.ts';

/** How much what counts. Chosen by cross-validation; see docs/decisions/0018-finding-passages.md. */
export interface RankingSettings {
  readonly title: number;
  readonly heading: number;
  readonly path: number;
  /** How soon a term that comes again says nothing more, and how much the length of a text counts. */
  readonly saturation: number;
  readonly length: number;
  /** Of neighbours in the question that are neighbours in the text as well. */
  readonly neighbours: number;
  /** Of the parts of a name beside the whole. */
  readonly parts: number;
  /** More for texts with more of the question in them. */
  readonly coverage: number;
  /** Of the second best passage of the same place, for that place; of the third, half of it. */
  readonly rest: number;
  /** Taken off a passage for each that was chosen before it from the same folder or document. */
  readonly area: number;
}

export const rankingSettings: RankingSettings = {
  title: 2,
  heading: 1,
  path: 1.5,
  saturation: 1.2,
  length: 0.75,
  neighbours: 1.5,
  parts: 0.1,
  coverage: 0.5,
  rest: 0.1,
  area: 0.08,
};

export interface WeightedTerm {
  readonly term: string;
  readonly number: number;
  /** In how many passages it is. */
  readonly count: number;
  /** How rare it is. */
  readonly rarity: number;
  readonly weight: number;
}

/** What a question comes down to. */
export interface Weighted {
  /** Rarest first. */
  readonly terms: readonly WeightedTerm[];
  /** Indices into `terms` of what stands beside each other, and how far apart. */
  readonly pairs: readonly { readonly first: number; readonly second: number; readonly gap: number }[];
}

/** Weighs the terms of a question by how rare they are. What no passage has is left out. */
export function weigh(
  { terms, german }: QuestionTerms,
  total: number,
  count: (term: string) => number,
  { parts }: Pick<RankingSettings, 'parts'> = rankingSettings,
): Weighted {
  const weights = new Map<string, number>();
  const wholes = new Set<string>();
  for (const { term, of } of terms) {
    if (of === 'whole' && count(term) > 0) wholes.add(term);
    weights.set(term, Math.max(weights.get(term) ?? 0, of === 'part' ? parts : 1));
  }
  // A name that stands nowhere as a whole is looked for by its parts.
  if (wholes.size === 0) for (const { term, of } of terms) if (of === 'part') weights.set(term, 1);
  for (const [english, other] of german)
    if (count(other) > count(english)) weights.set(other, weights.get(english) ?? 1);
  const weighted = [...weights]
    .map(([term, weight]) => ({ term, weight, number: termNumber(term), count: count(term) }))
    .filter((one) => one.count > 0)
    .map((one) => ({ ...one, rarity: Math.log(1 + (total - one.count + 0.5) / (one.count + 0.5)) }))
    .toSorted((a, b) => a.count - b.count);
  const place = new Map(weighted.map(({ term }, index) => [term, index]));
  const pairs: { first: number; second: number; gap: number }[] = [];
  const inRow = terms.filter(({ of }) => of !== 'whole');
  for (let i = 0; i + 1 < inRow.length; i++) {
    const [a, b] = [inRow[i], inRow[i + 1]];
    if (a === undefined || b === undefined) continue;
    const gap = b.at - a.at;
    const [first, second] = [place.get(a.term), place.get(b.term)];
    if (gap < 1 || gap > 2 || first === undefined || second === undefined || first === second) continue;
    pairs.push({ first, second, gap });
  }
  return { terms: weighted, pairs };
}

/** Average terms of each field, for judging lengths. */
export type FieldLengths = readonly [title: number, heading: number, path: number, body: number];

/** Scores passages against one question. */
export function createScorer(
  { terms, pairs }: Weighted,
  average: FieldLengths,
  settings: RankingSettings = rankingSettings,
): (passage: Uint32Array) => number {
  const weights = [settings.title, settings.heading, settings.path, 1];
  const { saturation, length } = settings;
  const places = new Map(terms.map(({ number }, index) => [number, index]));
  const followedBy = terms.map((_, index) =>
    pairs.flatMap((pair, number) => (pair.second === index ? [{ ...pair, number }] : [])),
  );
  const all = terms.reduce((sum, { rarity, weight }) => sum + rarity * weight, 0);
  const counts = new Float64Array(terms.length * fields.length);
  const together = new Float64Array(pairs.length);
  const last = new Int32Array(terms.length);
  const lengths = new Float64Array(fields.length);
  const saturated = (value: number) => (value * (saturation + 1)) / (saturation + value);
  return (passage) => {
    counts.fill(0);
    together.fill(0);
    last.fill(-1_000);
    lengths.fill(0);
    for (let i = 0; i < passage.length; i += 2) {
      const standing = passage[i + 1] ?? 0;
      const field = standing >>> 24;
      lengths[field] = (lengths[field] ?? 0) + 1;
      const term = places.get(passage[i] ?? 0);
      if (term === undefined) continue;
      const slot = term * fields.length + field;
      counts[slot] = (counts[slot] ?? 0) + 1;
      for (const { first, gap, number } of followedBy[term] ?? []) {
        const apart = standing - (last[first] ?? 0);
        if (apart < 1 || apart > 2) continue;
        together[number] = (together[number] ?? 0) + (weights[field] ?? 1) * (apart === gap ? 1 : 0.5);
      }
      last[term] = standing;
    }
    let score = 0;
    let covered = 0;
    terms.forEach(({ rarity, weight }, term) => {
      let found = 0;
      for (let field = 0; field < fields.length; field++) {
        const count = counts[term * fields.length + field] ?? 0;
        if (count === 0) continue;
        const relative = Math.max(1, lengths[field] ?? 1) / Math.max(1, average[field] ?? 1);
        found += ((weights[field] ?? 1) * count) / (1 - length + length * relative);
      }
      if (found === 0) return;
      covered += rarity * weight;
      score += rarity * weight * saturated(found);
    });
    pairs.forEach(({ first, second, gap }, number) => {
      const found = together[number] ?? 0;
      if (found === 0) return;
      const rarity = ((terms[first]?.rarity ?? 0) + (terms[second]?.rarity ?? 0)) / 2;
      score += settings.neighbours * (gap === 1 ? 1 : 0.5) * rarity * saturated(found);
    });
    return all === 0 ? 0 : score * (1 + (settings.coverage * covered) / all);
  };
}

/** How much of two passages' terms is the same, 0 to 1: above nine tenths they say the same. */
export function sameness(a: Uint32Array, b: Uint32Array): number {
  const ofBody = (passage: Uint32Array) => {
    const own = new Set<number>();
    for (let i = 0; i < passage.length; i += 2)
      if ((passage[i + 1] ?? 0) >>> 24 === 3) own.add(passage[i] ?? 0);
    return own;
  };
  const [one, other] = [ofBody(a), ofBody(b)];
  if (one.size === 0 || other.size === 0) return one.size === other.size ? 1 : 0;
  let both = 0;
  for (const term of one) if (other.has(term)) both += 1;
  return both / (one.size + other.size - both);
}
