import { marker } from '../answer-parts.ts';

/** A line of an answer taken apart: what stands before its sentences, and they with the numbers that they cite. */
export interface AnswerLine {
  /** Signs of lists, quotes and headings. */
  readonly lead: string;
  readonly sentences: readonly Sentence[];
  /** Within a fence of code: kept or dropped as a whole. */
  readonly code: boolean;
}

export interface Sentence {
  readonly text: string;
  /** Without the markers. */
  readonly bare: string;
  readonly cites: readonly number[];
}

export function linesOf(text: string): AnswerLine[] {
  let inCode = false;
  return text.split('\n').map((line): AnswerLine => {
    const fence = /^\s*(?:```|~~~)/.test(line);
    const code = inCode || fence;
    if (fence) inCode = !inCode;
    if (code) return { lead: line, sentences: [], code: true };
    const lead = /^\s*(?:(?:[-*+]|\d+[.)]|>|#{1,6})\s+)*/.exec(line)?.[0] ?? '';
    const rest = line.slice(lead.length);
    return { lead, sentences: rest.trim() === '' ? [] : sentencesOf(rest), code: false };
  });
}

/** Numbers behind a full stop belong to the sentence before it; abbreviations and numbers end none. */
function sentencesOf(line: string): Sentence[] {
  const moved = line.replaceAll(/([.!?])((?:\s*\[\d{1,3}\])+)/g, '$2$1');
  const parts = moved.split(
    /(?<=[.!?。！？]["”“')]?)(?<!\b(?:e\.g|i\.e|z\. ?B|bzw|ca|approx|etc|vs|no|nr|d\. ?h|\d)\.)\s+(?=["“„(*`\p{Lu}\p{Lo}\d])/giu,
  );
  return parts.filter((part) => part.trim() !== '').map(sentence);
}

function sentence(text: string): Sentence {
  const cites = [...text.matchAll(marker)].map(([, digits]) => Number(digits));
  return {
    text: text.trim(),
    bare: text
      .replaceAll(marker, '')
      .replaceAll(/(?<!\s)\s+(?=[.,;:!?])/g, '')
      .trim(),
    cites: [...new Set(cites)],
  };
}

/** A heading, a lead-in or a question states nothing by itself. */
export function isStatement(line: AnswerLine, { bare }: Sentence): boolean {
  if (/#/.test(line.lead)) return false;
  if (/[:?]\**$/.test(bare)) return false;
  return (bare.match(/[\p{L}\p{N}]+/gu) ?? []).length >= 3;
}

/** The answer and, apart from it, the words that the model says it copied: `[1] "…"` below `Sources:`. */
export function withoutQuotes(text: string): {
  readonly text: string;
  readonly quotes: ReadonlyMap<number, string[]>;
} {
  const quotes = new Map<number, string[]>();
  const lines = text.split('\n');
  const at = lines.findLastIndex((line) => isQuotesHead(line));
  if (at === -1) return { text, quotes };
  for (const line of lines.slice(at)) {
    const parts = /\[(\d{1,3})\][\s:–-]*["“„»](.+)["”“«]/.exec(line);
    if (!parts) continue;
    const number = Number(parts[1]);
    quotes.set(number, [...(quotes.get(number) ?? []), parts[2] ?? '']);
  }
  return { text: lines.slice(0, at).join('\n').trimEnd(), quotes };
}

export function isQuotesHead(line: string): boolean {
  // Marks and blanks are taken out first: a pattern that allows them everywhere tries every way to share out a row of them.
  const bare = line.replaceAll(/[\s*#_]+/g, '');
  return /^(?:sources?|quellen?|来源|fuentes)[:：]?(?:\[\d|$)/i.test(bare);
}
