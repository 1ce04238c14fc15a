import { eachWord, questionTerms, type Term } from './terms.ts';

const most = 60;

/**
 * Where words of the question stand in a text, for showing why it was found. Ranges do not overlap. A name of several
 * parts is another name when only some of them are the same: `esx-a01` is not what `esx-a02` asks for, though a
 * passage about either is worth finding.
 */
export function wordRanges(question: string, text: string): [start: number, end: number][] {
  const { terms, german } = questionTerms(question);
  const wanted = new Set([...terms.map(({ term }) => term), ...german.values()]);
  const whole = new Set([
    ...terms.filter(({ of }) => of !== 'part').map(({ term }) => term),
    ...german.values(),
  ]);
  const names = partsOfNames(terms);
  const isAsked = (own: readonly string[]) => {
    if (own.some((term) => whole.has(term))) return true;
    if (own.length < 2) return own.some((term) => wanted.has(term));
    const parts = own.slice(1);
    return (
      parts.every((part) => wanted.has(part)) ||
      names.some((name) => name.every((part) => own.includes(part)))
    );
  };
  const ranges: [number, number][] = [];
  eachWord(text, (own, start, end) => {
    if (ranges.length < most && isAsked(own)) ranges.push([start, end]);
  });
  return ranges;
}

/** Parts follow the whole that they are of. */
function partsOfNames(terms: readonly Term[]): readonly (readonly string[])[] {
  const names: string[][] = [];
  for (const { term, of } of terms) {
    if (of === 'whole') names.push([]);
    else if (of === 'part') names.at(-1)?.push(term);
  }
  return names.filter((parts) => parts.length > 0);
}
