import type { Entity } from '../../shared/model/entity.ts';
import type { EntityKind } from '../../shared/model/kinds/registry.ts';
import type { Amount } from './amounts.ts';
import { readNumber, unitOf } from './amounts.ts';
import { momentsIn, type Moment } from './moments.ts';
import type { Names } from './names.ts';
import { attributeWords, type Spoken } from './vocabulary/attributes.ts';
import { kindWords } from './vocabulary/kinds.ts';
import { relationWords, type RelationWord } from './vocabulary/relations.ts';
import { stateWords, type StateMeaning } from './vocabulary/states.ts';
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
  germanWords,
  hedges,
  joins,
  negations,
  none,
  numberWords,
  possessives,
  prepositions,
  pronouns,
  relatives,
  softNumbers,
  superlatives,
  total,
  unreadable,
  verbs,
  type Bound,
} from './vocabulary/words.ts';

/** A piece of a sentence with everything that it can mean. */
export interface Token {
  readonly at: number;
  readonly end: number;
  readonly text: string;
  readonly lower: string;
  /** Entities of this name; narrowed while the sentence is read. */
  entities?: readonly Entity[];
  readonly amount?: Amount;
  readonly moment?: Moment;
  readonly kinds?: readonly EntityKind[];
  readonly attributes?: readonly Spoken[];
  readonly states?: readonly StateMeaning[];
  readonly relation?: RelationWord;
  readonly bound?: Bound;
  readonly comparative?: { readonly more: boolean; readonly size?: true };
  readonly superlative?: { readonly most: boolean; readonly size?: true };
  readonly event?: readonly string[];
  readonly change?: 'up' | 'down' | 'any';
  /** What the word does in the sentence. */
  readonly role?: ReadonlySet<Role>;
  /** Looks like a name or code: must be known. */
  readonly code?: true;
  /** Need not be borne out: an ordinary word that is also a name, a number that is also an article. */
  readonly soft?: true;
  /** A claim accounts for it. */
  used: boolean;
}

export type Role =
  | 'preposition'
  | 'article'
  | 'negation'
  | 'none'
  | 'every'
  | 'total'
  | 'pronoun'
  | 'possessive'
  | 'relative'
  | 'join'
  | 'break'
  | 'copula'
  | 'verb'
  | 'hedge'
  | 'unreadable'
  | 'comma'
  | 'colon'
  | 'open'
  | 'close'
  | 'genitive';

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

const lexicon = new Map<string, Meaning>();
let longestPhrase = 1;
const wordPattern = /[\p{L}][\p{L}\p{M}’'-]*/u;

function put(phrase: string, meaning: Meaning): void {
  lexicon.set(phrase, { ...lexicon.get(phrase), ...meaning });
  longestPhrase = Math.max(longestPhrase, phrase.split(' ').length);
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

/** Ordinary words: an entity of such a name is meant only beside its kind. */
function isOrdinary(word: string): boolean {
  return lexicon.has(word) || assessments.has(word) || numberWords.has(word);
}

const products = new Set(
  `vmware vsphere vcenter esxi kubernetes linux windows server ha drs cpu ram ip os id api tools utc hardware software
   netapp dell hpe cisco arista juniper debian ubuntu vmfs nfs ok i`.split(/\s+/),
);

export function isGerman(text: string): boolean {
  let german = 0;
  let words = 0;
  for (const word of text.toLowerCase().split(/[^\p{L}]+/u)) {
    if (word === '') continue;
    words += 1;
    if (germanWords.has(word)) german += 1;
  }
  return german >= 1 && german / words > 0.12;
}

const quotes = /["„“”»«`']/;

/** Reads what each piece of a sentence can mean. */
export function tokensOf(text: string, names: Names, now: number): readonly Token[] {
  const german = isGerman(text);
  const tokens: Token[] = [];
  const moments = momentsIn(text, now);
  let i = 0;
  while (i < text.length) {
    const sign = text[i] ?? '';
    if (/\s/.test(sign)) {
      i += 1;
      continue;
    }
    const entity = entityAt(text, i, names);
    if (entity !== undefined) {
      tokens.push(entity);
      i = entity.end;
      continue;
    }
    const moment = moments.find((one) => one.at === i);
    if (moment !== undefined) {
      tokens.push({ ...span(text, i, moment.end), moment, used: false });
      i = moment.end;
      continue;
    }
    const token = figureAt(text, i, german) ?? wordAt(text, i) ?? signAt(text, i);
    tokens.push(token);
    i = token.end;
  }
  return withDurations(withStates(tokens.map((token, at) => contextual(token, at, tokens, german))));
}

function span(text: string, at: number, end: number) {
  const piece = text.slice(at, end);
  return { at, end, text: piece, lower: piece.toLowerCase().replaceAll('’', "'") };
}

const partOfName = /[\p{L}\p{N}_]/u;

function startsName(text: string, at: number): boolean {
  const before = text[at - 1] ?? '';
  if (partOfName.test(before)) return false;
  return !(/[-./:@]/.test(before) && partOfName.test(text[at - 2] ?? ''));
}

function endsName(text: string, end: number): boolean {
  const after = text[end] ?? '';
  if (partOfName.test(after)) return false;
  return !(/[-./:@]/.test(after) && partOfName.test(text[end + 1] ?? ''));
}

function entityAt(text: string, at: number, names: Names): Token | undefined {
  if (!startsName(text, at)) return undefined;
  const rest = text.slice(at, at + names.longest).toLowerCase();
  for (let length = rest.length; length > 0; length -= 1) {
    if (!endsName(text, at + length) || /\s/.test(rest[length - 1] ?? '')) continue;
    const lower = rest.slice(0, length);
    const found = names.get(lower);
    if (found.length > 0) {
      const written = text.slice(at, at + length);
      const beside = isBesideKind(text, at, at + length);
      const plain = /^[\p{L}]+$/u.test(lower);
      if (!beside && (isOrdinary(lower) || length < 3)) continue;
      if (!beside && plain && !found.some(({ name }) => name === written)) continue;
      return {
        ...span(text, at, at + length),
        entities: found,
        used: false,
        ...(plain && !beside ? { soft: true as const } : {}),
      };
    }
    if (length > 3 && introducesFinding(text, at)) {
      const findings = names.findings(lower);
      if (findings.length > 0) return { ...span(text, at, at + length), entities: findings, used: false };
    }
  }
  return undefined;
}

function isBesideKind(text: string, at: number, end: number): boolean {
  const before = /([\p{L}-]+) ?["'„“`]?$/u.exec(text.slice(Math.max(0, at - 30), at))?.[1]?.toLowerCase();
  const after = /^["'“”`]? ([\p{L}-]+)/u.exec(text.slice(end, end + 30))?.[1]?.toLowerCase();
  return (
    (before !== undefined && kindWords.has(before)) ||
    (after !== undefined && kindWords.has(after) && !relationForms.has(after))
  );
}

const relationForms = new Set(relationWords.flatMap(({ forms }) => forms));

/** A finding's title is a sentence of its own: it counts as a name only where it is quoted or announced. */
function introducesFinding(text: string, at: number): boolean {
  return /(?:["„“«'`]|:\s*|\b(?:findings?|befunde?n?|rule|regel|issue)\s+)$/i.test(
    text.slice(Math.max(0, at - 16), at),
  );
}

function figureAt(text: string, at: number, german: boolean): Token | undefined {
  const rest = text.slice(at);
  const match = /^\d[\d.,]*(?<![.,])/.exec(rest);
  if (match === null || !startsName(text, at)) return undefined;
  const number = readNumber(match[0], german);
  const end = at + match[0].length;
  if (number === undefined || !(endsName(text, end) || unitBehind(text, end) !== undefined)) return undefined;
  const unit = unitBehind(text, end);
  const { value, step } = number;
  if (unit === undefined) {
    return {
      ...span(text, at, end),
      amount: { value, dimension: 'count', precision: step / 2 },
      used: false,
    };
  }
  const { dimension, size } = unit;
  return {
    ...span(text, at, unit.end),
    amount: { value: value * size, dimension, precision: (step * size) / 2 },
    used: false,
  };
}

function unitBehind(text: string, end: number) {
  const match = /^[ \u00A0\u202F-]?(%|°C|[\p{L}]+(?:\/s)?)(?![\p{L}\p{N}_])/u.exec(text.slice(end, end + 20));
  const unit = match?.[1] === undefined ? undefined : unitOf(match[1]);
  if (match === null || unit === undefined) return undefined;
  // One letter directly behind a name's number is no unit; behind a space it is.
  return { ...unit, end: end + match[0].length };
}

function wordAt(text: string, at: number): Token | undefined {
  const rest = text.slice(at);
  const code = /^[\p{L}\p{N}][\p{L}\p{N}_./:@-]*(?<![.:/-])/u.exec(rest)?.[0];
  if (code !== undefined && /\d|_|[\p{L}][./@][\p{L}]/u.test(code) && !/^[\p{L}]+\/[\p{L}]+$/u.test(code)) {
    return { ...span(text, at, at + code.length), code: true, used: false };
  }
  const words: { readonly end: number; readonly lower: string }[] = [];
  let end = at;
  while (words.length < longestPhrase) {
    const gap = words.length === 0 ? '' : (/^[ \u00A0]/.exec(text.slice(end))?.[0] ?? undefined);
    if (gap === undefined) break;
    const word = wordPattern.exec(text.slice(end + gap.length));
    if (word === null || word.index !== 0) break;
    // The genitive's sign is no part of the word: "esx-01's", "the host's".
    const bare = word[0].replace(/['’]s?$/u, '').replace(/-+$/, '');
    end += gap.length + bare.length;
    words.push({ end, lower: text.slice(at, end).toLowerCase().replaceAll('’', "'") });
    if (bare.length < word[0].length) break;
  }
  const contraction = /^[\p{L}]+n['’]t/u.exec(rest)?.[0];
  if (contraction !== undefined) {
    return {
      ...span(text, at, at + contraction.length),
      role: new Set<Role>(['negation', 'copula']),
      used: false,
    };
  }
  for (const { end: to, lower } of words.toReversed()) {
    const meaning = lexicon.get(lower);
    if (meaning !== undefined) return { ...span(text, at, to), ...meaning, used: false };
  }
  const [first] = words;
  if (first === undefined) return undefined;
  const number = numberWords.get(first.lower);
  const bare = { ...span(text, at, first.end), used: false };
  if (number === undefined) {
    const meaning = lexicon.get(withoutEnding(first.lower));
    return meaning?.states === undefined ? bare : { ...bare, states: meaning.states };
  }
  return counted(bare, number);
}

function counted(bare: Omit<Token, 'amount'>, value: number): Token {
  return {
    ...bare,
    amount: { value, dimension: 'count', precision: 0.5 },
    ...(softNumbers.has(bare.lower) ? { soft: true as const } : {}),
  };
}

/** German adjectives: `eingeschaltete`, `degradierten`. */
function withoutEnding(lower: string): string {
  return lower.replace(/(?:en|er|es|em|e)$/, '');
}

function signAt(text: string, at: number): Token {
  const sign = text[at] ?? '';
  const genitive = /^['’]s?(?![\p{L}\p{N}])/u.exec(text.slice(at));
  if (genitive !== null && partOfName.test(text[at - 1] ?? '')) {
    return { ...span(text, at, at + genitive[0].length), role: new Set<Role>(['genitive']), used: false };
  }
  const role: Role | undefined =
    sign === ',' || sign === ';' || sign === '–' || sign === '—'
      ? 'comma'
      : sign === ':'
        ? 'colon'
        : sign === '('
          ? 'open'
          : sign === ')'
            ? 'close'
            : sign === '&'
              ? 'join'
              : undefined;
  return {
    ...span(text, at, at + 1),
    ...(role === undefined ? {} : { role: new Set<Role>([role]) }),
    used: false,
  };
}

/** What a word means where it stands: a bound only before a figure, a number word that is also an adjective. */
function contextual(token: Token, at: number, all: readonly Token[], german: boolean): Token {
  const next = all[at + 1];
  const previous = all[at - 1];
  const { bound, ...rest } = token;
  let now: Token = token;
  if (bound !== undefined) {
    const beforeFigure =
      next?.amount !== undefined ||
      (next?.role?.has('article') === true && all[at + 2]?.amount !== undefined);
    const idiom = token.lower === 'über' && all.slice(0, at).some(({ lower }) => lower.startsWith('verfüg'));
    if (!beforeFigure || idiom) now = { ...rest };
  }
  const number = numberWords.get(token.lower);
  if (number !== undefined && now.amount === undefined) now = counted(now, number);
  // Names that nobody knows: a capital in the middle of an English sentence, or anything in code quotes.
  if (isUnknownWord(now) && /^\p{Lu}/u.test(now.text) && at > 0) {
    const beside = previous?.kinds !== undefined || next?.kinds !== undefined;
    if ((!german || beside) && !products.has(now.lower) && !isSentenceStart(previous))
      return { ...now, code: true };
  }
  if (isUnknownWord(now) && previous?.text === '`') return { ...now, code: true };
  return now;
}

function isSentenceStart(previous: Token | undefined): boolean {
  return (
    previous === undefined ||
    (previous.text.length === 1 && quotes.test(previous.text)) ||
    previous.role?.has('colon') === true
  );
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

/** "HA is currently not enabled": a phrase of a state, with what stands in between left out. */
function withStates(tokens: readonly Token[]): readonly Token[] {
  const passed = (token: Token) => has(token, 'negation') || between.has(token.lower);
  return tokens.map((token, at) => {
    if (passed(token) || token.entities !== undefined) return token;
    let phrase = token.lower;
    let skipped = false;
    for (let i = at - 1, taken = 0; i >= 0 && taken < 3; i -= 1) {
      const before = tokens[i];
      if (before === undefined || before.entities !== undefined) break;
      if (passed(before)) {
        skipped = true;
        continue;
      }
      taken += 1;
      phrase = `${before.lower} ${phrase}`;
      const states = stateWords.get(phrase);
      if (skipped && states !== undefined) return { ...token, states };
    }
    return token;
  });
}

const between = new Set('currently now still already derzeit aktuell momentan noch bereits jetzt'.split(' '));

/** `12 d 4 h`, `3 hours and 20 minutes`: one duration. */
function withDurations(tokens: readonly Token[]): Token[] {
  const joined: Token[] = [];
  for (const token of tokens) {
    const last = joined.at(-1);
    const { amount } = token;
    if (
      last?.amount?.dimension === 'seconds' &&
      amount?.dimension === 'seconds' &&
      amount.value < last.amount.value
    ) {
      joined[joined.length - 1] = {
        ...last,
        end: token.end,
        text: `${last.text} ${token.text}`,
        amount: { ...last.amount, value: last.amount.value + amount.value, precision: amount.precision },
      };
    } else joined.push(token);
  }
  return joined;
}

/** Whether a sentence with this in it must be borne out. */
export function isCheckable(token: Token): boolean {
  if (token.soft === true) return false;
  return (
    token.entities !== undefined ||
    token.amount !== undefined ||
    token.moment !== undefined ||
    token.states !== undefined ||
    token.code === true
  );
}

export function has(token: Token | undefined, role: Role): boolean {
  return token?.role?.has(role) === true;
}
