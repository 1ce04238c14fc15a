import { kindFields } from '../../../shared/model/kind-fields.ts';
import type { Named } from '../claims.ts';
import { textsAt } from '../record.ts';
import { possessive, type ClauseReading } from './clause-reading.ts';
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
    if (first === undefined || first.used || first.entities !== undefined) continue;
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
