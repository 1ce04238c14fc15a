import { choosePassages } from './index/choose-passages.ts';
import type { KnowledgeIndex, RankedPassage } from './index/knowledge-index.ts';
import type { FoundPassage, NamedEntity } from './knowledge.ts';
import type { FindOptions } from './service.ts';
import { fuse } from './vectors/fuse.ts';

const defaultLimit = 10;
const mostLimit = 200;
/** So far down the list of words, a passage still counts when vectors find it as well. */
const fusedDepth = 100;

/** The best passages for a question, by words, and by vectors where there are some. */
export function answer(
  index: KnowledgeIndex,
  question: string,
  options: FindOptions & {
    readonly entities: readonly NamedEntity[];
    readonly near: readonly { readonly id: string }[];
  },
): FoundPassage[] {
  const { filter, entities, near, alike = false } = options;
  const covers = index.coverage(options.about ?? question);
  const limit = Math.min(mostLimit, Math.max(1, options.limit ?? defaultLimit));
  const ranked = index.rank(question, {
    ...(filter && { filter }),
    entities: entities.map(({ id }) => id),
  });
  if (near.length === 0)
    return read(index, choosePassages(ranked, limit, { alike }), covers, () => ['words']);
  const byVectors = near.flatMap(({ id }) => index.unranked(id, filter) ?? []);
  const byWords = choosePassages(ranked, fusedDepth, { alike: true });
  const all = new Map<number, RankedPassage>([...byVectors, ...byWords].map((one) => [one.chunk, one]));
  const fused = fuse({
    words: byWords.map(({ chunk }) => chunk),
    vectors: byVectors.map(({ chunk }) => chunk),
  });
  const both = [...all.values()]
    .map((one) => ({ ...one, score: fused.get(one.chunk)?.score ?? 0 }))
    .toSorted((a, b) => b.score - a.score || a.chunk - b.chunk);
  return read(index, choosePassages(both, limit, { alike }), covers, (chunk) => fused.get(chunk)?.by ?? []);
}

function read(
  index: KnowledgeIndex,
  chosen: readonly RankedPassage[],
  covers: (passage: RankedPassage) => number,
  by: (chunk: number) => FoundPassage['by'],
): FoundPassage[] {
  return chosen.flatMap((one) => {
    const { chunk, score } = one;
    const passage = index.read(chunk);
    return passage === undefined
      ? []
      : [{ ...passage, score: rounded(score), coverage: rounded(covers(one)), by: by(chunk) }];
  });
}

const rounded = (value: number) => Math.round(value * 10_000) / 10_000;
