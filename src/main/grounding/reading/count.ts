import type { Amount } from '../amounts.ts';
import { isNamed, isVerbHost } from '../phrases.ts';
import { has, type Token } from '../token.ts';
import type { Followed } from '../vocabulary/relations.ts';
import { possessive, type ClauseReading } from './clause-reading.ts';
import { restrictorsOf, containersOf } from './group.ts';
import { objectOf } from './relation.ts';

export function readCounts(reading: ClauseReading): void {
  const figures = reading.at.flatMap(
    (i): { readonly i: number; readonly amount: Amount | 'all' | 'none' }[] => {
      const token = reading.token(i);
      if (token?.used === true || isOneOf(reading, i)) return [];
      if (token?.amount?.dimension === 'count') return [{ i, amount: token.amount }];
      if (has(token, 'every') && nounAfter(reading, i)?.number !== true)
        return [{ i, amount: 'all' as const }];
      if (has(token, 'none')) return [{ i, amount: 'none' as const }];
      return [];
    },
  );
  const nouned = figures.map((figure) => ({
    ...figure,
    noun: nounAfter(reading, figure.i) ?? nounOfNumber(reading, figure.i),
  }));
  const counted = nouned.filter(({ noun }) => noun?.kind !== undefined);
  for (const { i, amount, noun } of counted) {
    if (noun?.kind === undefined) continue;
    const kinds = reading.token(noun.kind)?.kinds ?? [];
    const singleName = isNamed(reading.token(noun.kind + 1)) && amount === 'all';
    if (singleName || (isAttributeOf(noun.kind, i) && noun.number !== true)) continue;
    const within = containersOf(reading, kinds);
    if (within === undefined) continue;
    const states = statesFor(reading, kinds);
    const orphan = nouned.find(
      (other) =>
        other.i !== i &&
        other.noun?.kind === undefined &&
        other.amount !== 'all' &&
        isShare(reading, other.i, i, other.noun?.attribute),
    );
    const head = {
      is: 'count' as const,
      group: { kinds, within },
      means: meansOf(reading),
      counted: reading.token(noun.kind)?.attributes ?? [],
      anchor: i,
      denied: false,
    };
    if (
      amount === 'none' &&
      states.length === 0 &&
      within.length === 0 &&
      reading.at.length > 0 &&
      !countsAtAll(reading, noun.kind)
    )
      continue;
    const every = amount === 'all' || everyBefore(reading, i);
    if (orphan !== undefined && states.length > 0) {
      if (typeof amount !== 'string') reading.add({ ...head, states: [], amount });
      reading.add({ ...head, states, amount: orphan.amount, anchor: orphan.i });
      (reading.token(orphan.i) as Token).used = true;
    } else if (every && states.length > 0) {
      if (typeof amount !== 'string') reading.add({ ...head, states: [], amount });
      reading.add({ ...head, states, amount: 'all' });
    } else if (amount === 'all') {
      continue;
    } else if (
      every &&
      typeof amount !== 'string' &&
      meansOf(reading) === undefined &&
      hasOtherPredicate(reading, i)
    ) {
      reading.add({ ...head, states: [], amount });
    } else {
      reading.add({ ...head, states, amount });
    }
    (reading.token(i) as Token).used = true;
    for (const name of within) name.used = true;
    for (const place of reading.at) {
      const token = reading.token(place);
      if (token?.states?.some(({ kind }) => kinds.includes(kind)) === true) token.used = true;
      if (has(token, 'every')) (token as Token).used = true;
    }
    reading.markDone();
  }
  readShareOfWhich(reading);
  readExistence(reading);
}

/** "41 VMs, 7 of which are off": of what the clause before counted. */
function readShareOfWhich(reading: ClauseReading): void {
  const { relative } = reading.clause;
  const at = reading.at[0];
  const token = at === undefined ? undefined : reading.token(at);
  const whole = reading.before.findLast(({ is }) => is === 'count');
  if (relative === undefined || !possessive.has(relative.preposition ?? '') || whole?.is !== 'count') return;
  if (at === undefined || token?.amount?.dimension !== 'count' || token.used) return;
  const { kinds } = whole.group;
  const states = statesFor(reading, kinds);
  if (states.length === 0) return;
  reading.add({ ...whole, states, amount: token.amount, anchor: at, denied: false });
  token.used = true;
  for (const place of reading.at) {
    const word = reading.token(place);
    if (word?.states?.some(({ kind }) => kinds.includes(kind)) === true) word.used = true;
  }
}

/** "x is one of the hosts in y": one of them by name, nothing that is counted. */
function isOneOf(reading: ClauseReading, i: number): boolean {
  const token = reading.token(i);
  if (token?.soft !== true || token.amount?.value !== 1) return false;
  const k = reading.at.indexOf(i);
  const of = reading.token(reading.at[k + 1] ?? -1);
  const named = reading.own.some((phrase) => phrase.last < i && reading.isFree(phrase));
  return named && of !== undefined && (possessive.has(of.lower) || of.lower === 'der');
}

/** "X has a critical finding": at least one. */
function readExistence(reading: ClauseReading): void {
  const at = reading.at.find((i) => reading.token(i)?.kinds?.[0] === 'finding');
  if (at === undefined || reading.claims.some(({ is }) => is === 'count')) return;
  const titled = reading.own.filter((phrase) =>
    phrase.names.some(({ entities }) => entities.some(({ kind }) => kind === 'finding')),
  );
  const objects = restrictorsOf(
    reading,
    titled.map(({ names }) => names),
  );
  const states = statesFor(reading, ['finding']);
  if (objects.length > 0 && (titled.length === 0 || states.length > 0)) {
    reading.add(
      {
        is: 'count',
        group: { kinds: ['finding'], within: objects },
        states,
        means: undefined,
        amount: 'any',
        counted: [],
        anchor: at,
        denied: false,
      },
      objects,
    );
  }
  for (const { names } of titled) {
    if (objects.length === 0) continue;
    reading.add(
      {
        is: 'relation',
        from: names,
        to: objects,
        means: { types: ['concerns'] },
        anchor: at,
        denied: false,
      },
      names,
      objects,
    );
  }
  for (const i of reading.at)
    if (reading.token(i)?.states?.some(({ kind }) => kind === 'finding') === true && objects.length > 0)
      (reading.token(i) as Token).used = true;
  reading.markDone();
}

function hasOtherPredicate(reading: ClauseReading, i: number): boolean {
  return reading.at.some((place) => place > i && reading.token(place)?.amount !== undefined);
}

function countsAtAll(reading: ClauseReading, noun: number): boolean {
  return (
    reading.token(noun)?.kinds !== undefined &&
    reading.at.some((i) => has(reading.token(i), 'copula') || has(reading.token(i), 'verb'))
  );
}

function everyBefore(reading: ClauseReading, i: number): boolean {
  const k = reading.at.indexOf(i);
  return [1, 2, 3].some((n) => has(reading.token(reading.at[k - n] ?? -1), 'every')) && !isOfAll(reading, i);
}

/** "Of all 12 VMs, three …". */
function isOfAll(reading: ClauseReading, i: number): boolean {
  const k = reading.at.indexOf(i);
  const before = [1, 2, 3].map((n) => reading.token(reading.at[k - n] ?? -1));
  const every = before.findIndex((token) => has(token, 'every'));
  const preposition = before[every + 1];
  return every >= 0 && preposition !== undefined && possessive.has(preposition.lower);
}

/** Whether `part` is a share of what is counted at `whole`. */
function isShare(
  reading: ClauseReading,
  part: number,
  whole: number,
  attribute: number | undefined,
): boolean {
  if (attribute !== undefined) return false;
  const token = reading.token(part);
  if (token?.used === true) return false;
  const k = reading.at.indexOf(whole);
  return [1, 2, 3].some((n) => {
    const before = reading.token(reading.at[k - n] ?? -1);
    return (
      before !== undefined &&
      (possessive.has(before.lower) || before.lower === 'der' || before.lower === 'den')
    );
  });
}

/** The kind or attribute that a figure counts: the next one, past adjectives. */
function nounAfter(
  reading: ClauseReading,
  i: number,
): { readonly kind?: number; readonly attribute?: number; readonly number?: true } | undefined {
  const k = reading.at.indexOf(i);
  for (let n = 1; n <= 5; n += 1) {
    const place = reading.at[k + n];
    const token = place === undefined ? undefined : reading.token(place);
    if (place === undefined || token === undefined) return undefined;
    if (token.amount !== undefined) return { number: true };
    if (token.kinds !== undefined && !isVerbHost(reading.tokens, place)) return { kind: place };
    if (token.attributes !== undefined && token.states === undefined) return { attribute: place };
    if (
      has(token, 'comma') ||
      has(token, 'copula') ||
      has(token, 'verb') ||
      has(token, 'join') ||
      token.entities !== undefined
    )
      return undefined;
    if (token.relation !== undefined && token.kinds === undefined) return undefined;
  }
  return undefined;
}

/** "The number of hosts in x is six": what is counted stands before the figure. */
function nounOfNumber(
  reading: ClauseReading,
  i: number,
): { readonly kind?: number; readonly attribute?: number; readonly number?: true } | undefined {
  const k = reading.at.findIndex((place) => numbering.has(reading.token(place)?.lower ?? ''));
  const at = reading.at[k];
  if (at === undefined || at > i) return undefined;
  for (const n of [1, 2, 3]) {
    const place = reading.at[k + n];
    if (place === undefined || place > i) return undefined;
    const token = reading.token(place);
    if (token?.kinds !== undefined && !isNamed(reading.token(place + 1)))
      return { kind: place, number: true };
  }
  return undefined;
}

const numbering = new Set(['number', 'count', 'anzahl', 'zahl']);

/** A kind's word that is meant as an attribute: "VLAN 20", "core count of 12". */
function isAttributeOf(kind: number, figure: number): boolean {
  return figure > kind;
}

function meansOf(reading: ClauseReading): Followed | undefined {
  for (const i of reading.at) {
    const relation = reading.token(i)?.relation;
    if (relation === undefined || (reading.token(i)?.kinds !== undefined && !isVerbHost(reading.tokens, i)))
      continue;
    return relation.holds ?? relation.forward?.[0]?.means ?? relation.takes;
  }
  return undefined;
}

function statesFor(reading: ClauseReading, kinds: readonly string[]) {
  return reading.at.flatMap((i) => {
    const states = reading.token(i)?.states?.filter(({ kind }) => kinds.includes(kind)) ?? [];
    return states.length === 0 || reading.token(i)?.used === true || isRelationHere(reading, i)
      ? []
      : [states];
  });
}

/** `running` in "running on x" is a relation, `connected` in "connected to x" is one too. */
function isRelationHere(reading: ClauseReading, i: number): boolean {
  const token = reading.token(i);
  if (token?.relation === undefined) return false;
  return objectOf(reading, i) !== undefined;
}
