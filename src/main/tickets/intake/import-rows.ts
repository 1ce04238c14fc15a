import { parse, type CsvError } from 'csv-parse/sync';
import { z } from 'zod';
import { entityIdSchema, instant } from '../../../shared/model/ids.ts';
import { ticketCategories, ticketPriorities } from '../../../shared/model/ticket.ts';
import { DomainError } from '../../platform/errors.ts';

export interface ImportFault {
  readonly line?: number;
  readonly path: string;
  readonly message: string;
}

const labels = z.record(z.string().min(1).max(200), z.string().max(2_000));

const rowSchema = z.strictObject({
  title: z.string().trim().min(1, 'expected a title, came an empty one').max(300),
  text: z.string().trim().max(20_000).default(''),
  priority: z
    .enum(ticketPriorities, { error: `expected one of ${ticketPriorities.join(', ')}` })
    .exactOptional(),
  category: z
    .enum(ticketCategories, { error: `expected one of ${ticketCategories.join(', ')}` })
    .exactOptional(),
  labels: labels.exactOptional(),
  /** By id or name. */
  entities: z
    .array(z.union([entityIdSchema, z.string().min(1).max(300)]))
    .max(50)
    .default([]),
  /** Of the system that it comes from: taken once, however often the file is imported. */
  reference: z.string().trim().min(1).max(300).exactOptional(),
  since: z.iso
    .datetime({ offset: true, error: 'expected a time such as 2026-11-23T08:00:00Z' })
    .transform((text) => instant(Date.parse(text)))
    .exactOptional(),
  /** One that is over already is kept for what it teaches. */
  state: z
    .enum(['open', 'resolved', 'closed'], { error: 'expected open, resolved or closed' })
    .default('open'),
  outcome: z.string().trim().max(2_000).exactOptional(),
});
export type ImportRow = z.output<typeof rowSchema>;

export interface ImportedRow {
  readonly line?: number;
  /** JSON pointer of the row; empty in a table. */
  readonly at: string;
  readonly row: ImportRow;
}

export interface ReadImport {
  readonly rows: readonly ImportedRow[];
  /** All that there are, also those at fault. */
  readonly total: number;
  readonly faults: readonly ImportFault[];
}

const mostRows = 20_000;

/** @throws DomainError import-unreadable when it is no such file at all */
export function readImport(format: 'csv' | 'json', text: string): ReadImport {
  return format === 'csv' ? readCsv(text) : readJson(text);
}

function readJson(text: string): ReadImport {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    throw unreadable(`expected JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  const within =
    typeof parsed === 'object' && parsed !== null && 'tickets' in parsed ? parsed.tickets : parsed;
  const prefix = within === parsed ? '' : '/tickets';
  if (!Array.isArray(within)) throw unreadable('expected a list of tickets, or {"tickets": [...]}');
  assertSize(within.length);
  const rows: ImportedRow[] = [];
  const faults: ImportFault[] = [];
  for (const [place, one] of within.entries()) {
    const at = `${prefix}/${place}`;
    const row = rowSchema.safeParse(one);
    if (row.success) rows.push({ at, row: row.data });
    else faults.push(...row.error.issues.map(({ path, message }) => ({ path: pointer(at, path), message })));
  }
  return { rows, total: within.length, faults };
}

interface CsvRecord {
  readonly record: Readonly<Record<string, string>>;
  readonly info: { readonly lines: number };
}

const columns = new Set(Object.keys(rowSchema.shape));

/** One row a ticket; the first line names the columns. `label:NAME` is a column of one label. */
function readCsv(text: string): ReadImport {
  const faults: ImportFault[] = [];
  let names: string[] = [];
  let broken = 0;
  let records: readonly CsvRecord[];
  try {
    // What ends a line within quotes counts as one line, as in every editor.
    records = parse<CsvRecord>(text.replaceAll('\r\n', '\n'), {
      bom: true,
      columns: (header: string[]) => (names = header.map((name) => name.trim())),
      delimiter: delimiterOf(text),
      info: true,
      relax_column_count_less: true,
      skip_empty_lines: true,
      skip_records_with_error: true,
      on_skip: (error: CsvError | undefined) => {
        broken += 1;
        const line = error?.['lines'];
        faults.push({
          ...(typeof line === 'number' && { line }),
          path: '',
          message: error?.message ?? 'the row cannot be read',
        });
        return undefined;
      },
    } as never);
  } catch (error) {
    throw unreadable(error instanceof Error ? error.message : String(error));
  }
  if (!names.includes('title')) throw unreadable('expected a column "title" in the first line');
  assertSize(records.length + broken);
  for (const name of names) {
    if (columns.has(name) || /^label:./.test(name)) continue;
    faults.push({ line: 1, path: name, message: 'there is no such field: the column is not read' });
  }
  const rows = records.flatMap(({ record, info: { lines } }): ImportedRow[] => {
    const read = rowSchema.safeParse(rowOf(record));
    if (read.success) return [{ line: lines, at: '', row: read.data }];
    for (const { path, message } of read.error.issues) {
      faults.push({ line: lines, path: String(path[0] ?? ''), message });
    }
    return [];
  });
  return { rows, total: records.length + broken, faults };
}

function rowOf(record: Readonly<Record<string, string>>): Readonly<Record<string, unknown>> {
  const row: Record<string, unknown> = {};
  const found: Record<string, string> = {};
  for (const [name, value] of Object.entries(record)) {
    const text = value.trim();
    if (text === '' && name !== 'title') continue;
    if (name.startsWith('label:')) found[name.slice('label:'.length)] = text;
    else if (name === 'labels') Object.assign(found, labelsIn(text));
    else if (name === 'entities') row[name] = parts(text);
    else if (name === 'priority' || name === 'category' || name === 'state') row[name] = text.toLowerCase();
    else if (columns.has(name)) row[name] = text;
  }
  return Object.keys(found).length === 0 ? row : { ...row, labels: found };
}

const parts = (text: string): string[] =>
  text
    .split(/[;\n]/)
    .map((part) => part.trim())
    .filter(Boolean);

const labelsIn = (text: string): Record<string, string> =>
  Object.fromEntries(
    parts(text).map((part): [string, string] => {
      const at = part.indexOf('=');
      return at === -1 ? [part, ''] : [part.slice(0, at).trim(), part.slice(at + 1).trim()];
    }),
  );

/** Whatever parts the names of the columns best: tables come with commas, semicolons and tabs. */
function delimiterOf(text: string): string {
  const header = text.replace(/^\uFEFF/, '').split(/\r?\n/, 1)[0] ?? '';
  const counts = [',', ';', '\t'].map((sign) => ({ sign, count: header.split(sign).length }));
  return counts.toSorted((a, b) => b.count - a.count)[0]?.sign ?? ',';
}

function assertSize(count: number): void {
  if (count > mostRows)
    throw unreadable(`expected at most ${mostRows} tickets, came ${count}: import it in parts`);
}

function pointer(at: string, path: readonly PropertyKey[]): string {
  return [at, ...path.map((part) => String(part).replaceAll('~', '~0').replaceAll('/', '~1'))].join('/');
}

const unreadable = (reason: string): DomainError =>
  new DomainError('import-unreadable', `The file cannot be imported: ${reason}.`, {
    hint: 'A table needs a first line with column names: title, text, priority, category, entities, labels, reference, since, state, outcome.',
  });
