import type { RankedPassage } from './knowledge-index.ts';
import { rankingSettings, sameness, type RankingSettings } from './ranking.ts';

/** Passages whose terms are the same to this share say the same. */
const sameFrom = 0.9;
/** A second passage of the same place is worth so much: another place is more likely to be news. */
const samePlace = 0.5;

/**
 * The best few of what was ranked: each place by its best passage, raised a little by what else it says of the
 * question, and no two that say the same unless `alike` is wanted.
 */
export function choosePassages(
  ranked: readonly RankedPassage[],
  limit: number,
  options: { readonly alike?: boolean; readonly settings?: RankingSettings } = {},
): RankedPassage[] {
  const { alike = false, settings: { rest, area } = rankingSettings } = options;
  const places = new Map<number, RankedPassage[]>();
  for (const one of ranked) {
    const known = places.get(one.item);
    if (known) known.push(one);
    else places.set(one.item, [one]);
  }
  const weighed = [...places.values()].flatMap(([best, second, third, ...others]) => {
    if (best === undefined) return [];
    const more = rest * ((second?.score ?? 0) + (third?.score ?? 0) / 2);
    const following = [second, third, ...others].filter((one) => one !== undefined);
    return [
      { ...best, score: best.score + more },
      ...following.map((one) => ({ ...one, score: one.score * samePlace })),
    ];
  });
  return diverse(weighed, limit, alike, area);
}

/** What is still to be chosen from: more would only be looked at. */
const mostConsidered = 120;

/** One after the other: each that belongs with one chosen before is worth a little less. */
function diverse(
  weighed: readonly RankedPassage[],
  limit: number,
  alike: boolean,
  area: number,
): RankedPassage[] {
  const left = weighed
    .toSorted((a, b) => b.score - a.score || a.chunk - b.chunk)
    .slice(0, Math.max(mostConsidered, limit * 2));
  const before = new Map<string, number>();
  const chosen: RankedPassage[] = [];
  while (chosen.length < limit && left.length > 0) {
    let best = 0;
    let worth = Number.NEGATIVE_INFINITY;
    left.forEach((one, place) => {
      const own = one.score * (1 - area) ** (before.get(one.area) ?? 0);
      if (own > worth) [best, worth] = [place, own];
    });
    const [one] = left.splice(best, 1);
    if (one === undefined) break;
    if (!alike && chosen.some((other) => sameness(one.terms, other.terms) >= sameFrom)) continue;
    chosen.push({ ...one, score: worth });
    before.set(one.area, (before.get(one.area) ?? 0) + 1);
  }
  return chosen;
}
