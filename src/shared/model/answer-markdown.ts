import { instantText } from '../format.ts';
import type { Citation } from './citation.ts';

export interface AnsweredQuestion {
  readonly question: string;
  readonly text: string;
  readonly citations: readonly Citation[];
  readonly by: 'model' | 'search';
  readonly model?: string;
  readonly at: string;
}

/** An answer as Markdown that stands by itself: its sources are footnotes. For the clipboard, and for notes. */
export function answerMarkdown(answer: AnsweredQuestion): string {
  const { question, text, citations, by, model, at } = answer;
  const numbers = new Set(citations.map(({ number }) => number));
  const body = text.replaceAll(/\[(\d{1,3})\](?!\()/g, (whole, digits: string) =>
    numbers.has(Number(digits)) ? `[^${digits}]` : whole,
  );
  const writer = by === 'model' ? `Written by ${model ?? 'a language model'}` : 'Search results';
  return [
    `> ${inline(question)}`,
    '',
    body.trim(),
    '',
    `*${writer}, ${instantText(at)}*`,
    ...(citations.length > 0 ? [''] : []),
    ...citations.map((citation) => `[^${citation.number}]: ${citationText(citation)}`),
    '',
  ].join('\n');
}

/** A source in one line of Markdown. */
export function citationText(citation: Citation): string {
  const gone = citation.gone ? ' (no longer there)' : '';
  switch (citation.is) {
    case 'passage':
      return `${inline([citation.title, ...citation.headings].filter(differs).join(' › '))}, ${instantText(citation.at)}${gone}: “${inline(citation.quote)}” (${inline(originText(citation.origin))})`;
    case 'entity':
      return `${inline(citation.name)} (${inline(citation.kind)}), seen ${instantText(citation.observedAt)}${gone}${
        citation.facts.length > 0
          ? `: ${citation.facts.map(({ label, text }) => `${inline(label)} ${inline(text)}`).join('; ')}`
          : ''
      } (\`${citation.id.replaceAll('`', "'")}\`)`;
    case 'change':
      return `Change of ${inline(citation.name)}, ${instantText(citation.at)}${gone}: ${inline(citation.text)}`;
    case 'ticket':
      return `Ticket ${inline(citation.ticket)}, ${inline(citation.title)}, ${instantText(citation.at)}${gone}: “${inline(citation.quote)}”`;
    case 'tool':
      return `${inline(citation.tool)} of ${inline(citation.server)}, ${instantText(citation.at)}${gone}: “${inline(citation.quote)}”`;
    default:
      return citation satisfies never;
  }
}

/** Where a passage is opened, in words. */
export function originText(origin: Extract<Citation, { is: 'passage' }>['origin']): string {
  switch (origin.is) {
    case 'document':
      return `${origin.document}#${origin.section}`;
    case 'note':
      return `note in ${origin.document}`;
    case 'file':
      return `${origin.folder}/${origin.file}`;
    default:
      return origin satisfies never;
  }
}

const differs = (text: string, place: number, all: readonly string[]) =>
  text !== '' && text !== all[place - 1];

/** On one line, and nothing in it is Markdown of its own. */
function inline(text: string): string {
  return text
    .replaceAll(/\s+/g, ' ')
    .trim()
    .replaceAll(/[\\`*_[\]<>|~]/g, String.raw`\$&`);
}
