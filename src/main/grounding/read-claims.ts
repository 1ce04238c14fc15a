import type { Claim, Named } from './claims.ts';
import { clausesOf } from './clauses.ts';
import { readClause } from './read-clause.ts';
import type { Names } from './names.ts';
import { phrasesOf, type Phrase } from './phrases.ts';
import { isUnknownWord } from './lexicon.ts';
import { has, isCheckable, type Token } from './token.ts';
import { assessments, causes, sayings } from './vocabulary/words.ts';

/** What a pronoun of the next sentence stands for. */
export interface Subject {
  readonly names: readonly Named[];
}

/** Reads what a sentence claims. Names, figures and states that no claim accounts for stay unused. */
export function readClaims(
  tokens: readonly Token[],
  before: Subject | undefined,
  names: Pick<Names, 'valuesOf'>,
): { readonly claims: readonly Claim[]; readonly subject: Subject | undefined } {
  const phrases = phrasesOf(tokens);
  if (!tokens.some(isCheckable)) return { claims: [], subject: before };
  const claims: Claim[] = [];
  const doubt = tokens.find(
    (token) => has(token, 'hedge') || (has(token, 'unreadable') && token.superlative === undefined),
  );
  if (doubt !== undefined) {
    const why = has(doubt, 'hedge')
      ? `"${doubt.text}" says what may be; state what the inventory shows`
      : `"${doubt.text}" cannot be held against the inventory; say it without`;
    return { claims: [unclear(why)], subject: subjectOf(phrases, before) };
  }
  for (const { names, kind } of phrases) {
    for (const name of names) {
      if (name.entities.length > 0) continue;
      claims.push(unclear(`${name.text} is no ${kind?.text ?? 'such thing'}`));
      name.used = true;
    }
  }
  let subject = before;
  let denial = false;
  const clauses = clausesOf(tokens, phrases, frameEnd(tokens));
  for (const [at, clause] of clauses.entries()) {
    const read = readClause({ tokens, phrases, clause, subject, names, before: claims });
    if (denial) denyRelation(read.claims);
    denial = clauses[at + 1]?.relative !== undefined && handsOnDenial(read.claims);
    claims.push(...read.claims);
    const strange = strangeWord(tokens, clause.at, read.claims.length > 0);
    if (strange !== undefined)
      claims.push(unclear(`"${strange.text}" tells something that the inventory does not say`));
    if (clause.relative === undefined) subject = read.subject ?? subject;
  }
  if (claims.length === 0) claims.push(...known(tokens, phrases));
  return { claims, subject: subjectOf(phrases, before) };
}

/** How many words an opening like "The review has shown that" may have. */
const longestFrame = 12;

/**
 * "Operations reports that …", "Zu beachten ist: …": where what is claimed begins. Only words of saying and seeing may
 * come before it, and nothing that is a claim itself.
 */
function frameEnd(tokens: readonly Token[]): number {
  const end = tokens.findIndex(
    (token) => token.lower === 'that' || token.lower === 'dass' || has(token, 'colon'),
  );
  if (end < 1 || end > longestFrame) return 0;
  const opening = tokens.slice(0, end);
  const plain = opening.every(
    (token) =>
      !isCheckable(token) && !has(token, 'negation') && !has(token, 'none') && token.change === undefined,
  );
  const counts = opening.some(({ kinds, attributes }) => kinds !== undefined || attributes !== undefined);
  const saying = opening.some(({ lower }) => sayings.has(lower));
  return plain && saying && !counts ? end + 1 : 0;
}

/** "x is not the host on which y runs": the denial is of what the clause behind it says. */
function handsOnDenial(claims: readonly Claim[]): boolean {
  const [only] = claims;
  if (claims.length !== 1 || only?.is !== 'kind' || !only.denied) return false;
  only.denied = false;
  return true;
}

function denyRelation(claims: readonly Claim[]): void {
  const relation = claims.find(({ is }) => is === 'relation' || is === 'state' || is === 'amount');
  if (relation !== undefined) relation.denied = !relation.denied;
}

/**
 * A clause of its own that nothing was understood of ("and was hacked"), and a cause ("because of a broken fan"), say
 * something beyond what was held against the inventory.
 */
function strangeWord(
  tokens: readonly Token[],
  at: readonly number[],
  understood: boolean,
): Token | undefined {
  const cause = at.findIndex(
    (i) => causes.has(tokens[i]?.lower ?? '') || causes.has(tokens[i - 1]?.lower ?? ''),
  );
  if (understood && cause === -1) return undefined;
  const judged = understood ? at.slice(cause) : at;
  return judged.flatMap((i) => tokens[i] ?? []).find(isUnknownWord);
}

function subjectOf(phrases: readonly Phrase[], before: Subject | undefined): Subject | undefined {
  const first =
    phrases.find(({ preposition, compared }) => preposition === undefined && compared === undefined) ??
    phrases[0];
  return first === undefined ? before : { names: first.names };
}

export function unclear(why: string): Claim {
  return { is: 'unclear', why, anchor: 0, denied: false };
}

/** "The inventory knows the VM x": that there is such a thing is all that is said, when no word says more. */
function known(tokens: readonly Token[], phrases: readonly Phrase[]): readonly Claim[] {
  const plain = tokens.every(
    (token) =>
      token.entities !== undefined ||
      token.kinds !== undefined ||
      assessments.has(token.lower) ||
      has(token, 'article') ||
      has(token, 'preposition') ||
      !/[\p{L}\p{N}]/u.test(token.text),
  );
  if (!plain) return [];
  return phrases.flatMap(({ names }) =>
    names.map((of): Claim => {
      of.used = true;
      return { is: 'known', of, anchor: 0, denied: false };
    }),
  );
}
