import type { DocumentRecord, DocumentSection } from '../../shared/model/document.ts';

/** A document without its content: enough to tell which of its sections must be written again. */
export interface IndexedDocument extends Omit<DocumentRecord, 'sections' | 'notes'> {
  readonly sections: readonly IndexedSection[];
  readonly notes: number;
}

export interface IndexedSection extends Omit<DocumentSection, 'blocks' | 'prose'> {
  /**
   * Digests of what the kept blocks are known to say. Newer than the record's when the section was rendered again
   * and came out the same: that alone is no reason to write.
   */
  readonly inputs: DocumentSection['inputs'];
  /** Digest of the blocks, once known: what comes out the same again needs no reading of what stands. */
  readonly digest?: string;
}

/** @param digests those that are known now, by section; others are taken over from `before` where blocks stayed. */
export function indexed(
  record: DocumentRecord,
  digests: ReadonlyMap<string, string> = new Map(),
  before?: IndexedDocument,
): IndexedDocument {
  const earlier = new Map(before?.sections.map((section) => [section.key, section]));
  return {
    ...record,
    sections: record.sections.map(({ key, title, level, live, inputs, writtenAt }) => {
      const old = earlier.get(key);
      const digest = digests.get(key) ?? (old?.writtenAt === writtenAt ? old.digest : undefined);
      return {
        key,
        title,
        level,
        ...(live === undefined ? {} : { live }),
        inputs,
        writtenAt,
        ...(digest === undefined ? {} : { digest }),
      };
    }),
    notes: record.notes.length,
  };
}

/** The record with the digests of inputs that are known for its blocks. */
export function withKnownInputs(record: DocumentRecord, index: IndexedDocument | undefined): DocumentRecord {
  if (index === undefined) return record;
  const inputs = new Map(
    index.sections.map((section) => [section.key, { at: section.writtenAt, inputs: section.inputs }]),
  );
  return {
    ...record,
    sections: record.sections.map((section) => {
      const known = inputs.get(section.key);
      return known?.at === section.writtenAt ? { ...section, inputs: known.inputs } : section;
    }),
  };
}
