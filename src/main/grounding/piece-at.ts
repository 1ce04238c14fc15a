import { readNumber, unitOf } from './amounts.ts';
import { numberWords, softNumbers } from './vocabulary/words.ts';
import { lexicon, longestPhrase, wordPattern } from './lexicon.ts';
import { endsName, partOfName, startsName } from './name-at.ts';
import { type Role, span, type Token } from './token.ts';

export function figureAt(text: string, at: number, german: boolean): Token | undefined {
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

const unitPhrases: readonly (readonly [phrase: RegExp, unit: string])[] = [
  [/^[ \u00A0]per cent(?!\p{L})/iu, 'percent'],
  [/^[ \u00A0](?:degrees?|Grad) Celsius(?!\p{L})/iu, 'celsius'],
  [/^[ \u00A0]kilobits? (?:per second|pro Sekunde)/iu, 'kbit/s'],
  [/^[ \u00A0]megabits? (?:per second|pro Sekunde)/iu, 'mbit/s'],
  [/^[ \u00A0]gigabits? (?:per second|pro Sekunde)/iu, 'gbit/s'],
  [/^[ \u00A0]terabits? (?:per second|pro Sekunde)/iu, 'tbit/s'],
];

function unitBehind(text: string, end: number) {
  const rest = text.slice(end, end + 24);
  for (const [phrase, name] of unitPhrases) {
    const found = phrase.exec(rest);
    const unit = found === null ? undefined : unitOf(name);
    if (found !== null && unit !== undefined) return { ...unit, end: end + found[0].length };
  }
  const match = /^[ \u00A0\u202F-]?(%|°C|[\p{L}]+(?:\/s)?)(?![\p{L}\p{N}_])/u.exec(text.slice(end, end + 20));
  const unit = match?.[1] === undefined ? undefined : unitOf(match[1]);
  if (match === null || unit === undefined) return undefined;
  // One letter directly behind a name's number is no unit; behind a space it is.
  return { ...unit, end: end + match[0].length };
}

export function wordAt(text: string, at: number): Token | undefined {
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
    // "higher than 5" bounds a figure, "higher than x" compares.
    if (meaning?.bound !== undefined && / (?:than|als)$/.test(lower) && !isFigureAhead(text, to)) continue;
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

function isFigureAhead(text: string, at: number): boolean {
  const rest = text.slice(at, at + 40);
  if (/^\s+\d[\d.,]*(?![\p{L}\d]*[-/:_][\p{L}\d])/u.test(rest)) return true;
  const next = /^\s+(?:an?\s+|the\s+|eine[nmrs]?\s+)?(\d|\p{L}+)/u.exec(rest)?.[1]?.toLowerCase();
  return next !== undefined && numberWords.has(next);
}

export function counted(bare: Omit<Token, 'amount'>, value: number): Token {
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

export function signAt(text: string, at: number): Token {
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
