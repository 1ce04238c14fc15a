import type { AuditEntry } from './entries.ts';

const columns = [
  'sequence',
  'workstation',
  'at',
  'operator',
  'via',
  'action',
  'subject',
  'result',
  'finishedAt',
  'details',
  'outcome',
  'hash',
] as const satisfies readonly (keyof AuditEntry)[];

export function auditJson(entries: readonly AuditEntry[]): string {
  return `${JSON.stringify({ audit: entries }, undefined, 2)}\n`;
}

/** RFC 4180; a cell that a spreadsheet would take for a formula is written as text. */
export function auditCsv(entries: readonly AuditEntry[]): string {
  const rows = entries.map((entry) => columns.map((column) => cell(entry[column])).join(','));
  return `${[columns.join(','), ...rows].join('\r\n')}\r\n`;
}

function cell(value: unknown): string {
  const text = typeof value === 'string' ? value : value == null ? '' : JSON.stringify(value);
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
