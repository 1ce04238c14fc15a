import type { DocumentRecord, DocumentSection, SectionProse } from '../../../shared/model/document.ts';
import { compareText, greater, lastBy, newest } from './join.ts';
import { mergeNotes } from './merge-notes.ts';

/**
 * One document out of two. What is generated is taken whole from one of them: of the newer leader, then of the higher
 * version, then as it was written last. What a model wrote of its sections is the newest of each; operators' notes are
 * all kept.
 */
export function mergeDocuments(one: DocumentRecord, other: DocumentRecord): DocumentRecord {
  const { sections, ...head } = latest(generatedOf(one), generatedOf(other));
  const proses = proseOf(one);
  for (const [key, prose] of proseOf(other)) {
    const before = proses.get(key);
    proses.set(key, before ? lastBy(before, prose, ({ writtenAt }) => writtenAt) : prose);
  }
  const shown = sections.map((section): DocumentSection => {
    const prose = proses.get(section.key);
    proses.delete(section.key);
    return prose ? { ...section, prose } : section;
  });
  const others = [...proses].map(([section, prose]) => ({ section, prose }));
  return {
    ...head,
    sections: shown,
    ...mergeNotes(one, other),
    ...(others.length > 0 && {
      otherProse: others.toSorted((a, b) => compareText(a.section, b.section)),
    }),
  };
}

/** What generation writes, and nothing that others add to it. */
function generatedOf({ notes, removedNotes, otherProse, sections, ...generated }: DocumentRecord) {
  void [notes, removedNotes, otherProse];
  const bare = sections.map(({ prose, ...section }): DocumentSection => {
    void prose;
    return section;
  });
  return { ...generated, sections: bare };
}

type Generated = ReturnType<typeof generatedOf>;

function latest(one: Generated, other: Generated): Generated {
  const order =
    (one.fence ?? 0) - (other.fence ?? 0) ||
    one.version - other.version ||
    compareText(one.versionAt, other.versionAt) ||
    compareText(newest(one.refreshedAt, one.retiredAt), newest(other.refreshedAt, other.retiredAt));
  if (order !== 0) return order > 0 ? one : other;
  return greater(one, other);
}

function proseOf({ sections, otherProse = [] }: DocumentRecord): Map<string, SectionProse> {
  const proses = new Map(otherProse.map(({ section, prose }) => [section, prose]));
  for (const { key, prose } of sections) if (prose) proses.set(key, prose);
  return proses;
}
