import { policyRecordSchemaVersion, storedPolicySchema } from '../../shared/model/policy-record.ts';
import type { Random } from '../platform/random.ts';
import type { StoreCollection, StoredRecord } from '../store/store.ts';
import { parsePolicy, versionOf, type PolicyFault } from './parse-policy.ts';
import type { PolicyRecord } from './policies.ts';
import type { Policy } from '../../shared/model/policy.ts';

/** As it lies in the store. */
export interface KeptPolicy extends PolicyRecord {
  readonly id: string;
}

export type Candidate =
  | { readonly ok: true; readonly record: KeptPolicy; readonly policy: Policy }
  | { readonly ok: false; readonly id: string; readonly by: string; readonly faults: readonly PolicyFault[] };

export interface PolicyHistory {
  get(id: string): Promise<KeptPolicy | undefined>;
  /**
   * The newest that can be used, and what is newer and cannot: newest first. What the application comes with counts for
   * less than anything that somebody wrote.
   */
  newest(): Promise<{
    readonly usable: (Candidate & { readonly ok: true }) | undefined;
    readonly refused: readonly (Candidate & { readonly ok: false })[];
  }>;
  /** Newest first. */
  list(query: { readonly limit: number; readonly before?: number }): Promise<readonly PolicyRecord[]>;
  version(version: string): Promise<PolicyRecord | undefined>;
  /** Of records that lie elsewhere: those that somebody wrote and that can be used, the one in force last. */
  usable(records: readonly { readonly id: string }[]): readonly (Candidate & { readonly ok: true })[];
  /** Ids of all that somebody wrote, as they lie here. */
  written(): Promise<readonly string[]>;
  put(records: readonly KeptPolicy[]): Promise<void>;
  remove(ids: readonly string[]): Promise<void>;
  add(record: Omit<PolicyRecord, 'sequence'>): Promise<KeptPolicy>;
}

export const application = 'application';
/** What the application comes with: it takes force over nothing that is there. */
export const isDefault = ({ how, by }: Pick<PolicyRecord, 'how' | 'by'>): boolean =>
  how === 'first' && by === application;

/** So many that cannot be used are gone through for one that can. */
const mostRefused = 200;

/** Which of two is in force, everywhere the same. @returns above 0 when the first one is */
export function compareRecords(a: KeptPolicy, b: KeptPolicy): number {
  if (isDefault(a) !== isDefault(b)) return isDefault(a) ? -1 : 1;
  return a.sequence - b.sequence || order(a.at, b.at) || order(a.id, b.id);
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

export function policyHistory(
  store: StoreCollection<StoredRecord>,
  random: Pick<Random, 'id'>,
): PolicyHistory {
  const found = (query: { limit: number; before?: number; skip?: number }) =>
    store.find({
      // Below are throws of the kill switch.
      selector: { sequence: { $gte: 1, ...(query.before !== undefined && { $lt: query.before }) } },
      sort: [{ sequence: 'desc' }, { at: 'desc' }, { id: 'desc' }],
      limit: query.limit,
      skip: query.skip ?? 0,
    });

  return {
    async get(id) {
      const stored = await store.get(id);
      return stored && read(stored);
    },
    async newest() {
      const refused: (Candidate & { ok: false })[] = [];
      let fallback: (Candidate & { ok: true }) | undefined;
      const page = 20;
      for (let skip = 0; refused.length < mostRefused; skip += page) {
        const some = await found({ limit: page, skip });
        for (const stored of some) {
          const candidate = candidateOf(stored);
          if (!candidate.ok) refused.push(candidate);
          else if (!isDefault(candidate.record)) return { usable: candidate, refused };
          else if (!fallback || compareRecords(candidate.record, fallback.record) > 0) fallback = candidate;
        }
        if (some.length < page) break;
      }
      return { usable: fallback, refused };
    },
    list: async (query) => (await found(query)).flatMap((stored) => shown(read(stored))),
    async version(version) {
      const [stored] = await store.find({ selector: { version }, sort: [{ sequence: 'desc' }], limit: 1 });
      return stored && shown(read(stored))[0];
    },
    usable: (records) =>
      records
        .map(candidateOf)
        .filter((candidate) => candidate.ok)
        .filter(({ record }) => !isDefault(record))
        .toSorted((a, b) => compareRecords(a.record, b.record)),
    async written() {
      const all = await store.find({ selector: { sequence: { $gte: 1 } } });
      return all.filter(({ how, by }) => !(how === 'first' && by === application)).map(({ id }) => id);
    },
    put: (records) =>
      store.put(records.map((record) => ({ ...record, schemaVersion: policyRecordSchemaVersion }))),
    remove: (ids) => store.remove(ids),
    async add(record) {
      const [highest] = await found({ limit: 1 });
      const known = highest?.['sequence'];
      const sequence = (typeof known === 'number' ? known : 0) + 1;
      const id = `${String(sequence).padStart(9, '0')}-${record.version}-${random.id(10)}`;
      await store.put([{ ...record, id, sequence, schemaVersion: policyRecordSchemaVersion }]);
      return { ...record, id, sequence };
    },
  };
}

function candidateOf(stored: { readonly id: string; readonly [field: string]: unknown }): Candidate {
  const refuse = (faults: readonly PolicyFault[]): Candidate => ({
    ok: false,
    id: stored.id,
    by: typeof stored['by'] === 'string' ? stored['by'].slice(0, 200) : 'somebody',
    faults,
  });
  const { _deleted, ...fields } = stored;
  void _deleted;
  const record = storedPolicySchema.safeParse(fields);
  if (!record.success) {
    const [issue] = record.error.issues;
    const path = issue?.path.map(String).join('.') ?? '';
    return refuse([{ path, message: `the record is not right: ${issue?.message ?? 'it cannot be read'}` }]);
  }
  const { schemaVersion: _, ...kept } = record.data;
  if (versionOf(kept.text) !== kept.version) {
    return refuse([{ path: 'version', message: 'the text is not the one that the record was made of' }]);
  }
  const parsed = parsePolicy(kept.text);
  return parsed.ok ? { ok: true, record: kept, policy: parsed.policy } : refuse(parsed.faults);
}

function read(stored: StoredRecord): KeptPolicy | undefined {
  const parsed = storedPolicySchema.safeParse(stored);
  if (!parsed.success) return undefined;
  const { schemaVersion: _, ...record } = parsed.data;
  return record;
}

function shown(record: KeptPolicy | undefined): PolicyRecord[] {
  if (!record) return [];
  const { id: _, ...rest } = record;
  return [rest];
}
