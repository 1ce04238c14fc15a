import type { Column, Row } from '../../../shared/model/block.ts';
import { cellText } from './cell-text.ts';

const narrowest = 6;
const widest = 44;

/**
 * Widths in characters for a table of which only some rows are drawn: its columns must not move while it is
 * scrolled, so all rows are looked at once.
 */
export function columnWidths(columns: readonly Column[], rows: readonly Row[]): readonly number[] {
  return columns.map(({ title }, i) => {
    let longest = title.length + 2;
    for (const row of rows) {
      const { length } = cellText(row.cells[i]);
      if (length > longest) longest = length;
    }
    return Math.min(widest, Math.max(narrowest, longest));
  });
}

/** Longest name in the first column, and longest entry in others, that stay on one line. */
const longestName = 46;
const longestEntry = 38;

/** Columns of names, times and quantities: a browser would break those at each hyphen. */
export function shortColumns(columns: readonly Column[], rows: readonly Row[]): readonly boolean[] {
  return columns.map((_, i) => {
    const longest = i === 0 ? longestName : longestEntry;
    return rows.every((row) => cellText(row.cells[i]).length <= longest);
  });
}
