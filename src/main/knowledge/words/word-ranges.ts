import { eachWord, questionTerms } from './terms.ts';

const most = 60;

/** Where words of the question stand in a text, for showing why it was found. Ranges do not overlap. */
export function wordRanges(question: string, text: string): [start: number, end: number][] {
  const { terms, german } = questionTerms(question);
  const wanted = new Set([...terms.map(({ term }) => term), ...german.values()]);
  const ranges: [number, number][] = [];
  eachWord(text, (own, start, end) => {
    if (ranges.length < most && own.some((term) => wanted.has(term))) ranges.push([start, end]);
  });
  return ranges;
}
