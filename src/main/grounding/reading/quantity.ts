import type { Named } from '../claims.ts';
import { isNamed, isVerbHost } from '../phrases.ts';
import { has, type Token } from '../token.ts';
import type { Spoken } from '../vocabulary/attributes.ts';
import type { Bound } from '../vocabulary/words.ts';
import type { ClauseReading } from './clause-reading.ts';
import { containersOf } from './group.ts';
import { ownerOf } from './owner.ts';

export function readSums(reading: ClauseReading): void {
  const every = reading.at.find((i) => has(reading.token(i), 'total'));
  const kindAt = reading.at.find((i) => {
    const token = reading.token(i);
    return (
      token?.kinds !== undefined &&
      !isVerbHost(reading.tokens, i) &&
      /(?:s|n|en)$/.test(token.lower) &&
      !reading.own.some(({ kind }) => kind === token)
    );
  });
  if (kindAt === undefined) return;
  const figure = reading.at.find((i) => {
    const token = reading.token(i);
    return token?.amount !== undefined && !token.used && token.amount.dimension !== 'count';
  });
  const amount = figure === undefined ? undefined : reading.token(figure)?.amount;
  const attribute = reading.at.find((i) => reading.token(i)?.attributes !== undefined && i !== kindAt);
  if (figure === undefined || amount === undefined || attribute === undefined) return;
  const kinds = reading.token(kindAt)?.kinds ?? [];
  const within = containersOf(reading, kinds) ?? [];
  if (within.length === 0 && every === undefined) return;
  (reading.token(figure) as Token).used = true;
  reading.add(
    {
      is: 'sum',
      group: { kinds, within },
      attributes: reading.token(attribute)?.attributes ?? [],
      amount,
      each: every === undefined,
      anchor: figure,
      denied: false,
    },
    within,
  );
  reading.markDone();
}

export function readAmounts(reading: ClauseReading): void {
  const figures = reading.at.filter((i) => {
    const token = reading.token(i);
    return token?.amount !== undefined && !token.used;
  });
  const taken = new Set<number>();
  for (const i of figures) {
    const token = reading.token(i);
    if (token?.amount === undefined) continue;
    const attribute = attributeOf(reading, i, figures, taken);
    if (attribute === undefined && token.amount.dimension === 'count') continue;
    if (token.soft === true && attribute !== i + 1) continue;
    if (attribute !== undefined) taken.add(attribute);
    const of = ownerOf(reading, attribute ?? i) ?? reading.subject;
    if (of.length === 0) continue;
    const said = boundBefore(reading, i);
    token.used = true;
    const near = attribute === undefined ? undefined : narrowed(reading, attribute, of, figures);
    const { spoken, bound } = limited(near, said, of);
    if (attribute !== undefined) (reading.token(attribute) as Token).used = true;
    reading.add(
      {
        is: 'amount',
        of,
        attributes: spoken,
        amount: bound === undefined ? token.amount : { ...token.amount, bound },
        anchor: i,
        denied: false,
      },
      of,
    );
  }
}

function boundBefore(reading: ClauseReading, i: number) {
  const k = reading.at.indexOf(i);
  for (const n of [1, 2]) {
    const token = reading.token(reading.at[k - n] ?? -1);
    if (token?.bound !== undefined) return token.bound;
    if (!has(token, 'article')) return undefined;
  }
  return undefined;
}

/** The attribute that a figure is of: behind it ("8 vCPUs", "512 GiB of memory"), else before it. */
function attributeOf(
  reading: ClauseReading,
  i: number,
  figures: readonly number[],
  taken: ReadonlySet<number>,
): number | undefined {
  const amount = reading.token(i)?.amount;
  const kinds = new Set(
    [...reading.own.map(({ names }) => names), reading.subject, reading.carried]
      .flat()
      .flatMap(({ entities }) => entities.map(({ kind }) => kind)),
  );
  const isFree = (place: number | undefined): place is number => {
    const token = place === undefined ? undefined : reading.token(place);
    return (
      place !== undefined &&
      token?.attributes?.some(({ kind }) => kinds.has(kind)) === true &&
      !taken.has(place) &&
      amount !== undefined
    );
  };
  const k = reading.at.indexOf(i);
  for (let n = 1; n <= 5; n += 1) {
    const place = reading.at[k + n];
    if (
      place === undefined ||
      figures.includes(place) ||
      isNamed(reading.token(place)) ||
      has(reading.token(place), 'comma')
    )
      break;
    if (isFree(place)) return place;
    if (
      has(reading.token(place), 'verb') ||
      has(reading.token(place), 'close') ||
      has(reading.token(place), 'join')
    )
      break;
  }
  for (let n = k - 1; n >= 0; n -= 1) {
    const place = reading.at[n];
    if (place === undefined || figures.includes(place)) break;
    // "belegter Speicherplatz", "free capacity": the adjective says which.
    const before = reading.at[n - 1];
    if (isFree(place)) return isFree(before) && !figures.includes(before) ? before : place;
  }
  return undefined;
}

const upper = /^max/;
const lower = /^min/;
const qualified = /^(?:min|max|desired|expected|requested)/;

/**
 * "At most 8 replicas" of a thing that has a limit says what the limit is, and no more than that. Where a word means
 * several figures and nothing says which, the one that is now is meant, and no limit or wish.
 */
function limited(
  spoken: readonly Spoken[] | undefined,
  bound: Bound | undefined,
  of: readonly Named[],
): { readonly spoken: readonly Spoken[] | undefined; readonly bound: Bound | undefined } {
  if (spoken === undefined) return { spoken, bound };
  const kinds = new Set(of.flatMap(({ entities }) => entities.map(({ kind }) => kind)));
  const own = spoken.filter(({ kind }) => kinds.has(kind));
  const limit = bound === 'most' ? upper : bound === 'least' ? lower : undefined;
  const limits = limit === undefined ? [] : own.filter(({ path }) => limit.test(path));
  if (limits.length > 0) return { spoken: limits, bound: undefined };
  const now = own.filter(({ path }) => !qualified.test(path));
  return { spoken: now.length > 0 && now.length < own.length ? now : spoken, bound };
}

/** "a maximum of 8 replicas", "the CPU reservation": words of one quantity that stand together say it between them. */
function narrowed(
  reading: ClauseReading,
  attribute: number,
  of: readonly Named[],
  figures: readonly number[],
): readonly Spoken[] | undefined {
  const own = reading.token(attribute)?.attributes;
  if (own === undefined) return undefined;
  const kinds = new Set(of.flatMap(({ entities }) => entities.map(({ kind }) => kind)));
  const k = reading.at.indexOf(attribute);
  let meant: readonly Spoken[] = own;
  for (const step of [-1, 1]) {
    for (let n = k + step, passed = 0; passed < 5; n += step, passed += 1) {
      const place = reading.at[n];
      const token = place === undefined ? undefined : reading.token(place);
      if (place === undefined || token === undefined || has(token, 'comma') || has(token, 'join')) break;
      if (token.attributes === undefined) continue;
      const both = meant.filter(
        (one) =>
          kinds.has(one.kind) &&
          token.attributes?.some(({ kind, path }) => kind === one.kind && path === one.path) === true,
      );
      // Another figure's own word is none of this one's.
      if (
        both.length > 0 &&
        (figures.length < 2 ||
          !figures.some((at) => at > Math.min(place, attribute) && at < Math.max(place, attribute)))
      ) {
        meant = both;
        token.used = true;
      }
    }
  }
  return meant;
}
