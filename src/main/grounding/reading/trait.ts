import { kindFields } from '../../../shared/model/kind-fields.ts';
import type { Named } from '../claims.ts';
import { textsAt } from '../record.ts';
import { possessive, type ClauseReading } from './clause-reading.ts';
import { has } from '../token.ts';
import type { Spoken } from '../vocabulary/attributes.ts';
import { ownerOf } from './owner.ts';

export function readStates(reading: ClauseReading): void {
  for (const i of reading.at) {
    const token = reading.token(i);
    if (token?.states === undefined || token.used) continue;
    const of = reading.subject;
    const kinds = new Set(of.flatMap(({ entities }) => entities.map(({ kind }) => kind)));
    const meanings = token.states.filter(({ kind }) => kinds.has(kind));
    if (meanings.length === 0) continue;
    token.used = true;
    reading.add({ is: 'state', of, meanings, says: token.text, anchor: i, denied: false }, of);
  }
}

/**
 * States by the words that the records themselves use: `is reserved`, `ist Pending`, `of type vault`. Only where the
 * sentence says it of its subject: behind a copula, or behind what the field is called.
 */
export function readKnownStates(reading: ClauseReading): void {
  const of = reading.subject;
  const kinds = new Set(of.flatMap(({ entities }) => entities.map(({ kind }) => kind)));
  if (kinds.size === 0) return;
  for (const [k, i] of reading.at.entries()) {
    const token = reading.token(i);
    if (token === undefined || token.used || token.entities !== undefined || token.amount !== undefined)
      continue;
    const named = predicated(reading, k);
    if (named === undefined) continue;
    const found = [...kinds].flatMap((kind) =>
      reading.names.valuesOf(kind).flatMap(({ path, value, lower }) => {
        const places = spelled(reading, k, lower);
        const asked = named === 'copula' || named.some((one) => one.kind === kind && one.path === path);
        return places === undefined || !asked ? [] : [{ kind, path, value, places }];
      }),
    );
    const widest = Math.max(0, ...found.map(({ places }) => places.length));
    const best = found.filter(({ places }) => places.length === widest);
    const [first] = best;
    if (first === undefined) continue;
    for (const place of first.places) {
      const covered = reading.token(place);
      if (covered !== undefined) covered.used = true;
    }
    reading.add(
      {
        is: 'state',
        of,
        meanings: best.map(({ kind, path, value }) => ({ kind, path, values: [value] })),
        says: first.value,
        anchor: i,
        denied: false,
      },
      of,
    );
  }
}

const passedOver = new Set(
  'in im of von the a an der die das den dem ein eine state status phase mode zustand modus type typ class klasse as als currently derzeit aktuell still noch now'.split(
    ' ',
  ),
);

/** What a value at this place is said of: anything, behind a copula; a field, behind its name. */
function predicated(reading: ClauseReading, k: number): 'copula' | readonly Spoken[] | undefined {
  for (let n = k - 1; n >= Math.max(0, k - 6); n -= 1) {
    const token = reading.token(reading.at[n] ?? -1);
    if (token === undefined) return undefined;
    if (token.attributes !== undefined && token.states === undefined) return token.attributes;
    if (has(token, 'copula') || has(token, 'negation')) return 'copula';
    if (has(token, 'colon') || has(token, 'verb')) continue;
    if (!passedOver.has(token.lower) && !/^["„“”»«`']$/.test(token.text)) return undefined;
  }
  return undefined;
}

/** The places that spell a value, from one of the clause on. */
function spelled(reading: ClauseReading, k: number, text: string): readonly number[] | undefined {
  const places: number[] = [];
  let joined = '';
  for (let n = k; n < reading.at.length && joined.length < text.length; n += 1) {
    const place = reading.at[n] ?? -1;
    const token = reading.token(place);
    const before = reading.token(reading.at[n - 1] ?? -1);
    if (token === undefined || token.used) return undefined;
    if (joined !== '' && before !== undefined) joined += ' '.repeat(Math.max(0, token.at - before.end));
    joined += token.lower;
    places.push(place);
  }
  return joined === text ? places : undefined;
}

/** Versions, models, addresses: texts of the subject's own record that stand in the clause. */
export function readValues(reading: ClauseReading): void {
  const spoken = reading.at.flatMap((i) => reading.token(i)?.attributes ?? []);
  const owner = reading.own.find(
    ({ preposition, owning }) => owning === true || possessive.has(preposition ?? ''),
  );
  for (const of of owner?.names ?? reading.subject) {
    for (const entity of of.entities) {
      for (const { path } of kindFields(entity.kind)) {
        const asked = spoken
          .filter(({ kind }) => kind === entity.kind)
          .filter((one) => textPath(one.path, entity.kind));
        if (asked.length > 0 && !asked.some((one) => one.path === path)) continue;
        for (const text of textsAt(entity, path)) readValue(reading, of, path, text, asked.length > 0);
      }
    }
  }
}

function readValue(reading: ClauseReading, of: Named, path: string, text: string, asked: boolean): void {
  if (text.length < 3) return;
  const words = reading.at.map((i) => reading.token(i));
  for (const [k, first] of words.entries()) {
    // A name may be a value where the field is named: the class or the VRF of something.
    if (first === undefined || first.used || (first.entities !== undefined && !asked)) continue;
    let end = k;
    let joined = first.lower;
    while (joined.length < text.length && words[end + 1] !== undefined) {
      end += 1;
      const next = words[end];
      if (next === undefined) break;
      joined += `${' '.repeat(Math.max(0, next.at - (words[end - 1]?.end ?? next.at)))}${next.lower}`;
    }
    if (joined !== text) continue;
    const covered = words.slice(k, end + 1);
    // An ordinary word that happens to be a value is no mention of it, unless the attribute is named.
    if (!asked && covered.length === 1 && first.code === undefined && !/^\p{Lu}/u.test(first.text)) continue;
    for (const token of covered) if (token !== undefined) token.used = true;
    for (const phrase of reading.own)
      if (phrase.names.some((name) => covered.includes(name) && name !== of)) reading.done.add(phrase);
    reading.add({ is: 'value', of, path, text, anchor: reading.at[k] ?? 0, denied: false }, [of]);
  }
}

export function readMoments(reading: ClauseReading): void {
  for (const i of reading.at) {
    const token = reading.token(i);
    if (token?.moment === undefined || token.used) continue;
    const event = reading.at.map((place) => reading.token(place)).find((one) => one?.event !== undefined);
    const of = ownerOf(reading, reading.at[0] ?? 0) ?? reading.subject;
    if (event?.event === undefined || of.length === 0) continue;
    token.used = true;
    event.used = true;
    reading.add({ is: 'moment', of, paths: event.event, moment: token.moment, anchor: i, denied: false }, of);
  }
}

function textPath(path: string, kind: Parameters<typeof kindFields>[0]): boolean {
  const type = kindFields(kind).find((field) => field.path === path)?.type;
  return type === 'text' || type === 'list' || type === 'choice';
}
