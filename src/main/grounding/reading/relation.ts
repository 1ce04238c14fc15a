import type { Named } from '../claims.ts';
import { isNamed, isVerbHost, type Phrase } from '../phrases.ts';
import { has, type Token } from '../token.ts';
import type { Followed } from '../vocabulary/relations.ts';
import { assessments } from '../vocabulary/words.ts';
import { possessive, type ClauseReading } from './clause-reading.ts';

export function readRelations(reading: ClauseReading): void {
  for (const i of reading.at) {
    const token = reading.token(i);
    if (token?.relation === undefined || token.used) continue;
    if (token.kinds !== undefined && !isVerbHost(reading.tokens, i)) continue;
    readRelation(reading, i, token);
  }
}

function readRelation(reading: ClauseReading, i: number, token: Token): void {
  const { relation } = token;
  if (relation === undefined) return;
  const object = objectOf(reading, i);
  if (object !== undefined) {
    const from = subjectFor(reading, i, object.names);
    if (from.length === 0 || from === object.names) return;
    token.used = true;
    reading.add(
      { is: 'relation', from, to: object.names, means: object.means, anchor: i, denied: false },
      from,
      object.names,
    );
    if (object.phrase !== undefined) reading.done.add(object.phrase);
    return;
  }
  const means = relation.holds ?? relation.takes;
  const after = means === undefined ? undefined : plainObject(reading, i);
  if (means === undefined || after === undefined) {
    readBrokenOff(reading, i, token);
    return;
  }
  const holder = subjectFor(reading, i, after.names);
  if (holder.length === 0) return;
  token.used = true;
  const [from, to] = relation.holds === undefined ? [holder, after.names] : [after.names, holder];
  reading.add({ is: 'relation', from, to, means, anchor: i, denied: false }, from, to);
  reading.done.add(after);
}

/** "runs on mailserver", where nothing is called that. */
function readBrokenOff(reading: ClauseReading, i: number, token: Token): void {
  const k = reading.at.indexOf(i);
  const next = reading.token(reading.at[k + 1] ?? -1);
  const prepositions = token.relation?.forward?.flatMap(({ prepositions: all }) => all) ?? [];
  if (next === undefined || !prepositions.includes(next.lower)) return;
  const rest = reading.at.slice(k + 2, k + 6).map((place) => reading.token(place));
  if (
    rest.some(
      (one) =>
        one === undefined ||
        one.used ||
        one.amount !== undefined ||
        one.attributes !== undefined ||
        one.states !== undefined ||
        one.kinds !== undefined ||
        one.moment !== undefined ||
        one.code === true ||
        isNamed(one) ||
        /^(?:inventory|estate|inventar|overview|document|documentation|document)$/.test(one.lower),
    )
  )
    return;
  const word = rest.find((one) => one !== undefined && !has(one, 'article'));
  if (word === undefined || assessments.has(word.lower)) return;
  reading.add({
    is: 'unclear',
    why: `the inventory has nothing called "${word.text}"`,
    anchor: i,
    denied: false,
  });
}

function nextRelation(reading: ClauseReading, i: number): number {
  return (
    reading.at.find(
      (place) =>
        place > i &&
        reading.token(place)?.relation !== undefined &&
        (reading.token(place)?.kinds === undefined || isVerbHost(reading.tokens, place)),
    ) ?? Infinity
  );
}

function subjectFor(reading: ClauseReading, i: number, object: readonly Named[]): readonly Named[] {
  const { relative } = reading.clause;
  if (relative !== undefined && relative.preposition === undefined) return relative.antecedent?.names ?? [];
  const free = reading.own.filter((phrase) => reading.isFree(phrase) && phrase.names !== object);
  const before = free.find(({ first }) => first < i) ?? free.find((phrase) => !reading.done.has(phrase));
  if (before !== undefined) return before.names;
  const owner = reading.own.find(
    (phrase) =>
      phrase.names !== object && (phrase.owning === true || possessive.has(phrase.preposition ?? '')),
  );
  if (owner !== undefined) return owner.names;
  return reading.subject === object ? reading.carried : reading.subject;
}

/** The object without a preposition: after the verb, or before it where a relative clause ends in it. */
function plainObject(reading: ClauseReading, i: number): Phrase | undefined {
  const free = reading.own.filter((phrase) => reading.isFree(phrase) && !reading.done.has(phrase));
  const after = free.find(({ first }) => first > i);
  if (after !== undefined) return after;
  return reading.clause.relative === undefined ? undefined : free.find(({ last }) => last < i);
}

/** What stands behind the relation's preposition: after the verb, before it ("On x run …", "auf x läuft"), or "which". */
export function objectOf(
  reading: ClauseReading,
  i: number,
): { readonly names: readonly Named[]; readonly means: Followed; readonly phrase?: Phrase } | undefined {
  const forward = reading.token(i)?.relation?.forward ?? [];
  const next = nextRelation(reading, i);
  const fits = (phrase: Phrase) =>
    forward.find(({ prepositions }) => prepositions.includes(phrase.preposition ?? ''));
  const free = reading.own.filter((phrase) => !reading.done.has(phrase));
  const after = free.find((phrase) => phrase.first > i && phrase.first < next && fits(phrase) !== undefined);
  const { relative } = reading.clause;
  const chosen =
    after ??
    free.findLast(
      (phrase) =>
        phrase.first < i &&
        fits(phrase) !== undefined &&
        !(phrase.preposition === 'von' && ownsSomething(reading, phrase)),
    );
  const means = chosen === undefined ? undefined : fits(chosen)?.means;
  if (chosen !== undefined && means !== undefined) return { names: chosen.names, means, phrase: chosen };
  if (relative?.preposition !== undefined && relative.antecedent !== undefined) {
    const led = forward.find(({ prepositions }) => prepositions.includes(relative.preposition ?? ''));
    if (led !== undefined) return { names: relative.antecedent.names, means: led.means };
  }
  return undefined;
}

/** "Die Festplatten von x": a genitive, not an agent. */
function ownsSomething(reading: ClauseReading, phrase: Phrase): boolean {
  const before = reading.token(phrase.first - 2);
  return before?.kinds !== undefined || before?.attributes !== undefined;
}
