import type { Instant } from '../../shared/model/ids.ts';
import type { StoredRecord } from '../store/store.ts';
import { auditRecordSchema, genesis, hashOf, type AuditRecord } from './record.ts';

export interface ChainReport {
  readonly workstation: string;
  readonly own: boolean;
  readonly records: number;
  readonly head?: string;
  readonly firstAt?: Instant;
  readonly lastAt?: Instant;
  readonly break?: ChainBreak;
}

/**
 * altered: its content is not what its hash was made of; missing: a place in the chain is empty; out-of-chain: it does
 * not follow on the record before; unreadable: it is no audit record; cut-off: the newest records are gone.
 */
export interface ChainBreak {
  readonly sequence: number;
  readonly id?: string;
  readonly kind: 'altered' | 'missing' | 'out-of-chain' | 'unreadable' | 'cut-off';
  readonly reason: string;
}

/**
 * Proves each workstation's chain, or says where it breaks first.
 * @param othersFrom Where other workstations' chains have to begin. `whatever-is-there`: a year of records that was taken
 *   off the shared server never came here.
 */
export function verifyChains(
  stored: readonly StoredRecord[],
  own: { readonly workstation: string; readonly newest: { sequence: number; hash: string } | undefined },
  othersFrom: 'the-first' | 'whatever-is-there' = 'the-first',
): ChainReport[] {
  const chains = Map.groupBy(stored, (record) => String(record['workstation']));
  if (own.newest && !chains.has(own.workstation)) chains.set(own.workstation, []);
  return [...chains]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([workstation, records]) => {
      const isOwn = workstation === own.workstation;
      const sorted = records.toSorted((a, b) => sequenceOf(a) - sequenceOf(b));
      const begins = isOwn || othersFrom === 'the-first' ? 1 : Math.max(1, sequenceOf(sorted[0]));
      const found = firstBreak(sorted, begins) ?? (isOwn ? cutOff(sorted, own.newest) : undefined);
      const [first] = sorted;
      const last = sorted.at(-1);
      return {
        workstation,
        own: isOwn,
        records: sorted.length,
        ...(last && { head: String(last['hash']), lastAt: last['at'] as Instant }),
        ...(first && { firstAt: first['at'] as Instant }),
        ...(found && { break: found }),
      };
    });
}

function firstBreak(records: readonly StoredRecord[], begins: number): ChainBreak | undefined {
  let previous: AuditRecord | undefined;
  for (const stored of records) {
    const expected = previous === undefined ? begins : previous.sequence + 1;
    const parsed = auditRecordSchema.safeParse(stored);
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      return {
        sequence: sequenceOf(stored),
        id: stored.id,
        kind: 'unreadable',
        reason: `${issue?.path.map(String).join('.') ?? ''}: ${issue?.message ?? 'is no audit record'}`,
      };
    }
    const record = parsed.data;
    const { sequence, id } = record;
    if (sequence < expected) {
      return {
        sequence,
        id,
        kind: 'out-of-chain',
        reason: `there are two records with the number ${sequence}`,
      };
    }
    if (sequence > expected) {
      const gone =
        sequence - 1 === expected ? `record ${expected} is` : `records ${expected}–${sequence - 1} are`;
      return { sequence: expected, kind: 'missing', reason: `${gone} not there` };
    }
    if (hashOf(record) !== record.hash || record.hash !== id) {
      return { sequence, id, kind: 'altered', reason: 'its content is not what its hash was made of' };
    }
    const before = previous?.hash ?? (begins === 1 ? genesis : record.previousHash);
    if (record.previousHash !== before) {
      return {
        sequence,
        id,
        kind: 'out-of-chain',
        reason: `it follows on ${record.previousHash.slice(0, 12)}, and the record before is ${before.slice(0, 12)}`,
      };
    }
    previous = record;
  }
  return undefined;
}

function cutOff(
  records: readonly StoredRecord[],
  newest: { sequence: number; hash: string } | undefined,
): ChainBreak | undefined {
  if (!newest) return undefined;
  const last = sequenceOf(records.at(-1));
  if (last < newest.sequence) {
    return {
      sequence: last + 1,
      kind: 'cut-off',
      reason: `this workstation wrote ${newest.sequence} records; those after ${last} are not there`,
    };
  }
  const known = records.find((record) => sequenceOf(record) === newest.sequence);
  return known?.['hash'] === newest.hash
    ? undefined
    : {
        sequence: newest.sequence,
        kind: 'altered',
        reason: 'it is not the record that this workstation wrote under that number',
      };
}

function sequenceOf(record: StoredRecord | undefined): number {
  const sequence = record?.['sequence'];
  return typeof sequence === 'number' ? sequence : 0;
}
