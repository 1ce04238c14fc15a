/**
 * How much of a text that grows has come to an end of a sentence, or of a line: what is said aloud is said once, and
 * whole. A full stop inside of a name, an address or a number ends nothing.
 */
export function finishedLength(text: string): number {
  let end = 0;
  for (const match of text.matchAll(/[.!?…。!?]["”»’)\]]*(?=\s)|[。!?]|\n/gu)) {
    end = match.index + match[0].length;
  }
  return end;
}

/** A piece of Markdown as it is said aloud. */
export function spoken(markdown: string): string {
  return markdown
    .replaceAll(/^[ \t]*(?:`{3,}|~{3,}).*$/gm, ' ')
    .replaceAll(/^(?=[^\n]*\|)[ \t:|-]+$/gm, ' ')
    .replaceAll(/\[\d{1,3}\]/g, ' ')
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll(/^[ \t]*(?:#{1,6}|[-*+]|>)[ \t]+/gm, '')
    .replaceAll(/[*_`|]+/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
}
