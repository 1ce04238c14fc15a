import type { ShownPassage } from '../../../shared/contract/knowledge.ts';
import { cleanText } from '../../../shared/clean-text.ts';
import { links } from '../links.ts';
import type { PaletteItem } from './palette-items.ts';

/** Characters before the first word that was found, and in all. */
const before = 24;
const longest = 160;
/** So much of a passage finds its place in a document again. */
const quoteLength = 160;

/** Passages as they are offered: the heading, and the text around the words of the question. */
export function passageItems(
  passages: readonly ShownPassage[],
  note: string,
  show: (passage: ShownPassage) => void,
): PaletteItem[] {
  return passages.map((passage) => {
    const { id, origin, title, headings, text } = passage;
    // `Meaning` says little without the runbook that it is of.
    const last = headings.at(-1);
    const heading = [title, ...(last === undefined || last === title ? [] : [last])]
      .map(cleanText)
      .join(' › ');
    const shown = {
      id,
      label: origin.is === 'note' ? `${note}: ${heading}` : heading,
      snippet: snippetOf(passage),
    };
    if (origin.is === 'file') return { ...shown, run: () => show(passage) };
    const quote = (text.split('\n').find((line) => line.trim() !== '') ?? '').slice(0, quoteLength);
    return {
      ...shown,
      href:
        origin.is === 'note'
          ? links.quote(origin.document, undefined, quote)
          : links.document(origin.document, origin.section),
    };
  });
}

/** Lines become one, so that every place stays what it is. */
function snippetOf({ text, ranges }: ShownPassage): NonNullable<PaletteItem['snippet']> {
  const first = ranges[0]?.[0] ?? 0;
  const from = first <= before ? 0 : Math.max(0, text.indexOf(' ', first - before) + 1);
  const start = from > first ? first : from;
  const cut = text.slice(start, start + longest).replaceAll(/[\s\p{C}]/gu, ' ');
  return {
    text: cut,
    ranges: ranges
      .filter(([rangeStart, end]) => rangeStart >= start && end <= start + longest)
      .map(([rangeStart, end]) => [rangeStart - start, end - start] as const),
  };
}
