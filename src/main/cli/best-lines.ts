import type { ShownPassage } from '../../shared/contract/knowledge.ts';

const most = 6;

/**
 * The lines of a passage that say why it was found, in their order: of a table its head and the rows with the words of
 * the question, of other text one piece with most of them.
 */
export function bestLines({ text, ranges }: Pick<ShownPassage, 'text' | 'ranges'>): {
  readonly lines: readonly string[];
  /** Lines that are not shown. */
  readonly more: number;
} {
  let at = 0;
  const all = text.split('\n').flatMap((line) => {
    const from = at;
    const to = from + line.length;
    at = to + 1;
    const found = new Set(
      ranges.filter(([start]) => start >= from && start < to).map(([start, end]) => text.slice(start, end)),
    );
    return line.trim() === '' ? [] : [{ line, found: found.size }];
  });
  const shown = isTable(all) ? rowsOf(all) : pieceOf(all);
  return { lines: shown.map(({ line }) => line), more: all.length - shown.length };
}

interface Line {
  readonly line: string;
  /** How many words of the question stand in it. */
  readonly found: number;
}

function isTable([head, ...rows]: readonly Line[]): boolean {
  return head !== undefined && rows.length > 0 && [head, ...rows].every(({ line }) => line.includes(' | '));
}

function rowsOf(all: readonly Line[]): readonly Line[] {
  const [head, ...rows] = all;
  const withWords = rows.filter(({ found }) => found > 0);
  // Most words first; of as many, the one that stands first.
  const best = (withWords.length > 0 ? withWords : rows)
    .toSorted((a, b) => b.found - a.found)
    .slice(0, most - 1);
  return all.filter((one) => one === head || best.includes(one));
}

function pieceOf(all: readonly Line[]): readonly Line[] {
  let best = { from: 0, found: 0 };
  for (let from = 0; from === 0 || from <= all.length - most; from += 1) {
    const found = all.slice(from, from + most).reduce((sum, line) => sum + line.found, 0);
    if (found > best.found) best = { from, found };
  }
  return all.slice(best.from, best.from + most);
}
