import { isVerbHost, type Phrase } from './phrases.ts';
import { has, type Token } from './token.ts';
import { germanRelatives } from './vocabulary/words.ts';

/** A part of a sentence with one subject. `first` and `last` are places among the tokens. */
export interface Clause {
  readonly at: readonly number[];
  /** "…, which runs on X": what the clause tells of, and the preposition before "which". */
  readonly relative?: { readonly antecedent: Phrase | undefined; readonly preposition?: string };
}

/** Takes a sentence apart into clauses: relative ones, subordinate ones, and those that "and" joins. */
export function clausesOf(
  tokens: readonly Token[],
  phrases: readonly Phrase[],
  /** Where what is claimed begins, behind an opening like "Note that". */
  from = 0,
): readonly Clause[] {
  const inPhrase = new Set(
    phrases.flatMap(({ first, last }) => Array.from({ length: last - first + 1 }, (_, i) => first + i)),
  );
  const { relatives, rest } = takeRelatives(tokens, phrases, inPhrase, from);
  const clauses: Clause[] = mainClauses(tokens, rest, inPhrase).map((at) => ({ at }));
  return [...clauses, ...relatives].toSorted((a, b) => (a.at[0] ?? 0) - (b.at[0] ?? 0));
}

function takeRelatives(
  tokens: readonly Token[],
  phrases: readonly Phrase[],
  inPhrase: ReadonlySet<number>,
  from: number,
) {
  const relatives: Clause[] = [];
  const taken = new Set<number>();
  for (let i = from; i < tokens.length; i += 1) {
    if (taken.has(i) || !startsRelative(tokens, i)) continue;
    let end = i + 1;
    while (
      end < tokens.length &&
      !(has(tokens[end], 'comma') && !inPhrase.has(end)) &&
      !has(tokens[end], 'break')
    )
      end += 1;
    const german = germanRelatives.has(tokens[i]?.lower ?? '');
    if (german && !endsInVerb(tokens, i, end)) continue;
    const at = Array.from({ length: end - i }, (_, k) => i + k);
    const before = tokens[i - 1];
    const antecedent = phrases.findLast(({ last }) => last < i);
    const place = tokens[i]?.lower === 'where' || tokens[i]?.lower === 'wo' ? 'in' : undefined;
    const preposition = has(before, 'preposition') ? before?.lower : place;
    relatives.push({ at, relative: { antecedent, ...(preposition === undefined ? {} : { preposition }) } });
    for (const place of at) taken.add(place);
    if (has(before, 'preposition')) taken.add(i - 1);
    // "41 VMs, 7 of which are off": the figure is the clause's own.
    const share = tokens[i - 2];
    if (preposition !== undefined && share?.amount !== undefined && has(tokens[i - 3], 'comma')) {
      taken.add(i - 2);
      at.unshift(i - 2);
    }
    if (has(tokens[end], 'comma')) taken.add(end);
    i = end;
  }
  const rest = tokens.map((_, i) => i).filter((i) => i >= from && !taken.has(i));
  return { relatives, rest };
}

function startsRelative(tokens: readonly Token[], i: number): boolean {
  const token = tokens[i];
  const before = tokens[i - 1];
  // "higher than that of x"
  if (before?.lower === 'than') return false;
  if (has(token, 'relative')) return i > 0;
  const afterComma = has(before, 'comma') || (has(before, 'preposition') && has(tokens[i - 2], 'comma'));
  return afterComma && token !== undefined && germanRelatives.has(token.lower);
}

function endsInVerb(tokens: readonly Token[], start: number, end: number): boolean {
  for (let i = end - 1; i > start; i -= 1) {
    const token = tokens[i];
    if (token === undefined || /^[.!?)"]$/.test(token.text)) continue;
    return isVerbal(tokens, i);
  }
  return false;
}

/** Whether a token can carry a clause. */
export function isVerbal(tokens: readonly Token[], i: number): boolean {
  const token = tokens[i];
  if (token === undefined) return false;
  if (has(token, 'copula') || has(token, 'verb') || token.change !== undefined) return true;
  if (token.kinds !== undefined) return isVerbHost(tokens, i);
  if (token.states !== undefined && /^(?:responds|antwortet|reagiert|is |does )/.test(token.lower))
    return true;
  return (
    token.relation !== undefined &&
    !/^(?:part|member|members|mitglied|mitglieder|teil|bestandteil)$/.test(token.lower)
  );
}

function mainClauses(
  tokens: readonly Token[],
  places: readonly number[],
  inPhrase: ReadonlySet<number>,
): readonly (readonly number[])[] {
  const pieces: number[][] = [[]];
  const isBreak: boolean[] = [false];
  for (const i of places) {
    const token = tokens[i];
    const separates =
      !inPhrase.has(i) &&
      (has(token, 'comma') || has(token, 'join') || (has(token, 'break') && !isPrepositional(tokens, i)));
    if (separates) {
      pieces.push([]);
      isBreak.push(has(token, 'break'));
    } else pieces.at(-1)?.push(i);
  }
  const clauses: number[][] = [];
  let waiting: number[] = [];
  for (const piece of pieces) {
    const verbal = piece.some((i) => isVerbal(tokens, i));
    const last = clauses.at(-1);
    if (verbal) {
      clauses.push([...waiting, ...piece]);
      waiting = [];
    } else if (last === undefined) waiting.push(...piece);
    else last.push(...piece);
  }
  if (waiting.length > 0) clauses.push(waiting);
  return clauses.filter((clause) => clause.length > 0);
}

/** `since 5 November`, `as of`: no new clause. */
function isPrepositional(tokens: readonly Token[], i: number): boolean {
  const next = tokens[i + 1];
  return has(tokens[i], 'preposition') && (next?.moment !== undefined || next?.amount !== undefined);
}
