import type { Claim, Named } from '../claims.ts';
import { isUnknownWord } from '../lexicon.ts';
import { isVerbHost, type Phrase } from '../phrases.ts';
import { has } from '../token.ts';
import { bareRelation, placePrepositions } from '../vocabulary/relations.ts';
import { possessive, type ClauseReading } from './clause-reading.ts';

/** "its host esx-01": the carried subject's host is esx-01. */
export function readOwnedNames(reading: ClauseReading): void {
  for (const phrase of reading.own) {
    if (phrase.owned === undefined || reading.carried.length === 0 || phrase.names === reading.carried)
      continue;
    reading.add(
      {
        is: 'relation',
        from: reading.carried,
        to: phrase.names,
        means: bareRelation,
        either: true,
        anchor: phrase.first,
        denied: false,
      },
      phrase.names,
      reading.carried,
    );
  }
}

/** "The host of x is y", "x's host is y", "Host of VM x: y". */
export function readNamedByKind(reading: ClauseReading): void {
  for (const i of reading.at) {
    const token = reading.token(i);
    if (
      token?.kinds === undefined ||
      isVerbHost(reading.tokens, i) ||
      reading.own.some(({ kind }) => kind === token)
    )
      continue;
    const owner =
      reading.own.find(
        ({ first, preposition }) => possessive.has(preposition ?? '') && first > i && first - i < 5,
      ) ?? reading.own.find(({ last, owning }) => owning === true && last < i && i - last < 4);
    if (owner === undefined) continue;
    const linked = reading.at.some(
      (place) => has(reading.token(place), 'copula') || has(reading.token(place), 'colon'),
    );
    const named = reading.own.find((phrase) => phrase !== owner && reading.isFree(phrase));
    if (!linked || named === undefined || owner.names.every(({ used }) => used)) continue;
    const kinds = token.kinds;
    for (const name of named.names) {
      if (!name.entities.some(({ kind }) => kinds.includes(kind))) {
        reading.add({ is: 'unclear', why: `${name.text} is no ${token.text}`, anchor: i, denied: false }, [
          name,
        ]);
      }
    }
    reading.add(
      {
        is: 'relation',
        from: owner.names,
        to: named.names,
        means: bareRelation,
        either: true,
        anchor: i,
        denied: false,
      },
      owner.names,
      named.names,
    );
    reading.done.add(owner);
    reading.done.add(named);
  }
}

/** "x is the target of y", "the target of y is x". */
export function readNamedByNoun(reading: ClauseReading): void {
  for (const i of reading.at) {
    const token = reading.token(i);
    const means = token?.relation?.noun;
    if (token === undefined || means === undefined || token.used) continue;
    const owner =
      reading.own.find(
        ({ first, preposition }) => possessive.has(preposition ?? '') && first > i && first - i < 5,
      ) ?? reading.own.find(({ last, owning }) => owning === true && last < i && i - last < 4);
    const named = reading.own.find((phrase) => phrase !== owner && reading.isFree(phrase));
    if (owner === undefined || named === undefined) continue;
    token.used = true;
    const [from, to] = means.turned === true ? [named.names, owner.names] : [owner.names, named.names];
    reading.add({ is: 'relation', from, to, means, anchor: i, denied: false }, owner.names, named.names);
    reading.done.add(owner);
    reading.done.add(named);
  }
}

/** "The VM a on b has …": names that nothing accounts for yet, introduced by a preposition of place. */
export function readLeftOver(reading: ClauseReading): void {
  for (const phrase of reading.own) {
    if (
      phrase.names.every(({ used }) => used) &&
      !(
        isPlaced(phrase) &&
        !reading.done.has(phrase) &&
        reading.claims.every((claim) => !mentions(claim, phrase.names))
      )
    )
      continue;
    const from =
      reading.own.find((other) => other !== phrase && reading.isFree(other))?.names ??
      (reading.subject === phrase.names ? undefined : reading.subject);
    const isFinding = (names: readonly Named[]) =>
      names.some(({ entities }) => entities.some(({ kind }) => kind === 'finding'));
    if (from !== undefined && isFinding(phrase.names) !== isFinding(from)) {
      const [finding, object] = isFinding(from) ? [from, phrase.names] : [phrase.names, from];
      reading.add(
        {
          is: 'relation',
          from: finding,
          to: object,
          means: { types: ['concerns'] },
          anchor: phrase.first,
          denied: false,
        },
        finding,
        object,
      );
      continue;
    }
    if (from === undefined || from.length === 0 || !isPlaced(phrase) || isDone(reading, phrase)) continue;
    reading.add(
      { is: 'relation', from, to: phrase.names, means: bareRelation, anchor: phrase.first, denied: false },
      from,
      phrase.names,
    );
  }
}

/** "x was wiped on y": a word that nothing is known of says what happens there, and not that it is there. */
function isDone(reading: ClauseReading, phrase: Phrase): boolean {
  const at = reading.at.findLastIndex((i) => i < phrase.first && has(reading.token(i), 'preposition'));
  const word = reading.token(reading.at[at - 1] ?? -1);
  const before = reading.token(reading.at[at - 2] ?? -1);
  if (word === undefined || !isUnknownWord(word)) return false;
  return has(before, 'copula') || has(before, 'negation') || before?.entities !== undefined;
}

function isPlaced(phrase: Phrase): boolean {
  return (
    placePrepositions.includes(phrase.preposition ?? '') ||
    phrase.preposition === 'of' ||
    phrase.preposition === 'von'
  );
}

/** "x is a host". */
export function readKind(reading: ClauseReading): void {
  for (const [k, i] of reading.at.entries()) {
    const token = reading.token(i);
    if (token?.kinds === undefined || !has(reading.token(reading.at[k - 1] ?? -1), 'article')) continue;
    const copula = [2, 3].some((n) => has(reading.token(reading.at[k - n] ?? -1), 'copula'));
    const [of] = reading.subject;
    const adjective = reading.token(reading.at[k + 1] ?? -1)?.relation?.noun !== undefined;
    if (!copula || adjective || of === undefined || reading.own.some(({ kind }) => kind === token)) continue;
    reading.add({ is: 'kind', of, kinds: token.kinds, anchor: i, denied: false }, [of]);
  }
}

function mentions(claim: Claim, names: readonly Named[]): boolean {
  switch (claim.is) {
    case 'relation':
      return names.some((name) => claim.from.includes(name) || claim.to.includes(name));
    case 'amount':
    case 'state':
    case 'moment':
      return names.some((name) => claim.of.includes(name));
    case 'change':
    case 'value':
    case 'kind':
    case 'known':
    case 'extreme':
      return names.some(
        (name) => claim.of === name || (claim.is === 'extreme' && claim.group.within.includes(name)),
      );
    case 'comparison':
      return names.some((name) => claim.one === name || claim.other === name);
    case 'count':
    case 'sum':
      return names.some((name) => claim.group.within.includes(name));
    case 'unclear':
      return false;
  }
}
