import { englishStem, germanStem } from './stem.ts';
import { isGerman, stopWords } from './stop-words.ts';

/** Raised when the same text gives other terms: an index of another version is made anew. */
export const termsVersion = 1;

/**
 * One term of a text and where it stands. What a name is made of (`kube-apiserver`) stands at the places after each
 * other, the whole at the first of them.
 */
export interface Term {
  readonly term: string;
  readonly at: number;
  readonly of?: 'whole' | 'part';
}

interface Piece {
  readonly terms: readonly Term[];
  /** How many places it takes. */
  readonly width: number;
}

const longestWord = 80;
/** Words, and in one piece what signs put together: names, addresses, versions, paths. */
const pieces = /[\p{L}\p{N}]+(?:[._:/@+-]+[\p{L}\p{N}]+)*/gu;
const signs = /[._:/@+-]+/;
const macAddress = /^[0-9a-f]{2}([:-])(?:[0-9a-f]{2}\1){4}[0-9a-f]{2}$|^[0-9a-f]{4}(?:\.[0-9a-f]{4}){2}$/;
const address =
  /^\d{1,3}(?:\.\d{1,3}){3}(?:\/\d{1,2})?$|^(?=.*::|(?:[^:]*:){2})[0-9a-f]{0,4}(?::+[0-9a-f]{1,4}){1,7}(?:\/\d{1,3})?$/;
const version = /^v?\d+(?:\.\d+)+$/;
const beyondAscii = /[\u0080-\uffff]/;

/** Lower case without accents, as it is compared; `ß` is `ss`. */
export function foldWord(text: string): string {
  const lower = text.toLowerCase();
  if (!beyondAscii.test(lower)) return lower;
  return lower.normalize('NFKD').replaceAll(/\p{M}/gu, '').replaceAll('ß', 'ss');
}

/** Umlauts as two letters, for those whose keyboard has none. */
function spelledOut(text: string): string | undefined {
  const lower = text.toLowerCase().normalize('NFC');
  if (!/[äöü]/.test(lower)) return undefined;
  return foldWord(lower.replaceAll('ä', 'ae').replaceAll('ö', 'oe').replaceAll('ü', 'ue'));
}

/** What the same words give is kept, up to a bound: they come again and again. */
function remembering(stem: (word: string) => string): (piece: string) => Piece {
  let known = new Map<string, Piece>();
  return (piece) => {
    let found = known.get(piece);
    if (found === undefined) {
      found = termsOfPiece(piece, stem);
      if (known.size >= 50_000) known = new Map();
      known.set(piece, found);
    }
    return found;
  };
}
const pieceOf = { english: remembering(englishStem), german: remembering(germanStem) };

/** Tells every term of a text in its order. Words that say nothing are left out, but count as places. */
export function eachTerm(text: string, tell: (term: string, at: number) => void): void {
  const found = text.match(pieces);
  if (found === null) return;
  const piece = isGerman(found.slice(0, 300).map(foldWord)) ? pieceOf.german : pieceOf.english;
  let start = 0;
  for (const word of found) {
    const { terms, width } = piece(word);
    for (const { term, at } of terms) tell(term, start + at);
    start += width;
  }
}

/** Tells every word of a text as it stands there, with what it can be found by: its whole, before its parts. */
export function eachWord(
  text: string,
  tell: (terms: readonly string[], start: number, end: number) => void,
): void {
  const piece = isGerman((text.match(pieces) ?? []).slice(0, 300).map(foldWord))
    ? pieceOf.german
    : pieceOf.english;
  for (const match of text.matchAll(pieces)) {
    const [word] = match;
    tell(
      piece(word).terms.map(({ term }) => term),
      match.index,
      match.index + word.length,
    );
  }
}

export interface QuestionTerms {
  readonly terms: readonly Term[];
  /** The German stem of a term, where it is another one: a question is too short to tell its language. */
  readonly german: ReadonlyMap<string, string>;
}

export function questionTerms(text: string): QuestionTerms {
  const terms: Term[] = [];
  const german = new Map<string, string>();
  let start = 0;
  for (const word of text.match(pieces) ?? []) {
    const piece = pieceOf.english(word);
    for (const term of piece.terms) terms.push(start === 0 ? term : { ...term, at: start + term.at });
    start += piece.width;
    const [only] = piece.terms;
    if (piece.width !== 1 || only === undefined || signs.test(word)) continue;
    const other = germanStem(foldWord(word));
    if (other !== only.term) german.set(only.term, other);
  }
  return { terms, german };
}

function termsOfPiece(piece: string, stem: (word: string) => string): Piece {
  const folded = foldWord(piece);
  if (macAddress.test(folded)) return { terms: [{ term: folded.replaceAll(/[:.-]/g, ''), at: 0 }], width: 1 };
  const segments = piece.split(signs).map(camelParts);
  const parts = segments.flat();
  if (parts.length === 1) return plainWord(piece, folded, stem);
  const terms: Term[] = [];
  const known = new Set<string>();
  const add = (term: string, at: number, of: 'whole' | 'part') => {
    if (term.length < 2 && !/\d/.test(term)) return;
    if (term.length > longestWord || known.has(`${term} ${at}`)) return;
    known.add(`${term} ${at}`);
    terms.push({ term, at, of });
  };
  const inOne = address.test(folded) || version.test(folded);
  add(inOne ? folded : stemIfWord(folded, stem), 0, 'whole');
  // Of an address with a prefix the address, of a path its names, of a qualified name the name before its domain.
  for (const { text, at } of innerNames(piece, inOne)) add(inOne ? text : stemIfWord(text, stem), at, 'part');
  parts.forEach((part, at) => {
    const own = foldWord(part);
    if (!stopWords.has(own)) add(stem(own), at, 'part');
  });
  return { terms, width: parts.length };
}

/** A name is the same however it is put together: `kube-apiserver`, `kube_apiserver`, `KubeApiserver`. */
function stemIfWord(folded: string, stem: (word: string) => string): string {
  const joined = folded.replaceAll(/[._:/@+-]+/g, '');
  return joined === folded ? stem(folded) : joined;
}

function innerNames(piece: string, inOne: boolean): { readonly text: string; readonly at: number }[] {
  if (inOne) {
    const slash = piece.indexOf('/');
    return slash === -1 ? [] : [{ text: piece.slice(0, slash), at: 0 }];
  }
  const names: { text: string; at: number }[] = [];
  const between = /[/:@]/.test(piece) ? /[/:@]+/ : piece.includes('.') ? /\.+/ : /[_+-]+/;
  let at = 0;
  for (const one of piece.split(between)) {
    const count = one
      .split(signs)
      .reduce((sum, word) => sum + (word === '' ? 0 : camelParts(word).length), 0);
    if (count > 1) names.push({ text: foldWord(one), at });
    at += count;
  }
  return names;
}

/** `NodeNotReady` → Node, Not, Ready; `KubeAPIDown` → Kube, API, Down; `VMs`, `IPv6` and `ESXi` are one word. */
function camelParts(word: string): readonly string[] {
  if (!/[a-z0-9][A-Z]|[A-Z]{2}[a-z]{2}/.test(word)) return [word];
  return (
    word.match(/[A-Z]+(?=[A-Z][a-z]{2})|[A-Z]{2,}[a-z]?(?![a-z])|[A-Z]?[a-z0-9]+|[A-Z]|[^A-Za-z0-9]+/g) ?? [
      word,
    ]
  );
}

function plainWord(piece: string, folded: string, stem: (word: string) => string): Piece {
  if (stopWords.has(folded) || folded.length > longestWord) return { terms: [], width: 1 };
  if (folded.length === 1 && /[a-z]/.test(folded)) return { terms: [], width: 1 };
  const term = stem(folded);
  const spelled = spelledOut(piece);
  return {
    terms:
      spelled === undefined
        ? [{ term, at: 0 }]
        : [
            { term, at: 0 },
            { term: stem(spelled), at: 0, of: 'part' },
          ],
    width: 1,
  };
}
