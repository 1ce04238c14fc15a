import type { Named } from '../claims.ts';
import { isNamed, isVerbHost, type Phrase } from '../phrases.ts';
import { has, type Token } from '../token.ts';
import { canState, type Followed } from '../vocabulary/relations.ts';
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
  if (readStranded(reading, i, token)) return;
  const object = objectOf(reading, i);
  if (object !== undefined) {
    const from = subjectFor(reading, i, object.names);
    if (from.length === 0 || from === object.names) return;
    token.used = true;
    const ends = object.turned === true ? { from: object.names, to: from } : { from, to: object.names };
    reading.add(
      { is: 'relation', ...ends, means: object.means, anchor: i, denied: false },
      from,
      object.names,
    );
    if (object.phrase !== undefined) reading.done.add(object.phrase);
    return;
  }
  const after =
    relation.holds === undefined && relation.takes === undefined ? undefined : plainObject(reading, i);
  if (after === undefined) {
    readBrokenOff(reading, i, token);
    return;
  }
  const holder = subjectFor(reading, i, after.names);
  if (holder.length === 0) return;
  const { holds, takes } = relation;
  // Of a verb that goes both ways ("reaches") the kinds on its sides tell which it is.
  const means =
    holds !== undefined && (takes === undefined || couldHold(after.names, holder, holds)) ? holds : takes;
  if (means === undefined) return;
  token.used = true;
  const [from, to] = means === holds ? [after.names, holder] : [holder, after.names];
  reading.add({ is: 'relation', from, to, means, anchor: i, denied: false }, from, to);
  reading.done.add(after);
}

/** "What x runs on is y": the preposition stands by the verb, and its object behind the copula. */
function readStranded(reading: ClauseReading, i: number, token: Token): boolean {
  const k = reading.at.indexOf(i);
  const led = [...(token.relation?.forward ?? []), ...(token.relation?.backward ?? [])].find(
    ({ prepositions }) => prepositions.includes(reading.token(reading.at[k + 1] ?? -1)?.lower ?? ''),
  );
  if (led === undefined || !has(reading.token(reading.at[k + 2] ?? -1), 'copula')) return false;
  const free = reading.own.filter((phrase) => reading.isFree(phrase));
  const subject = free.findLast(({ last }) => last < i);
  const object = free.find(({ first }) => first > i);
  if (subject === undefined || object === undefined) return false;
  const turned = token.relation?.backward?.includes(led) === true;
  const [from, to] = turned ? [object.names, subject.names] : [subject.names, object.names];
  token.used = true;
  reading.add({ is: 'relation', from, to, means: led.means, anchor: i, denied: false }, from, to);
  reading.done.add(object);
  return true;
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
  if (reading.clause.relative !== undefined) return free.find(({ last }) => last < i);
  // "x ist y zugewiesen": German has its verb last.
  const before = free.filter(({ last }) => last < i);
  return before.length > 1 ? before.at(-1) : undefined;
}

/** What stands behind the relation's preposition: after the verb, before it ("On x run …", "auf x läuft"), or "which". */
export function objectOf(
  reading: ClauseReading,
  i: number,
):
  | {
      readonly names: readonly Named[];
      readonly means: Followed;
      readonly phrase?: Phrase;
      readonly turned?: true;
    }
  | undefined {
  const relation = reading.token(i)?.relation;
  const forward: readonly Led[] = [
    ...(relation?.forward ?? []),
    ...(relation?.backward ?? []).map((one) => ({ ...one, turned: true as const })),
  ];
  const next = nextRelation(reading, i);
  const led = (phrase: Phrase) => {
    const all = forward.filter(({ prepositions }) => prepositions.includes(phrase.preposition ?? ''));
    if (all.length < 2) return all[0];
    const [first] = reading.subject;
    const [other] = phrase.names;
    return (
      all.find(
        ({ means, turned }) =>
          first !== undefined && other !== undefined && couldBe(first, other, means, turned),
      ) ?? all[0]
    );
  };
  const fits = led;
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
  const way = chosen === undefined ? undefined : fits(chosen);
  if (chosen !== undefined && way !== undefined)
    return {
      names: chosen.names,
      means: way.means,
      phrase: chosen,
      ...(way.turned === true ? { turned: true } : {}),
    };
  if (relative?.preposition !== undefined && relative.antecedent !== undefined) {
    const by = forward.find(({ prepositions }) => prepositions.includes(relative.preposition ?? ''));
    if (by !== undefined)
      return {
        names: relative.antecedent.names,
        means: by.means,
        ...(by.turned === true ? { turned: true } : {}),
      };
  }
  return undefined;
}

interface Led {
  readonly prepositions: readonly string[];
  readonly means: Followed;
  readonly turned?: true;
}

/** Whether things of these kinds ever have such a relation, this way round. */
function couldBe(subject: Named, object: Named, means: Followed, turned: true | undefined): boolean {
  const [from, to] = turned === true ? [object, subject] : [subject, object];
  return from.entities.some((one) =>
    to.entities.some((other) => means.types.some((type) => canState(type, one.kind, other.kind))),
  );
}

function couldHold(from: readonly Named[], to: readonly Named[], means: Followed): boolean {
  const [one] = from;
  const [other] = to;
  return one !== undefined && other !== undefined && couldBe(one, other, means, undefined);
}

/** "Die Festplatten von x": a genitive, not an agent. */
function ownsSomething(reading: ClauseReading, phrase: Phrase): boolean {
  const before = reading.token(phrase.first - 2);
  return before?.kinds !== undefined || before?.attributes !== undefined;
}
