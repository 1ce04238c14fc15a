import type { DocumentRecord, DocumentSection } from '../../shared/model/document.ts';

/** A document without its content: enough to tell which of its sections must be written again. */
export interface IndexedDocument extends Omit<DocumentRecord, 'sections' | 'notes'> {
  readonly sections: readonly IndexedSection[];
  readonly notes: number;
}

export interface IndexedSection extends Omit<DocumentSection, 'blocks'> {
  /**
   * Digests of what the kept blocks are known to say. Newer than the record's when the section was rendered again
   * and came out the same: that alone is no reason to write.
   */
  readonly inputs: DocumentSection['inputs'];
}

export function indexed(record: DocumentRecord): IndexedDocument {
  return {
    ...record,
    sections: record.sections.map(({ key, title, level, live, inputs, writtenAt }) => ({
      key,
      title,
      level,
      ...(live === undefined ? {} : { live }),
      inputs,
      writtenAt,
    })),
    notes: record.notes.length,
  };
}
