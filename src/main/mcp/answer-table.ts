/**
 * Plain-text tables as records of texts: Markdown pipe tables, tables with ASCII or box borders (also those that only
 * underline the head), and columns aligned by spaces as kubectl and docker print them. Values stay texts.
 */
export type TableRecord = Record<string, string>;

/** At most so many records are made of one text; command-line tools page long before. */
const maxRecords = 200_000;
const maxColumns = 100;

/** All tables of a text that is nothing but tables and short sentences around them; undefined when it is not. */
export function parseTables(text: string): TableRecord[] | undefined {
  const blocks = text
    .replaceAll('\t', '        ')
    .split(/\r?\n[^\S\n]*(?=\r?\n)/)
    .map((block) =>
      block
        .split(/\r?\n/)
        .map((line) => line.trimEnd())
        .filter((line) => line !== ''),
    )
    .filter((block) => block.length > 0);
  const records: TableRecord[] = [];
  let tables = 0;
  for (const block of blocks) {
    const table = parseBorderedTable(block) ?? parseAlignedTable(block);
    if (table) {
      tables += 1;
      for (const record of table) {
        if (records.length >= maxRecords) return undefined;
        records.push(record);
      }
    } else if (block.length > 2) {
      // Something of several lines that is no table: this is a report for people.
      return undefined;
    }
  }
  return tables > 0 ? records : undefined;
}

function parseBorderedTable(block: readonly string[]): TableRecord[] | undefined {
  const lines = block.map((line) => line.trim().replaceAll(/[│┃║]/g, '|'));
  const first = lines.findIndex((line) => line.includes('|') || isRule(line));
  if (first === -1 || first > 1) return undefined;
  const rows: string[][] = [];
  let rules = 0;
  for (const line of lines.slice(first)) {
    if (isRule(line)) rules += 1;
    else if (line.includes('|')) rows.push(pipeCells(line));
    else if (/^\(\d+ rows?\)$/.test(line)) continue;
    else return undefined;
  }
  const [head, ...body] = rows;
  // Without a rule under the head, a pipe may be anything: a shell command, a log line.
  if (!head || rules === 0) return undefined;
  // Empty cells at the end of a row may be left out.
  const padded = body.map((row) => [...row, ...head.slice(row.length).map(() => '')]);
  return toRecords(head, padded);
}

/** `|---|:--:|`, `+----+----+`, `----+----`, `├──┼──┤`: nothing but lines and their crossings. */
function isRule(line: string): boolean {
  // A row whose first cell is "--" and whose others are empty is a row.
  if (line.includes('|') && pipeCells(line).includes('')) return false;
  return /^[\s|:+=─━═┄┌┬┐├┼┤└┴┘┏┳┓┣╋┫┗┻┛╔╦╗╠╬╣╚╩╝╒╤╕╞╪╡╘╧╛-]{3,}$/.test(line) && /[-=─━═]{2}/.test(line);
}

function pipeCells(line: string): string[] {
  const cells = line.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll(String.raw`\|`, '|'));
  const from = line.startsWith('|') ? 1 : 0;
  const to = /(?<!\\)\|$/.test(line) ? -1 : undefined;
  return cells.slice(from, to);
}

function parseAlignedTable(block: readonly string[]): TableRecord[] | undefined {
  const sentence = (block[0] ?? '').trimEnd().endsWith(':') ? 1 : 0;
  const [head, ...rest] = block.slice(sentence);
  if (head === undefined) return undefined;
  const columns = headColumns(head);
  if (columns.length < 2 || columns.length > maxColumns) return undefined;
  if (!columns.every(({ title }) => isTitle(title))) return undefined;
  // Some tools underline the head with dashes.
  const underlined = rest[0] !== undefined && underlines(rest[0], head, columns.length);
  const rows = underlined ? rest.slice(1) : rest;
  const shouting = /^[^a-z]+$/.test(head);
  if (rows.length === 0) return shouting || underlined ? [] : undefined;
  const starts = columns.map(({ start }) => start);
  const cells: string[][] = [];
  for (const row of rows) {
    const cut = cutAtColumns(row, starts) ?? cutAtGaps(row, columns.length);
    if (!cut) return undefined;
    cells.push(cut);
  }
  // One aligned pair of lines in mixed case is as likely prose.
  if (!shouting && !underlined && rows.length < 2) return undefined;
  return toRecords(
    columns.map(({ title }) => title),
    cells,
  );
}

/** A line under each title, or one under all of them; a cell that holds dashes is a cell. */
function underlines(line: string, head: string, columns: number): boolean {
  if (!/^[-=\s]+$/.test(line) || !/--|==/.test(line)) return false;
  const strokes = line.trim().split(/\s+/).length;
  return strokes === columns || (strokes === 1 && line.trim().length >= head.trim().length);
}

/** Titles stand two or more spaces apart and may contain single spaces (`LAST SEEN`). */
function headColumns(head: string): { title: string; start: number }[] {
  return [...head.matchAll(/\S+(?: \S+)*/g)].map((match) => ({ title: match[0], start: match.index }));
}

function isTitle(title: string): boolean {
  return (
    title.length <= 40 && /^[\p{L}%#]/u.test(title) && !/[:.,;=]$/.test(title) && !/[{}[\]"]/.test(title)
  );
}

/** By position, so that empty cells and values with spaces survive; undefined when a value runs into the next column. */
function cutAtColumns(row: string, starts: readonly number[]): string[] | undefined {
  const cells: string[] = [];
  for (const [index, start] of starts.entries()) {
    const next = starts[index + 1];
    if (index > 0 && start <= row.length && row[start - 1] !== ' ') return undefined;
    // A cell that begins with a space under its title is not aligned to it (right-aligned numbers are cut by gaps).
    const cell = row.slice(start, next);
    if (cell.startsWith(' ') && cell.trim() !== '') return undefined;
    cells.push(cell.trimEnd());
  }
  const [first] = starts;
  if (first !== undefined && row.slice(0, first).trim() !== '') return undefined;
  return cells;
}

/** For wide characters and right-aligned columns, where positions do not agree but every cell is there. */
function cutAtGaps(row: string, count: number): string[] | undefined {
  const cells = row.trim().split(/ {2,}/);
  return cells.length === count ? cells : undefined;
}

function toRecords(head: readonly string[], rows: readonly (readonly string[])[]): TableRecord[] | undefined {
  if (head.length < 1 || head.length > maxColumns || new Set(head).size !== head.length) return undefined;
  if (head.every((title) => title === '')) return undefined;
  if (rows.some((row) => row.length !== head.length)) return undefined;
  const columns = head
    .map((title, index) => ({ title: title === '' ? `column ${index + 1}` : title, index }))
    .filter(({ title }) => title !== '__proto__');
  return rows.map((row) => Object.fromEntries(columns.map(({ title, index }) => [title, row[index] ?? ''])));
}
