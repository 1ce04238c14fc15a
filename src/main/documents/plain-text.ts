import type { Block, Inline } from '../../shared/model/block.ts';

/** A piece as a reader without any formatting reads it. */
export function inlineText(inline: Inline): string {
  if (typeof inline === 'string') return inline;
  switch (inline.t) {
    case 'entity':
    case 'fact':
    case 'computed':
    case 'code':
    case 'strong':
    case 'document':
      return inline.text;
    case 'unknown':
      return `unknown (${inline.reason})`;
    case 'severity':
      return inline.severity;
  }
}

export function contentText(content: readonly Inline[]): string {
  return content.map(inlineText).join('');
}

/** A block as plain lines: cells are separated by ` | `. For search, and for tests. */
export function blockText(block: Block): string {
  switch (block.t) {
    case 'paragraph':
      return contentText(block.content);
    case 'heading':
      return block.text;
    case 'list':
      return block.items.map(contentText).join('\n');
    case 'facts':
      return block.items.map(({ label, value }) => `${label}: ${contentText(value)}`).join('\n');
    case 'table':
      return [
        ...(block.caption === undefined ? [] : [block.caption]),
        block.columns.map((column) => column.title).join(' | '),
        ...block.rows.map((row) => row.cells.map(contentText).join(' | ')),
      ].join('\n');
    case 'prose':
      return block.sentences.map(({ text }) => text).join(' ');
    case 'diagram':
      return `${block.title}\n${block.description}`;
  }
}
