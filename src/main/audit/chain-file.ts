import type { StoredRecord } from '../store/store.ts';
import { auditRecordSchema, type AuditRecord } from './record.ts';
import { verifyChains, type ChainReport } from './verify.ts';

/**
 * The records themselves as JSON lines, chain by chain: what a stranger needs to compute every hash anew, without this
 * application and its store. One line has exactly one form, so that no byte of it can be another unnoticed.
 */
export function chainFile(stored: readonly StoredRecord[]): string {
  const lines = stored
    .toSorted((a, b) => {
      const [one, other] = [String(a['workstation']), String(b['workstation'])];
      return one === other ? Number(a['sequence']) - Number(b['sequence']) : one < other ? -1 : 1;
    })
    // What somebody made unreadable is exported as it stands: an export must not hide it.
    .map((record) => lineOf(record) ?? JSON.stringify(record));
  return lines.map((line) => `${line}\n`).join('');
}

export interface ChainFileReport {
  readonly ok: boolean;
  readonly records: number;
  readonly chains: readonly Omit<ChainReport, 'own'>[];
  /** Lines that are no record, or not in the form in which they are written. */
  readonly lines: readonly { readonly line: number; readonly reason: string }[];
  /** Heads that were known and are not in it: what they closed was taken away or is another. */
  readonly missingHeads: readonly string[];
}

/** Faults that are told; a file of something else has one in each line. */
const mostFaults = 20;

/**
 * Proves an export on its own.
 * @param knownHeads Hashes kept elsewhere: without one nothing shows that records were cut off at the end.
 */
export function verifyChainFile(bytes: Uint8Array, knownHeads: readonly string[] = []): ChainFileReport {
  const faults: { line: number; reason: string }[] = [];
  const records: AuditRecord[] = [];
  const text = decode(bytes);
  if (text === undefined) faults.push({ line: 1, reason: 'the file is not UTF-8' });
  else if (text !== '' && !text.endsWith('\n')) {
    faults.push({ line: text.split('\n').length, reason: 'the last line does not end: the file was cut' });
  }
  const lines = text?.split('\n').slice(0, -1) ?? [];
  for (const [index, line] of lines.entries()) {
    const found = recordIn(line);
    if (typeof found === 'string') faults.push({ line: index + 1, reason: found });
    else records.push(found);
  }
  const chains = verifyChains(records as unknown as StoredRecord[], {
    workstation: '',
    newest: undefined,
  }).map(({ own: _, ...chain }) => chain);
  const hashes = new Set(records.map(({ hash }) => hash));
  const missingHeads = knownHeads.filter((head) => !hashes.has(head));
  return {
    ok:
      faults.length === 0 && missingHeads.length === 0 && chains.every((chain) => chain.break === undefined),
    records: records.length,
    chains,
    lines: faults.slice(0, mostFaults),
    missingHeads,
  };
}

/** @returns undefined when it is no record */
function lineOf(record: unknown): string | undefined {
  const parsed = auditRecordSchema.safeParse(record);
  // The schema puts members into their order.
  return parsed.success ? JSON.stringify(parsed.data) : undefined;
}

/** @returns the record, or what is wrong with the line */
function recordIn(line: string): AuditRecord | string {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return 'expected a record as JSON';
  }
  const parsed = auditRecordSchema.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return `${issue?.path.map(String).join('.') ?? ''}: ${issue?.message ?? 'is no audit record'}`;
  }
  return JSON.stringify(parsed.data) === line
    ? parsed.data
    : 'it is not in the form in which records are exported: somebody edited it';
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
