import { attributeWords } from './vocabulary/attributes.ts';
import { kindWords } from './vocabulary/kinds.ts';
import { relationWords } from './vocabulary/relations.ts';
import { stateWords } from './vocabulary/states.ts';
import {
  articles,
  assessments,
  bounds,
  breaks,
  changes,
  comparatives,
  copulas,
  events,
  every,
  hedges,
  joins,
  negations,
  none,
  numberWords,
  possessives,
  prepositions,
  pronouns,
  relatives,
  superlatives,
  total,
  unreadable,
  verbs,
} from './vocabulary/words.ts';
import type { Role, Token } from './token.ts';

const roleLists: readonly (readonly [ReadonlySet<string>, Role])[] = [
  [prepositions, 'preposition'],
  [articles, 'article'],
  [negations, 'negation'],
  [none, 'none'],
  [every, 'every'],
  [total, 'total'],
  [pronouns, 'pronoun'],
  [possessives, 'possessive'],
  [relatives, 'relative'],
  [joins, 'join'],
  [breaks, 'break'],
  [copulas, 'copula'],
  [verbs, 'verb'],
  [hedges, 'hedge'],
  [unreadable, 'unreadable'],
];

type Meaning = Omit<Token, 'at' | 'end' | 'text' | 'lower' | 'used'>;

/** Every word and phrase that something is known of. */
export const lexicon = new Map<string, Meaning>();

function put(phrase: string, meaning: Meaning): void {
  lexicon.set(phrase, { ...lexicon.get(phrase), ...meaning });
}

for (const [word, kinds] of kindWords) put(word, { kinds });
for (const [word, attributes] of attributeWords) put(word, { attributes });
for (const [word, states] of stateWords) put(word, { states });
for (const relation of relationWords) for (const form of relation.forms) put(form, { relation });
for (const [word, bound] of bounds) put(word, { bound });
for (const [word, comparative] of comparatives) put(word, { comparative });
for (const [word, superlative] of superlatives) put(word, { superlative });
for (const [word, event] of events) put(word, { event });
for (const [word, change] of changes) put(word, { change });
for (const [words, role] of roleLists) {
  for (const word of words) put(word, { role: new Set([...(lexicon.get(word)?.role ?? []), role]) });
}

/** In words. */
export const longestPhrase = Math.max(...[...lexicon.keys()].map((phrase) => phrase.split(' ').length));

/** Ordinary words: an entity of such a name is meant only beside its kind. */
export function isOrdinary(word: string): boolean {
  return lexicon.has(word) || assessments.has(word) || numberWords.has(word);
}

/** A word that nothing is known of: in itself no claim, but no part of one that was understood either. */
export function isUnknownWord(token: Token): boolean {
  return (
    token.entities === undefined &&
    token.amount === undefined &&
    token.moment === undefined &&
    token.code === undefined &&
    wordPattern.test(token.text) &&
    !isOrdinary(token.lower)
  );
}

export const wordPattern = /[\p{L}][\p{L}\p{M}’'-]*/u;
