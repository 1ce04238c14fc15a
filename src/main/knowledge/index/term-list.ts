import { eachTerm } from '../words/terms.ts';

/** Where a term of a passage can stand. */
export const fields = ['title', 'heading', 'path', 'body'] as const;
export type PassageFields = Readonly<Record<(typeof fields)[number], string>>;

/** A term as a number: two that share one by chance are rare enough to be one wrong match in millions. */
export function termNumber(term: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < term.length; at++) hash = Math.imul(hash ^ term.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}

/** Places beyond this count as the last one. */
const lastPlace = 0xffffff;

export interface TermList {
  /** Terms in one line each, as the index of words takes them. */
  readonly head: string;
  readonly body: string;
  /** Pairs: the number of a term, and field and place where it stands. */
  readonly terms: Uint32Array;
}

/** What is the same for many passages is worked out once. */
export function createTermLister(): (passage: PassageFields) => TermList {
  const known = new Map<string, { readonly text: string; readonly pairs: readonly number[] }>();
  const read = (text: string, field: number) => {
    const words: string[] = [];
    const pairs: number[] = [];
    eachTerm(text, (term, at) => {
      words.push(term);
      pairs.push(termNumber(term), field * 0x1000000 + Math.min(at, lastPlace));
    });
    return { text: words.join(' '), pairs };
  };
  const remembered = (text: string, field: number) => {
    const key = `${field} ${text}`;
    let found = known.get(key);
    if (found === undefined) {
      if (known.size > 200) known.clear();
      found = read(text, field);
      known.set(key, found);
    }
    return found;
  };
  return ({ title, heading, path, body }) => {
    const head = [remembered(title, 0), remembered(heading, 1), remembered(path, 2)];
    const text = read(body, 3);
    const terms = new Uint32Array(head.reduce((sum, one) => sum + one.pairs.length, text.pairs.length));
    let at = 0;
    for (const { pairs } of [...head, text]) {
      terms.set(pairs, at);
      at += pairs.length;
    }
    return { head: head.map((one) => one.text).join(' '), body: text.text, terms };
  };
}
