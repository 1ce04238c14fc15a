import type { Phrase } from '../phrases.ts';
import { has, type Token } from '../token.ts';
import type { Spoken } from '../vocabulary/attributes.ts';
import type { ClauseReading } from './clause-reading.ts';
import { comparingVerbs } from '../vocabulary/words.ts';
import { restrictorsOf } from './group.ts';

const comparing = new Set(['with', 'mit', 'to', 'zu']);

export function readComparison(reading: ClauseReading): void {
  const at = reading.at.find((i) => reading.token(i)?.comparative !== undefined);
  const than =
    reading.own.find(({ compared }) => compared === true) ??
    comparedWith(reading) ??
    (at === undefined ? undefined : exceeded(reading, at));
  if (at !== undefined && than !== undefined) {
    const { more = true, size } = reading.token(at)?.comparative ?? {};
    const attributes = size === true ? [] : attributesAfter(reading, at);
    const [other] = than.names;
    if (other === undefined) return;
    if (reading.at.some((i) => has(reading.token(i), 'none') && i < at)) {
      // "No host has more memory than x": x has the most.
      const kinds = reading.at.flatMap((i) => (i < at ? (reading.token(i)?.kinds ?? []) : []));
      useRole(reading, 'none');
      reading.add(
        {
          is: 'extreme',
          of: other,
          group: { kinds, within: restrictorsOf(reading, [than.names]) },
          attributes,
          most: more,
          anchor: at,
          denied: false,
        },
        [other],
      );
      return;
    }
    const one =
      reading.own.find((phrase) => phrase !== than && reading.isFree(phrase))?.names[0] ??
      (reading.subject === than.names ? reading.carried[0] : reading.subject[0]);
    if (one === undefined || one === other) return;
    reading.add({ is: 'comparison', one, other, attributes, more, anchor: at, denied: false }, [one, other]);
    return;
  }
  const top = reading.at.find((i) => reading.token(i)?.superlative !== undefined);
  if (top === undefined) return;
  const [of] =
    (reading.own.find((phrase) => reading.isFree(phrase)) ?? reading.phraseOf(reading.subject))?.names ??
    reading.subject;
  if (of === undefined) return;
  const { most = true, size } = reading.token(top)?.superlative ?? {};
  const attributes =
    size === true && reading.token(top + 1)?.attributes === undefined ? [] : attributesAfter(reading, top);
  const kinds = reading.at.flatMap((i) => {
    const token = reading.token(i);
    return token?.kinds !== undefined && !isAttributeUse(reading, i, attributes) ? [...token.kinds] : [];
  });
  const within = restrictorsOf(reading, [[of]]);
  if (kinds.length > 0) useRole(reading, 'every');
  reading.add(
    { is: 'extreme', of, group: { kinds, within }, attributes, most, anchor: top, denied: false },
    [of],
    within,
  );
}

function isAttributeUse(reading: ClauseReading, i: number, attributes: readonly Spoken[]): boolean {
  return attributes.length > 0 && reading.token(i)?.attributes === attributes;
}

/** "x exceeds y": a verb that compares, and its object. */
function exceeded(reading: ClauseReading, at: number): Phrase | undefined {
  if (!comparingVerbs.has(reading.token(at)?.lower ?? '')) return undefined;
  const free = reading.own.filter((phrase) => reading.isFree(phrase));
  const before = free.some(({ last }) => last < at);
  return before ? free.find(({ first }) => first > at) : undefined;
}

/** "Compared with x, …". */
function comparedWith(reading: ClauseReading): Phrase | undefined {
  return reading.own.find(({ first, preposition }) => {
    if (!comparing.has(preposition ?? '')) return false;
    return reading.at.some(
      (i) =>
        i < first &&
        i > first - 6 &&
        /^(?:compared|comparison|vergleich|verglichen)$/.test(reading.token(i)?.lower ?? ''),
    );
  });
}

function attributesAfter(reading: ClauseReading, at: number): readonly Spoken[] {
  for (const i of reading.at)
    if (i >= at && i < at + 5 && reading.token(i)?.attributes !== undefined)
      return reading.token(i)?.attributes ?? [];
  // "The latency of x is higher than that of y": it is said before.
  const said = reading.at.findLast((i) => i < at && reading.token(i)?.attributes !== undefined);
  return said === undefined ? [] : (reading.token(said)?.attributes ?? []);
}

function useRole(reading: ClauseReading, role: 'none' | 'every'): void {
  for (const i of reading.at) if (has(reading.token(i), role)) (reading.token(i) as Token).used = true;
}
