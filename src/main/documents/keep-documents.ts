import type { DocumentRecord } from '../../shared/model/document.ts';
import type { StoreCollection } from '../store/store.ts';

/**
 * Writes documents that were worked out from what stood there before. Notes that came from another workstation
 * meanwhile stay: what is generated says nothing of them.
 */
export async function keepDocuments(
  store: Pick<StoreCollection<DocumentRecord>, 'put' | 'update'>,
  records: readonly DocumentRecord[],
  standing: ReadonlySet<string>,
): Promise<void> {
  const fresh: DocumentRecord[] = [];
  for (const record of records) {
    const { notes: _, removedNotes: __, ...generated } = record;
    const written =
      standing.has(record.id) &&
      (await store.update(record.id, ({ notes, removedNotes }) => ({
        ...generated,
        notes,
        ...(removedNotes && { removedNotes }),
      })));
    if (!written) fresh.push(record);
  }
  if (fresh.length > 0) await store.put(fresh);
}
