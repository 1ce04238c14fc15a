import type { EntityId } from '../../../shared/model/ids.ts';
import { cellText } from './cell-text.ts';
import type { Shown } from './section-view.tsx';
import { mostDrawn } from './table-view.tsx';

/** A letter or digit of a text that is compared, and where it stands. */
interface Letter<Where> {
  readonly letter: string;
  readonly where: Where;
}

/**
 * What of a text is compared: its letters and digits. A quote stands in Markdown, the page does not: pipes, stars and
 * blanks differ between them.
 */
function lettersOf(text: string): string {
  return text
    .normalize('NFKC')
    .replaceAll(/[^\p{L}\p{N}]+/gu, '')
    .toLowerCase();
}

/** The quote as one, then line by line: of a table only some rows may stand on the page. */
function needlesOf(quote: string): readonly string[] {
  const plain = quote.replaceAll(/\]\([^)]*\)/g, ']');
  const lines = plain
    .split('\n')
    .map(lettersOf)
    .filter((line) => line.length >= shortestLine);
  return [lettersOf(plain), ...lines].filter((needle) => needle !== '');
}

/** Fewer letters than this stand in many places. */
const shortestLine = 6;

/** Where in what is drawn a quote stands: as one, or each of its lines; nothing when none of it does. */
export function quoteRanges(root: Element, quote: string): readonly Range[] {
  const letters: Letter<{ readonly node: Text; readonly from: number; readonly to: number }>[] = [];
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    if (!(node instanceof Text) || node.parentElement?.closest('[aria-hidden="true"], button') !== null)
      continue;
    let at = 0;
    for (const sign of node.data) {
      for (const letter of lettersOf(sign)) {
        letters.push({ letter, where: { node, from: at, to: at + sign.length } });
      }
      at += sign.length;
    }
  }
  const text = letters.map(({ letter }) => letter).join('');
  const [whole, ...lines] = needlesOf(quote);
  const rangeOf = (needle: string): Range | undefined => {
    const at = text.indexOf(needle);
    const first = letters[at];
    const last = letters[at + needle.length - 1];
    if (at === -1 || first === undefined || last === undefined) return undefined;
    const range = document.createRange();
    range.setStart(first.where.node, first.where.from);
    range.setEnd(last.where.node, last.where.to);
    return range;
  };
  if (whole === undefined) return [];
  const one = rangeOf(whole);
  if (one) return [one];
  return lines.flatMap((line) => rangeOf(line) ?? []);
}

/** The entity whose row of a long table is quoted: it draws only the rows in sight, and is told which one to show. */
export function quotedRow(
  sections: Shown['sections'],
  section: string | undefined,
  quote: string,
): EntityId | undefined {
  const [whole = '', ...lines] = needlesOf(quote);
  for (const { key, blocks } of sections) {
    if (section !== undefined && key !== section) continue;
    for (const block of blocks) {
      if (block.t !== 'table' || block.rows.length <= mostDrawn) continue;
      for (const { entity, cells } of block.rows) {
        const row = lettersOf(cells.map(cellText).join(''));
        if (entity === undefined || row.length < shortestLine) continue;
        if (row.includes(whole) || lines.some((line) => row.includes(line) || line.includes(row)))
          return entity;
      }
    }
  }
  return undefined;
}
