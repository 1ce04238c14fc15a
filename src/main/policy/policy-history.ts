import { z } from 'zod';
import { instantSchema } from '../../shared/model/ids.ts';
import type { StoreCollection, StoredRecord } from '../store/store.ts';
import type { PolicyRecord } from './policies.ts';

const schemaVersion = 1;

const recordSchema = z.object({
  id: z.string(),
  sequence: z.number().int(),
  version: z.string(),
  at: instantSchema,
  by: z.string(),
  how: z.enum(['first', 'applied', 'file']),
  reason: z.string(),
  text: z.string(),
  diff: z.string(),
});

export interface PolicyHistory {
  newest(): Promise<PolicyRecord | undefined>;
  /** Newest first. */
  list(query: { readonly limit: number; readonly before?: number }): Promise<readonly PolicyRecord[]>;
  version(version: string): Promise<PolicyRecord | undefined>;
  /** @returns what takes it back, for when the file could not be written after it */
  add(record: Omit<PolicyRecord, 'sequence'>): Promise<{ record: PolicyRecord; undo: () => Promise<void> }>;
}

export function policyHistory(store: StoreCollection<StoredRecord>): PolicyHistory {
  async function list({ limit, before }: { limit: number; before?: number }): Promise<PolicyRecord[]> {
    const found = await store.find({
      selector: { sequence: { $gte: 0, ...(before !== undefined && { $lt: before }) } },
      sort: [{ sequence: 'desc' }],
      limit,
    });
    return found.flatMap(read);
  }
  const newest = async () => (await list({ limit: 1 }))[0];
  return {
    newest,
    list,
    async version(version) {
      const found = await store.find({ selector: { version }, sort: [{ sequence: 'desc' }], limit: 1 });
      return found.flatMap(read)[0];
    },
    async add(record) {
      const sequence = ((await newest())?.sequence ?? 0) + 1;
      const id = `${String(sequence).padStart(9, '0')}-${record.version}`;
      await store.put([{ ...record, id, sequence, schemaVersion }]);
      return { record: { ...record, sequence }, undo: () => store.remove([id]) };
    },
  };
}

function read(stored: StoredRecord): PolicyRecord[] {
  const parsed = recordSchema.safeParse(stored);
  if (!parsed.success) return [];
  const { id: _id, ...record } = parsed.data;
  return [record];
}
