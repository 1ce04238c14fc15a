import type { FoundPassage } from '../knowledge.ts';

/** How soon a place further down counts less: the usual value, with which no single list decides alone. */
const damping = 60;

export interface Fused {
  readonly score: number;
  readonly by: FoundPassage['by'];
}

/** Reciprocal rank fusion: what stands high in either list, and highest what stands high in both. */
export function fuse<Id>(lists: { readonly [By in FoundPassage['by'][number]]: readonly Id[] }): Map<
  Id,
  Fused
> {
  const fused = new Map<Id, Fused>();
  for (const by of ['words', 'vectors'] as const) {
    lists[by].forEach((id, place) => {
      const known = fused.get(id);
      fused.set(id, {
        score: (known?.score ?? 0) + 1 / (damping + place + 1),
        by: [...(known?.by ?? []), by],
      });
    });
  }
  return fused;
}
