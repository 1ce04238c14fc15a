import type { EntityKind } from '../../shared/model/kinds/registry.ts';
import type { Named } from './claims.ts';
import { germanRelatives } from './vocabulary/words.ts';
import { has, type Token } from './token.ts';

/** One or several names that stand together, with what introduces them. */
export interface Phrase {
  readonly names: readonly Named[];
  /** Where it stands among the tokens, its article, kind and preposition left out. */
  readonly first: number;
  readonly last: number;
  readonly preposition?: string;
  /** "than X", "als X". */
  readonly compared?: true;
  /** "X's memory". */
  readonly owning?: true;
  /** "its host X". */
  readonly owned?: number;
  /** The kind that the sentence calls it. */
  readonly kind?: Token;
}

export function isNamed(token: Token | undefined): token is Named {
  return token?.entities !== undefined;
}

function sharesKind(a: Named, b: Named): boolean {
  const kinds = new Set(a.entities.map(({ kind }) => kind));
  return b.entities.some(({ kind }) => kinds.has(kind));
}

/** Takes the names of a sentence together: lists of one kind are one phrase. Kinds beside names narrow them. */
export function phrasesOf(tokens: readonly Token[]): readonly Phrase[] {
  const phrases: Phrase[] = [];
  for (let i = 0; i < tokens.length; i += 1) {
    const token = tokens[i];
    if (!isNamed(token)) continue;
    const names = [token];
    let last = i;
    for (;;) {
      const next = following(tokens, last, isIntroduced(tokens, i));
      const named = next === undefined ? undefined : tokens[next];
      if (next === undefined || !isNamed(named) || !sharesKind(token, named)) break;
      names.push(named);
      last = next;
    }
    phrases.push(introduced(tokens, names, i, last));
    i = last;
  }
  return phrases;
}

/** The next name of a list: behind a comma or "and", perhaps with an article and a kind. */
function following(tokens: readonly Token[], last: number, introduced: boolean): number | undefined {
  let i = last + 1;
  let joined = false;
  // "Compared with a, b has more": a comma alone joins nothing that a preposition introduces.
  let listed = false;
  while (has(tokens[i], 'comma') || has(tokens[i], 'join') || quote(tokens[i])) {
    joined ||= !quote(tokens[i]);
    listed ||= has(tokens[i], 'join');
    i += 1;
  }
  if (!joined || (!listed && introduced && !isListed(tokens, i))) return undefined;
  while (
    has(tokens[i], 'article') ||
    (tokens[i]?.kinds !== undefined && isNamed(tokens[i + 1])) ||
    quote(tokens[i])
  )
    i += 1;
  return isNamed(tokens[i]) ? i : undefined;
}

/** Whether more of a list comes: another name behind a comma or "and". */
function isListed(tokens: readonly Token[], from: number): boolean {
  let i = from;
  while (has(tokens[i], 'article') || tokens[i]?.kinds !== undefined) i += 1;
  return (
    isNamed(tokens[i]) &&
    (has(tokens[i + 1], 'comma') || has(tokens[i + 1], 'join')) &&
    isNamed(tokens[i + 2])
  );
}

function isIntroduced(tokens: readonly Token[], first: number): boolean {
  let i = first - 1;
  while (i >= 0 && (has(tokens[i], 'article') || tokens[i]?.kinds !== undefined)) i -= 1;
  return has(tokens[i], 'preposition');
}

function quote(token: Token | undefined): boolean {
  return token !== undefined && /^["'„“”»«`]$/.test(token.text);
}

function introduced(tokens: readonly Token[], names: readonly Named[], first: number, last: number): Phrase {
  let i = first - 1;
  let kind: Token | undefined;
  let owned: number | undefined;
  while (i >= 0) {
    const token = tokens[i];
    if (token === undefined) break;
    if (kind === undefined && token.kinds !== undefined && !isVerbHost(tokens, i)) kind = token;
    else if (has(token, 'possessive') && kind !== undefined && owned === undefined) owned = i;
    else if ((!has(token, 'article') || isGermanTo(tokens, i)) && !quote(token)) break;
    i -= 1;
  }
  const before = isRelativeOpening(tokens, i, last) ? undefined : tokens[i];
  const genitive = tokens[i + 1]?.lower === 'des' ? 'of' : undefined;
  const after = tokens[last + 1];
  if (kind === undefined && after?.kinds !== undefined && !isVerbHost(tokens, last + 1)) {
    // "the prod-a cluster"; but in "esx-01 datastores" the kind is of others.
    if (singular(after)) kind = after;
  }
  if (kind !== undefined) for (const name of names) narrow(name, kind.kinds ?? []);
  const compared =
    (has(before, 'preposition') && (before?.lower === 'than' || before?.lower === 'als')) ||
    isOfThat(tokens, i);
  return {
    names,
    first,
    last,
    ...(before !== undefined && has(before, 'preposition') && !compared
      ? { preposition: before.lower }
      : genitive === undefined
        ? {}
        : { preposition: genitive }),
    ...(compared ? { compared: true as const } : {}),
    ...(has(after, 'genitive') ? { owning: true as const } : {}),
    ...(owned === undefined ? {} : { owned }),
    ...(kind === undefined ? {} : { kind }),
  };
}

/** ", auf dem x läuft": the preposition is the relative pronoun's, not the name's. */
function isRelativeOpening(tokens: readonly Token[], at: number, last: number): boolean {
  const pronoun = tokens[at + 1];
  const end = tokens[last + 2];
  return (
    has(tokens[at - 1], 'comma') &&
    has(tokens[at], 'preposition') &&
    germanRelatives.has(pronoun?.lower ?? '') &&
    isNamed(tokens[at + 2]) &&
    tokens[last + 1]?.relation !== undefined &&
    (end === undefined || has(end, 'comma') || /^[.!?]$/.test(end.text))
  );
}

/** "higher than that of x", "höher als die von x". */
function isOfThat(tokens: readonly Token[], at: number): boolean {
  if (!/^(?:of|on|in|for|von|auf|bei|über|vom)$/.test(tokens[at]?.lower ?? '')) return false;
  const that = tokens[at - 1];
  const than = /^(?:that|those|the|one|die|der|das|dem|den)$/.test(that?.lower ?? '') ? tokens[at - 2] : that;
  return than?.lower === 'than' || than?.lower === 'als';
}

/** "an die Portgruppe": German `an` before an article is no English one. */
function isGermanTo(tokens: readonly Token[], at: number): boolean {
  return tokens[at]?.lower === 'an' && (has(tokens[at + 1], 'article') || isNamed(tokens[at + 1]));
}

function singular(token: Token): boolean {
  return !/(?:s|n)$/.test(token.lower) || token.lower === 'cluster';
}

/** "esx-01 hosts vm-1": the verb, not the noun. */
export function isVerbHost(tokens: readonly Token[], at: number): boolean {
  const token = tokens[at];
  if (token === undefined || (token.lower !== 'hosts' && token.lower !== 'host')) return false;
  const before = tokens[at - 1];
  return (
    isNamed(before) ||
    has(before, 'relative') ||
    (has(before, 'pronoun') && !has(before, 'possessive')) ||
    (token.lower === 'host' && has(before, 'negation')) ||
    (before !== undefined && /^(?:currently|also|now|which|that)$/.test(before.lower))
  );
}

/** Leaves the entities of the kinds that the sentence names; none when it calls it something that it is not. */
export function narrow(name: Named, kinds: readonly EntityKind[]): void {
  name.entities = name.entities.filter(({ kind }) => kinds.includes(kind));
}
