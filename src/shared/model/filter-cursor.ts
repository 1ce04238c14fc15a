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

/** A token as it stands in a text, in parts. */
export interface FilterToken {
  readonly from: number;
  readonly to: number;
  readonly text: string;
  /** Absent: a word. */
  readonly path?: string;
  readonly operator?: string;
  /** As written, quotes and all. */
  readonly value: string;
}

/** The tokens of a filter text, as `parseFilterTokens` takes them apart. */
export function filterTokens(text: string): readonly FilterToken[] {
  return [...text.matchAll(token)].map((match) => {
    const [written] = match;
    const at = { from: match.index, to: match.index + written.length, text: written };
    const isWord =
      written.startsWith('"') || /^(?:[0-9a-f]{0,4}:){2,}/i.test(written) || /^[a-z]+:\/\//i.test(written);
    const parts = isWord ? null : withOperator.exec(written);
    if (!parts) return { ...at, value: written };
    const [, path = '', operator = ':', value = ''] = parts;
    return { ...at, path, operator, value };
  });
}

/** A text without the tokens of these fields. */
export function withoutPaths(text: string, paths: readonly string[]): string {
  return joined(filterTokens(text).filter(({ path }) => path === undefined || !paths.includes(path)));
}

function joined(tokens: readonly Pick<FilterToken, 'text'>[]): string {
  return tokens.map((one) => one.text).join(' ');
}

/** Values that a text narrows a field to: `state:off,suspended` are two. */
export function chosenValues(text: string, path: string): readonly string[] {
  return filterTokens(text)
    .filter((one) => one.path === path && (one.operator === ':' || one.operator === '='))
    .flatMap((one) => valuesOf(one.value));
}

/** Narrows a field to a value too, or no longer. */
export function toggleValue(text: string, path: string, value: string): string {
  const chosen = chosenValues(text, path);
  const next = chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value];
  const tokens = filterTokens(text);
  const isOurs = (one: FilterToken) => one.path === path && (one.operator === ':' || one.operator === '=');
  const place = tokens.findIndex(isOurs);
  const rest = tokens.filter((one) => !isOurs(one));
  if (next.length === 0) return joined(rest);
  // Partitions may hold commas, so each has a token of its own.
  const made =
    path === 'partition'
      ? next.map((one) => ({ text: `partition:${quotedValue(one)}` }))
      : [{ text: `${path}:${quotedValue(next.join(','))}` }];
  return joined(rest.toSpliced(place === -1 ? rest.length : place, 0, ...(made as FilterToken[])));
}

function valuesOf(written: string): readonly string[] {
  const plain = written.replaceAll(/"((?:[^"\\]|\\.)*)"?/g, (_, inner: string) =>
    inner.replaceAll(/\\(.)/gs, '$1'),
  );
  return plain.split(',').filter((one) => one !== '');
}

/**
 * What a text asks for while it is being written: the token at the cursor stands for everything that begins like it.
 * @param means Whether a token of a field that has fixed words (`kind:vm`) is one of them already.
 */
export function whileTyping(text: string, cursor: number, means: (token: string) => boolean): string {
  const tokens = filterTokens(text);
  const place = tokens.findIndex(({ from, to }) => cursor > from && cursor <= to);
  const at = tokens[place];
  if (at?.path === undefined) return text;
  const { path, operator, value } = at;
  const isEmpty = value === '' || value === '"';
  if (isEmpty || !means(at.text)) return joined(tokens.toSpliced(place, 1));
  if (fixed.has(path) || (operator !== ':' && operator !== '=') || value.endsWith('*')) return text;
  const begun = `${path}:${quotedValue(`${valuesOf(value).join(',')}*`)}`;
  return joined(tokens.toSpliced(place, 1, { ...at, text: begun }));
}

/** Fields of which a beginning means nothing. */
const fixed = new Set(['kind', 'source', 'domain', 'partition', 'sort', 'gone', 'at']);
