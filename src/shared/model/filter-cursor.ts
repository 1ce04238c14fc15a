/** The token of a filter text that the cursor stands in, taken apart. Places are UTF-16 units of the text. */
export interface TokenAtCursor {
  readonly from: number;
  readonly to: number;
  /** Absent while it is a word, which may still become a field. */
  readonly path?: string;
  readonly operator?: string;
  /** What is written so far: of the value, or of the word; up to the cursor, without quotes. */
  readonly typed: string;
  /** Where the value begins. */
  readonly valueFrom: number;
}

const token = /(?:[^\s"]|"(?:[^"\\]|\\.)*"?)+/g;
const withOperator = /^([\p{L}_][\p{L}\p{N}_./@-]*?)(!=|>=|<=|:|=|~|>|<)(.*)$/su;

export function tokenAtCursor(text: string, cursor: number): TokenAtCursor {
  for (const match of text.matchAll(token)) {
    const from = match.index;
    const to = from + match[0].length;
    if (cursor < from || cursor > to) continue;
    const written = text.slice(from, cursor);
    const parts = written.startsWith('"') ? null : withOperator.exec(written);
    if (!parts) return { from, to, typed: bare(written), valueFrom: from };
    const [, path = '', operator = ':', rest = ''] = parts;
    // Of several values with commas, the one being written.
    const listed =
      operator === ':' && (path === 'kind' || path === 'source' || path === 'domain' || path === 'sort');
    const value = listed ? rest.slice(rest.lastIndexOf(',') + 1) : rest;
    return { from, to, path, operator, typed: bare(value), valueFrom: cursor - value.length };
  }
  return { from: cursor, to: cursor, typed: '', valueFrom: cursor };
}

function bare(text: string): string {
  return text.replaceAll('"', '');
}

/** A value as it must be written in a token. */
export function quotedValue(text: string): string {
  return /[\s"\\:]|^[=!<>~/*]/.test(text) || text === ''
    ? `"${text.replaceAll(/["\\]/g, String.raw`\$&`)}"`
    : text;
}
